"""What a course is for somebody who was excused from part of it: fewer pieces, and weights that follow. Pure, exact.

An excused piece is neither done nor missing: it is not asked of this person, whatever was handed in. Every rule then
holds of what is left. Source: docs/brief.md, "Excused pieces".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from app.grading.rules.numbers import ZERO, exact_sum
from app.grading.rules.policy import Policy
from app.grading.rules.vocabulary import Excused, Kind, PiecePlan, Standing

Asked = tuple[tuple[PiecePlan, ...], Policy]
"""The pieces that are asked of somebody, and the policy with the weights that they have then."""


def asked_of(standing: Standing, plan: Sequence[PiecePlan], policy: Policy) -> Asked:
    """Return the pieces and the policy that hold for one participant; those of the course where nothing is excused."""
    if not standing.excused:
        return tuple(plan), policy
    return without(standing.excused, tuple(plan), policy)


@lru_cache(maxsize=512)
def without(excused: frozenset[str], plan: tuple[PiecePlan, ...], policy: Policy) -> Asked:
    """Return what is left of a course without these pieces, and what each component of it weighs.

    Redistribute: the weight of an excused piece goes to the others of its component; that of a whole component to the
    other components, in proportion to their own, so that all weights sum to what they did. Where nothing else has
    weight, it is lost. Earns nothing: each piece keeps what it would bring if all were asked.
    """
    left = tuple(piece for piece in _numbered(plan) if piece.key not in excused)
    if len(left) == len(plan):
        return plan, policy
    shares = _kept(left, plan, policy) if policy.excused is Excused.EARNS_NOTHING else _spread(left, plan, policy)
    requires = policy.achievement_requires
    return left, replace(
        policy,
        quiz_weight=shares[Kind.QUIZ],
        group_weight=shares[Kind.GROUP],
        essay_weight=shares[Kind.ESSAY],
        achievement_requires=None if requires is None else requires - excused,
    )


def as_asked(standing: Standing) -> Standing:
    """Return what was recorded of the pieces that are asked, with nothing excused."""
    pieces = {key: state for key, state in standing.pieces.items() if key not in standing.excused}
    return replace(standing, pieces=pieces, excused=frozenset())


def _spread(left: Sequence[PiecePlan], plan: Sequence[PiecePlan], policy: Policy) -> Mapping[Kind, Fraction]:
    whole = exact_sum(policy.weight(kind) for kind in {piece.kind for piece in plan})
    asked = {piece.kind for piece in left}
    rest = exact_sum(policy.weight(kind) for kind in asked)
    scale = whole / rest if rest else ZERO
    return {kind: policy.weight(kind) * scale if kind in asked else ZERO for kind in Kind}


def _kept(left: Sequence[PiecePlan], plan: Sequence[PiecePlan], policy: Policy) -> Mapping[Kind, Fraction]:
    return {
        kind: policy.weight(kind) * _maxima(left, kind) / _maxima(plan, kind) if _maxima(plan, kind) else ZERO
        for kind in Kind
    }


def _maxima(plan: Sequence[PiecePlan], kind: Kind) -> Fraction:
    return exact_sum(piece.maximum for piece in plan if piece.kind is kind)


def _numbered(plan: Sequence[PiecePlan]) -> tuple[PiecePlan, ...]:
    """Return the pieces with their numbers in the whole course, so that quiz 3 is called so without quiz 2."""
    quizzes = [piece.key for piece in plan if piece.kind is Kind.QUIZ]
    return tuple(
        replace(piece, number=quizzes.index(piece.key) + 1) if piece.kind is Kind.QUIZ else piece for piece in plan
    )
