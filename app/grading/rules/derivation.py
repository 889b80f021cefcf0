"""How an outcome is made: rules 1 to 12. Pure, exact, numbers only. Points: Fraction, 0-100.

Source: docs/brief.md, "How a course is assessed".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from fractions import Fraction

from app.grading.rules.numbers import HUNDRED, ZERO, exact_sum
from app.grading.rules.policy import Policy
from app.grading.rules.vocabulary import (
    BonusApply,
    BonusUnit,
    BonusUse,
    CountedBy,
    Engagement,
    Kind,
    Outcome,
    PiecePlan,
    PieceState,
    Standing,
)


@dataclass(frozen=True, slots=True)
class Derivation:
    """Every number between what was recorded and the outcome.

    Points are exact, 0-100. `bonus_offered` is the recorded bonus in points; `bonus_used` what of it counts.
    `complete`: every piece that Achievement requires is done. `enough_done`: more is done than the share that
    Participation asks for. `hours_reached`: the hours gate is open, or there is none.
    """

    quiz_points: Fraction
    group_points: Fraction
    essay_points: Fraction
    base: Fraction
    bonus_offered: Fraction
    bonus_used: Fraction
    bonus_use: BonusUse
    total: Fraction
    pieces_done: int
    pieces_total: int
    components_done: int
    components_total: int
    complete: bool
    enough_done: bool
    hours_reached: bool
    engagement: Engagement
    outcome: Outcome

    def to_data(self) -> dict[str, object]:
        """Return the numbers as JSON data; points as exact strings ("51/2")."""
        return {name: _plain(value) for name, value in asdict(self).items()}


def _plain(value: object) -> object:
    if isinstance(value, Fraction):
        return str(value)
    return value.value if isinstance(value, StrEnum) else value


def derive(standing: Standing, plan: Sequence[PiecePlan], policy: Policy) -> Derivation:
    """Return what follows from `standing` under `policy`; scores must lie within the maxima of the plan."""
    states = [(piece, standing.piece(piece.key)) for piece in plan]
    quiz = component_points(states, Kind.QUIZ, policy)
    group = component_points(states, Kind.GROUP, policy)
    essay = component_points(states, Kind.ESSAY, policy)
    base = quiz + group + essay
    done = sum(state.done for _, state in states)
    kinds = {piece.kind for piece, _ in states}
    unfinished = {piece.kind for piece, state in states if not state.done}
    complete = all(state.done or not policy.requires(piece.key) for piece, state in states)
    offered = bonus_offered(standing.bonus, base, policy)
    use = bonus_use(base, offered, complete=complete, policy=policy)
    used = _bonus_used(base, offered, policy) if use is BonusUse.USED else ZERO
    total = min(HUNDRED, base + used)
    hours_reached = hours_missing(standing.hours_attended, policy) == 0
    enough_done = more_than_share(
        (len(kinds) - len(unfinished), len(kinds)) if policy.counted_by is CountedBy.COMPONENT else (done, len(states)),
        policy.participation_min_done,
    )
    return Derivation(
        quiz_points=quiz,
        group_points=group,
        essay_points=essay,
        base=base,
        bonus_offered=offered,
        bonus_used=used,
        bonus_use=use,
        total=total,
        pieces_done=done,
        pieces_total=len(states),
        components_done=len(kinds) - len(unfinished),
        components_total=len(kinds),
        complete=complete,
        enough_done=enough_done,
        hours_reached=hours_reached,
        engagement=engagement(done, len(states), policy),
        outcome=_outcome(
            base, total, complete=complete, hours_reached=hours_reached, enough_done=enough_done, policy=policy
        ),
    )


def component_points(states: Sequence[tuple[PiecePlan, PieceState]], kind: Kind, policy: Policy) -> Fraction:
    """Return weight x sum of scores / sum of maxima of one component (rules 1 to 3); 0 where the course has none."""
    maxima = exact_sum(piece.maximum for piece, _ in states if piece.kind is kind)
    if not maxima:
        return ZERO
    return policy.weight(kind) * exact_sum(earned(state) for piece, state in states if piece.kind is kind) / maxima


def earned(state: PieceState) -> Fraction:
    """Return what a piece brings, in its own unit: nothing until it is done and marked; group work times the factor."""
    if not state.done or state.score is None:
        return ZERO
    return state.score if state.factor is None else state.score * state.factor


def bonus_offered(recorded: Fraction | None, base: Fraction, policy: Policy) -> Fraction:
    """Return a recorded bonus in points: never more than the policy's maximum; percent is percent of the base."""
    bonus = max(ZERO, min(recorded or ZERO, policy.bonus_max))
    return bonus if policy.bonus_unit is BonusUnit.POINTS else base * bonus / HUNDRED


def bonus_use(base: Fraction, offered: Fraction, *, complete: bool, policy: Policy) -> BonusUse:
    """Return whether a bonus counts, or why it does not (rule 6).

    It counts where the base misses Achievement's threshold, base and bonus reach it, and every required piece is done.
    The hours gate has no say in it.
    """
    if not offered:
        return BonusUse.NOT_OFFERED
    if base >= policy.achievement_cut:
        return BonusUse.NOT_NEEDED
    if not complete:
        return BonusUse.PIECE_MISSING
    return BonusUse.USED if base + offered >= policy.achievement_cut else BonusUse.NOT_ENOUGH


def _bonus_used(base: Fraction, offered: Fraction, policy: Policy) -> Fraction:
    if policy.bonus_apply is BonusApply.WHOLE:
        return offered
    return min(offered, policy.achievement_points - base)


def hours_missing(attended: Fraction | None, policy: Policy) -> Fraction:
    """Return the hours that the gate still asks for; hours that nobody counted are none."""
    return max(ZERO, (policy.hours_required or ZERO) - (attended or ZERO))


def more_than_share(done_of: tuple[int, int], share: Fraction) -> bool:
    """Return whether `done` of `total` is strictly more than a share; of nothing, it is not."""
    done, total = done_of
    return total > 0 and Fraction(done, total) > share


def engagement(done: int, total: int, policy: Policy) -> Engagement:
    """Return the band of a share of pieces done (rule 12)."""
    if not done:
        return Engagement.NEVER
    share = Fraction(done, total)
    if share >= policy.engagement_full:
        return Engagement.FULL
    return Engagement.HALF if share >= policy.engagement_half else Engagement.SOME


def _outcome(
    base: Fraction, total: Fraction, *, complete: bool, hours_reached: bool, enough_done: bool, policy: Policy
) -> Outcome:
    """Rules 8 to 10. Participation is measured without the bonus, which never lifts anybody to it (rule 6)."""
    if total >= policy.achievement_cut:
        if complete and hours_reached:
            return Outcome.ACHIEVEMENT
        if not complete and policy.incomplete_above is Outcome.NONE:
            return Outcome.NONE
    return Outcome.PARTICIPATION if enough_done and base >= policy.participation_cut else Outcome.NONE
