"""What is still needed is told as exactly as it is."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from app.grading.rules import Needed, NeededState, Outcome, PieceState, Standing, needed
from tests.grading.rules_cast import PLAN, QUIZZES, everything, policy, standing, state, without_essay

ALL = frozenset(piece.key for piece in PLAN)
ESSAY = frozenset({"essay"})


def need(
    person: Standing,
    still_open: frozenset[str] = frozenset(),
    outcome: Outcome = Outcome.ACHIEVEMENT,
    changes: dict[str, Any] | None = None,
) -> Needed:
    return needed(person, PLAN, policy(changes), still_open)[outcome]


def for_participation(person: Standing, still_open: frozenset[str], changes: dict[str, Any] | None = None) -> Needed:
    return need(person, still_open, Outcome.PARTICIPATION, changes)


def test_one_open_piece_is_told_in_its_own_unit() -> None:
    found = need(without_essay("38.5"), ESSAY)
    assert (found.state, found.points, found.piece, found.score, found.maximum) == (
        NeededState.REACHABLE, Fraction("21.5"), "essay", Fraction("21.5"), 40,
    )  # fmt: skip
    assert str(found.text) == "For the Certificate of Achievement: at least 21.50 of 40 in the essay."


def test_a_needed_score_is_rounded_up() -> None:
    found = need(standing(*[10] * 5, mark=Fraction(100, 3), essay=20), frozenset({"quiz_6"}))
    assert found.score == 10
    third = need(standing(*[10] * 5, mark=40, essay=Fraction(62, 3)), frozenset({"quiz_6"}))
    assert str(third.text) == "For the Certificate of Achievement: at least 4.67 of 10 in quiz 6."


def test_a_recorded_bonus_lowers_the_need() -> None:
    assert need(without_essay("38.5", bonus=10), ESSAY).score == Fraction("11.5")


def test_a_bonus_in_percent_lowers_it_in_proportion() -> None:
    found = need(without_essay(40, bonus=10), ESSAY, changes={"bonus.unit": "percent"})
    assert found.score == Fraction(60) / Fraction("1.1") - 40


def test_a_bonus_never_helps_to_participation() -> None:
    assert for_participation(without_essay(25, bonus=10), ESSAY).score == 5


def test_where_the_points_are_there_the_piece_must_still_be_done() -> None:
    found = need(without_essay(60), ESSAY)
    assert (found.state, found.points, found.must_do) == (NeededState.REACHABLE, 0, ("essay",))
    assert str(found.text) == (
        "Certificate of Achievement: the points are enough already. Still to be done, with whatever mark: the essay."
    )


def test_several_open_pieces_are_told_in_points_of_100() -> None:
    found = need(standing(*[10] * 5, mark=80), frozenset({"quiz_6", "essay"}))
    assert (found.points, found.open_points, found.must_do, found.piece) == (11, 45, ("quiz_6", "essay"), None)
    assert str(found.lines[0]) == (
        "For the Certificate of Achievement: at least 11 more points of the 45.00 that are still open."
    )
    assert str(found.lines[1]) == "Still to be done, with whatever mark: quiz 6 and the essay."


def test_what_is_handed_in_and_unmarked_is_open_but_done() -> None:
    person = Standing({**without_essay("38.5").pieces, "essay": state(None)})
    found = need(person)
    assert (found.state, found.score, found.must_do) == (NeededState.REACHABLE, Fraction("21.5"), ())


def test_group_work_without_a_mark_counts_with_the_factor_that_is_known() -> None:
    person = Standing({**everything(50).pieces, "group_work": PieceState(done=True, score=None, factor=Fraction(1, 2))})
    found = need(person)
    assert (found.open_points, found.points, found.score) == (15, 25, Fraction(500, 3))
    assert found.state is NeededState.OUT_OF_REACH


def test_open_group_work_is_assumed_in_full() -> None:
    person = Standing({key: piece for key, piece in everything(50).pieces.items() if key != "group_work"})
    found = need(person, frozenset({"group_work"}))
    assert (found.score, found.must_do) == (Fraction(250, 3), ("group_work",))
    assert str(found.text) == "For the Certificate of Achievement: at least 83.34 of 100 in the group work."


def test_a_closed_piece_puts_achievement_out_of_reach() -> None:
    found = need(standing(*[10] * 5, mark=80, essay=40))
    assert found.state is NeededState.OUT_OF_REACH
    assert str(found.text) == (
        "Certificate of Achievement: out of reach, because what it asks for was not done and is closed: quiz 6."
    )


def test_too_few_points_left_put_it_out_of_reach() -> None:
    found = need(without_essay("19.99"), ESSAY)
    assert found.state is NeededState.OUT_OF_REACH
    assert str(found.text) == (
        "Certificate of Achievement: out of reach, because 40.01 more points are needed and 40.00 are still open."
    )
    assert need(without_essay(20), ESSAY).state is NeededState.REACHABLE


def test_what_is_reached_needs_nothing_more() -> None:
    assert str(need(everything(60)).text) == "Certificate of Achievement: reached, nothing more is needed."
    assert for_participation(everything(60), frozenset()).state is NeededState.REACHED


def test_participation_asks_for_more_than_half_of_the_pieces() -> None:
    found = for_participation(standing(), ALL)
    assert (found.points, found.choose, len(found.choose_from), found.must_do) == (30, 5, 8, ())
    exactly = for_participation(standing(10, 10), frozenset({"quiz_3", "group_work", "essay"}))
    assert (exactly.choose, exactly.must_do) == (0, ("quiz_3", "group_work", "essay"))
    too_few = for_participation(standing(10), frozenset({"quiz_3", "group_work", "essay"}))
    assert too_few.state is NeededState.OUT_OF_REACH
    assert str(too_few.text) == (
        "Certificate of Participation: out of reach, because too few pieces are done or still open."
    )


def test_participation_by_components_asks_for_whole_ones() -> None:
    by_component = {"participation.counted_by": "component"}
    found = for_participation(standing(10, 10, mark=100), ALL, by_component)
    assert (found.choose, found.choose_from) == (1, (QUIZZES[2:], ("essay",)))
    assert "any 1 of these components: (quiz 3, quiz 4, quiz 5 and quiz 6) and (the essay)" in str(found.text)
    last = for_participation(standing(10, 10, mark=100), frozenset({"quiz_3", "essay"}), by_component)
    assert last.must_do == ("essay",)


def test_named_requirements_are_the_only_ones() -> None:
    found = need(standing(mark=100), ESSAY, changes={"achievement.requires": ["essay"]})
    assert (found.must_do, found.score) == (("essay",), 30)


def test_missing_hours_are_needed_too() -> None:
    changes = {"hours.required": 60}
    found = need(everything(60, hours="52.5"), changes=changes)
    assert (found.state, found.hours, found.points) == (NeededState.REACHABLE, Fraction("7.5"), 0)
    assert str(found.lines[-1]) == "Hours still to be attended: 7.50."
    assert for_participation(everything(30), frozenset(), changes).state is NeededState.REACHED
    assert for_participation(without_essay(20), ESSAY, changes).hours == 0


def test_a_bonus_that_hours_hold_back_is_no_part_of_participations_points() -> None:
    found = for_participation(everything(52, bonus=10), frozenset(), {"hours.required": 60, "participation.points": 55})
    assert (found.state, found.points) == (NeededState.OUT_OF_REACH, 3)


def test_rounding_lowers_the_need_to_the_half_point() -> None:
    assert need(without_essay("38.5"), ESSAY, changes={"threshold_rounding": "half_up"}).score == 21


@pytest.mark.parametrize(("still_open", "state"), [(ESSAY, "reachable"), (frozenset(), "out_of_reach")])
def test_where_incomplete_work_bars_every_certificate_the_missing_piece_is_needed(
    still_open: frozenset[str], state: str
) -> None:
    found = for_participation(without_essay(60), still_open, {"incomplete_above": "none"})
    assert found.state == state
    assert found.must_do == ("essay",) if still_open else found.choose == 0


def test_a_piece_that_must_be_done_anyway_counts_towards_the_share() -> None:
    changes = {
        "incomplete_above": "none",
        "achievement.requires": ["essay"],
        "weights": {"quiz": 0, "group": 60, "essay": 40},
    }
    found = for_participation(standing(mark=100), ALL, changes)
    assert (found.must_do, found.choose, found.choose_from) == (("essay",), 3, tuple((quiz,) for quiz in QUIZZES))


def test_a_mark_of_somebody_whose_part_is_not_yet_told_can_still_be_earned_in_full() -> None:
    person = standing(*[10] * 6, mark=80, factor=0, essay=10)
    found = need(person, frozenset({"group_work"}))
    assert (found.score, found.maximum, found.state) == (Fraction(200, 3), 80, NeededState.REACHABLE)


def test_nobody_is_warned_of_points_that_are_out_of_reach() -> None:
    found = for_participation(standing(*[10] * 5, mark=80), frozenset({"quiz_6"}), {"incomplete_above": "none"})
    assert len(found.lines) == 1


def test_whoever_could_lose_a_certificate_by_more_points_is_warned() -> None:
    person = standing(*[10] * 5, mark=100)
    found = for_participation(person, frozenset({"quiz_6"}), {"incomplete_above": "none"})
    assert found.state is NeededState.REACHED
    assert str(found.lines[-1]).startswith("Take care: in this course, 60 points without every required piece")
