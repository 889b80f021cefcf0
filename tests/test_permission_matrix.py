"""Who gets which answer from every route: one line a route, one column a kind of caller.

A route without a line here fails the suite, and so does a line without a route. A caller who was refused has changed
nothing. Requests are sent in the order of the table: reading first, what ends things last.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, url_for
from flask.testing import FlaskClient

from app.certificates.queries import certificates_of
from app.grading import service as grading
from app.quizzes.queries.bank import bank_of
from app.shared.database import Base, session
from app.shared.permissions import SYSTEM, Actor, Grant, Role
from tests import cast
from tests.certificates.cast import issued_course
from tests.conftest import NOW
from tests.courses.cast import roster_file, small_course
from tests.courses.materials.cast import give_texts
from tests.courses.more_time import ask
from tests.essays.marking.cast import hand_in
from tests.grading.cast import DIDIER, enrolment_of, graded_course, group_of, mark_groups, result_file, result_row
from tests.grading.desk import desk_mark
from tests.groupwork.cast import worked_in_group
from tests.groupwork.peers.marked import GROUP_CRITERIA, mark_by_criteria
from tests.quizzes.pages.cast import every_kind, started

CALLERS = {
    "anon": "nobody signed in",
    "outs": "signed in, without any role",
    "part": "a participant, whose own enrolment the addresses name",
    "peer": "another participant of the course",
    "asst": "assistant",
    "expt": "expert",
    "tutr": "tutor",
    "tut-": "tutor of another course",
    "mngr": "activity manager",
    "mgr-": "activity manager of another course",
    "spon": "sponsor",
    "admn": "administrator",
    "tokn": "a script with the manager's API token, limited to view_course",
}

OF_EVERY_VIEW = ("part", "asst", "mngr", "admn")
"""Callers who between them get through every door: their answers are asked for on every database."""
NAMES = {"part": b"Banda", "peer": b"bongani@", "": b"Letang"}
REFUSED = 400
"""The first status that says no."""

MATRIX = """
                                           anon outs part peer asst expt tutr tut- mngr mgr- spon admn tokn
