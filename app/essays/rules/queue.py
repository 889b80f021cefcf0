"""Which essays a marker looks for, and which comes next. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from app.essays.rules.marking import MarkingState
from app.essays.rules.values import EssayValue
from app.rubrics.rules import MarkState, Round


class Shown(StrEnum):
    """A filter of the queue.

    Those the reader has still to mark; those without a first mark; without a second or third; late ones; ones to be
    talked about; those whose mark counts; all.
    """

    MINE = "mine"
    UNMARKED = "unmarked"
    SECOND = "second"
    LATE = "late"
    DISCUSSION = "discussion"
    MARKED = "marked"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Marking:
    """One round of an essay as lists show it: who, and how far. `total` only where the reader may see it."""

    round: Round
    marker: str
    own: bool
    state: MarkState | None
    total: Fraction | None


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One essay in the queue. `author`: a name, or what stands for it; `own_state`: of the reader's own mark.

    `mine`: the reader is to mark it. `open`: nobody is to give the mark that it waits for, and the reader may.
    `total`: what counts, where the reader may see it. `decided_by`: the remark whose decision the result stands by;
    whatever the marks say, nothing waits then, and none is given any more.
    """

    essay: EssayValue
    author: str
    state: MarkingState
    mine: bool
    open: bool
    own_state: MarkState | None
    markings: tuple[Marking, ...]
    total: Fraction | None
    decided_by: int | None = None


def is_in(row: QueueRow, shown: Shown) -> bool:
    """Tell whether a filter lets an essay through."""
    return {
        Shown.MINE: row.mine and row.own_state is not MarkState.FINAL and row.state is not MarkingState.MARKED,
        Shown.UNMARKED: row.state is MarkingState.TO_MARK,
        Shown.SECOND: row.state in {MarkingState.SECOND, MarkingState.THIRD},
        Shown.LATE: row.essay.late,
        Shown.DISCUSSION: row.state is MarkingState.DISCUSSION,
        Shown.MARKED: row.state is MarkingState.MARKED,
        Shown.ALL: True,
    }[shown]


def counts(rows: Sequence[QueueRow]) -> dict[Shown, int]:
    """Return how many essays each filter lets through."""
    return {shown: sum(is_in(row, shown) for row in rows) for shown in Shown}


def neighbours(rows: Sequence[QueueRow], essay_id: int, shown: Shown) -> tuple[int | None, int | None]:
    """Return the essays before and after one among those that a filter lets through, though it lets that one not.

    So who has marked an essay finds the next one, although the marked one has left the filter.
    """
    place = next(index for index, row in enumerate(rows) if row.essay.id == essay_id)
    before = [row.essay.id for row in rows[:place] if is_in(row, shown)]
    after = [row.essay.id for row in rows[place + 1 :] if is_in(row, shown)]
    return (before[-1] if before else None, after[0] if after else None)
