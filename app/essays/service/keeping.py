"""Hands essays and their marks to whoever keeps grades: they are kept above, so `create_app` hands the keeper down."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from typing import Protocol

from app.essays.rules.values import EssayValue


class EssayKeeper(Protocol):
    """Keeps what essays bring, in the transaction of whoever tells. In a closed course nothing is kept."""

    def keep_submission(self, course_id: int, enrolment_id: int, piece_id: int, *, now: datetime) -> None:
        """Keep that an essay was handed in: the piece is done (rule 5) and waits for its mark (rule 14)."""

    def keep_marks(
        self,
        course_id: int,
        enrolment_id: int,
        piece_id: int,
        *,
        criteria: Mapping[str, Fraction] | None,
        marker_id: int,
        now: datetime,
    ) -> None:
        """Keep the mark that counts, the points of every criterion; None: it waits for its mark again."""


_keepers: list[EssayKeeper] = []


def register_essay_keeper(keeper: EssayKeeper) -> None:
    """Have `keeper` told of essays that are handed in and of marks that count."""
    if keeper not in _keepers:
        _keepers.append(keeper)


def hand_over_submission(essay: EssayValue, *, now: datetime) -> None:
    """Tell the keepers that an essay was handed in."""
    for keeper in _keepers:
        keeper.keep_submission(essay.course_id, essay.enrolment_id, essay.piece_id, now=now)


def hand_over_marks(
    essay: EssayValue, criteria: Mapping[str, Fraction] | None, *, marker_id: int, now: datetime
) -> None:
    """Tell the keepers what counts now as an essay's mark."""
    where = (essay.course_id, essay.enrolment_id, essay.piece_id)
    for keeper in _keepers:
        keeper.keep_marks(*where, criteria=criteria, marker_id=marker_id, now=now)
