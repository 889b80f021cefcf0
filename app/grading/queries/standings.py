"""From entries to standings: what each participant has done, piece by piece."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache

from app.courses.rules import EnrolmentValue, PieceValue
from app.grading.queries.entries import Recorded
from app.grading.rules import PieceState, Standing
from app.grading.rules.entries import EntryKind
from app.shared.database import exact

Marks = Mapping[int, Fraction]
"""The percent of each group that has a mark."""


def standings(
    enrolments: Sequence[EnrolmentValue], pieces: Sequence[PieceValue], entries: Iterable[Recorded], marks: Marks
) -> list[Standing]:
    """Return the standing of each enrolment, in the same order."""
    by_enrolment: defaultdict[int, list[Recorded]] = defaultdict(list)
    for entry in entries:
        by_enrolment[entry[0]].append(entry)
    keys = {piece.id: piece.key for piece in pieces}
    return [
        _standing(by_enrolment[enrolment.id], keys, marks.get(enrolment.group_id) if enrolment.group_id else None)
        for enrolment in enrolments
    ]


def _standing(entries: Sequence[Recorded], keys: Mapping[int, str], mark: Fraction | None) -> Standing:
    states: dict[str, PieceState] = {}
    excused: list[str] = []
    bonus = hours = None
    for _, piece_id, kind, value in entries:
        if piece_id is None:
            number = exact(value) if value is not None else None
            if kind == EntryKind.BONUS:
                bonus = number
            else:
                hours = number
        elif kind == EntryKind.EXCUSED:
            excused.append(keys[piece_id])
        elif kind == EntryKind.FACTOR:
            states[keys[piece_id]] = _part_in_group_work(value, mark)
        else:
            states[keys[piece_id]] = _work(value)
    return Standing(states, bonus, hours, frozenset(excused))


@lru_cache(maxsize=4096)
def _work(value: str | None) -> PieceState:
    """Return a quiz or an essay that was handed in: with its score, or waiting for it."""
    return PieceState(done=True, score=None if value is None else exact(value))


@lru_cache(maxsize=4096)
def _part_in_group_work(factor: str | None, mark: Fraction | None) -> PieceState:
    """Return group work, done where the member's factor is above 0 (rule 5); its score is the group's mark."""
    share = exact(factor or "0")
    return PieceState(done=share > 0, score=mark, factor=share)
