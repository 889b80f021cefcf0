"""Balanced groups: everybody placed once, equal sizes, never worse than chance, the same for the same seed."""

import csv
from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as some

from app.courses.rules.grouping import (
    STARTS,
    Candidate,
    Trait,
    Wishes,
    balanced,
    cost,
    groups_for,
    shuffled,
    sizes_of,
)
from app.courses.rules.grouping_cost import common_quarters, working_time
from app.shared.errors import RuleBroken, Unreadable
from tests.courses.cast import SAMPLE

EVEN = Wishes(dict.fromkeys(Trait, 5), together=False, seed="A")
TOGETHER = Wishes(dict.fromkeys(Trait, 5), together=True, seed="A")


def person(number: int, language: str = "en", country: str = "ZM", gender: str = "f", hours: int = 2, **options):
    values = {
        Trait.LANGUAGE: language,
        Trait.COUNTRY: country,
        Trait.ORGANIZATION_TYPE: "government",
        Trait.GENDER: gender,
    }
    return Candidate(number, values, (hours * 60,), **options)


def sample_cohort() -> list[Candidate]:
    day = datetime(2022, 3, 9, 12, tzinfo=UTC)
    with SAMPLE.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [
        Candidate(
            number,
            {trait: row[trait.value] for trait in Trait if trait is not Trait.TIME_ZONE},
            (day.astimezone(ZoneInfo(row["timezone"])).utcoffset() // timedelta(minutes=1),),
        )
        for number, row in enumerate(rows)
    ]


people = some.lists(
    some.tuples(some.sampled_from("ef"), some.sampled_from("ABC"), some.sampled_from("fmx"), some.integers(-11, 14)),
    min_size=1,
    max_size=16,
).map(lambda rows: [person(number, *row) for number, row in enumerate(rows)])
weights = some.dictionaries(some.sampled_from(list(Trait)), some.integers(0, 10))
wishes = some.builds(Wishes, weights, some.booleans(), some.text(max_size=4))


@settings(max_examples=60, deadline=None)
@given(people, some.integers(1, 6), wishes)
def test_everybody_is_placed_once_in_groups_of_equal_size_at_no_more_than_the_cost_of_chance(
    candidates, groups, wished
):
    found = balanced(candidates, groups, wished)
    assert sorted(one for members in found.groups for one in members) == [one.id for one in candidates]
    sizes = [len(members) for members in found.groups]
    assert max(sizes) - min(sizes) <= 1
    assert found.cost == cost(candidates, found.groups, wished) >= 0
    chance = [shuffled(candidates, sizes_of(candidates, groups), wished, number) for number in range(STARTS)]
    assert found.cost <= min(one.cost for one in chance)
    assert balanced(list(reversed(candidates)), groups, wished) == found


@settings(max_examples=40, deadline=None)
@given(people, some.integers(1, 4), wishes, some.data())
def test_who_is_kept_stays(candidates, groups, wished, data):
    kept = {
        one.id: Candidate(
            one.id, one.values, one.offsets, data.draw(some.one_of(some.none(), some.integers(0, groups - 1)))
        )
        for one in candidates
    }
    fixed = [sum(one.fixed == index for one in kept.values()) for index in range(groups)]
    assume(max(fixed) <= len(candidates) // groups)
    found = balanced(list(kept.values()), groups, wished)
    for index, members in enumerate(found.groups):
        assert all(kept[one].fixed in {None, index} for one in members)


@pytest.mark.parametrize("wished", [EVEN, TOGETHER])
def test_the_sample_cohort_is_balanced_better_than_by_three_hundred_other_shuffles(wished):
    cohort = sample_cohort()
    found = balanced(cohort, 4, wished)
    sizes = sizes_of(cohort, 4)
    others = [shuffled(cohort, sizes, Wishes(wished.weights, wished.together, "other"), n) for n in range(300)]
    assert found.cost < min(one.cost for one in others)


def test_a_language_that_is_kept_together_gets_a_group_of_its_own():
    cohort = sample_cohort()
    languages = [
        Counter(cohort[one].values[Trait.LANGUAGE] for one in members)
        for members in balanced(cohort, 4, TOGETHER).groups
    ]
    assert sum(sum(one.values()) - max(one.values()) for one in languages) == 3, "13 francophones, ten in one group"


def test_a_language_that_is_spread_is_in_every_group_alike():
    cohort = sample_cohort()
    french = [
        sum(cohort[one].values[Trait.LANGUAGE] == "fr" for one in group) for group in balanced(cohort, 4, EVEN).groups
    ]
    assert max(french) - min(french) <= 1


def test_a_trait_without_weight_does_not_count():
    two = [person(0, gender="f"), person(1, gender="f"), person(2, gender="m"), person(3, gender="m")]
    only_hours = Wishes({Trait.TIME_ZONE: 3}, together=False, seed="A")
    assert cost(two, [(0, 1), (2, 3)], only_hours) == 0
    assert cost(two, [(0, 1), (2, 3)], Wishes({Trait.GENDER: 3}, together=False, seed="A")) > 0


def test_people_seven_hours_apart_are_not_put_together_when_hours_count():
    cohort = [person(number, hours=0 if number % 2 else 7) for number in range(8)]
    found = balanced(cohort, 2, Wishes({Trait.TIME_ZONE: 1}, together=False, seed="A"))
    assert found.cost == 0


@pytest.mark.parametrize(
    ("hours", "common"), [((), 12), ((2,), 12), ((2, 2), 12), ((0, 7), 5), ((1, 4), 9), ((-11, 13), 12), ((-6, 6), 0)]
)
def test_common_hours_are_those_between_eight_and_twenty_for_everybody(hours, common):
    assert common_quarters((one * 60,) for one in hours) == common * 4


def test_of_several_days_the_one_with_the_fewest_common_hours_counts():
    assert common_quarters([(60, 60), (60, 120)]) == 11 * 4


def test_working_time_is_twelve_hours_of_a_day_in_every_zone():
    assert all(working_time(offset).bit_count() == 48 for offset in range(-12 * 60, 14 * 60 + 1, 15))
    assert working_time(0) == ((1 << 48) - 1) << 32


@pytest.mark.parametrize(("size", "groups"), [(10, 5), (42, 1), (11, 4), (1, 42), (50, 1)])
def test_a_size_asks_for_as_many_groups_as_hold_everybody(size, groups):
    assert groups_for(42, size) == groups


@pytest.mark.parametrize("groups", [0, -1, 201])
def test_a_number_of_groups_out_of_range_is_refused(groups):
    with pytest.raises(Unreadable):
        balanced([person(0)], groups, EVEN)


def test_a_weight_out_of_range_is_refused():
    with pytest.raises(Unreadable):
        balanced([person(0)], 1, Wishes({Trait.GENDER: 11}, together=False, seed=""))


def test_more_fixed_people_than_a_group_holds_are_refused():
    with pytest.raises(RuleBroken) as refused:
        balanced([person(0, fixed=0), person(1, fixed=0), person(2, fixed=0), person(3)], 2, EVEN)
    assert refused.value.code == "too_many_fixed"
