"""Marking offline: what goes out in a workbook, what comes back, and what is stored of it."""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.courses.rules import CourseValue, Criterion
from app.essays.queries.workbook import Markable, MarkerWork, marker_work
from app.essays.rules.workbook import FileRow, SheetRow, Ticket, cells_of, content_from
from app.essays.rules.workbook_merge import Choice, RowState, merged
from app.essays.service.marking import mark_essay
from app.rubrics.queries import states_among
from app.rubrics.rules import MarkContent, check_content
from app.shared import audit
from app.shared.errors import DomainError, Problem, RuleBroken, Stale, Unreadable
from app.shared.permissions import Actor, Permission
from app.shared.running import key_for
from app.shared.wording import Text, text

_PURPOSE = "workbooks of marks"
_SEAL_LENGTH = 32

Choices = Mapping[int, Mapping[str, Choice]]
"""By essay and cell, what a marker decides where both the file and the store changed."""
Before = Mapping[tuple[int, int], tuple[MarkContent, bool]]
"""What each version of marks said, and whether it was final, by mark and number."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What a workbook changed: so many marks, so many of them final; the rest was as it is stored.

    `left_out`: the names of essays that are not the marker's any more, in whose rows nothing was filled in.
    """

    changed: int
    final: int
    unchanged: int
    left_out: tuple[str, ...] = ()


def sheet_rows(course: CourseValue, work: MarkerWork, files: Mapping[int, str], *, actor: Actor) -> list[SheetRow]:
    """Return the rows of the actor's workbook. `files`: where each essay's text lies. Raises `NotAllowed`."""
    actor.require(Permission.MARK_ESSAY, course.id)
    marker_id = actor.themselves()
    return [_sheet_row(course, one, work.piece.criteria, files, marker_id) for one in work.offered]


def compare_upload(course: CourseValue, rows: Sequence[FileRow], *, actor: Actor) -> list[RowState]:
    """Return what becomes of each row of a workbook that came back. Nothing is written.

    A row of an essay that is not the actor's any more is left out where nothing was filled in. Raises `NotAllowed` (no
    marker), and `Unreadable` with a problem for each other row that is not the actor's: altered, made for somebody
    else, or of an essay that was handed in again or given to another since.
    """
    actor.require(Permission.MARK_ESSAY, course.id)
    marker_id = actor.themselves()
    work = marker_work(course, marker_id)
    marks = [mark for row in rows if (mark := work.own.get(row.ticket.essay_id))]
    before = states_among([mark.id for mark in marks])
    left = {row.line for row in rows if _is_left_out(row, course, work, marker_id, _went_out(row, work, before))}
    kept = [row for row in rows if row.line not in left]
    refused = [(row, reason) for row in kept if (reason := _refusal(row, course, work, marker_id))]
    if refused:
        problems = [Problem(reason, row.addresses["name"]) for row, reason in refused]
        raise Unreadable(text("Some rows cannot be used. Nothing was changed."), problems=problems)
    return [_left_out(row, work) if row.line in left else _state(row, work, before) for row in rows]


def import_marks(
    course: CourseValue,
    states: Sequence[RowState],
    choices: Choices,
    *,
    actor: Actor,
    now: datetime,
    reason: str = "",
) -> Imported:
    """Store what a workbook changes, as one: drafts, and final marks where its rows say so.

    `reason` as for `mark_essay`. Raises `RuleBroken` (`conflicts`) for a conflict that is not decided, `Unreadable`
    with the address of each cell that cannot be stored, and what `mark_essay` raises, naming the row.
    """
    actor.require(Permission.MARK_ESSAY, course.id)
    work = marker_work(course, actor.themselves())
    planned = _planned(states, choices, work.piece.criteria)
    for state, content in sorted(planned, key=lambda one: one[0].essay_id):  # two who import never wait crosswise
        with_row = work.markable[state.essay_id]
        try:
            mark_essay(
                with_row.essay,
                state.row.ticket.round,
                content,
                final=state.final,
                base_version=state.version,
                actor=actor,
                now=now,
                reason=reason,
                handed_in=state.row.ticket.handed_in,
            )
        except DomainError as error:
            raise _in_row(error, state) from error
    final = sum(state.final for state, _ in planned)
    if planned:
        after = {"changed": len(planned), "final": final}
        audit.record("import_marks", f"course:{course.id}", actor=actor, now=now, course_id=course.id, after=after)
    left_out = tuple(state.name for state in states if state.left_out)
    return Imported(len(planned), final, len(states) - len(planned) - len(left_out), left_out)


def seal(ticket: Ticket, course_id: int, marker_id: int) -> str:
    """Return the seal of a row's hidden columns: nobody else can make it, and it fits no other marker or course."""
    digest = hmac.digest(key_for(_PURPOSE), ticket.sealed_for(course_id, marker_id), "sha256")
    return digest.hex()[:_SEAL_LENGTH]


