"""Building quizzes: the list, the settings of one, its places, a new one that counts nowhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.courses import queries as courses
from app.courses.rules import CourseValue
from app.courses.rules.deadlines import Window, WindowState, effective
from app.courses.rules.windows import state_in
from app.quizzes import queries, service
from app.quizzes.pages.blueprint import pages
from app.quizzes.pages.quiz_form import read_settings, read_terms, typed_settings, typed_terms
from app.quizzes.pages.slots_form import arranged
from app.quizzes.queries.bank import bank_of
from app.quizzes.queries.overview import Taken, taken_by_quiz
from app.quizzes.rules.bank import BankEntry, BankFilter, tags_of, tree_of
from app.quizzes.rules.building import Check, OwnTerms, asked_count, available, checks, version_of
from app.quizzes.rules.settings import QuizSettings, QuizValue
from app.quizzes.rules.vocabulary import Counts, Layout, Release
from app.shared.errors import DomainError
from app.shared.http import arrived_at, current_actor, current_course, requires, show_problems
from app.shared.http.problems import status_of
from app.shared.permissions import Permission

Answer = Response | tuple[str, int]
OFFERED = 20
"""Questions that are offered for a quiz at a time; a search finds others."""


@dataclass(frozen=True, slots=True)
class QuizLine:
    """A quiz in the list: its window's state, its attempts, what is to be known before it is taken."""

    quiz: QuizValue
    state: WindowState
    taken: Taken
    questions: int
    open_checks: tuple[Check, ...]


@pages.get("/courses/<code>/quizzes")
@requires(Permission.VIEW_ATTEMPTS)
def quizzes(code: str) -> str:  # noqa: ARG001 - the check found the course
    """200 the quizzes of the course with their windows and attempts so far."""
    course = current_course()
    service.settle_first(arrived_at(), course_id=course.id)
    taken, bank = taken_by_quiz(course.id), bank_of(course.id)
    lines = [
        QuizLine(
            quiz=quiz,
            state=_state(course, quiz),
            taken=taken.get(quiz.id, Taken()),
            questions=asked_count(quiz.slots),
            open_checks=tuple(check for check in checks(quiz, bank, course.languages) if not check.done),
        )
        for quiz in queries.quizzes_of(course.id)
    ]
    return render_template("quizzes/building_list.html", lines=lines, states=WindowState)


@pages.get("/courses/<code>/quizzes/new")
@requires(Permission.MANAGE_QUIZZES)
def new_quiz(code: str) -> str:  # noqa: ARG001
    """200 the form of a quiz that counts nowhere."""
    course = current_course()
    return _new_page(course, typed_terms(OwnTerms({}, {}), course) | typed_settings(QuizSettings(attempts=None)), [])


@pages.post("/courses/<code>/quizzes/new")
@requires(Permission.MANAGE_QUIZZES)
def create_quiz(code: str) -> Answer:  # noqa: ARG001
    """303 the quiz is there, without questions yet; 409 or 422 the form again, and why."""
    course = current_course()
    key = request.form.get("key", "").strip()
    try:
        terms, settings = read_terms(request.form, course), read_settings(request.form)
        service.create_quiz(course, key, terms, settings, actor=current_actor(), now=arrived_at())
    except DomainError as error:
        return _new_page(course, dict(request.form), show_problems(error)), status_of(error)
    flash(_("The quiz is made. Give it its questions now."), "success")
    return redirect(url_for("quizzes.settings", code=course.code, key=key, _anchor="questions"), 303)


@pages.get("/courses/<code>/quizzes/<key>/settings")
@requires(Permission.MANAGE_QUIZZES)
def settings(code: str, key: str) -> str:  # noqa: ARG001
    """200 how a quiz is taken and what it asks, to be changed; 404 there is no such quiz."""
    course = current_course()
    return _page(course, queries.get_quiz(course.id, key))


@pages.post("/courses/<code>/quizzes/<key>/settings")
@requires(Permission.MANAGE_QUIZZES)
def change_settings(code: str, key: str) -> Answer:  # noqa: ARG001
    """303 the settings are changed; 409, 412 or 422 the form again with what was typed."""
    course = current_course()

    def change(quiz: QuizValue, version: str) -> None:
        terms = None if quiz.piece_id is not None else read_terms(request.form, course)
        circumstances: dict[str, Any] = {"version": version, "actor": current_actor(), "now": arrived_at()}
        service.change_settings(course, key, read_settings(request.form), terms, **circumstances)

    return _changed(course, key, change, _("The settings are changed."), "settings")


