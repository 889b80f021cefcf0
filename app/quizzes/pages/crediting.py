"""Time given back: to one person by one click, or to all who were cut off between two instants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.courses import queries as courses
from app.courses.rules import CourseValue, EnrolmentValue
from app.quizzes import queries, service
from app.quizzes.pages.attempt_record import attempt_in, record_page
from app.quizzes.pages.blueprint import pages
from app.quizzes.pages.moments import moment_in
from app.quizzes.pages.quiz_form import as_clocks_show, read_instant
from app.quizzes.queries.answer_readers import answer_readers
from app.quizzes.queries.live import signs_of
from app.quizzes.rules.attempts import AttemptValue
from app.quizzes.rules.settings import QuizValue
from app.quizzes.rules.timing import Span
from app.shared.errors import DomainError, Problem, RuleBroken, Unreadable
from app.shared.http import arrived_at, current_actor, current_course, requires, show_problems
from app.shared.http.problems import status_of
from app.shared.permissions import Permission
from app.shared.wording import text

_MOST_DIGITS = 4
Answer = Response | tuple[str, int]


@dataclass(frozen=True, slots=True)
class CutOff:
    """Somebody who was cut off in an interval, and the seconds that they would get back."""

    enrolment: EnrolmentValue
    attempt: AttemptValue
    seconds: int


@pages.post("/courses/<code>/attempts/<int:attempt_id>/credit")
@requires(Permission.GRANT_EXTENSION)
def credit_attempt(code: str, attempt_id: int) -> Answer:  # noqa: ARG001 - the check found the course
    """303 the attempt has more time; 404 no such attempt in this course; 409 or 422 it has not, and why."""
    course, now = current_course(), arrived_at()
    attempt = attempt_in(course, attempt_id)
    try:
        seconds, reason, lost = _owed(course, attempt, now) if request.form.get("do") == "owed" else _typed()
        done = service.credit_attempt(attempt.id, seconds, reason, lost=lost, actor=current_actor(), now=now)
    except DomainError as error:
        return record_page(course, attempt_id, request.form, show_problems(error)), status_of(error)
    if done.seconds:
        told = _("Given back: %(time)s. The page of the attempt shows it within 15 seconds.", time=span(seconds))
        flash(told, "success")
    else:
        flash(_("Nothing was given: nothing ends this attempt, or its time is over even so."), "warning")
    if request.form.get("from") == "live":
        quiz = queries.get_quiz_by_id(attempt.quiz_id)
        return redirect(url_for("quizzes.live", code=course.code, key=quiz.key), 303)
    return redirect(url_for("quizzes.attempt_record", code=course.code, attempt_id=attempt_id), 303)


@pages.get("/courses/<code>/quizzes/<key>/incident")
@requires(Permission.GRANT_EXTENSION)
def incident(code: str, key: str) -> str:  # noqa: ARG001
    """200 who was cut off in the interval that is asked for, and how much they would get back."""
    course = current_course()
    return _page(course, queries.get_quiz(course.id, key), request.args)


@pages.post("/courses/<code>/quizzes/<key>/incident")
@requires(Permission.GRANT_EXTENSION)
def credit_cut_off(code: str, key: str) -> Answer:  # noqa: ARG001
    """303 everybody who was cut off has their time back; 409 or 422 nobody has, and why."""
    course, now = current_course(), arrived_at()
    quiz = queries.get_quiz(course.id, key)
    try:
        began_at, ended_at = _interval(course, request.form, now)
        reason = request.form.get("reason", "")
        done = service.credit_cut_off(quiz.id, began_at, ended_at, reason, actor=current_actor(), now=now)
    except DomainError as error:
        return _page(course, quiz, request.form, show_problems(error)), status_of(error)
    count = len(done.seconds)
    flash(ngettext("%(num)s person got lost time back.", "%(num)s people got lost time back.", count), "success")
    return redirect(url_for("quizzes.live", code=course.code, key=key), 303)


def _owed(course: CourseValue, attempt: AttemptValue, now: datetime) -> tuple[int, str, Span]:
    """Return what one click gives: the seconds in which the page was not heard of, why in words, the interval."""
    signs = signs_of([attempt], now)[attempt.id]
    if not signs.owed:
        raise RuleBroken(text("There is no lost time that was not given back already."), code="nothing_lost")
    moment, (began_at, ended_at) = moment_in(course), signs.interval
    reason = _("Cut off between %(begin)s and %(end)s.", begin=moment(began_at), end=moment(ended_at))
    return signs.owed, str(reason), (began_at, ended_at)


def _typed() -> tuple[int, str, None]:
    written = request.form.get("minutes", "").strip()
    if not (written.isascii() and written.isdigit() and len(written) <= _MOST_DIGITS):
        raise Unreadable(problems=[Problem(text("A whole number of minutes, please."), "minutes")])
    return int(written) * 60, request.form.get("reason", ""), None


def span(seconds: int) -> str:
    """Return a length of time in minutes and seconds, in words."""
    minutes, rest = divmod(seconds, 60)
    parts = [ngettext("%(num)s minute", "%(num)s minutes", minutes)] if minutes else []
    return " ".join([*parts, *([ngettext("%(num)s second", "%(num)s seconds", rest)] if rest or not minutes else [])])


def _interval(course: CourseValue, form: Mapping[str, str], now: datetime) -> Span:
    """Return the interval that was typed; an empty end is now. Raises `Unreadable`."""
    problems: list[Problem] = []
    began_at = read_instant(form, "began_at", course, problems)
    ended_at = read_instant(form, "ended_at", course, problems)
    if began_at is None and not problems:
        problems.append(Problem(text("From when on was the line down?"), "began_at"))
    if problems or began_at is None:
        raise Unreadable(problems=problems)
    return began_at, min(ended_at or now, now)


def _page(
    course: CourseValue, quiz: QuizValue, form: Mapping[str, str], problems: Sequence[dict[str, Any]] = ()
) -> str:
    now = arrived_at()
    attempts = queries.attempts_at(quiz.id)
    interval: Span | None = None
    if "began_at" in form and not problems:
        try:
            interval = _interval(course, form, now)
        except Unreadable as error:
            problems = show_problems(error)
    return render_template(
        "quizzes/live_incident.html",
        quiz=quiz,
        typed=_first(course, attempts, now) | dict(form),
        problems=problems,
        beside={problem["where"]: [problem["reason"]] for problem in problems},
        interval=interval,
        found=_found(course, attempts, interval, now) if interval else (),
        readers=answer_readers(course, now).get(quiz.piece_id or 0, 0),
        span=span,
    )


def _first(course: CourseValue, attempts: Sequence[AttemptValue], now: datetime) -> dict[str, str]:
    """Return what the form begins with: from the earliest gap of an attempt that is open now."""
    signs = signs_of([one for one in attempts if one.is_open], now)
    begins = [start for one in signs.values() if one.owed for start, _end in one.gaps]
    return {"began_at": as_clocks_show(min(begins), course) if begins else "", "ended_at": ""}


def _found(course: CourseValue, attempts: Sequence[AttemptValue], interval: Span, now: datetime) -> tuple[CutOff, ...]:
    enrolments = {one.id: one for one in courses.roster(course.id)}
    lost = service.cut_off(attempts, *interval, now)
    here = ((one, seconds) for one, seconds in lost if one.enrolment_id in enrolments)
    return tuple(CutOff(enrolments[one.enrolment_id], one, seconds) for one, seconds in here)
