"""A piece that somebody is excused from: not asked, not counted, its weight with the rest; the others untouched."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.grading.rules import (
    Deriver,
    Kind,
    Outcome,
    Policy,
    Row,
    Standing,
    asked_of,
    derive,
    explain,
    needed,
    other_readings,
    policy_in_words,
    summarise,
)
from app.shared.language import say
from tests.grading.rules_cast import PLAN, POLICY, QUIZZES, policy, state
from tests.grading.rules_strategies import KEYS, policies, standings

EARNS_NOTHING = policy({"excused": "earns_nothing"})
people = settings(max_examples=150, deadline=None)
some_keys = st.frozensets(st.sampled_from(KEYS))


def standing(quiz: int = 8, group: int | None = 80, essay: int | None = 28, *excused: str) -> Standing:
    pieces = dict.fromkeys(QUIZZES, state(quiz))
    if group is not None:
        pieces["group_work"] = state(group, 1)
    if essay is not None:
        pieces["essay"] = state(essay)
    return Standing(pieces, excused=frozenset(excused))


def said(lines) -> str:
    return "\n".join(say(line, "en") for line in lines)


def test_an_excused_quiz_leaves_its_weight_to_the_other_quizzes():
    person = standing(8, 80, 28, "quiz_2")
    pieces = {**person.pieces, "quiz_2": state(0), "quiz_1": state(10)}
    derived = derive(replace(person, pieces=pieces), PLAN, POLICY)
    assert derived.quiz_points == Fraction(30 * (10 + 4 * 8), 50)
    assert (derived.group_points, derived.essay_points) == (24, 28)
    assert (derived.pieces_done, derived.pieces_total) == (7, 7)
    assert derived.outcome is Outcome.ACHIEVEMENT


def test_an_excused_component_leaves_its_weight_to_the_others_in_proportion():
    derived = derive(standing(8, None, 28, "group_work"), PLAN, POLICY)
    assert derived.quiz_points == Fraction(8, 10) * 30 * Fraction(100, 70)
    assert derived.essay_points == Fraction(28, 40) * 40 * Fraction(100, 70)
    assert derived.complete
    assert derived.outcome is Outcome.ACHIEVEMENT


def test_where_the_course_says_so_what_is_excused_earns_nothing():
    derived = derive(standing(8, None, 28, "group_work", "quiz_1"), PLAN, EARNS_NOTHING)
    assert (derived.quiz_points, derived.group_points, derived.essay_points) == (20, 0, 28)
    assert (derived.pieces_done, derived.pieces_total, derived.complete) == (6, 6, True)
    assert derived.outcome is Outcome.PARTICIPATION


def test_more_than_half_is_counted_of_what_is_asked():
    half = Standing({key: state(10) for key in QUIZZES[:4]})
    assert not derive(half, PLAN, POLICY).enough_done
    assert derive(replace(half, excused=frozenset({"quiz_6"})), PLAN, POLICY).enough_done


def test_engagement_is_a_share_of_what_is_asked():
    six_of_eight = Standing({key: state(5) for key in QUIZZES})
    assert derive(six_of_eight, PLAN, POLICY).engagement == "half"
    assert derive(replace(six_of_eight, excused=frozenset({"essay"})), PLAN, POLICY).engagement == "half"
    assert derive(replace(six_of_eight, excused=frozenset({"essay", "group_work"})), PLAN, POLICY).engagement == "full"


def test_who_is_excused_from_everything_has_nothing_and_nobody_divides_by_it():
    derived = derive(standing(8, 80, 28, *KEYS), PLAN, POLICY)
    assert (derived.total, derived.pieces_done, derived.pieces_total) == (0, 0, 0)
    assert (derived.outcome, derived.engagement) == (Outcome.NONE, "never")


def test_a_weight_that_nothing_else_can_take_is_lost():
    essay_only = policy({"weights": {"quiz": 0, "group": 0, "essay": 100}})
    assert derive(standing(10, 100, 40, "essay"), PLAN, essay_only).base == 0


def test_a_named_piece_that_is_excused_is_not_required():
    named = policy({"achievement.requires": ["essay", "quiz_1"]})
    assert derive(standing(10, 100, None, "essay"), PLAN, named).outcome is Outcome.ACHIEVEMENT
    assert derive(standing(10, 100, None), PLAN, named).outcome is Outcome.PARTICIPATION


def test_the_explanation_says_what_is_excused_and_where_its_weight_goes():
    person = standing(8, None, 28, "group_work", "quiz_2")
    told = said(explain(person, PLAN, POLICY, derive(person, PLAN, POLICY), closed=True))
    assert "Excused, so neither done nor missing: quiz 2 and the group work." in told
    assert "The weight of what is excused goes to the rest" in told
    assert "Pieces done: 6 of 6" in told
    assert "Not done" not in told
    assert "Achievement asks for every piece: all are done." in told
    assert "What is excused earns no points." in said(
        explain(person, PLAN, EARNS_NOTHING, derive(person, PLAN, EARNS_NOTHING), closed=True)
    )


def test_quizzes_keep_their_numbers_beside_an_excused_one():
    person = Standing({key: state(8) for key in QUIZZES[:2]}, excused=frozenset({"quiz_3"}))
    told = said(explain(person, PLAN, POLICY, derive(person, PLAN, POLICY), closed=False))
    assert "Not done: quiz 4, quiz 5, quiz 6, the group work and the essay." in told


def test_what_is_needed_never_names_what_is_excused():
    person = Standing(dict.fromkeys(QUIZZES, state(8)), excused=frozenset({"group_work"}))
    need = needed(person, PLAN, POLICY, frozenset({"essay", "group_work"}))[Outcome.ACHIEVEMENT]
    assert need.must_do == ("essay",)
    assert need.open_points == Fraction(40 * 100, 70)
    assert need.points == 60 - Fraction(24 * 100, 70)


def test_the_manager_reads_what_would_be_without_the_excuse():
    person = standing(8, None, 28, "group_work")
    keys = {(reading.key, reading.value): reading.outcome for reading in other_readings(person, PLAN, POLICY)}
    assert keys[("excused", "earns_nothing")] is Outcome.PARTICIPATION
    assert keys[("excused", "asked")] is Outcome.PARTICIPATION


@pytest.mark.parametrize(("rules", "words"), [(POLICY, "its weight goes to the rest"), (EARNS_NOTHING, "no points")])
def test_the_course_page_says_what_an_excuse_means(rules, words):
    assert words in said(policy_in_words(rules, PLAN))


def test_figures_compare_quiz_points_out_of_the_same_30():
    everybody = [standing(8), standing(8, None, 28, "group_work"), standing(0, 80, 28, *QUIZZES)]
    rows = [Row(derive(one, PLAN, POLICY), one, {}) for one in everybody]
    quiz = summarise(rows, PLAN, POLICY, 1).quiz
    assert (quiz.taken_by, quiz.mean_points, quiz.mean_points_enrolled) == (2, "24.00", "24.00")


@people
@given(standings(), policies(), some_keys)
def test_weights_sum_to_what_they_did_or_are_lost_whole(person: Standing, rules: Policy, keys: frozenset[str]) -> None:
    _, asked = asked_of(replace(person, excused=keys), PLAN, rules)
    weights = sum(asked.weight(kind) for kind in Kind)
    kinds_left = {piece.kind for piece in PLAN if piece.key not in keys}
    assert weights == (100 if any(rules.weight(kind) for kind in kinds_left) else 0)


@people
@given(standings(), policies(), some_keys)
def test_points_stay_within_0_and_100_whatever_is_excused(
    person: Standing, rules: Policy, keys: frozenset[str]
) -> None:
    derivation = derive(replace(person, excused=keys), PLAN, rules)
    assert 0 <= derivation.base <= derivation.total <= 100
    assert 0 <= derivation.pieces_done <= derivation.pieces_total == len(KEYS) - len(keys)


@people
@given(standings(), policies(), some_keys)
def test_what_was_handed_in_of_an_excused_piece_changes_nothing(
    person: Standing, rules: Policy, keys: frozenset[str]
) -> None:
    without = {key: value for key, value in person.pieces.items() if key not in keys}
    excused = replace(person, excused=keys)
    assert derive(excused, PLAN, rules) == derive(replace(excused, pieces=without), PLAN, rules)


@people
@given(standings(), policies(), some_keys)
def test_redistributing_never_gives_less_than_earning_nothing(
    person: Standing, rules: Policy, keys: frozenset[str]
) -> None:
    excused = replace(person, excused=keys)
    spread = derive(excused, PLAN, rules)
    lost = derive(excused, PLAN, replace(rules, excused=EARNS_NOTHING.excused))
    assert spread.base >= lost.base
    assert (spread.pieces_done, spread.complete, spread.engagement) == (
        lost.pieces_done,
        lost.complete,
        lost.engagement,
    )


@people
@given(st.lists(standings(), min_size=1, max_size=4), policies(), st.lists(some_keys, min_size=4, max_size=4))
def test_a_cohort_with_excuses_gets_what_each_would_get_alone(
    cohort: list[Standing], rules: Policy, keys: list[frozenset[str]]
) -> None:
    excused = [replace(one, excused=some) for one, some in zip(cohort, keys, strict=False)]
    deriver = Deriver(PLAN, rules)
    assert [deriver.derive(one) for one in excused] == [derive(one, PLAN, rules) for one in excused]


@people
@given(standings(), policies())
def test_where_nothing_is_excused_the_key_changes_no_result(person: Standing, rules: Policy) -> None:
    other = replace(rules, excused=EARNS_NOTHING.excused)
    assert derive(person, PLAN, rules).to_data() == derive(person, PLAN, other).to_data()
    assert asked_of(person, PLAN, rules) == (PLAN, rules)
