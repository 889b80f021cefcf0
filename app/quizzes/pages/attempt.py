"""The page of an attempt, and what its plain form sends. With scripts the API is called instead (outbox.js)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from babel import Locale
from flask import Response, flash, g, redirect, render_template, request, url_for
from flask_babel import get_locale, get_timezone
from werkzeug.wrappers import Response as AnyResponse

from app.courses import queries as courses
from app.courses.rules import CourseValue, Localized
from app.quizzes import queries, service
from app.quizzes.pages.attempt_view import SIGNS, AttemptPage, Undecided, questions_shown
from app.quizzes.pages.blueprint import pages
from app.quizzes.pages.saved import save_form
from app.quizzes.pages.texts import Languages
from app.quizzes.pages.words import words_in
from app.quizzes.queries.shown import AttemptShown, attempt_shown, find_attempt_at, in_full
from app.quizzes.rules.vocabulary import Layout
from app.quizzes.service import AttemptClosed
from app.shared.errors import NotFound
from app.shared.http import arrived_at, current_actor, requires
from app.shared.language import say
from app.shared.permissions import Permission
from app.shared.wording import Text, text

NOTHING = Undecided()


def course_of(values: Mapping[str, Any]) -> int | None:
    """Return the course of the attempt that an address names; what was read for it is kept for the page."""
    g.found = find_attempt_at(values["attempt_id"])
    return g.found.attempt.course_id if g.found else None


@pages.get("/attempts/<int:attempt_id>")
@requires(Permission.TAKE_QUIZ, course_of=course_of)
def attempt(attempt_id: int) -> AnyResponse:
    """200 the questions of the reader's open attempt; 303 to its review once it is closed; 404 somebody else's."""
    now = arrived_at()
    shown = _own(now)
    if not shown.attempt.is_open:
        return _to_review(attempt_id)
    return Response(_page(shown, NOTHING, now))


@pages.post("/attempts/<int:attempt_id>/save")
@requires(Permission.TAKE_QUIZ, course_of=course_of)
def save(attempt_id: int) -> AnyResponse:
    """303 the answers in the form are saved; 200 the form again with those that were changed elsewhere meanwhile."""
    now = arrived_at()
    shown = _own(now)
    try:
        undecided = save_form(shown, request.form, languages_of(_course(shown)).first, actor=current_actor(), now=now)
        _go_on(shown, now)
    except AttemptClosed as closed:
        flash(say(closed.text, _locale()), "warning")
        return _to_review(attempt_id)
    if undecided:
        return Response(_page(attempt_shown(attempt_id), undecided, now))
    return redirect(_where_next(attempt_id), 303)


@pages.post("/attempts/<int:attempt_id>/submit")
@requires(Permission.TAKE_QUIZ, course_of=course_of)
def submit(attempt_id: int) -> AnyResponse:
    """303 to the review: submitted; 200 the form again where an answer in it was changed elsewhere meanwhile."""
    now, actor = arrived_at(), current_actor()
    shown = _own(now)
    try:
        if shown.attempt.is_open:
            undecided = save_form(shown, request.form, languages_of(_course(shown)).first, actor=actor, now=now)
            if undecided:
                return Response(_page(attempt_shown(attempt_id), undecided, now))
        service.submit_attempt(attempt_id, actor=actor, now=now)
    except AttemptClosed as closed:
        flash(say(closed.text, _locale()), "warning")
    return _to_review(attempt_id)


def _own(now: datetime) -> AttemptShown:
    """Return the attempt, closed where it is due. Raises `NotFound` where it is not the reader's."""
    found: AttemptShown = g.found
    if found.attempt.person_id != current_actor().person_id:
        raise NotFound
    if not service.needs_settling(found.attempt, now):
        return in_full(found)
    service.settle_first(now, attempt_id=found.attempt.id)
    return attempt_shown(found.attempt.id)


def _go_on(shown: AttemptShown, now: datetime) -> None:
    """Go on to the next question where there is no way back: an empty answer to it says that it was reached."""
    number = request.form.get("go", type=int)
    one_way = shown.layout is Layout.ONE_QUESTION and not shown.going_back
    if not one_way or number != shown.reached + 1 or number > len(shown.asked):
        return
    service.save_answer(queries.get_saving(shown.attempt.id, number), (), 0, actor=current_actor(), now=now)


def _where_next(attempt_id: int) -> str:
    form = request.form
    words: dict[str, Any] = {
        "number": form.get("go", type=int) or form.get("number", type=int),
        "language": form.get("language") or form.get("shown_language"),
        "check": 1 if form.get("do") == "check" else None,
    }
    anchor = "confirm" if words["check"] else None
    return url_for("quizzes.attempt", attempt_id=attempt_id, _anchor=anchor, **words)


def _to_review(attempt_id: int) -> AnyResponse:
    return redirect(url_for("quizzes.review", attempt_id=attempt_id), 303)


def _course(shown: AttemptShown) -> CourseValue:
    return courses.get_course_by_id(shown.attempt.course_id)


def _page(shown: AttemptShown, undecided: Undecided, now: datetime) -> str:
    course = _course(shown)
    languages = languages_of(course)
    questions = questions_shown(shown, languages, undecided)
    first = questions[0].number if questions else 1
    asked_for = request.values.get("number", type=int) or first
    page = AttemptPage(
        attempt=shown.attempt,
        course=course,
        key=shown.key,
        title=title_of(shown, course),
        layout=shown.layout,
        going_back=shown.going_back,
        counted=shown.counts,
        count=len(shown.asked),
        questions=questions,
        languages=languages,
        spoken=_names(languages.known),
        number=asked_for if any(one.number == asked_for for one in questions) else first,
        checking="check" in request.args,
        notice=_notice(undecided),
        words=words_in(_locale()),
        zone=get_timezone(),
        now=now,
    )
    return render_template("quizzes/attempt.html", page=page, signs=SIGNS)


def title_of(shown: AttemptShown, course: CourseValue) -> Localized:
    """Return the title of the quiz: its own, or that of its piece."""
    if shown.title:
        return shown.title
    return next(piece["title"] for piece in course.definition["pieces"] if piece["key"] == shown.key)


def _notice(undecided: Undecided) -> Text | None:
    if undecided.rivals:
        return text("Not everything is saved: an answer was changed elsewhere. Decide below which one to keep.")
    return text("Not everything is saved: an answer below cannot be read.") if undecided.problems else None


def languages_of(course: CourseValue) -> Languages:
    """Return the languages of the course, first the one asked for, else the reader's."""
    asked_for = request.values.get("language") or request.values.get("shown_language") or _locale()
    return Languages(course.languages, asked_for if asked_for in course.languages else course.languages[0])


def _names(languages: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return each language with its own name, as its readers know it."""
    return tuple((code, (Locale(code).get_display_name(code) or code).capitalize()) for code in languages)


def _locale() -> str:
    locale = get_locale()
    return locale.language if locale else "en"