@pages.post("/courses/<code>/quizzes/<key>/slots")
@requires(Permission.MANAGE_QUIZZES)
def change_slots(code: str, key: str) -> Answer:  # noqa: ARG001
    """303 the places are changed; 409, 412 or 422 the page again, and why."""
    course = current_course()

    def change(quiz: QuizValue, version: str) -> None:
        slots = arranged(request.form, quiz.slots)
        service.change_slots(course, key, slots, version=version, actor=current_actor(), now=arrived_at())

    return _changed(course, key, change, _("The questions are changed. Attempts under way keep theirs."), "questions")


@pages.post("/courses/<code>/quizzes/<key>/removal")
@requires(Permission.MANAGE_QUIZZES)
def remove_quiz(code: str, key: str) -> Answer:  # noqa: ARG001
    """303 the quiz is gone; 409 or 412 it stays, and why."""
    course = current_course()
    try:
        version = request.form.get("version", "")
        service.remove_quiz(course, key, version=version, actor=current_actor(), now=arrived_at())
    except DomainError as error:
        problems = show_problems(error)
        return _page(course, queries.get_quiz(course.id, key), problems=problems), status_of(error)
    flash(_("The quiz is taken away. Its questions stay in the bank."), "success")
    return redirect(url_for("quizzes.quizzes", code=course.code), 303)


def _changed(
    course: CourseValue, key: str, change: Callable[[QuizValue, str], object], done: str, anchor: str
) -> Answer:
    """Run a verb; return the way back to the page, or the page again with what was typed and what is wrong."""
    quiz = queries.get_quiz(course.id, key)
    try:
        change(quiz, request.form.get("version", ""))
    except DomainError as error:
        problems = show_problems(error)
        return _page(course, queries.get_quiz(course.id, key), problems=problems, failed=anchor), status_of(error)
    flash(done, "success")
    return redirect(url_for("quizzes.settings", code=course.code, key=key, _anchor=anchor), 303)


def _state(course: CourseValue, quiz: QuizValue) -> WindowState:
    window = Window(quiz.opens_at, quiz.closes_at, quiz.minutes)
    return state_in(course, effective(window, zone=course.timezone), arrived_at())


def _beside(problems: Sequence[dict[str, Any]]) -> defaultdict[str, list[str]]:
    beside: defaultdict[str, list[str]] = defaultdict(list)
    for problem in problems:
        beside[problem["where"]].append(problem["reason"])
    return beside


def _new_page(course: CourseValue, typed: Mapping[str, str], problems: Sequence[dict[str, Any]]) -> str:
    choices = _choices(course)
    return render_template(
        "quizzes/building_new.html", typed=typed, beside=_beside(problems), problems=problems, **choices
    )


def _page(course: CourseValue, quiz: QuizValue, *, problems: Sequence[dict[str, Any]] = (), failed: str = "") -> str:
    bank = bank_of(course.id)
    in_use = [entry for entry in bank if not entry.is_retired]
    search = request.args.get("search", "").strip()[:100]
    return render_template(
        "quizzes/building_settings.html",
        quiz=quiz,
        version=version_of(quiz),
        checks=checks(quiz, bank, course.languages),
        entries={entry.key: entry for entry in bank},
        sizes=available(quiz.slots, bank),
        taken=taken_by_quiz(course.id).get(quiz.id, Taken()),
        categories=tree_of(entry.category for entry in in_use),
        tags=tags_of(in_use),
        offered=_offered(quiz, in_use, search),
        search=search,
        typed=dict(request.form) if failed == "settings" else _typed(quiz, course),
        failed=failed,
        beside=_beside(problems),
        problems=problems,
        count=asked_count(quiz.slots),
        **_choices(course),
    )


def _typed(quiz: QuizValue, course: CourseValue) -> dict[str, str]:
    terms = OwnTerms(quiz.title, quiz.intro, quiz.week, quiz.minutes, quiz.opens_at, quiz.closes_at)
    return typed_settings(quiz.settings) | typed_terms(terms, course)


def _offered(quiz: QuizValue, in_use: Sequence[BankEntry], search: str) -> list[BankEntry]:
    """Return questions that could be put into a quiz: those that the search finds, and that are not in it."""
    there, wanted = {slot.question for slot in quiz.slots}, BankFilter(search=search)
    return [entry for entry in in_use if entry.key not in there and wanted.admits(entry)][:OFFERED]


def _choices(course: CourseValue) -> dict[str, Any]:
    return {
        "counts": list(Counts),
        "layouts": list(Layout),
        "releases": list(Release),
        "weeks": courses.weeks_of(course.id),
    }
