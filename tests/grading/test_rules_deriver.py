"""What is worked out once for a whole cohort is what the rules say of each participant alone."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from app.grading.rules import Deriver, Kind, PiecePlan, PieceState, Policy, Standing, derive
from tests.grading.rules_cast import PLAN
from tests.grading.rules_strategies import policies, standings


def points_by_the_rule(kind: Kind, standing: Standing, plan: tuple[PiecePlan, ...], policy: Policy) -> Fraction:
    """Rules 1 to 3 and 5, piece by piece and without any short cut."""
    reached = maxima = Fraction(0)
    for piece in plan:
        state = standing.piece(piece.key)
        if piece.kind is kind:
            maxima += piece.maximum
            if state.done and state.score is not None:
                reached += state.score * (Fraction(1) if state.factor is None else state.factor)
    return policy.weight(kind) * reached / maxima if maxima else Fraction(0)


@given(policies(), st.lists(standings(), min_size=2, max_size=6))
def test_a_cohort_gets_what_each_of_it_would_get_alone(policy, cohort):
    deriver = Deriver(PLAN, policy)
    assert [deriver.derive(one) for one in cohort] == [derive(one, PLAN, policy) for one in cohort]


@given(policies(), st.lists(standings(), min_size=1, max_size=4), st.sets(st.sampled_from(Kind)))
def test_points_are_those_of_the_rules_also_where_a_course_lacks_a_component(policy, cohort, lacking):
    plan = tuple(piece for piece in PLAN if piece.kind not in lacking)
    deriver = Deriver(plan, policy)
    for standing in cohort:
        derivation = deriver.derive(standing)
        found = (derivation.quiz_points, derivation.group_points, derivation.essay_points)
        assert found == tuple(points_by_the_rule(kind, standing, plan, policy) for kind in Kind)
        assert derivation.pieces_done == sum(standing.piece(piece.key).done for piece in plan)
        assert derivation.components_total == len({piece.kind for piece in plan})


def test_a_changed_state_brings_what_it_now_says():
    state = PieceState(done=True, score=Fraction(80), factor=Fraction(1, 2))
    assert (state.earned, replace(state, factor=None).earned, replace(state, done=False).earned) == (40, 80, 0)