def _sheet_row(
    course: CourseValue, one: Markable, criteria: Sequence[Criterion], files: Mapping[int, str], marker_id: int
) -> SheetRow:
    version, content = (one.mark.version, one.mark.content) if one.mark else (0, MarkContent())
    ticket = Ticket(one.essay.id, one.round, version, one.essay.submitted_version or 0)
    return SheetRow(
        ticket=ticket,
        seal=seal(ticket, course.id, marker_id),
        name=one.label,
        language=one.essay.language,
        words=one.essay.words,
        file=files.get(one.essay.id, ""),
        cells=cells_of(content, criteria),
        final=one.mark is not None and one.mark.is_final,
    )


def _refusal(row: FileRow, course: CourseValue, work: MarkerWork, marker_id: int) -> Text | None:
    """Return why a row cannot be used; None: it can."""
    if not _is_sealed(row, course, marker_id):
        return text("The hidden columns of this row were changed, or the workbook was made for somebody else.")
    label = work.labels.get(row.ticket.essay_id, "")
    if row.ticket.essay_id in work.decided:
        return text(
            "The result of %(name)s stands by the decision of a re-mark. A mark would not change it.", name=label
        )
    one = _markable(row, work)
    if one is None:
        return text("The essay of %(name)s is not yours to mark any more.", name=label or str(row.ticket.essay_id))
    if one.essay.submitted_version != row.ticket.handed_in:
        return text(
            "The essay of %(name)s was handed in again. Download it anew, and read what it says now.", name=label
        )
    return None


def _is_sealed(row: FileRow, course: CourseValue, marker_id: int) -> bool:
    return hmac.compare_digest(seal(row.ticket, course.id, marker_id).encode(), row.seal.encode())


def _markable(row: FileRow, work: MarkerWork) -> Markable | None:
    one = work.markable.get(row.ticket.essay_id)
    return one if one is not None and one.round is row.ticket.round else None


def _went_out(row: FileRow, work: MarkerWork, before: Before) -> tuple[MarkContent, bool]:
    """Return what a row said when the workbook went out, and whether that was final."""
    mark = work.own.get(row.ticket.essay_id)
    return (before.get((mark.id, row.ticket.version)) if mark else None) or (MarkContent(), False)


def _is_left_out(
    row: FileRow, course: CourseValue, work: MarkerWork, marker_id: int, went_out: tuple[MarkContent, bool]
) -> bool:
    """Tell whether a row is of an essay that is not the marker's any more, with nothing in it to be stored."""
    if not _is_sealed(row, course, marker_id) or _markable(row, work) is not None:
        return False
    content, final = went_out
    untouched = row.cells == cells_of(content, work.piece.criteria) and row.final == final
    return untouched or not (any(row.cells.values()) or row.final)


def _left_out(row: FileRow, work: MarkerWork) -> RowState:
    name = work.labels.get(row.ticket.essay_id, str(row.ticket.essay_id))
    return RowState(row, name, (), final=False, was_final=False, version=0, left_out=True)


def _state(row: FileRow, work: MarkerWork, before: Before) -> RowState:
    criteria, mark = work.piece.criteria, work.markable[row.ticket.essay_id].mark
    base, base_final = _went_out(row, work, before)
    return merged(
        row,
        work.labels[row.ticket.essay_id],
        base=cells_of(base, criteria),
        stored=cells_of(mark.content if mark else MarkContent(), criteria),
        was_final=mark is not None and mark.is_final,
        version=mark.version if mark else 0,
        base_final=base_final,
    )


def _planned(
    states: Sequence[RowState], choices: Choices, criteria: Sequence[Criterion]
) -> list[tuple[RowState, MarkContent]]:
    """Return the marks that change, with what they are to say; every fault is found before anything is written."""
    open_ = [cell for state in states for cell in state.conflicts if cell.key not in choices.get(state.essay_id, {})]
    if open_:
        problems = [
            Problem(text("This cell changed here and in the file. Decide which holds."), cell.address) for cell in open_
        ]
        raise RuleBroken(text("Some cells changed here and in the file."), code="conflicts", problems=problems)
    planned: list[tuple[RowState, MarkContent]] = []
    faults: list[Problem] = []
    for state in states:
        cells = state.outcome(choices.get(state.essay_id, {}))
        if cells is not None:
            planned.append((state, content_from(cells)))
            faults += _faults(state, planned[-1][1], criteria)
    if faults:
        raise Unreadable(text("Some marks cannot be stored. Nothing was changed."), problems=faults)
    return planned


def _faults(state: RowState, content: MarkContent, criteria: Sequence[Criterion]) -> list[Problem]:
    try:
        check_content(content, criteria, complete=state.final)
    except Unreadable as error:
        addresses = state.row.addresses
        return [
            Problem(
                one.reason, addresses.get(f"points:{one.where}") or addresses.get(one.where.replace("_", ":", 1), "")
            )
            for one in error.problems
        ]
    return []


def _in_row(error: DomainError, state: RowState) -> DomainError:
    """Return the error with the row in which it arose."""
    if isinstance(error, Stale):
        return error
    reasons = [one.reason for one in error.problems] or [error.text]
    problems = [
        Problem(text("%(name)s: %(reason)s", name=state.name, reason=one), state.row.addresses["name"])
        for one in reasons
    ]
    return type(error)(error.text, code=error.code, problems=problems)