GET    accounts.forgotten_password          200  200  200  200  200  200  200  200  200  200  200  200  200
GET    accounts.profile                     302  200  200  200  200  200  200  200  200  200  200  200  403
GET    accounts.set_password                409  409  409  409  409  409  409  409  409  409  409  409  409
GET    accounts.sign_in                     200  303  303  303  303  303  303  303  303  303  303  303  303
GET    api.docs                             200  200  200  200  200  200  200  200  200  200  200  200  200
GET    api.openapi                          200  200  200  200  200  200  200  200  200  200  200  200  200
GET    api_docs.static                      200  200  200  200  200  200  200  200  200  200  200  200  200
GET    bootstrap.static                     200  200  200  200  200  200  200  200  200  200  200  200  200
GET    certificates.course_certificates     302  404  403  403  403  403  403  404  200  404  403  200  403
GET    certificates.pdf                     200  200  200  200  200  200  200  200  200  200  200  200  200
GET    certificates.verify                  200  200  200  200  200  200  200  200  200  200  200  200  200
GET    certificates.verify_form             200  200  200  200  200  200  200  200  200  200  200  200  200
GET    certificates_api.list_certificates   401  404  403  403  403  403  403  404  200  404  403  200  403
GET    courses.balance                      302  404  403  403  403  403  200  404  200  404  403  200  403
GET    courses.dates                        302  404  403  403  403  403  403  404  200  404  403  200  403
GET    courses.document                     302  404  403  403  200  200  200  404  200  404  403  200  403
GET    courses.document_file                302  404  403  403  200  200  200  404  200  404  403  200  403
GET    courses.essay                        302  404  200  200  200  200  200  404  200  404  200  200  200
GET    courses.essay_sample                 302  404  403  403  200  200  200  404  200  404  403  200  403
GET    courses.extensions                   302  404  403  403  403  403  200  404  200  404  403  200  403
GET    courses.glossary                     302  404  200  200  200  200  200  404  200  404  200  200  200
GET    courses.group_work                   302  404  200  200  200  200  200  404  200  404  200  200  200
GET    courses.groups                       302  404  403  403  403  403  200  404  200  404  403  200  403
GET    courses.import_participants          302  404  403  403  403  403  403  404  200  404  403  200  403
GET    courses.materials                    302  404  200  200  200  200  200  404  200  404  200  200  200
GET    courses.messages                     302  404  403  403  200  200  200  404  200  404  403  200  403
GET    courses.module                       302  404  200  200  200  200  200  404  200  404  200  200  200
GET    courses.module_file                  302  404  200  200  200  200  200  404  200  404  200  200  200
GET    courses.calendar                     302  404  200  200  403  403  403  404  403  404  403  403  403
GET    courses.more_time                    302  404  200  200  403  403  403  404  403  404  403  403  403
GET    courses.new_participant              302  404  403  403  403  403  403  404  200  404  403  200  403
GET    courses.participants                 302  404  403  403  200  200  200  404  200  404  403  200  403
GET    courses.questionnaire                302  404  403  403  200  200  200  404  200  404  403  200  403
GET    courses.questionnaire_paper          302  404  403  403  200  200  200  404  200  404  403  200  403
GET    courses.questionnaires               302  404  403  403  200  200  200  404  200  404  403  200  403
GET    courses.week                         302  404  200  200  200  200  200  404  200  404  200  200  200
GET    courses_api.list_all_extensions      401  404  403  403  403  403  200  404  200  404  403  200  403
GET    courses_api.list_participants        401  404  403  403  200  200  200  404  200  404  403  200  403
GET    essays.confirm                       302  404  303  303  403  403  403  404  403  404  403  403  403
GET    essays.original                      302  404  403  403  403  404  404  404  404  404  403  404  403
GET    essays.own_file                      302  404  404  404  403  403  403  404  403  404  403  403  403
GET    essays.version                       302  404  404  404  403  403  403  404  403  404  403  403  403
GET    essays.versions                      302  404  200  200  403  403  403  404  403  404  403  403  403
GET    essays.write                         302  404  200  200  403  403  403  404  403  404  403  403  403
GET    essays_api.show_essay                401  404  200  200  403  403  403  404  403  404  403  403  403
GET    essays.allocation                    302  404  403  403  403  403  403  404  200  404  403  200  403
GET    essays.calibration                   302  404  403  403  403  403  200  404  200  404  403  200  403
GET    essays.comment_bank                  302  404  403  403  403  403  200  404  200  404  403  200  403
GET    essays.desk                          302  404  403  403  403  200  200  404  200  404  403  200  403
GET    essays.mark_versions                 302  404  403  403  403  403  200  404  200  404  403  200  403
GET    essays.moderation                    302  404  403  403  403  403  403  404  200  404  403  200  403
GET    essays.queue                         302  404  403  403  403  200  200  404  200  404  403  200  403
GET    essays_api.list_essays               401  404  403  403  403  200  200  404  200  404  403  200  403
GET    essays_api.show_mark                 401  404  403  403  403  200  200  404  200  404  403  200  403
GET    essays.offline                       302  404  403  403  403  403  200  404  200  404  403  200  403
GET    essays.offline_bundle                302  404  403  403  403  403  200  404  200  404  403  200  403
GET    essays.offline_conflicts             302  404  403  403  403  403  404  404  404  404  403  404  403
GET    essays.similar_pair                  302  404  403  403  403  403  404  404  404  404  403  404  403
GET    essays.similarity                    302  404  403  403  403  403  200  404  200  404  403  200  403
GET    grading.closing                      302  404  403  403  403  403  403  404  200  404  403  200  403
GET    grading.export                       302  404  403  403  403  403  403  404  200  404  403  200  403
GET    grading.gradebook                    302  404  403  403  403  200  200  404  200  404  403  200  403
GET    grading.factors                      302  404  403  403  403  403  200  404  200  404  403  200  403
GET    grading.groups                       302  404  403  403  403  403  200  404  200  404  403  200  403
GET    grading.import_results               302  404  403  403  403  403  403  404  200  404  403  200  403
GET    grading.person                       302  404  403  403  403  200  200  404  200  404  403  200  403
GET    grading.rescoring                    302  404  403  403  403  403  403  404  200  404  403  200  403
GET    grading.standing                     302  404  200  200  403  403  403  404  403  404  403  403  403
GET    groupwork.group_mark                 302  404  403  403  403  403  200  404  200  404  403  200  403
GET    groupwork.group_marks                302  404  403  403  403  403  200  404  200  404  403  200  403
GET    groupwork.peer_dates                 302  404  403  403  403  403  200  404  200  404  403  200  403
GET    groupwork.peer_presentation          302  404  200  200  403  403  403  404  403  404  403  403  403
GET    groupwork.peer_results               302  404  403  403  403  403  200  404  200  404  403  200  403
GET    groupwork.peer_team                  302  404  200  200  403  403  403  404  403  404  403  403  403
GET    groupwork.peers                      302  404  200  200  403  403  403  404  403  404  403  403  403
GET    grading_api.show_bonus               401  404  403  403  403  200  200  404  200  404  403  200  403
GET    grading_api.show_factor              401  404  403  403  403  200  200  404  200  404  403  200  403
GET    grading_api.show_gradebook           401  404  403  403  403  200  200  404  200  404  403  200  403
GET    grading_api.show_group_mark          401  404  403  403  403  200  200  404  200  404  403  200  403
GET    grading_api.show_own_row             401  404  200  200  403  403  403  404  403  404  403  403  403
GET    groupwork.assistants                 302  404  200  404  200  200  200  404  200  404  403  200  403
GET    groupwork.cell                       302  404  200  200  200  200  200  404  200  404  403  200  403
GET    groupwork.discussion                 302  404  200  200  200  200  200  404  200  404  403  200  403
GET    groupwork.file                       302  404  200  200  200  200  200  404  200  404  403  200  403
GET    groupwork.files                      302  404  200  200  200  200  200  404  200  404  403  200  403
GET    groupwork.home                       302  404  200  200  200  200  200  404  200  404  403  200  403
GET    groupwork.my_group                   302  404  303  303  403  403  403  404  403  404  403  403  403
GET    groupwork.overview                   302  404  403  403  200  200  200  404  200  404  403  200  403
GET    groupwork.submission                 302  404  200  200  200  200  200  404  200  404  403  200  403
GET    groupwork.worksheet                  302  404  200  200  200  200  200  404  200  404  403  200  403
GET    groupwork_api.list_groups            401  404  403  403  200  200  200  404  200  404  403  200  403
GET    groupwork_api.show_attendance        401  404  200  200  200  200  200  404  200  404  403  200  403
GET    groupwork_api.show_worksheet         401  404  200  200  200  200  200  404  200  404  403  200  403
GET    certificates.correction              302  404  403  403  403  403  403  404  409  404  403  409  403
GET    courses.withdrawal                   302  404  403  403  403  403  403  404  200  404  403  200  403
GET    courses.withdrawn                    302  404  403  403  403  403  403  404  200  404  403  200  403
GET    grading.feedback                     302  404  200  200  403  403  403  404  403  404  403  403  403
GET    grading.releases                     302  404  403  403  403  403  403  404  200  404  403  200  403
GET    grading.remark                       302  404  403  403  403  403  200  404  200  404  403  200  403
GET    grading.remarks                      302  404  403  403  403  403  200  404  200  404  403  200  403
GET    grading_api.list_releases            401  404  403  403  403  403  403  404  200  404  403  200  403
GET    grading_api.list_remarks             401  404  403  403  403  403  200  404  200  404  403  200  403
GET    grading_api.show_excuse              401  404  403  403  403  200  200  404  200  404  403  200  403
GET    health.live                          200  200  200  200  200  200  200  200  200  200  200  200  200
GET    health.ready                         200  200  200  200  200  200  200  200  200  200  200  200  200
GET    progress.course                      302  404  200  200  200  200  200  404  200  404  200  200  200
GET    progress.home                        200  200  200  200  200  200  200  200  200  200  200  200  200
GET    progress.next_hour                   302  404  403  403  403  200  200  404  200  404  403  200  403
GET    progress_api.list_courses            401  200  200  200  200  200  200  200  200  200  200  200  200
GET    progress_api.show_course             401  404  200  200  200  200  200  404  200  404  200  200  200
GET    progress_api.show_me                 401  200  200  200  200  200  200  200  200  200  200  200  200
GET    quizzes.analysis                     302  404  403  403  403  200  200  404  200  404  403  200  403
GET    quizzes.attempt                      302  404  200  404  403  403  403  404  403  404  403  403  403
GET    quizzes.attempt_record              302  404  403  403  403  200  200  404  200  404  403  200  403
GET    quizzes.bank                        302  404  403  403  403  200  200  404  200  404  403  200  403
GET    quizzes.download_receipts            302  404  200  404  403  403  403  404  403  404  403  403  403
GET    quizzes.edit_question               302  404  403  403  403  403  403  404  200  404  403  200  403
GET    quizzes.export_analysis              302  404  403  403  403  200  200  404  200  404  403  200  403
GET    quizzes.export_form                 302  404  403  403  403  403  403  404  200  404  403  200  403
GET    quizzes.export_questions            302  404  403  403  403  403  403  404  422  404  403  422  403
GET    quizzes.import_form                 302  404  403  403  403  403  403  404  200  404  403  200  403
GET    quizzes.incident                    302  404  403  403  403  403  200  404  200  404  403  200  403
GET    quizzes.live                        302  404  403  403  403  200  200  404  200  404  403  200  403
GET    quizzes.new_question                302  404  403  403  403  403  403  404  200  404  403  200  403
GET    quizzes.new_quiz                    302  404  403  403  403  403  403  404  200  404  403  200  403
GET    quizzes.preview_import              302  404  403  403  403  403  403  404  303  404  403  303  403
GET    quizzes.question                    302  404  403  403  403  200  200  404  200  404  403  200  403
GET    quizzes.trial                       302  404  403  403  403  200  200  404  200  404  403  200  403
GET    quizzes.quiz                         302  404  200  200  200  200  200  404  200  404  200  200  200
GET    quizzes.quizzes                     302  404  403  403  403  200  200  404  200  404  403  200  403
GET    quizzes.receipts                     302  404  200  404  403  403  403  404  403  404  403  403  403
GET    quizzes.review                       302  404  303  404  403  403  403  404  403  404  403  403  403
GET    quizzes.settings                    302  404  403  403  403  403  403  404  200  404  403  200  403
GET    quizzes_api.list_quizzes             401  404  200  200  200  200  200  404  200  404  200  200  200
GET    quizzes_api.list_receipts            401  404  200  403  403  200  200  404  200  404  403  200  403
GET    quizzes_api.show_attempt             401  404  200  403  403  200  200  404  200  404  403  200  403
GET    reports.export                       302  404  403  403  403  403  200  404  200  404  200  200  403
GET    reports.statistics                   302  404  403  403  403  403  200  404  200  404  200  200  403
GET    reports_api.export_statistics_csv    401  404  403  403  403  403  200  404  200  404  200  200  403
GET    reports_api.export_statistics_xlsx   401  404  403  403  403  403  200  404  200  404  200  200  403
GET    reports_api.show_statistics          401  404  403  403  403  403  200  404  200  404  200  200  403
GET    static                               200  200  200  200  200  200  200  200  200  200  200  200  200
POST   accounts.ask_for_link                422  422  422  422  422  422  422  422  422  422  422  422  422
POST   accounts.change_password             401  422  422  422  422  422  422  422  422  422  422  422  403
POST   accounts.change_profile              401  422  422  422  422  422  422  422  422  422  422  422  403
POST   accounts.create_token                401  422  422  422  422  422  422  422  422  422  422  422  403
POST   accounts.do_sign_in                  422  422  422  422  422  422  422  422  422  422  422  422  422
POST   accounts.revoke_token                401  404  404  404  404  404  404  404  404  404  404  404  404
POST   accounts.set_language                303  303  303  303  303  303  303  303  303  303  303  303  303
POST   accounts.use_link                    422  422  422  422  422  422  422  422  422  422  422  422  422
POST   accounts_api.create_session          422  422  422  422  422  422  422  422  422  422  422  422  422
POST   certificates.verify_upload           422  422  422  422  422  422  422  422  422  422  422  422  422
POST   courses.answer_request               401  404  403  403  403  403  303  404  303  404  403  303  403
POST   courses.ask_for_extension            401  404  303  303  403  403  403  404  403  404  403  403  403
POST   courses.enrol_participant            401  404  403  403  403  403  403  404  303  404  403  303  403
POST   courses.grant_extension              401  404  403  403  403  403  303  404  303  404  403  303  403
POST   courses.set_dates                    401  404  403  403  403  403  403  404  412  404  403  412  403
POST   courses.set_extra_time               401  404  403  403  403  403  303  404  303  404  403  303  403
POST   courses.take_participants            401  404  403  403  403  403  403  404  303  404  403  303  403
POST   courses_api.enrol_participant        401  404  403  403  403  403  403  404  201  404  403  201  403
POST   courses_api.grant                    401  404  403  403  403  403  201  404  201  404  403  201  403
POST   essays.bring_back                    401  404  303  303  403  403  403  404  403  404  403  403  403
POST   essays.save                          401  404  409  409  403  403  403  404  403  404  403  403  403
POST   essays.submit                        401  404  303  303  403  403  403  404  403  404  403  403  403
POST   essays.upload                        401  404  422  422  403  403  403  404  403  404  403  403  403
PUT    essays_api.save_essay                401  404  409  409  403  403  403  404  403  404  403  403  403
POST   essays_api.submit_essay              401  404  409  409  403  403  403  404  403  404  403  403  403
POST   essays_api.upload_essay              401  404  415  415  403  403  403  404  403  404  403  403  403
POST   essays.sign_agreed                   401  404  403  403  403  403  403  404  409  404  403  409  403
POST   essays.save_mark                     401  404  403  403  403  403  303  404  303  404  403  303  403
PUT    essays_api.record_mark               401  404  403  403  403  403  200  404  200  404  403  200  403
POST   essays_api.set_draft_aside           401  404  403  403  403  403  403  404  409  404  403  409  403
PUT    essays_api.allocate_essay            401  404  403  403  403  403  403  404  409  404  403  409  403
POST   essays.add_note                      401  404  403  403  403  403  303  404  303  404  403  303  403
POST   essays.drop_note                     401  404  403  403  403  403  303  404  303  404  403  303  403
POST   essays.keep_comment                  401  404  403  403  403  403  303  404  303  404  403  303  403
POST   essays.drop_comment                  401  404  403  403  403  403  303  404  303  404  403  303  403
POST   essays.calibrate                     401  404  403  403  403  403  303  404  303  404  403  303  403
POST   essays.allocate                      401  404  403  403  403  403  403  404  303  404  403  303  403
POST   essays.allocate_all                  401  404  403  403  403  403  403  404  412  404  403  412  403
POST   essays.set_aside                     401  404  403  403  403  403  403  404  409  404  403  409  403
POST   essays.set_marker                    401  404  403  403  403  403  403  404  404  404  403  404  403
POST   grading.confirm_factors              401  404  403  403  403  403  303  404  303  404  403  303  403
POST   grading.record_bonus                 401  404  403  403  403  403  303  404  303  404  403  303  403
POST   grading.record_factor                401  404  403  403  403  403  303  404  303  404  403  303  403
POST   grading.record_group_marks           401  404  403  403  403  403  303  404  303  404  403  303  403
POST   grading.record_marks                 401  404  403  403  403  403  303  404  303  404  403  303  403
POST   grading.rescore                      401  404  403  403  403  403  403  404  303  404  403  303  403
POST   grading.take_results                 401  404  403  403  403  403  403  404  303  404  403  303  403
POST   groupwork.share_over_team            401  404  409  409  403  403  403  404  403  404  403  403  403
POST   groupwork.rate_peers                 401  404  409  409  403  403  403  404  403  404  403  403  403
POST   groupwork.set_peer_dates             401  404  403  403  403  403  303  404  303  404  403  303  403
POST   groupwork.set_peer_assignments       401  404  403  403  403  403  303  404  303  404  403  303  403
POST   groupwork.save_group_mark            401  404  403  403  403  403  303  404  303  404  403  303  403
POST   groupwork.agree_group_mark           401  404  403  403  403  403  303  404  303  404  403  303  403
POST   groupwork.settle_group_marks         401  404  403  403  403  403  303  404  303  404  403  303  403
POST   groupwork.change_roles               401  404  303  403  403  403  303  404  303  404  403  303  403
POST   groupwork.set_task                   401  404  404  403  403  403  404  404  404  404  403  404  403
POST   groupwork.change_task                401  404  303  403  403  403  403  404  403  404  403  403  403
POST   groupwork.note_attendance            401  404  303  403  303  303  303  404  303  404  403  303  403
POST   groupwork.vote                       401  404  303  303  403  403  303  404  303  404  403  303  403
POST   groupwork.save_cell                  401  404  303  303  403  403  403  404  403  404  403  403  403
POST   groupwork.write_to_team              401  404  303  303  303  303  303  404  303  404  403  303  403
POST   groupwork.write_to_assistants        401  404  303  404  303  303  303  404  303  404  403  303  403
POST   groupwork.edit_post                  401  404  303  403  403  403  403  404  403  404  403  403  403
POST   groupwork.hide_post                  401  404  403  403  303  303  303  404  303  404  403  303  403
POST   groupwork.share_file                 401  404  303  303  403  403  403  404  403  404  403  403  403
POST   groupwork.remove_file                401  404  303  403  403  403  403  404  403  404  403  403  403
POST   groupwork.submit                     401  404  409  403  403  403  403  404  403  404  403  403  403
POST   groupwork.arrange_presentations      401  404  403  403  403  403  303  404  303  404  403  303  403
POST   groupwork.name_ambassador            401  404  403  403  403  403  303  404  303  404  403  303  403
POST   groupwork_api.create_group           401  404  403  403  403  403  201  404  201  404  403  201  403
POST   groupwork_api.note_presence          401  404  204  204  403  403  403  404  403  404  403  403  403
PUT    groupwork_api.note_attendance        401  404  404  403  404  404  404  404  404  404  403  404  403
PUT    groupwork_api.save_cell              401  404  200  200  403  403  403  404  403  404  403  403  403
PUT    quizzes_api.save_answer              401  404  200  403  403  403  403  404  403  404  403  403  403
POST   quizzes_api.beat                     401  404  200  403  403  403  403  404  403  404  403  403  403
POST   quizzes_api.verify_receipt           401  200  200  200  200  200  200  200  200  200  200  200  200
GET    quizzes.worker                       200  200  200  200  200  200  200  200  200  200  200  200  200
POST   quizzes.add_question                401  404  403  403  403  403  403  404  303  404  403  303  403
POST   quizzes.revise_question             401  404  403  403  403  403  403  404  200  404  403  200  403
POST   quizzes.retire_question             401  404  403  403  403  403  403  404  303  404  403  303  403
POST   quizzes.upload_questions            401  404  403  403  403  403  403  404  303  404  403  303  403
POST   quizzes.confirm_import              401  404  403  403  403  403  403  404  303  404  403  303  403
POST   quizzes.create_quiz                 401  404  403  403  403  403  403  404  303  404  403  303  403
POST   quizzes.change_settings             401  404  403  403  403  403  403  404  412  404  403  412  403
POST   quizzes.change_slots                401  404  403  403  403  403  403  404  412  404  403  412  403
POST   quizzes.remove_quiz                 401  404  403  403  403  403  403  404  412  404  403  412  403
POST   quizzes.credit_attempt              401  404  403  403  403  403  303  404  303  404  403  303  403
POST   quizzes.check_shown_receipt         401  404  403  403  403  200  200  404  200  404  403  200  403
POST   quizzes.credit_cut_off              401  404  403  403  403  403  303  404  303  404  403  303  403
POST   quizzes.check_receipt                401  404  200  404  403  403  403  404  403  404  403  403  403
POST   quizzes.save                         401  404  303  404  403  403  403  404  403  404  403  403  403
POST   quizzes_api.start_attempt            401  404  200  201  403  403  403  404  403  404  403  403  403
POST   quizzes.start                        401  404  303  303  403  403  403  404  403  404  403  403  403
POST   quizzes.submit                       401  404  303  404  403  403  403  404  403  404  403  403  403
POST   quizzes_api.submit_attempt           401  404  200  403  403  403  403  404  403  404  403  403  403
POST   grading_api.rescore                  401  404  403  403  403  403  403  404  200  404  403  200  403
PUT    grading_api.record_bonus             401  404  403  403  403  403  200  404  200  404  403  200  403
PUT    grading_api.record_factor            401  404  403  403  403  403  200  404  200  404  403  200  403
PUT    grading_api.record_group_mark        401  404  403  403  403  403  200  404  200  404  403  200  403
POST   essays.decide_offline_marks          401  404  403  403  403  403  404  404  404  404  403  404  403
POST   essays.note_similar_pair             401  404  403  403  403  403  404  404  404  404  403  404  403
POST   essays.take_offline_marks            401  404  403  403  403  403  422  404  422  404  403  422  403
POST   courses.create_group                 401  404  403  403  403  403  303  404  303  404  403  303  403
POST   courses.change_group                 401  404  403  403  403  403  303  404  303  404  403  303  403
POST   courses.apply_balance                401  404  403  403  403  403  422  404  422  404  403  422  403
PUT    groupwork_api.place_participant      401  404  403  403  403  403  404  404  404  404  403  404  403
POST   courses.place_participant            401  404  403  403  403  403  404  404  404  404  403  404  403
POST   grading.release                      401  404  403  403  403  403  403  404  303  404  403  303  403
POST   grading_api.release                  401  404  403  403  403  403  403  404  409  404  403  409  403
POST   grading.ask_for_remark               401  404  409  409  403  403  403  404  403  404  403  403  403
POST   grading_api.ask_for_remark           401  404  409  409  403  403  403  404  403  404  403  403  403
POST   grading_api.write_about_remark       401  404  404  201  404  404  201  404  201  404  404  201  404
POST   grading.write_about_remark           401  404  403  403  403  403  303  404  303  404  403  303  403
POST   grading.decide_remark                401  404  403  403  403  403  303  404  303  404  403  303  403
POST   grading_api.decide_remark            401  404  403  403  403  403  409  404  409  404  403  409  403
POST   grading.answer_about_remark          401  404  404  303  403  403  403  404  403  404  403  403  403
POST   grading.withdraw_remark              401  404  404  303  403  403  403  404  403  404  403  403  403
POST   grading.excuse                       401  404  403  403  403  403  403  404  303  404  403  303  403
PUT    grading_api.excuse                   401  404  403  403  403  403  403  404  200  404  403  200  403
POST   grading.excuse_missed                401  404  403  403  403  403  403  404  303  404  403  303  403
POST   certificates.correct                 401  404  403  403  403  403  403  404  409  404  403  409  403
POST   certificates_api.correct             401  404  403  403  403  403  403  404  409  404  403  409  403
POST   courses.record_withdrawal            401  404  403  403  403  403  403  404  303  404  403  303  403
POST   courses.record_return                401  404  403  403  403  403  403  404  303  404  403  303  403
POST   courses_api.withdraw_participant     401  404  403  403  403  403  403  404  200  404  403  200  403
POST   courses_api.bring_participant_back   401  404  403  403  403  403  403  404  200  404  403  200  403
POST   grading.close                        401  404  403  403  403  403  403  404  303  404  403  303  403
POST   grading_api.close                    401  404  403  403  403  403  403  404  409  404  403  409  403
POST   certificates_api.issue               401  404  403  403  403  403  403  404  200  404  403  200  403
POST   certificates.issue                   401  404  403  403  403  403  403  404  303  404  403  303  403
POST   accounts.sign_out_everywhere         401  303  303  303  303  303  303  303  303  303  303  303  403
DELETE accounts_api.delete_session          204  204  204  204  204  204  204  204  204  204  204  204  204
POST   accounts.sign_out                    303  303  303  303  303  303  303  303  303  303  303  303  303
"""


def lines() -> dict[tuple[str, str], dict[str, int]]:
    """The table: (method, endpoint) -> the status that each caller gets."""
    header, *rows = MATRIX.strip("\n").splitlines()
    callers = header.split()
    assert callers == list(CALLERS)
    table = {}
    for row in rows:
        method, endpoint, *statuses = row.split()
        assert (method, endpoint) not in table, row
        table[method, endpoint] = dict(zip(callers, map(int, statuses), strict=True))
    return table


def routes(app: Flask) -> set[tuple[str, str]]:
    """Every (method, endpoint) that the application answers."""
    return {
        (method, rule.endpoint)
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
        if method not in {"HEAD", "OPTIONS"}
    }


def test_every_route_has_its_line(app: Flask) -> None:
    assert sorted(routes(app) - set(lines())) == []
    assert sorted(set(lines()) - routes(app)) == []


@pytest.mark.parametrize(
    "caller", [pytest.param(one, marks=() if one in OF_EVERY_VIEW else pytest.mark.alike) for one in CALLERS]
)
def test_every_route_answers_each_caller_as_the_table_says(app: Flask, caller: str) -> None:
    stage = Stage(app, caller)
    wrong = []
    for (method, endpoint), expected in lines().items():
        before = stage.rows() if method != "GET" else []
        response = stage.send(method, endpoint)
        found = response.status_code
        if found != expected[caller]:
            wrong.append(f"{method} {endpoint}: {found} instead of {expected[caller]}")
        if method != "GET" and found >= REFUSED and stage.rows() != before:
            wrong.append(f"{method} {endpoint}: answered {found}, and yet something was stored")
        if found >= REFUSED and stage.names_somebody(response):
            wrong.append(f"{method} {endpoint}: answered {found}, and yet it names a participant")
        if stage.names_somebody(response) and response.headers["Cache-Control"] != "private, no-store":
            wrong.append(f"{method} {endpoint}: caches may keep what names a participant")
        response.close()
    assert wrong == []


def test_ids_of_another_course_open_nothing(app: Flask) -> None:
    """A manager of one course cannot reach a participant of another through an address of the own course."""
    graded, own = graded_course("OTHER-1"), graded_course("OWN-1")
    client = app.test_client()
    cast.sign_in(client, cast.enter_with_role(cast.MANAGER, Role.ACTIVITY_MANAGER, own.id))
    foreign, essay = enrolment_of(graded, cast.AMINA), hand_in(graded, cast.AMINA)
    for path in (
        f"/courses/{own.code}/gradebook/{foreign}",
        f"/api/v1/courses/{own.code}/participants/{foreign}/factor",
        f"/api/v1/courses/{own.code}/participants/{foreign}/bonus",
        f"/api/v1/groups/{group_of(graded, '1')}/mark",
        f"/courses/{own.code}/essays/{essay.id}",
        f"/api/v1/essays/{essay.id}/marks",
    ):
        assert client.get(path).status_code == 404, path
    headers = {"X-CSRFToken": cast.csrf_token(client), "If-Match": "*"}
    for path, body in (
        (f"/api/v1/courses/{own.code}/participants/{foreign}/factor", {"factor": "full"}),
        (f"/api/v1/courses/{own.code}/participants/{foreign}/bonus", {"bonus": "10", "reason": "r"}),
        (f"/api/v1/groups/{group_of(graded, '1')}/mark", {"percent": "100"}),
        (f"/api/v1/essays/{essay.id}/marks", {"criteria": {}, "state": "draft"}),
    ):
        assert client.put(path, json=body, headers=headers).status_code == 404, path


class Stage:
    """An open course, a closed one with certificates, one of somebody else's, and one caller."""

    def __init__(self, app: Flask, caller: str) -> None:
        closed = issued_course()
        self.number = certificates_of(closed.id)[0].number
        self.course = graded_course("OPEN-1")
        mark_groups(self.course, g1=80, g2=80)
        remark_id = self._ask_for_remark()
        mark_by_criteria(self.course)
        give_texts(self.course)
        request = ask(self.course, "quiz_5", cast.CHLOE)
        desk_mark(self.course, cast.CHLOE)
        quiz = every_kind(self.course)
        attempt = started(self.course, quiz, cast.AMINA)
        essay = hand_in(self.course, cast.CHLOE)
        work = worked_in_group(self.course)
        self.other = small_course("ELSEWHERE-1")
        self.app = app
        self.client: FlaskClient = app.test_client()
        self.headers = self._enter(caller)
        self.others = [name for who, name in NAMES.items() if who != caller]
        self.values: dict[str, Any] = {
            "week": 1,
            "module": "first",
            "document": "guide",
            "questionnaire": "survey",
            "sample": "strong.en",
            "file_type": "html",
            "code": self.course.code,
            "enrolment_id": enrolment_of(self.course, cast.AMINA),
            "group_id": group_of(self.course, "1"),
            "number": self.number,
            "token": "no-such-token",
            "token_id": 999_999,
            "request_id": request.id,
            "form": "csv",
            "essay_id": essay.id,
            "note_id": 1,
            "comment_id": 1,
            "person_id": 999_999,
            "key": quiz.key,
            "quiz_id": quiz.id,
            "attempt_id": attempt.id,
            "in_round": "first",
            "question_id": bank_of(self.course.id)[0].id,
            "question": bank_of(self.course.id)[0].key,
            "kind": "json",
            "pair_id": 999_999,
            "file_id": 999_999,
            **work,
            "remark_id": remark_id,
            "piece": "quiz_6",
        }
        self.files = {"bootstrap.static": "css/bootstrap.min.css", "api_docs.static": "swagger-ui.css"}

    def _ask_for_remark(self) -> int:
        """Bongani took part in the work of group 1, knows its mark, and asks for a remark; return its id."""
        bongani = cast.enter(cast.BONGANI)
        enrolment = enrolment_of(self.course, cast.BONGANI)
        grading.record_factor(self.course, enrolment, Fraction(1), actor=SYSTEM, now=NOW)
        asking = Actor(bongani.id, "person", (Grant(Role.PARTICIPANT, self.course.id),))
        remark = grading.ask_for_remark(self.course, "group_work", "Too low.", actor=asking, now=NOW)
        session.commit()
        return remark.id

    def _enter(self, caller: str) -> dict[str, str]:
        """Sign the caller in; return the headers that go with every request."""
        course, other = self.course, self.other
        person, role, where = {
            "outs": (cast.STRANGER, None, None),
            "part": (cast.AMINA, None, None),
            "peer": (cast.BONGANI, None, None),
            "asst": (cast.ASSISTANT, Role.ASSISTANT, course),
            "expt": (cast.EXPERT, Role.EXPERT, course),
            "tutr": (cast.TUTOR, Role.TUTOR, course),
            "tut-": (cast.TUTOR, Role.TUTOR, other),
            "mngr": (cast.MANAGER, Role.ACTIVITY_MANAGER, course),
            "tokn": (cast.MANAGER, Role.ACTIVITY_MANAGER, course),
            "mgr-": (cast.MANAGER, Role.ACTIVITY_MANAGER, other),
            "spon": (cast.SPONSOR, Role.SPONSOR, course),
            "admn": (cast.ADMINISTRATOR, Role.ADMINISTRATOR, None),
        }.get(caller, (None, None, None))
        if person is None:
            return {}
        sponsor = "SAMM" if role is Role.SPONSOR else None
        entered = (
            cast.enter_with_role(person, role, where.id if where else None, sponsor) if role else cast.enter(person)
        )
        if caller == "tokn":
            return cast.bearer(entered, "view_course")
        cast.sign_in(self.client, entered)
        return {}

    def rows(self) -> list[int]:
        """How many rows each table has."""
        session.rollback()
        tables = Base.metadata.sorted_tables
        counts = [sa.select(sa.func.count()).select_from(table).scalar_subquery() for table in tables]
        return list(session.execute(sa.select(*counts)).one())

    def names_somebody(self, response: Any) -> bool:
        """Whether an answer names a participant who is not the caller."""
        return any(name in response.get_data() for name in self.others)

    def send(self, method: str, endpoint: str) -> Any:
        """Send the request of one line of the table, as its caller."""
        rule = next(rule for rule in self.app.url_map.iter_rules(endpoint) if method in (rule.methods or ()))
        with self.app.test_request_context():
            values = {**self.values, "filename": self.files.get(endpoint, "app.css")}
            if endpoint.startswith(("quizzes", "essays")):
                values["number"] = 1
            if endpoint.startswith("groupwork"):
                values["kind"] = "within"
            if (endpoint.startswith("grading.") and "remark" in endpoint) or endpoint == "grading.feedback":
                values["key"] = "group_work"
            path = url_for(endpoint, **{name: values[name] for name in rule.arguments}).partition("?")[0]
        headers = {**self.headers, "Accept": "application/json" if "/api/" in path else "text/html"}
        if method == "GET":
            return self.client.get(path, headers=headers)
        headers |= {"X-CSRFToken": cast.csrf_token(self.client), "If-Match": "*"}
        body = BODIES.get((method, endpoint), {})
        if "/api/" in path:
            return self.client.open(path, method=method, json=body, headers=headers)
        return self.client.open(path, method=method, data=body() if callable(body) else body, headers=headers)


