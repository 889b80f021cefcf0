"""e-Campus: cohort courses that end in a certificate. `create_app` is the table of contents."""

from __future__ import annotations

import os

from click import Group
from flask import Flask

from app import api
from app.accounts import commands as accounts_commands
from app.accounts import jobs as accounts_jobs
from app.accounts import pages as accounts_pages
from app.accounts import queries as people
from app.certificates import commands as certificates_commands
from app.certificates import pages as certificates_pages
from app.certificates.rules import CertificateTexts
from app.config import Settings
from app.courses import commands as courses_commands
from app.courses import pages as courses_pages
from app.courses import queries as courses
from app.courses.schemas import read_course, register_section
from app.courses.service import (
    Part,
    parts,
    register_answer_readers,
    register_begun_work,
    register_deadline_listener,
    register_graded_pieces,
    register_part,
    register_work_done,
)
from app.demo import commands as demo_commands
from app.demo import service as demo
from app.essays import commands as essays_commands
from app.essays import jobs as essays_jobs
from app.essays import pages as essays_pages
from app.essays.rules import EssaySettings
from app.essays.service import register_essay_keeper, register_release_finder
from app.grading import commands as grading_commands
from app.grading import pages as grading_pages
from app.grading import service as grading_service
from app.grading.queries import decided_by_remarks, graded_pieces, is_released
from app.grading.rules import Policy
from app.groupwork import jobs as groupwork_jobs
from app.groupwork import pages as groupwork_pages
from app.groupwork.rules import GroupWorkSettings
from app.groupwork.service import register_group_mark_keeper
from app.notifications import commands as notifications_commands
from app.notifications import jobs as notifications_jobs
from app.progress import jobs as progress_jobs
from app.progress import pages as progress_pages
from app.quizzes import commands as quizzes_commands
from app.quizzes import jobs as quizzes_jobs
from app.quizzes import pages as quizzes_pages
from app.quizzes.queries.answer_readers import answer_readers
from app.quizzes.queries.begun import begun_attempts
from app.quizzes.queries.done import quizzes_done
from app.quizzes.rules.quality import figures as quiz_figures
from app.quizzes.schemas import read_quizzes
from app.quizzes.service import load_quizzes, refresh_deadlines, register_score_keeper
from app.reports import commands as reports_commands
from app.reports import pages as reports_pages
from app.rubrics.queries import register_decision_finder
from app.shared import doctor, files, maintenance, scheduler
from app.shared.http import foundation
from app.shared.http.access import Finders
from app.shared.http.application import Application

PAGES = (
    accounts_pages,
    courses_pages,
    quizzes_pages,
    groupwork_pages,
    essays_pages,
    grading_pages,
    certificates_pages,
    reports_pages,
    progress_pages,
)
COMMANDS = (
    accounts_commands,
    courses_commands,
    quizzes_commands,
    essays_commands,
    grading_commands,
    certificates_commands,
    reports_commands,
    demo_commands,
)
JOBS = (
    *notifications_jobs.jobs,
    *accounts_jobs.jobs,
    *quizzes_jobs.jobs,
    *groupwork_jobs.jobs,
    *essays_jobs.jobs,
    *progress_jobs.jobs,
    *files.jobs,
)
READ_ATTEMPTS = frozenset(
    name + room for name in ("quizzes", "grading", "certificates", "reports", "progress") for room in ("", "_api")
)
"""Blueprints whose views, in a course, depend on what its attempts brought."""
CHECKS = notifications_commands.checks


def create_app(settings: Settings | None = None) -> Flask:
    """Return the application that `settings` (the environment's when None) make."""
    app = Application(__name__)
    foundation.lay(app, settings or Settings.read(os.environ))
    _hand_down(app)
    for feature in PAGES:
        for blueprint in feature.blueprints:
            app.register_blueprint(blueprint)
    for feature in COMMANDS:
        for group in feature.groups:
            _add_commands(app, group)
    for command in maintenance.commands:
        app.cli.add_command(command)
    api.mount(app)
    quizzes_jobs.settle_before(app, READ_ATTEMPTS)
    doctor.register(app, CHECKS)
    scheduler.register(app, JOBS)
    return app


def _hand_down(app: Flask) -> None:
    """Give lower features what they need of higher ones."""
    register_section("policy", Policy.from_data)
    register_section("essay", EssaySettings.from_data)
    register_section("group_work", GroupWorkSettings.from_data)
    register_section("certificate", CertificateTexts.from_data)
    register_graded_pieces(graded_pieces)
    register_score_keeper(grading_service.keep_quiz_score)
    register_essay_keeper(grading_service)
    register_release_finder(is_released)
    register_decision_finder(decided_by_remarks)
    register_group_mark_keeper(grading_service.keep_group_mark)
    register_deadline_listener(refresh_deadlines)
    register_answer_readers(answer_readers)
    register_begun_work(begun_attempts)
    register_work_done(quizzes_done)
    register_part(
        Part(
            folder="quizzes",
            read=read_quizzes,
            load=load_quizzes,
            figures=quiz_figures,
            link="quiz",
            keys=lambda files: [file.quiz.key for file in files],
            endpoint="quizzes.quiz",
        )
    )
    demo.read_with(lambda path, **wanted: read_course(path, parts(), **wanted))
    app.extensions["finders"] = Finders(
        by_sign_in=people.find_actor_by_sign_in,
        by_api_token=people.find_actor_by_api_token,
        course=courses.find_course,
        course_by_id=courses.get_course_by_id,
    )


def _add_commands(app: Flask, group: Group) -> None:
    """Add a group of commands; a feature above may add its own to a group of the same name (`courses close`)."""
    known = app.cli.commands.get(group.name or "")
    if isinstance(known, Group):
        known.commands.update(group.commands)
    else:
        app.cli.add_command(group)
