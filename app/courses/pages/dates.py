"""When pieces open and close, and how long quizzes may take: shown, what would change, and set for everybody."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.courses import queries, service
from app.courses.pages import choices
from app.courses.pages.blueprint import pages
from app.courses.pages.typed_time import read_minutes, read_wall
from app.courses.rules import CourseValue, Ending, Localized, PieceValue, Wall, Window
from app.courses.rules.dates import PieceDates, dates_of, with_dates
from app.shared.errors import DomainError, Problem, Stale, Unreadable
from app.shared.http import arrived_at, current_actor, current_course, requires, show_problems
from app.shared.http.problems import status_of
from app.shared.permissions import Permission

LONGEST_NOTE = 500
_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Moved:
    """A piece whose dates would change, and how many are at it now."""

    piece: PieceValue
    before: Window
    after: Window
    at_it: int


@pages.get("/courses/<code>/dates")
@requires(Permission.SET_DATES)
def dates(code: str) -> str | tuple[str, int]:  # noqa: ARG001 - the check found the course
    """200 the dates; with its fields in the address also what would change, unwritten; 422 what cannot be."""
    course = current_course()
    if not request.args:
        return _page(course, _fields(course))
    try:
        wanted, note = _read(request.args, course)
        with_dates(course.definition, wanted, note)
    except DomainError as error:
        return _page(course, request.args, problems=show_problems(error)), status_of(error)
    return _page(course, request.args, moved=_moved(course, wanted))


@pages.post("/courses/<code>/dates")
@requires(Permission.SET_DATES)
def set_dates(code: str) -> ResponseReturnValue:
    """303 the dates hold for everybody; 409, 412 or 422 the page again with what was typed."""
    course, form = current_course(), request.form
    try:
        wanted, note = _read(form, course)
        version = _version(form)
        changed = service.set_dates(course, wanted, note, version=version, actor=current_actor(), now=arrived_at())
    except DomainError as error:
        return _page(current_course(), form, problems=show_problems(error)), status_of(error)
    if changed:
        flash(_("The dates are set. Pages, calendars and reminders follow them. No mail was sent."), "success")
    else:
        flash(_("Nothing was changed."), "warning")
    return redirect(url_for("courses.dates", code=code), 303)


def _page(course: CourseValue, typed: Mapping[str, str], **shown: Any) -> str:  # noqa: ANN401 - changes or problems
    beside: defaultdict[str, list[str]] = defaultdict(list)
    for problem in shown.get("problems", ()):
        beside[problem["where"]].append(problem["reason"])
    return render_template(
        "courses/dates.html",
        **{"moved": None, "problems": [], **shown},
        beside=beside,
        pieces=queries.pieces_of(course.id),
        typed={name: typed.get(name, "") for name in _fields(course)},
        languages=[(language, choices.language_name(language)) for language in course.languages],
        longest_note=LONGEST_NOTE,
    )


def _fields(course: CourseValue) -> dict[str, str]:
    """Return the fields of the form and what stands in them before anybody types."""
    fields = {"version": str(course.version)}
    for key, own in dates_of(course.definition).items():
        opens, closes = (str(wall).replace(" ", "T") if wall else "" for wall in (own.opens, own.closes))
        fields |= {f"opens.{key}": opens, f"closes.{key}": closes, f"minutes.{key}": str(own.minutes or "")}
    return fields | {f"note.{language}": "" for language in course.languages}


def _read(typed: Mapping[str, str], course: CourseValue) -> tuple[dict[str, PieceDates], Localized]:
    """Return the dates that were typed, by key, and the note in the languages it has. Raises `Unreadable`."""
    problems: list[Problem] = []
    wanted: dict[str, PieceDates] = {}

    def wall(name: str) -> Wall | None:
        written = typed.get(name, "").strip()
        return read_wall(written, course.timezone, name) if written else None

    def minutes(name: str) -> int | None:
        written = typed.get(name, "").strip()
        return read_minutes(written, name) if written else None

    for key in dates_of(course.definition):
        try:
            wanted[key] = PieceDates(wall(f"opens.{key}"), wall(f"closes.{key}"), minutes(f"minutes.{key}"))
        except Unreadable as error:
            problems += error.problems
    if problems:
        raise Unreadable(problems=problems)
    said = {language: typed.get(f"note.{language}", "").strip()[:LONGEST_NOTE] for language in course.languages}
    return wanted, {language: words for language, words in said.items() if words}


def _version(form: Mapping[str, str]) -> int:
    typed = form.get("version", "")
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= _DIGITS):
        raise Stale
    return int(typed)


def _moved(course: CourseValue, wanted: Mapping[str, PieceDates]) -> list[Moved]:
    before, pieces = dates_of(course.definition), queries.pieces_of(course.id)
    begun = service.begun_work(course, [one.id for one in queries.roster(course.id)])
    at_it = Counter(piece_id for (_enrolment, piece_id), work in begun.items() if work.ending is Ending.RUNS)
    return [
        Moved(
            piece,
            before[piece.key].window(course.timezone),
            wanted[piece.key].window(course.timezone),
            at_it[piece.id],
        )
        for piece in pieces
        if wanted[piece.key] != before[piece.key]
    ]
