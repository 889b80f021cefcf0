"""What stands beside a bonus: what somebody did, and, for managers only, whom a bonus would lift. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from app.grading.rules.derivation import derive
from app.grading.rules.excusing import asked_of
from app.grading.rules.policy import Policy
from app.grading.rules.vocabulary import BonusUse, Kind, PiecePlan, Standing


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is recorded of a participant's part in the course, without a single point.

    `factor` is the part in group work, None while nobody said; `hours` those attended, None where nobody counted.
    """

    quizzes_done: int
    quizzes_asked: int
    pieces_done: int
    pieces_asked: int
    factor: Fraction | None
    essay_handed_in: bool
    hours: Fraction | None


def evidence_of(standing: Standing, plan: Sequence[PiecePlan], policy: Policy) -> Evidence:
    """Return what somebody did of what is asked of them."""
    asked, _ = asked_of(standing, plan, policy)
    done = [piece for piece in asked if standing.piece(piece.key).done]
    factors = [standing.piece(piece.key).factor for piece in asked if piece.kind is Kind.GROUP]
    return Evidence(
        quizzes_done=sum(piece.kind is Kind.QUIZ for piece in done),
        quizzes_asked=sum(piece.kind is Kind.QUIZ for piece in asked),
        pieces_done=len(done),
        pieces_asked=len(asked),
        factor=next((factor for factor in factors if factor is not None), None),
        essay_handed_in=any(piece.kind is Kind.ESSAY for piece in done),
        hours=standing.hours_attended,
    )


def would_lift(standing: Standing, plan: Sequence[PiecePlan], policy: Policy) -> bool:
    """Return whether the largest bonus, where none counts yet, would lift somebody to Achievement (rule 6).

    For managers only: whoever gives a bonus for somebody's part in the course should not know what hangs on it.
    """
    if not policy.bonus_max or derive(standing, plan, policy).bonus_use is BonusUse.USED:
        return False
    most = replace(standing, bonus=policy.bonus_max)
    return derive(most, plan, policy).bonus_use is BonusUse.USED
