"""What each component brought, in sentences. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from app.grading.rules.derivation import Derivation
from app.grading.rules.naming import piece_names
from app.grading.rules.numbers import exact_sum, score_shown
from app.grading.rules.policy import Policy
from app.grading.rules.vocabulary import Kind, PiecePlan, PieceState, Standing
from app.shared.amounts import shown
from app.shared.wording import Text, Value, text

PLAIN_DENOMINATOR = 10


def component_lines(
    standing: Standing, plan: Sequence[PiecePlan], policy: Policy, derivation: Derivation
) -> Iterator[Text]:
    """Yield the sentences on quizzes, group work and essay; a component that the course lacks is not mentioned."""
    kinds = {piece.kind for piece in plan}
    if Kind.QUIZ in kinds:
        yield from _quizzes(standing, plan, policy, derivation.quiz_points)
    if Kind.GROUP in kinds:
        yield from _group(standing, plan, policy, derivation.group_points)
    if Kind.ESSAY in kinds:
        yield from _essay(standing, plan, policy, derivation.essay_points)


def _of_kind(standing: Standing, plan: Sequence[PiecePlan], kind: Kind) -> list[tuple[PiecePlan, PieceState]]:
    return [(piece, standing.piece(piece.key)) for piece in plan if piece.kind is kind]


def _sums(states: Sequence[tuple[PiecePlan, PieceState]]) -> tuple[Fraction, Fraction]:
    return exact_sum(state.earned for _, state in states), exact_sum(piece.maximum for piece, _ in states)


def _quizzes(standing: Standing, plan: Sequence[PiecePlan], policy: Policy, points: Fraction) -> Iterator[Text]:
    states = _of_kind(standing, plan, Kind.QUIZ)
    score, maximum = _sums(states)
    yield text(
        "Quizzes: %(score)s of %(maximum)s right answers; that makes %(points)s of %(weight)s points.",
        score=score_shown(score),
        maximum=score_shown(maximum),
        points=points,
        weight=shown(policy.quiz_weight),
    )
    untaken = sum(not state.done for _, state in states)
    if untaken:
        yield text(
            "Quizzes not taken: %(count)s of %(total)s; a quiz that is not taken counts 0.",
            count=untaken,
            total=len(states),
        )


def _group(standing: Standing, plan: Sequence[PiecePlan], policy: Policy, points: Fraction) -> Iterator[Text]:
    states = _of_kind(standing, plan, Kind.GROUP)
    names = piece_names(plan)
    for piece, state in states:
        if state.score is not None and len(states) > 1:
            yield text(
                "Group work %(piece)s: the group's mark %(score)s of %(maximum)s, "
                "times the participation factor %(factor)s.",
                piece=names[piece.key],
                score=score_shown(state.score),
                maximum=score_shown(piece.maximum),
                factor=_factor(state),
            )
    piece, state = states[0]
    if len(states) > 1:
        yield text(
            "Group work: that makes %(points)s of %(weight)s points.", points=points, weight=shown(policy.group_weight)
        )
    elif state.score is not None:
        yield text(
            "Group work: the group's mark %(score)s of %(maximum)s, times the participation factor %(factor)s; "
            "that makes %(points)s of %(weight)s points.",
            score=score_shown(state.score),
            maximum=score_shown(piece.maximum),
            factor=_factor(state),
            points=points,
            weight=shown(policy.group_weight),
        )
    else:
        yield text(
            "Group work: no mark so far, so %(points)s of %(weight)s points.",
            points=points,
            weight=shown(policy.group_weight),
        )


def _factor(state: PieceState) -> Value:
    """Return the factor as a tutor would write it: 1/2, 2/3, 0.35."""
    if not state.done:
        return 0
    factor = Fraction(1) if state.factor is None else state.factor
    return shown(factor) if factor.denominator > PLAIN_DENOMINATOR else str(factor)


def _essay(standing: Standing, plan: Sequence[PiecePlan], policy: Policy, points: Fraction) -> Iterator[Text]:
    states = _of_kind(standing, plan, Kind.ESSAY)
    if not any(state.done for _, state in states):
        yield text(
            "Essay: not submitted, so %(points)s of %(weight)s points.",
            points=points,
            weight=shown(policy.essay_weight),
        )
        return
    score, maximum = _sums(states)
    yield text(
        "Essay: the criteria sum to %(score)s of %(maximum)s; that makes %(points)s of %(weight)s points.",
        score=score_shown(score),
        maximum=score_shown(maximum),
        points=points,
        weight=shown(policy.essay_weight),
    )
