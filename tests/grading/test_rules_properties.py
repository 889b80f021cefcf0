"""What holds of every policy and every participant."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.grading.rules import (
    BonusUse,
    Outcome,
    PieceState,
    Policy,
    Row,
    Standing,
    derive,
    explain,
    other_readings,
    policy_in_words,
    summarise,
)
from app.shared.wording import points
from tests.grading.rules_cast import PLAN, POLICY
from tests.grading.rules_strategies import KEYS, policies, shares, standings

RANK = {Outcome.NONE: 0, Outcome.PARTICIPATION: 1, Outcome.ACHIEVEMENT: 2}
people = settings(max_examples=100, deadline=None)


@people
@given(standings(), policies())
def test_points_stay_within_0_and_100(person: Standing, rules: Policy) -> None:
    derivation = derive(person, PLAN, rules)
    parts = (derivation.quiz_points, derivation.group_points, derivation.essay_points)
    assert min(parts) >= 0
    assert sum(parts) == derivation.base <= derivation.total <= 100
    assert derivation.total - derivation.base <= derivation.bonus_used <= derivation.bonus_offered


@people
@given(standings(), policies(), st.permutations(PLAN), st.permutations(KEYS))
def test_the_order_of_pieces_does_not_matter(
    person: Standing, rules: Policy, plan: list[object], keys: list[str]
) -> None:
    shuffled = replace(person, pieces={key: person.pieces[key] for key in keys})
    assert derive(shuffled, plan, rules) == derive(person, PLAN, rules)  # type: ignore[arg-type]


@people
@given(standings(), policies(incomplete_above="participation"), st.sampled_from(PLAN), shares)
def test_a_better_mark_never_lowers_the_outcome(
    person: Standing, rules: Policy, piece: object, share: Fraction
) -> None:
    piece = next(item for item in PLAN if item is piece)
    old = person.piece(piece.key)
    better = max(share * piece.maximum, old.score or Fraction(0))
    factor = max(old.factor or Fraction(0), share) if old.factor is not None and share else old.factor
    done = old.done or factor is None or factor > 0
    improved = replace(person, pieces={**person.pieces, piece.key: PieceState(done=done, score=better, factor=factor)})
    assert RANK[derive(improved, PLAN, rules).outcome] >= RANK[derive(person, PLAN, rules).outcome]


@people
@given(standings(), policies(incomplete_above="participation"), st.integers(0, 40))
def test_a_higher_bonus_never_lowers_the_outcome(person: Standing, rules: Policy, more: int) -> None:
    higher = replace(person, bonus=(person.bonus or 0) + Fraction(more, 4))
    assert RANK[derive(higher, PLAN, rules).outcome] >= RANK[derive(person, PLAN, rules).outcome]


@people
@given(standings(), policies())
def test_a_bonus_is_used_exactly_where_it_makes_the_difference(person: Standing, rules: Policy) -> None:
    derivation = derive(person, PLAN, rules)
    without = derive(replace(person, bonus=None), PLAN, rules)
    used = derivation.bonus_use is BonusUse.USED
    assert used == (derivation.bonus_used > 0)
    assert used == (without.total < rules.achievement_cut <= derivation.total)
    if used:
        assert derivation.complete
    else:
        assert derivation.total == without.total
    assert without.outcome is derivation.outcome or derivation.outcome is Outcome.ACHIEVEMENT


@people
@given(standings(), policies())
def test_the_total_that_is_shown_never_exceeds_the_exact_one(person: Standing, rules: Policy) -> None:
    total = derive(person, PLAN, rules).total
    shown = Fraction(Decimal(points(total)))
    assert shown <= total < shown + Fraction(1, 100)


@people
@given(standings(), policies())
def test_other_readings_are_real_changes(person: Standing, rules: Policy) -> None:
    outcome = derive(person, PLAN, rules).outcome
    for reading in other_readings(person, PLAN, rules):
        assert reading.outcome is not outcome
        assert str(reading.text).endswith(".")


@people
@given(policies())
def test_a_policy_that_is_written_is_read_back_equal(rules: Policy) -> None:
    assert Policy.from_data(json.loads(json.dumps(rules.to_data()))) == rules


@people
@given(standings(), policies())
def test_every_sentence_can_be_said(person: Standing, rules: Policy) -> None:
    closed = person.bonus is None
    sentences = (
        *explain(person, PLAN, rules, derive(person, PLAN, rules), closed=closed),
        *policy_in_words(rules, PLAN),
    )
    for sentence in sentences:
        assert "%(" not in str(sentence)
        assert str(sentence)[-1] in ".)"
    assert any("so far" in str(sentence) for sentence in sentences) or closed


@settings(max_examples=40, deadline=None)
@given(st.lists(standings(), max_size=8), st.randoms(use_true_random=False))
def test_statistics_add_up_in_any_order(everybody: list[Standing], order: object) -> None:
    rows = [Row(derive(person, PLAN, POLICY), person, {}) for person in everybody]
    figures = summarise(rows, PLAN, POLICY, 0)
    assert sum(figures.engagement.values()) == sum(figures.outcome.values()) == len(rows)
    assert figures.quiz.above_mean < figures.quiz.taken_by or not figures.quiz.taken_by
    assert figures == summarise(rows[::-1], PLAN, POLICY, 0)
    assume(rows)
    assert figures.group_work.partially <= figures.group_work.took_part <= len(rows)
