"""How QTI items say that they are scored, and what is made of it."""

from __future__ import annotations

import pytest

from app.quizzes.rules import QuestionKind, Scoring
from tests.quizzes.documents.qti_files import (
    CORRECT,
    GAP,
    HALF,
    RESPONSE,
    choices,
    declares,
    every_version,
    item,
    mapping,
    sets,
    when,
)
from tests.quizzes.documents.reading import (
    accepted,
    fractions,
    notices,
    question,
    refusal,
    right,
)


@pytest.mark.parametrize(
    ("rules", "scoring"),
    [
        (when(CORRECT, sets("SCORE", "4")), Scoring.ALL_OR_NOTHING),
        (
            '<setOutcomeValue identifier="SCORE"><divide><mapResponse identifier="RESPONSE"/>'
            '<baseValue baseType="float">6</baseValue></divide></setOutcomeValue>',
            Scoring.RIGHT_MINUS_WRONG,
        ),
        (
            "".join(
                when(
                    test,
                    '<setOutcomeValue identifier="SCORE"><sum><variable identifier="SCORE"/>'
                    '<baseValue baseType="float">1</baseValue></sum></setOutcomeValue>',
                )
                for name, chosen in {"a": True, "b": True, "c": False, "d": False, "e": False}.items()
                for member in [f'<member><baseValue baseType="identifier">{name}</baseValue>{RESPONSE}</member>']
                for test in [member if chosen else f"<not>{member}</not>"]
            ),
            Scoring.PER_OPTION,
        ),
    ],
)
def test_the_scoring_is_what_the_rules_do(rules, scoring):
    worth = mapping({"a": "3", "b": "3", "c": "-2", "d": "-2", "e": "-2"}, 'lowerBound="0" defaultValue="0"')
    declared = declares("multiple", "identifier", "a", "b", mapping=worth)
    asked = question(item(declared, choices(*"abcde", most=0), rules))
    assert (asked.scoring, right(asked), fractions(asked)) == (scoring, ["a text", "b text"], [None] * 5)


def test_rules_that_have_no_like_here_are_said():
    first = when(f'<member><baseValue baseType="identifier">a</baseValue>{RESPONSE}</member>', sets("SCORE", "0.7"))
    rules = first + when(CORRECT, sets("SCORE", "1"))
    written = item(declares("multiple", "identifier", "a", "b"), choices("a", "b", "c", most=0), rules)
    assert question(written).scoring is Scoring.ALL_OR_NOTHING
    assert notices(written) == [
        "Partly right answers are scored differently there; here only the right options bring the point."
    ]


def test_shares_of_one_choice_from_a_mapping():
    declared = declares("single", "identifier", "a", mapping=mapping({"a": "2", "b": "1", "c": "-1"}))
    asked = question(item(declared, choices("a", "b", "c"), "map_response"))
    assert fractions(asked) == [1, HALF, -HALF]


@every_version
@pytest.mark.parametrize(
    ("case", "match_case", "expected"),
    [("false", False, [("York", 1), ("Lancaster", HALF)]), ("true", True, [("York", 1), ("Lancaster", HALF)])],
)
def test_words_by_a_mapping(version, case, match_case, expected):
    entries = "".join(
        f'<mapEntry mapKey="{key}" mappedValue="{value}" caseSensitive="{case}"/>'
        for key, value in {"York": "1", "Lancaster": "0.5"}.items()
    )
    declared = declares("single", "string", "York", mapping=f'<mapping defaultValue="0">{entries}</mapping>')
    asked = question(item(declared, GAP, "map_response", version=version))
    assert (asked.kind, asked.match_case, accepted(asked)) == (QuestionKind.SHORT, match_case, expected)
    assert asked.text == {"en": "Now is the winter _____ of."}


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ('<equal toleranceMode="absolute" tolerance="0.5 0.5">{r}{ten}</equal>', (10, HALF, 1)),
        (
            '<equal toleranceMode="relative" tolerance="10">{ten}{r}</equal>',
            (10, 1, 1),
        ),
        ("<equal>{r}{ten}</equal>", (10, 0, 1)),
        ("<and><gte>{r}{ten}</gte><lte>{r}{twelve}</lte></and>", (11, 1, 1)),
        ("<and><gt>{r}{ten}</gt><lt>{r}{twelve}</lt></and>", (11, 1, 1)),
    ],
)
def test_numbers_by_what_the_rules_accept(test, expected):
    numbers = {"ten": "10", "twelve": "12"}
    values = {name: f'<baseValue baseType="float">{number}</baseValue>' for name, number in numbers.items()}
    filled = test.format(r=RESPONSE, **values)
    written = item(declares("single", "float", "10"), GAP, when(filled, sets("SCORE", "1")))
    asked = question(written)
    assert (asked.kind, accepted(asked)) == (QuestionKind.NUMERIC, [expected])
    assert notices(written) == (["The limits of an interval count as right here."] if "<gt>" in test else [])


def test_nested_tolerances_keep_their_shares():
    def within(tolerance):
        number = '<baseValue baseType="float">10</baseValue>'
        return f'<equal toleranceMode="absolute" tolerance="{tolerance} {tolerance}">{RESPONSE}{number}</equal>'

    rules = when(within("1"), sets("SCORE", "1"), otherwise=when(within("3"), sets("SCORE", "0.5")))
    asked = question(item(declares("single", "float", "10"), GAP, rules))
    assert accepted(asked) == [(10, 1, 1), (10, 3, HALF)]


def test_scoring_that_would_take_for_ever_is_refused():
    rule = '<setOutcomeValue identifier="SCORE"><sum>' + '<baseValue baseType="float">1</baseValue>' * 2000
    rules = f"{rule}</sum></setOutcomeValue>" * 3
    names = [f"c{number}" for number in range(30)]
    assert refusal(item(declares("multiple", "identifier", "c1"), choices(*names, most=0), rules)) == (
        "Its scoring is too involved to be followed."
    )
