"""Enrolling: a whole file, streamed, or one person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import BinaryIO

from app.courses.queries import enrolments_by_email
from app.courses.rules import COLUMNS, CourseValue, EnrolmentValue, Newcomer, RosterFile, read_cells
from app.courses.service.closing import check_open, lock_course
from app.courses.service.deadline_listeners import tell_listeners
from app.courses.service.roster_writer import CHUNK, RosterWriter, Written
from app.shared import audit
from app.shared.database import plan_afresh, take_turn
from app.shared.errors import Problem, RuleBroken, Unreadable
from app.shared.permissions import Actor, Permission
from app.shared.tables import Columns, Row, read_csv
from app.shared.wording import text

MOST_PROBLEMS = 100


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: people in the file, new accounts, new, changed and equal enrolments, mails queued."""

    people_created: int
    enrolled: int
    changed: int
    unchanged: int
    invited: int
    notices: tuple[Problem, ...]

    @property
    def rows(self) -> int:
        """How many people the file lists."""
        return self.enrolled + self.changed + self.unchanged


@dataclass(frozen=True, slots=True)
class Enrolled:
    """One person who takes the course now, whether they were sent an invitation, and what somebody should know."""

    enrolment: EnrolmentValue
    invited: bool
    notices: tuple[Problem, ...]


def import_roster(
    course: CourseValue,
    stream: BinaryIO,
    *,
    max_megabytes: int,
    actor: Actor,
    now: datetime,
    invite_base_url: str | None = None,
    advance: Callable[[int], None] = lambda _rows: None,
) -> Imported:
    """Enrol everybody whom a participants file lists, by e-mail; who is enrolled already is brought in line with it.

    Memory stays bounded by a chunk of rows (and a short key a person). With `invite_base_url` those who get a new
    account are mailed a link that starts so; `advance` hears of rows as they are done. Raises `NotAllowed`,
    `RuleBroken` (`course_closed`), `TooLarge`, and `Unreadable` with the faults of the file, up to 100; the caller's
    transaction must then be undone.
    """
    writer = _started(course, invite_base_url, actor=actor, now=now)
    problems: list[Problem] = []
    rows = _checked(stream, max_megabytes, problems)
    while some := list(islice(rows, CHUNK)):
        if not problems:
            writer.write(some)
        advance(len(some))
    if not problems:
        problems = _empty(writer.written) or writer.finish()
    if problems:
        raise _faulty(problems)
    return _finished(course, writer.written, actor=actor, now=now)


def enrol(
    course: CourseValue, newcomer: Newcomer, *, invite_base_url: str | None = None, actor: Actor, now: datetime
) -> Enrolled:
    """Enrol one person; with `invite_base_url`, and a new account, mail a link that starts so.

    Raises `NotAllowed`, `RuleBroken` (`course_closed`, `already_enrolled`, `ambassador_taken`).
    """
    writer = _started(course, invite_base_url, actor=actor, now=now)
    if enrolments_by_email(course.id, [newcomer.email]):
        reason = text("%(email)s takes the course already.", email=newcomer.email)
        raise RuleBroken(reason, code="already_enrolled")
    writer.write([newcomer])
    problems = writer.finish()
    if problems:
        raise RuleBroken(problems[0].reason, code="ambassador_taken", problems=problems)
    done = _finished(course, writer.written, actor=actor, now=now)
    enrolment = enrolments_by_email(course.id, [newcomer.email])[newcomer.key]
    return Enrolled(enrolment, invited=done.invited > 0, notices=done.notices)


def _started(course: CourseValue, invite_base_url: str | None, *, actor: Actor, now: datetime) -> RosterWriter:
    actor.require(Permission.ENROL_PARTICIPANTS, course.id)
    take_turn(f"roster {course.id}")
    plan_afresh()
    check_open(lock_course(course.id, shared=True))
    return RosterWriter(course, invite_base_url=invite_base_url, actor=actor, now=now)


def _finished(course: CourseValue, written: Written, *, actor: Actor, now: datetime) -> Imported:
    done = Imported(
        people_created=written.people_created,
        enrolled=written.enrolled,
        changed=written.changed,
        unchanged=written.unchanged,
        invited=written.invited,
        notices=tuple(written.notices[:MOST_PROBLEMS]),
    )
    if done.changed:
        tell_listeners(course.id, None, None, now)
    if done.enrolled or done.changed:
        audit.record(
            "enrol",
            f"course:{course.id}",
            actor=actor,
            now=now,
            course_id=course.id,
            after={"enrolled": done.enrolled, "changed": done.changed, "unchanged": done.unchanged},
        )
    return done


def _checked(stream: BinaryIO, max_megabytes: int, problems: list[Problem]) -> Iterator[Newcomer]:
    """Yield the rows that can be used; put what is wrong with the others into `problems`, and stop at the cap."""
    seen = RosterFile()
    try:
        for row in read_csv(stream, Columns(required=COLUMNS), max_megabytes=max_megabytes):
            read = _read(row, seen)
            if isinstance(read, Newcomer):
                yield read
            else:
                problems += read
            if len(problems) >= MOST_PROBLEMS:
                return
    except Unreadable as error:
        problems += error.problems


def _read(row: Row | Problem, seen: RosterFile) -> Newcomer | list[Problem]:
    if isinstance(row, Problem):
        return [row]
    read = read_cells(row.cells, row.line)
    if isinstance(read, Newcomer) and (problem := seen.problem(read)):
        return [problem]
    return read


def _empty(written: Written) -> list[Problem]:
    listed = written.enrolled + written.changed + written.unchanged
    return [] if listed else [Problem(text("The file lists nobody: there is no line below the header."), line=1)]


def _faulty(problems: list[Problem]) -> Unreadable:
    if len(problems) < MOST_PROBLEMS:
        return Unreadable(text("The participants file has faults. Nothing was changed."), problems=problems)
    return Unreadable(
        text(
            "The participants file has faults; these are the first %(number)s. Nothing was changed.",
            number=MOST_PROBLEMS,
        ),
        problems=problems[:MOST_PROBLEMS],
    )
