"""Closing a course: every result is frozen with all that it was made from (rule 14)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert

from app.courses import service as courses
from app.courses.rules import CourseValue
from app.grading import queries
from app.grading.models import Result
from app.grading.queries import Gradebook, Unmarked
from app.grading.rules import Outcome
from app.grading.service.checks import reason_given
from app.grading.service.course_lock import open_course
from app.grading.service.releasing import release_rest
from app.grading.service.result_entries import result_row
from app.groupwork.service.marking_settling import settle_marks
from app.shared import audit
from app.shared.database import session
from app.shared.errors import Problem, RuleBroken
from app.shared.permissions import SYSTEM, Actor, Permission
from app.shared.wording import text

CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Closed:
    """What closing froze: how many results of each outcome, and the pieces that stayed unmarked, for a reason."""

    participants: int
    outcomes: Mapping[Outcome, int]
    unmarked: int


def close_course(course: CourseValue, *, accept_unmarked: str | None = None, actor: Actor, now: datetime) -> Closed:
    """Freeze the results of everybody in the course; nothing can be recorded from then on.

    Marks that were not released yet are released with it, and their participants told.
    `accept_unmarked` is the written reason for which unmarked work counts 0. Raises `NotAllowed`, `RuleBroken`
    (course_closed; unmarked_work, with person and piece of each), `Unreadable` for a reason without words.
    """
    actor.require(Permission.CLOSE_COURSE, course.id)
    present = open_course(course, exclusive=True)
    needs = text("Say in words why the work may stay unmarked.")
    reason = "" if accept_unmarked is None else reason_given(accept_unmarked, unless=needs)
    _settle_group_marks(present, now)
    book = queries.gradebook(present)
    release_rest(present, book, actor=actor, now=now)
    waiting = queries.unmarked_in(book)
    if waiting and not reason:
        raise _unmarked(waiting)
    _freeze(book, {item.enrolment.id for item in waiting}, reason, actor=actor, now=now)
    courses.close_course(course.id, actor=actor, now=now)
    closed = Closed(len(book.rows), Counter(row.derivation.outcome for row in book.rows), len(waiting))
    _note(present, closed, reason, actor=actor, now=now)
    return closed


def _settle_group_marks(course: CourseValue, now: datetime) -> None:
    """Let ratings count whose time is over, also where no sweep came by since."""
    if course.has_group_work:
        settle_marks(course, actor=SYSTEM, now=now)


def _unmarked(waiting: Sequence[Unmarked]) -> RuleBroken:
    problems = [Problem(item.reason, where=f"{item.enrolment.email}: {item.piece.key}") for item in waiting]
    return RuleBroken(
        text(
            "The course cannot be closed. Pieces of work without their mark: %(count)s. Mark them, or give a reason.",
            count=len(waiting),
        ),
        code="unmarked_work",
        problems=problems,
    )


def _freeze(book: Gradebook, accepted: set[int], reason: str, *, actor: Actor, now: datetime) -> None:
    for start in range(0, len(book.rows), CHUNK):
        rows = [
            result_row(
                book.course,
                row.enrolment.id,
                (row.standing, row.derivation),
                reason=reason if row.enrolment.id in accepted else "",
                actor=actor,
                now=now,
            )
            for row in book.rows[start : start + CHUNK]
        ]
        session.execute(insert(Result.__table__), rows)  # type: ignore[arg-type]  # a Table, typed as FromClause


def _note(course: CourseValue, closed: Closed, reason: str, *, actor: Actor, now: datetime) -> None:
    facts: dict[str, Any] = {
        "state": "closed",
        "course_version": course.version,
        "participants": closed.participants,
        "outcomes": {outcome.value: closed.outcomes.get(outcome, 0) for outcome in Outcome},
        "accepted_unmarked": closed.unmarked,
    }
    audit.record(
        "freeze_results",
        f"course:{course.id}",
        actor=actor,
        now=now,
        course_id=course.id,
        before={"state": "open"},
        after=facts,
        personal={"reason": reason} if reason else None,
    )
