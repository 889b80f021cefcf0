"""Whether another reading of the rules would change an outcome. Pure. For the manager, who answers for the reading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from app.grading.rules.derivation import derive
from app.grading.rules.naming import outcome_name
from app.grading.rules.numbers import ZERO, written
from app.grading.rules.policy import Policy
from app.grading.rules.reading_words import reading_text
from app.grading.rules.vocabulary import (
    BonusApply,
    BonusUnit,
    CountedBy,
    Excused,
    Kind,
    Outcome,
    PiecePlan,
    PieceState,
    Standing,
    ThresholdRounding,
)
from app.shared.wording import Text

THRESHOLDS_ALONE = "thresholds_alone"


@dataclass(frozen=True, slots=True)
class Reading:
    """Another reading: the policy key and the value it would have, and the outcome that this person would then get.

    The key `thresholds_alone` is no policy key: it stands for points without any condition on pieces or hours.
    """

    key: str
    value: str
    outcome: Outcome
    text: Text


def other_readings(
    standing: Standing, plan: Sequence[PiecePlan], policy: Policy, *, design_hours: Fraction | None = None
) -> tuple[Reading, ...]:
    """Return the readings under which the outcome differs from the policy's own.

    `weights`, the two thresholds, `participation.min_done` and `engagement` are numbers without a second reading;
    `quiz.mean_over` touches no outcome. Hours as a gate are tried where they were counted and `design_hours` is given.
    """
    actual = derive(standing, plan, policy).outcome
    found = []
    for key, value, other_policy, other_standing in _alternatives(standing, plan, policy, design_hours):
        outcome = derive(other_standing, plan, other_policy).outcome
        if outcome is not actual:
            found.append(Reading(key, value, outcome, reading_text(key, value, outcome_name(outcome), outcome)))
    return tuple(found)


def _alternatives(
    standing: Standing, plan: Sequence[PiecePlan], policy: Policy, design_hours: Fraction | None
) -> Iterator[tuple[str, str, Policy, Standing]]:
    for key, value, other in _policies(plan, policy):
        yield key, value, other, standing
    if policy.hours_required is not None:
        yield "hours.required", "off", replace(policy, hours_required=None), standing
    elif design_hours is not None and standing.hours_attended is not None:
        yield "hours.required", str(written(design_hours)), replace(policy, hours_required=design_hours), standing
    if standing.excused:
        earns = policy.excused is Excused.EARNS_NOTHING
        manner = Excused.REDISTRIBUTE if earns else Excused.EARNS_NOTHING
        yield "excused", manner.value, replace(policy, excused=manner), standing
        yield "excused", "asked", policy, replace(standing, excused=frozenset())
    for factor in (ZERO, Fraction(1)):
        other_standing = _partial_as(factor, standing, plan, policy)
        if other_standing is not None:
            yield "group.partial", str(factor), policy, other_standing


def _policies(plan: Sequence[PiecePlan], policy: Policy) -> Iterator[tuple[str, str, Policy]]:
    thresholds = replace(policy, achievement_requires=frozenset(), participation_min_done=ZERO, hours_required=None)
    yield THRESHOLDS_ALONE, "", thresholds
    essays = frozenset(piece.key for piece in plan if piece.kind is Kind.ESSAY)
    if policy.achievement_requires is not None:
        yield "achievement.requires", "all", replace(policy, achievement_requires=None)
    elif essays:
        yield "achievement.requires", "essay", replace(policy, achievement_requires=essays)
    counted = CountedBy.PIECE if policy.counted_by is CountedBy.COMPONENT else CountedBy.COMPONENT
    yield "participation.counted_by", counted.value, replace(policy, counted_by=counted)
    above = Outcome.PARTICIPATION if policy.incomplete_above is Outcome.NONE else Outcome.NONE
    yield "incomplete_above", above.value, replace(policy, incomplete_above=above)
    if policy.bonus_max:
        unit = BonusUnit.POINTS if policy.bonus_unit is BonusUnit.PERCENT else BonusUnit.PERCENT
        manner = BonusApply.WHOLE if policy.bonus_apply is BonusApply.TO_THRESHOLD else BonusApply.TO_THRESHOLD
        yield "bonus.max", "0", replace(policy, bonus_max=ZERO)
        yield "bonus.unit", unit.value, replace(policy, bonus_unit=unit)
        yield "bonus.apply", manner.value, replace(policy, bonus_apply=manner)
    none = policy.threshold_rounding is ThresholdRounding.NONE
    rounding = ThresholdRounding.HALF_UP if none else ThresholdRounding.NONE
    yield "threshold_rounding", rounding.value, replace(policy, threshold_rounding=rounding)


def _partial_as(factor: Fraction, standing: Standing, plan: Sequence[PiecePlan], policy: Policy) -> Standing | None:
    """Return the standing with another factor for partial participation; None where nobody took part partially."""
    partial = {
        piece.key: PieceState(done=factor > 0, score=standing.piece(piece.key).score, factor=factor)
        for piece in plan
        if piece.kind is Kind.GROUP and _is_partial(standing.piece(piece.key), policy)
    }
    if not partial:
        return None
    pieces: Mapping[str, PieceState] = {**standing.pieces, **partial}
    return replace(standing, pieces=pieces)


def _is_partial(state: PieceState, policy: Policy) -> bool:
    return state.done and state.factor == policy.group_partial
