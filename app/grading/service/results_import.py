"""The import of results that were earned elsewhere: a thousand lines at a time, all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from app.courses import queries as courses
from app.courses.rules import CourseValue, EnrolmentValue
from app.grading import queries
from app.grading.rules.entries import Source
from app.grading.service.course_lock import open_course
from app.grading.service.faults import Faults
from app.grading.service.group_marks_file import Marks, read_marks
from app.grading.service.result_columns import EMAIL, FACTOR, GROUP, layout_of
from app.grading.service.result_rows import ResultRow, read_row
from app.grading.service.wanted import Slot, Wanted
from app.grading.service.writing import write_group_marks, write_wanted
from app.shared import audit
from app.shared.database import plan_afresh
from app.shared.errors import Problem, Unreadable
from app.shared.permissions import Actor, Permission
from app.shared.tables import Columns, Row, read_csv
from app.shared.wording import text

CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: lines read, entries and group marks that were new or different."""

    rows: int
    entries: int
    marks: int


def read_group_marks(course: CourseValue, stream: BinaryIO, *, max_megabytes: int) -> Marks:
    """Return the marks in a file of group marks. Raises `Unreadable` with every fault."""
    groups, pieces = courses.groups_of(course.id), courses.pieces_of(course.id)
    return read_marks(stream, groups, pieces, max_megabytes=max_megabytes)


def result_columns(course: CourseValue) -> Columns:
    """Return the columns that a file of results of this course must have, and may have."""
    return layout_of(courses.pieces_of(course.id), queries.policy_of(course)).columns


def import_results(
    course: CourseValue,
    stream: BinaryIO,
    marks: Marks | None = None,
    *,
    actor: Actor,
    now: datetime,
    max_megabytes: int,
    advance: Callable[[int], None] = lambda _rows: None,
) -> Imported:
    """Record what a file of results states, after the group marks given beside it; `advance` hears of lines read.

    The lines replace what is stored of their participants: an empty cell clears, an unchanged one writes nothing.
    An empty group says nothing, and does where nobody claims a part in group work.
    Raises `NotAllowed`, `RuleBroken` (course_closed), `TooLarge`, and `Unreadable` with every fault by column and line;
    the caller then undoes the transaction.
    """
    actor.require(Permission.IMPORT_RESULTS, course.id)
    course = open_course(course, exclusive=True)
    plan_afresh()
    written = write_group_marks(course.id, marks or {}, Source.IMPORT, actor=actor, now=now)
    work = _Import(course, actor, now)
    try:
        for rows in _chunks(read_csv(stream, work.layout.columns, max_megabytes=max_megabytes)):
            work.take(rows)
            advance(len(rows))
            if work.faults.full:
                break
    except Unreadable as cause:
        work.faults.refuse(cause)
    work.faults.refuse()
    done = Imported(work.rows, work.entries, written)
    counts = {"rows": done.rows, "entries": done.entries, "group_marks": done.marks}
    audit.record("import_results", f"course:{course.id}", actor=actor, now=now, course_id=course.id, after=counts)
    return done


class _Import:
    """One import under way. Memory holds one chunk, and the line of everybody seen so far."""

    def __init__(self, course: CourseValue, actor: Actor, now: datetime) -> None:
        self.layout = layout_of(courses.pieces_of(course.id), queries.policy_of(course))
        self.faults = Faults()
        self.rows = self.entries = 0
        self._course, self._actor, self._now = course, actor, now
        self._marked = queries.marks_of(course.id)
        self._seen: dict[int, int] = {}

    def take(self, records: Iterable[Row | Problem]) -> None:
        """Check a chunk, and write it while the file has no fault so far."""
        rows = [record if isinstance(record, Problem) else read_row(record, self.layout) for record in records]
        emails = [row.email for row in rows if isinstance(row, ResultRow) and row.email]
        enrolments = courses.enrolments_by_email(self._course.id, emails)
        wanted: dict[int, Mapping[Slot, Wanted]] = {}
        for row in rows:
            self.rows += 1
            if isinstance(row, Problem):
                self.faults.add(row)
            elif enrolment := self._placed(row, enrolments.get(row.key)):
                wanted[enrolment.id] = row.wanted
        if not self.faults.found:
            self.entries += write_wanted(self._course.id, wanted, Source.IMPORT, actor=self._actor, now=self._now)

    def _placed(self, row: ResultRow, enrolment: EnrolmentValue | None) -> EnrolmentValue | None:
        """Return the participant of a line, None where anything is wrong with it; that goes to the faults."""
        misplaced = self._misplaced(row, enrolment) if row.email else None
        problems = [*row.problems, *([misplaced] if misplaced else [])]
        for problem in problems:
            self.faults.add(problem)
        return None if problems else enrolment

    def _misplaced(self, row: ResultRow, enrolment: EnrolmentValue | None) -> Problem | None:
        """Return why the line does not fit its participant; None where it does."""
        if enrolment is None:
            reason = text("Nobody with the e-mail address %(email)s takes this course.", email=row.email[:80])
            return Problem(reason, EMAIL, row.line)
        first = self._seen.setdefault(enrolment.id, row.line)
        if first != row.line:
            return Problem(text("This person stands in line %(line)s already.", line=first), EMAIL, row.line)
        return self._wrong_group(row, enrolment)

    def _wrong_group(self, row: ResultRow, enrolment: EnrolmentValue) -> Problem | None:
        if row.group and row.group != enrolment.group_name:
            return _differs(row, enrolment)
        if not row.factor(self.layout):
            return None
        if not row.group or enrolment.group_id is None:
            reason = text("A participation factor above 0 needs the group of the participant.")
            return Problem(reason, FACTOR, row.line)
        if enrolment.group_id not in self._marked:
            reason = text(
                "The group “%(group)s” has no mark: give it one, or import the group marks as well.", group=row.group
            )
            return Problem(reason, FACTOR, row.line)
        return None


def _differs(row: ResultRow, enrolment: EnrolmentValue) -> Problem:
    group = (row.group or "")[:40]
    if enrolment.group_id is None:
        reason = text("The file says group “%(group)s”, but this person is in no group.", group=group)
    else:
        reason = text(
            "The file says group “%(group)s”, but this person is in group “%(actual)s”.",
            group=group,
            actual=enrolment.group_name,
        )
    return Problem(reason, GROUP, row.line)


def _chunks(records: Iterator[Row | Problem]) -> Iterator[list[Row | Problem]]:
    """Yield the records by the thousand; what stands before an unreadable line comes before its error."""
    some: list[Row | Problem] = []
    try:
        for record in records:
            some.append(record)
            if len(some) == CHUNK:
                yield some
                some = []
    except Unreadable:
        yield some
        raise
    if some:
        yield some
