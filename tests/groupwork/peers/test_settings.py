"""The group_work section of a course definition: everything has a default, and every fault is named with its key."""

from __future__ import annotations

from fractions import Fraction

import pytest

from app.courses.schemas import read_definition
from app.groupwork.rules.marks_criteria import OVERALL
from app.groupwork.rules.peer_words import Missing, Raters
from app.groupwork.rules.settings import GroupWorkSettings
from app.shared.definitions.section_reader import SectionFaults
from tests.courses.samples import A9714776

CRITERION = {"key": "analysis", "title": {"en": "Analysis", "fr": "Analyse"}, "maximum": 20}
LEVEL = {"points_from": 10, "title": {"en": "Good"}, "description": {"en": "Sound."}}


def test_a_course_that_says_nothing_keeps_to_the_defaults() -> None:
    settings = GroupWorkSettings.from_data({})
    assert settings.rubric.criteria == (OVERALL,)
    assert (settings.within.weight, settings.between.weight) == (0, 0)
    assert (settings.within.missing, settings.between.raters) == (Missing.IGNORE, Raters.AMBASSADOR)
    assert settings.factor.full == Fraction(3, 5)


def test_what_is_stated_counts_and_the_rest_stays() -> None:
    settings = GroupWorkSettings.from_data(
        {
            "criteria": [{**CRITERION, "levels": [LEVEL, {**LEVEL, "points_from": 0}]}],
            "peer": {"between": {"weight": "12.5", "raters": "members"}},
            "factor": {"full": "3/4"},
        }
    )
    assert (settings.between.weight, settings.between.raters) == (Fraction(25, 2), Raters.MEMBERS)
    assert (settings.factor.full, settings.factor.partial) == (Fraction(3, 4), Fraction(1, 10))
    assert [level.points_from for level in settings.rubric.levels["analysis"]] == [0, 10]
    assert settings.rubric.maximum == 20


@pytest.mark.parametrize(
    ("section", "key"),
    [
        ({"criteria": []}, "criteria"),
        ({"criteria": "analysis"}, "criteria"),
        ({"criteria": [7]}, "criteria.0"),
        ({"criteria": [{**CRITERION, "key": "An Analysis"}]}, "criteria.0.key"),
        ({"criteria": [CRITERION, CRITERION]}, "criteria.1.key"),
        ({"criteria": [{**CRITERION, "maximum": 0}]}, "criteria.0.maximum"),
        ({"criteria": [{**CRITERION, "maximum": "much"}]}, "criteria.0.maximum"),
        ({"criteria": [{**CRITERION, "title": "Analysis"}]}, "criteria.0.title"),
        ({"criteria": [{**CRITERION, "colour": "red"}]}, "criteria.0.colour"),
        ({"criteria": [{**CRITERION, "levels": 3}]}, "criteria.0.levels"),
        ({"criteria": [{**CRITERION, "levels": [{**LEVEL, "points_from": 21}]}]}, "criteria.0.levels.0.points_from"),
        ({"marking": {"markers": 4}}, "marking.markers"),
        ({"marking": {"tolerance": -1}}, "marking.tolerance"),
        ({"peer": "none"}, "peer"),
        ({"peer": {"within": {"missing": "perhaps"}}}, "peer.within.missing"),
        ({"peer": {"between": {"missing": "even"}}}, "peer.between.missing"),
        ({"peer": {"between": {"weight": 101}}}, "peer.between.weight"),
        ({"peer": {"within": {"minimum": 1}}}, "peer.within.minimum"),
        ({"peer": {"within": {"outlier": 0}}}, "peer.within.outlier"),
        ({"peer": {"beyond": {}}}, "peer.beyond"),
        ({"factor": {"full": 0}}, "factor.full"),
        ({"factor": {"partial": "4/5"}}, "factor.partial"),
        ({"factor": {"tasks": 0, "sessions": 0, "worksheet": 0}}, "factor.tasks"),
        ({"grades": {}}, "grades"),
    ],
)
def test_a_fault_is_named_with_its_key(section: dict[str, object], key: str) -> None:
    with pytest.raises(SectionFaults) as caught:
        GroupWorkSettings.from_data(section)
    assert key in [fault.key for fault in caught.value.faults]


def test_the_first_course_states_the_six_criteria_of_its_marking_guide() -> None:
    settings = GroupWorkSettings.from_data(read_definition(A9714776.read_bytes()).group_work)
    assert [int(criterion.maximum) for criterion in settings.rubric.criteria] == [20, 25, 20, 15, 10, 10]
    assert settings.rubric.maximum == 100
    assert all(len(levels) == 3 for levels in settings.rubric.levels.values())
    assert all(set(criterion.title) == {"en", "fr"} for criterion in settings.rubric.criteria)
    assert (settings.within.weight, settings.between.weight) == (0, 0)
