"""Who marks an essay in which round, where its marking stands, and who may see whose marks. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.essays.rules.settings import EssaySettings
from app.rubrics.rules import MarkValue, Round
from app.shared.errors import NotAllowed, RuleBroken
from app.shared.wording import text

MARKED_BY_ONE = (Round.FIRST, Round.SECOND, Round.THIRD)
"""The rounds that one marker each gives; agreed marks come of them."""


class MarkingState(StrEnum):
    """Where the marking of an essay stands: which mark it waits for, or that a mark counts."""

    TO_MARK = "to_mark"
    SECOND = "second"
    THIRD = "third"
    DISCUSSION = "discussion"
    MARKED = "marked"


class How(StrEnum):
    """How an essay came to its marker: given by hand, by the even allocation, or taken by the marker."""

    HAND = "hand"
    EVENLY = "evenly"
    CLAIMED = "claimed"


class AgreedBy(StrEnum):
    """How an agreed mark came about: the mean of two, of a third and the nearer, signed by name; or taken back."""

    MEAN = "mean"
    THIRD = "third"
    SIGNED = "signed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class AllocationValue:
    """Who is to mark an essay in a round."""

    essay_id: int
    round: Round
    marker_id: int
    how: How
    allocated_at: datetime


@dataclass(frozen=True, slots=True)
class AgreementValue:
    """How the agreed mark of an essay came about; `signed_by` and `reason` where somebody signed it."""

    essay_id: int
    how: AgreedBy
    reason: str
    signed_by: int | None
    made_at: datetime


def final_marks(marks: Collection[MarkValue]) -> dict[Round, MarkValue]:
    """Return the final marks of one essay by round."""
    return {mark.round: mark for mark in marks if mark.is_final}


def counting(marks: Collection[MarkValue], settings: EssaySettings) -> MarkValue | None:
    """Return the mark that counts: the agreed one; the first, where one marks. None: there is none yet."""
    final = final_marks(marks)
    if Round.AGREED in final:
        return final[Round.AGREED]
    return final.get(Round.FIRST) if settings.markers == 1 and Round.SECOND not in final else None


def state_of(
    marks: Collection[MarkValue], allocations: Collection[AllocationValue], settings: EssaySettings
) -> MarkingState:
    """Return where the marking of one essay stands."""
    final = final_marks(marks)
    if counting(marks, settings) is not None:
        return MarkingState.MARKED
    done = sum(in_round in final for in_round in (Round.FIRST, Round.SECOND))
    if done == 0:
        return MarkingState.TO_MARK
    if done == 1:
        return MarkingState.SECOND
    third = any(one.round is Round.THIRD for one in allocations)
    return MarkingState.THIRD if third and Round.THIRD not in final else MarkingState.DISCUSSION


def round_for(
    marker_id: int,
    marks: Collection[MarkValue],
    allocations: Sequence[AllocationValue],
    settings: EssaySettings,
    wanted: Round | None = None,
) -> Round:
    """Return the round in which somebody marks an essay: theirs, or the first that nobody has.

    `wanted` holds them to one. Raises `NotAllowed` when somebody else is to mark it, `RuleBroken` (round_taken) when
    somebody else has marked that round.
    """
    own = _own_round(marker_id, marks, allocations)
    if own is not None and wanted in {None, own}:
        return own
    if own is not None:
        raise NotAllowed(text("You mark this essay in another round; nobody marks one twice."), code="other_round")
    free = [one for one in _rounds(settings) if one not in _taken(marks, allocations)]
    if wanted is not None and any(mark.round is wanted for mark in marks):
        raise RuleBroken(text("Somebody else has given this mark already."), code="round_taken")
    if not free or (wanted is not None and wanted not in free):
        raise NotAllowed(text("This essay is somebody else’s to mark."), code="not_its_marker")
    return wanted or free[0]


def may_take(
    marker_id: int, marks: Collection[MarkValue], allocations: Sequence[AllocationValue], settings: EssaySettings
) -> bool:
    """Tell whether somebody marks an essay, or may take it."""
    try:
        round_for(marker_id, marks, allocations, settings)
    except (NotAllowed, RuleBroken):
        return False
    return True


def visible_marks(
    reader_id: int | None,
    marks: Collection[MarkValue],
    allocations: Collection[AllocationValue],
    settings: EssaySettings,
    *,
    allocates: bool = False,
) -> tuple[MarkValue, ...]:
    """Return the marks that a reader of essays may see: the own; others’ when they are final and nobody must be blind.

    While a second or third mark is awaited, only who has given a final mark of the same essay sees the others’; who is
    still to give one sees none, whatever their role. While two marks are talked about, further readers see them only
    where they allocate marking (`allocates`): who looks on could still be called as the third.
    """
    own = [mark for mark in marks if mark.marker_id == reader_id and mark.round is not Round.AGREED]
    others = [mark for mark in marks if mark.is_final and mark not in own]
    state = state_of(marks, allocations, settings)
    settled = state is MarkingState.MARKED or (allocates and state is MarkingState.DISCUSSION)
    waits = not any(mark.is_final for mark in own) and (
        bool(own) or any(one.marker_id == reader_id and one.round in MARKED_BY_ONE for one in allocations)
    )
    shown = others if not waits and (settled or any(mark.is_final for mark in own)) else []
    return tuple(sorted([*own, *shown], key=lambda mark: mark.id))


def kept_from_author(reader_id: int | None, author_id: int, marks: list[MarkValue]) -> list[MarkValue]:
    """Return the marks of an essay as far as its author may know of them beside the other essays: not at all.

    Who looks after a course and takes it too learns of the own mark where every author does, once it is released.
    """
    return [] if reader_id == author_id else marks


def _own_round(marker_id: int, marks: Collection[MarkValue], allocations: Collection[AllocationValue]) -> Round | None:
    given = {mark.round for mark in marks if mark.marker_id == marker_id and mark.round in MARKED_BY_ONE}
    allocated = {one.round for one in allocations if one.marker_id == marker_id}
    return min(given or allocated, key=MARKED_BY_ONE.index, default=None)


def _rounds(settings: EssaySettings) -> tuple[Round, ...]:
    return MARKED_BY_ONE[: settings.markers]


def _taken(marks: Collection[MarkValue], allocations: Collection[AllocationValue]) -> set[Round]:
    return {mark.round for mark in marks} | {one.round for one in allocations}


def rounds_by_essay(marks: Collection[MarkValue]) -> Mapping[int, list[MarkValue]]:
    """Return marks by the essay that they are of."""
    found: dict[int, list[MarkValue]] = {}
    for mark in marks:
        found.setdefault(mark.subject.id, []).append(mark)
    return found
