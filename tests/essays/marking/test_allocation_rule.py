"""Sharing essays out: never against the rules, and as evenly as they allow, compared with every other way."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.essays.rules import EssaySettings, OwnCountry
from app.essays.rules.allocation import Marker, Refusal, Work, by_hand, refusals, share_out

OPEN = EssaySettings.from_data({})
APART = replace(OPEN, own_country=OwnCountry.NEVER)
MARKER = Marker(1, "Théo", frozenset({"fr"}), "SN", frozenset({7}))
WORK = Work(10, 2, "fr", "ZM", 3)


@pytest.mark.parametrize(
    ("name", "marker", "work", "chosen", "reasons"),
    [
        ("nothing against it", MARKER, WORK, APART, ()),
        ("another language", MARKER, replace(WORK, language="en"), APART, (Refusal.LANGUAGE,)),
        ("a regional kind of it", MARKER, replace(WORK, language="fr-CD"), APART, ()),
        ("their own essay", MARKER, replace(WORK, person_id=1), OPEN, (Refusal.OWN_ESSAY,)),
        ("their own country", MARKER, replace(WORK, country="SN"), APART, (Refusal.OWN_COUNTRY,)),
        ("their own country, allowed", MARKER, replace(WORK, country="SN"), OPEN, ()),
        ("no country stated on either side", replace(MARKER, country=""), replace(WORK, country=""), APART, ()),
        ("a group of theirs", MARKER, replace(WORK, group_id=7), APART, (Refusal.OWN_GROUP,)),
        ("a group of theirs, allowed", MARKER, replace(WORK, group_id=7), OPEN, ()),
        ("no group", MARKER, replace(WORK, group_id=None), APART, ()),
        ("away", replace(MARKER, available=False), WORK, APART, (Refusal.AWAY,)),
    ],
)
def test_a_refusal_is_named(
    name: str, marker: Marker, work: Work, chosen: EssaySettings, reasons: tuple[Refusal, ...]
) -> None:
    assert refusals(marker, work, chosen) == reasons, name


def test_by_hand_language_is_for_people_to_judge() -> None:
    assert by_hand((Refusal.LANGUAGE, Refusal.AWAY)) == ()
    assert by_hand((Refusal.LANGUAGE, Refusal.OWN_COUNTRY)) == (Refusal.OWN_COUNTRY,)


MARKERS = (1, 2, 3)
CASES = st.fixed_dictionaries(
    {
        "may": st.lists(st.frozensets(st.sampled_from(MARKERS)), max_size=5),
        "kept": st.lists(st.frozensets(st.sampled_from(MARKERS), max_size=2), min_size=5, max_size=5),
        "needed": st.sampled_from((1, 2)),
        "busy": st.dictionaries(st.sampled_from(MARKERS), st.integers(0, 3)),
    }
)


def loads(kept: dict[int, frozenset[int]], given_out: dict[int, set[int]], busy: dict[int, int]) -> list[int]:
    load = Counter(busy)
    load.update(who for some in (*kept.values(), *given_out.values()) for who in some)
    return sorted((load[one] for one in MARKERS), reverse=True)


def every_way(
    may: dict[int, frozenset[int]], kept: dict[int, frozenset[int]], needed: int
) -> list[dict[int, set[int]]]:
    """All ways to give each essay as many of its markers as it still needs, or as many as there are."""
    choices = []
    for essay_id, fit in may.items():
        free = sorted(fit - kept[essay_id])
        choices.append([set(some) for some in combinations(free, max(0, min(needed - len(kept[essay_id]), len(free))))])
    return [dict(zip(may, way, strict=True)) for way in product(*choices)]


@settings(max_examples=300, deadline=None)
@given(CASES)
def test_no_other_way_is_more_even(case: dict) -> None:
    may = dict(enumerate(case["may"]))
    kept = {essay_id: case["kept"][essay_id] for essay_id in may}
    found = share_out(MARKERS, may, kept, needed=case["needed"], busy=case["busy"])

    ways = every_way(may, kept, case["needed"])
    complete = {essay_id: found.get(essay_id, set()) for essay_id in may}
    assert complete in ways, "breaks a constraint, or leaves out somebody who fits"
    own = loads(kept, complete, case["busy"])
    others = [loads(kept, way, case["busy"]) for way in ways]
    assert own[0] == min(other[0] for other in others)
    assert own[-1] == max(other[-1] for other in others)
    assert own[0] - own[-1] == min(other[0] - other[-1] for other in others)
    assert sum(load**2 for load in own) == min(sum(load**2 for load in other) for other in others)


@settings(deadline=None)
@given(st.integers(0, 60), st.integers(1, 7), st.sampled_from((1, 2)))
def test_where_nobody_is_excluded_loads_differ_by_one(essays: int, markers: int, needed: int) -> None:
    everybody = frozenset(range(markers))
    may = dict.fromkeys(range(essays), everybody)
    found = share_out(range(markers), may, {}, needed=needed, busy={})
    load = Counter(who for some in found.values() for who in some)
    assert max((load[one] for one in everybody), default=0) - min((load[one] for one in everybody), default=0) <= 1
    assert all(len(found[essay_id]) == min(needed, markers) for essay_id in may)


def test_others_move_on_to_make_room() -> None:
    """The first essay goes to 1, who alone could take the second; so the first moves on to 2."""
    found = share_out((1, 2), {10: frozenset({1, 2}), 11: frozenset({1})}, {}, needed=1, busy={})
    assert found == {10: {2}, 11: {1}}


def test_two_hundred_essays_take_no_time() -> None:
    may = {essay_id: frozenset({essay_id % 6, (essay_id * 7) % 6, (essay_id + 3) % 6}) for essay_id in range(200)}
    found = share_out(range(6), may, {}, needed=2, busy={})
    assert all(found[essay_id] <= may[essay_id] for essay_id in may)
