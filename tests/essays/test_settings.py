"""The essay section of a course definition: everything has a default, and every fault is named with its key."""

from __future__ import annotations

from fractions import Fraction

import pytest

from app.essays.rules import EssaySettings, Late, Names
from app.shared.definitions.section_reader import SectionFaults


def test_a_course_that_says_nothing_keeps_to_the_defaults() -> None:
    settings = EssaySettings.from_data({})
    assert (settings.words_from, settings.words_to, settings.markers) == (1500, 2500, 1)
    assert (settings.late, settings.names) == (Late.REFUSED, Names.SHOWN)


def test_what_is_stated_counts_and_the_rest_stays() -> None:
    settings = EssaySettings.from_data({"marking": {"names": "hidden", "markers": 2}, "tolerance": {"total": "3.5"}})
    assert (settings.names, settings.markers, settings.tolerance_total) == (Names.HIDDEN, 2, Fraction(7, 2))
    assert settings.tolerance_criterion == 2


@pytest.mark.parametrize(
    ("section", "key"),
    [
        ({"marking": {"markers": 3}}, "marking.markers"),
        ({"marking": {"names": "maybe"}}, "marking.names"),
        ({"marking": {"colour": "red"}}, "marking.colour"),
        ({"word": {}}, "word"),
        ({"words": 2000}, "words"),
        ({"words": {"from": 3000}}, "words.to"),
        ({"words": {"from": 10.5}}, "words.from"),
        ({"late": {"days": "soon"}}, "late.days"),
    ],
)
def test_a_fault_is_named_with_its_key(section: dict[str, object], key: str) -> None:
    with pytest.raises(SectionFaults) as caught:
        EssaySettings.from_data(section)
    assert key in [fault.key for fault in caught.value.faults]
