"""Hands what a quiz brought to whoever keeps grades: they are kept above, so `create_app` hands the keeper down."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from fractions import Fraction
from typing import Protocol

from app.quizzes import queries
from app.quizzes.rules.settings import QuizValue

FINAL, SUBMITTED, CLEARED = "final", "submitted", "cleared"
"""It counts; it is there and not told yet; what was there counts no more."""


class ScoreKeeper(Protocol):
    """Keeps the score that a quiz brought a participant."""

    def __call__(
        self,
        course_id: int,
        enrolment_id: int,
        piece_id: int,
        *,
        score: Fraction | None,
        state: str,
        now: datetime,
        reason: str = "",
        ended: bool = False,
    ) -> None:
        """Keep `score`, out of the piece's maximum, where `state` is final; None in the other states.

        `ended` says that an attempt ended just now: it counts whatever was recorded before. A release, a re-scoring or
        a reopening replaces only what an attempt brought. In a closed course nothing is kept.
        """


_keepers: list[ScoreKeeper] = []


def register_score_keeper(keep: ScoreKeeper) -> None:
    """Have `keep` told, in the same transaction, of whatever a quiz that counts brought."""
    if keep not in _keepers:
        _keepers.append(keep)


def hand_over(
    quiz: QuizValue,
    enrolment_ids: Collection[int],
    *,
    released: bool,
    now: datetime,
    reason: str = "",
    ended: bool = False,
) -> None:
    """Tell the keepers what counts now of a quiz for these participants; nothing for a quiz that does not count."""
    if quiz.piece_id is None or quiz.maximum is None or not _keepers:
        return
    shares = queries.counted_shares(quiz.id, enrolment_ids, quiz.settings.counts)
    for enrolment_id in sorted(enrolment_ids):
        share = shares[enrolment_id]
        if share is None and ended:
            continue
        state = CLEARED if share is None else FINAL if released else SUBMITTED
        score = quiz.maximum * share if share is not None and released else None
        for keep in _keepers:
            keep(
                *(quiz.course_id, enrolment_id, quiz.piece_id),
                score=score,
                state=state,
                now=now,
                reason=reason,
                ended=ended,
            )