def _roster() -> dict[str, Any]:
    row = {"email": "new@example.org", "given_name": "New", "family_name": "One", "language": "en", "timezone": "UTC"}
    columns = {"gender": "", "country": "", "organization": "", "sponsor": "", "group": "", "ambassador": ""}
    return {"file": (io.BytesIO(roster_file({**columns, **row, "organization_type": "other"})), "roster.csv")}


def _results() -> dict[str, Any]:
    return {"results": (io.BytesIO(result_file(result_row(DIDIER, quiz_1=5))), "results.csv")}


def _questions() -> dict[str, Any]:
    return {"file": (io.BytesIO(b"::late:: Is it late? {T}"), "questions.gift"), "language": "en"}


def _plan() -> dict[str, Any]:
    return {"file": (io.BytesIO(b"A plan"), "plan.txt")}


BODIES: Mapping[tuple[str, str], Any] = {
    ("POST", "quizzes.add_question"): {
        "kind": "short",
        "key": "a_new_one",
        "text.en": "What is it called?",
        "accepted.0.row": "1",
        "accepted.0.text.en": "visa",
    },
    ("POST", "quizzes.revise_question"): {"do": "more"},
    ("POST", "quizzes.upload_questions"): _questions,
    ("POST", "quizzes.confirm_import"): {"do": "drop"},
    ("POST", "quizzes.create_quiz"): {"key": "extra", "title.en": "Extra", "title.fr": "Encore"},
    ("POST", "quizzes.credit_attempt"): {"minutes": "1", "reason": "the hall lost its power"},
    ("POST", "quizzes.credit_cut_off"): {"began_at": "2022-03-20T10:00", "reason": "the server stood still"},
    ("PUT", "quizzes_api.save_answer"): {"chosen": []},
    ("PUT", "essays_api.save_essay"): {"text": "Too late."},
    ("POST", "quizzes_api.verify_receipt"): {
        "attempt": 1,
        "number": 1,
        "version": 1,
        "chosen": [],
        "receipt": "x",
        "saved_at": "2022-03-20T12:00:00+00:00",
    },
    ("POST", "grading_api.rescore"): {"action": "dropped", "dry_run": True},
    ("PUT", "grading_api.record_factor"): {"factor": "partial"},
    ("PUT", "essays_api.record_mark"): {"criteria": {"clarity": "8"}, "state": "draft"},
    ("POST", "essays_api.set_draft_aside"): {"reason": "has left"},
    ("PUT", "essays_api.allocate_essay"): {"marker": 999_999},
    ("POST", "essays.set_aside"): {"reason": "has left"},
    ("POST", "essays.save_mark"): {"do": "draft", "base": "0", "points_clarity": "7"},
    ("POST", "essays.add_note"): {"paragraph": "1", "note": "Which nurses?"},
    ("POST", "essays.keep_comment"): {"criterion": "", "language": "en", "words": "Well led."},
    ("PUT", "grading_api.record_bonus"): {"bonus": "10", "reason": "shared an example"},
    ("PUT", "grading_api.record_group_mark"): {"percent": "70"},
    ("POST", "essays.note_similar_pair"): {"finding": "nothing"},
    ("POST", "courses.answer_request"): {"granted": "yes"},
    ("POST", "courses.ask_for_extension"): {"piece": "quiz_6", "reason": "ill"},
    ("POST", "courses.grant_extension"): {"receiver": "all", "piece": "quiz_6", "minutes": "10", "reason": "strike"},
    ("POST", "courses.set_extra_time"): {"email": cast.AMINA.email, "factor": "1.25", "reason": "sees badly"},
    ("POST", "courses_api.grant"): {"person": cast.AMINA.email, "piece": "quiz_6", "minutes": 5, "reason": "power cut"},
    ("POST", "courses_api.enrol_participant"): {
        "email": "somebody@example.org",
        "given_name": "Some",
        "family_name": "Body",
        "country": "ZM",
        "organization_type": "other",
    },
    ("POST", "courses.take_participants"): _roster,
    ("POST", "grading.take_results"): _results,
    ("POST", "grading.rescore"): {"question": "kind_single", "action": "as_written", "reason": "no need", "seen": ""},
    ("POST", "grading.confirm_factors"): {"confirm": "all", "looked": "yes"},
    ("POST", "groupwork.set_peer_dates"): {
        "opens": "2022-03-20T10:00",
        "closes": "2022-04-20T10:00",
        "missing": "ignore",
        "version": "0",
    },
    ("POST", "groupwork.set_peer_assignments"): {"do": "rotate"},
    ("POST", "groupwork.agree_group_mark"): {f"points_{key}": "5" for key in GROUP_CRITERIA} | {"version": "0"},
    ("POST", "grading.record_factor"): {"factor": "full", "reason": "", "version": ""},
    ("POST", "grading.record_bonus"): {"bonus": "10", "reason": "helped", "version": ""},
    ("POST", "accounts.set_language"): {"language": "en"},
    ("POST", "courses.enrol_participant"): {
        "email": "another@example.org",
        "given_name": "An",
        "family_name": "Other",
        "country": "ZM",
        "language": "en",
        "timezone": "UTC",
        "organization_type": "other",
    },
    ("POST", "grading.record_marks"): {"clarity": "8", "alignment": "8", "coherence": "8", "gender": "8"},
    ("POST", "certificates_api.issue"): {"dry_run": False},
    ("POST", "grading.close"): {"confirm": "yes"},
    ("POST", "groupwork.change_roles"): {"action": "share"},
    ("POST", "groupwork.change_task"): {"action": "done"},
    ("POST", "groupwork.vote"): {"action": "open"},
    ("POST", "groupwork.save_cell"): {"text": "Few talk.", "base_version": "0"},
    ("POST", "groupwork.write_to_team"): {"text": "Hello"},
    ("POST", "groupwork.write_to_assistants"): {"text": "Hello"},
    ("POST", "groupwork.edit_post"): {"text": "Changed"},
    ("POST", "groupwork.hide_post"): {"reason": "names a person"},
    ("POST", "groupwork_api.create_group"): {"name": "Blue"},
    ("POST", "groupwork_api.note_presence"): {"row": "principle_1", "column": "challenge"},
    ("PUT", "groupwork_api.note_attendance"): {"notes": [{"participant": 999_999, "state": "present"}]},
    ("PUT", "groupwork_api.save_cell"): {"text": "Few talk.", "base_version": 0},
    ("PUT", "groupwork_api.place_participant"): {"group": 999_999},
    ("POST", "courses.place_participant"): {"group": "999999"},
    ("POST", "groupwork.share_file"): _plan,
    ("POST", "courses.create_group"): {"name": "Red"},
    ("POST", "courses.change_group"): {"name": "Green"},
    ("POST", "grading.release"): {"piece": "essay"},
    ("POST", "grading_api.release"): {"piece": "essay"},
    ("POST", "grading.ask_for_remark"): {"reason": "too low"},
    ("POST", "grading_api.ask_for_remark"): {"piece": "group_work", "reason": "too low"},
    ("POST", "grading_api.write_about_remark"): {"body": "which part?"},
    ("POST", "grading.write_about_remark"): {"body": "which part?"},
    ("POST", "grading.answer_about_remark"): {"body": "the last"},
    ("POST", "grading.decide_remark"): {"decision": "upheld", "reason": "it is fair"},
    ("POST", "grading_api.decide_remark"): {"decision": "upheld", "reason": "it is fair"},
    ("POST", "grading.excuse"): {"piece": "quiz_6", "excused": "yes", "reason": "ill", "version": ""},
    ("PUT", "grading_api.excuse"): {"excused": True, "reason": "ill"},
    ("POST", "grading.excuse_missed"): {"reason": "came late"},
    ("POST", "certificates_api.correct"): {"dry_run": True},
    ("POST", "courses.record_withdrawal"): {"reason": "moved abroad"},
    ("POST", "courses.record_return"): {"reason": "came home"},
    ("POST", "courses_api.withdraw_participant"): {"reason": "moved abroad"},
    ("POST", "courses_api.bring_participant_back"): {"reason": "came home"},
}
