"""What an answer may hold, and how typed answers are read."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.quizzes.rules.answers import read_answer, right_sides
from app.quizzes.rules.typed import LONGEST, readings_of, same_words
from app.shared.errors import Unreadable
from tests.quizzes.questions import (
    AFRICA,
    ASIA,
    EUROPE,
    EVERY_KIND,
    matching,
    multiple,
    numeric,
    ordering,
    short,
    single,
)

KEPT = {
    "one key": (single(), ["c"], ("c",)),
    "keys in the question's order": (multiple(), ["d", "a"], ("a", "d")),
    "a number as typed": (numeric(), [" 12,5 "], (" 12,5 ",)),
    "blank is no answer": (short("word"), ["  "], ()),
    "pairs in the question's order": (matching(), [f"b>{ASIA}", f"a>{EUROPE}"], (f"a>{EUROPE}", f"b>{ASIA}")),
    "an order": (ordering(), list("dbca"), tuple("dbca")),
}
REFUSED = {
    "an unknown key": (single(), ["z"]),
    "two keys where one belongs": (single(), ["a", "b"]),
    "an unknown key among known ones": (multiple(), ["a", "z"]),
    "a key twice": (multiple(), ["a", "a"]),
    "two numbers": (numeric(), ["1", "2"]),
    "a text that is too long": (short("word"), ["x" * (LONGEST + 1)]),
    "half a pair": (matching(), ["a"]),
    "an unknown left side": (matching(), [f"z>{AFRICA}"]),
    "a left side as a right one": (matching(), ["a>a"]),
    "an unknown right side": (matching(), ["a>z"]),
    "a distractor that is not there": (matching(), ["a>x2"]),
    "an entry matched twice": (matching(), [f"a>{AFRICA}", f"a>{EUROPE}"]),
    "half an order": (ordering(), ["a", "b"]),
    "an order with an entry twice": (ordering(), list("aabc")),
}


@pytest.mark.parametrize("name", KEPT)
def test_an_answer_is_kept_as(name):
    question, chosen, kept = KEPT[name]
    assert read_answer(question, chosen) == kept


@pytest.mark.parametrize("name", REFUSED)
def test_an_answer_is_refused(name):
    question, chosen = REFUSED[name]
    with pytest.raises(Unreadable) as refused:
        read_answer(question, chosen)
    assert [problem.where for problem in refused.value.problems] == ["chosen"]


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_every_question_takes_no_answer(kind):
    assert read_answer(EVERY_KIND[kind], []) == ()


def test_a_typed_answer_of_the_longest_kind_is_taken():
    assert read_answer(short("word"), ["x" * LONGEST]) == ("x" * LONGEST,)


def test_right_sides_are_listed_once_each_with_the_distractors():
    assert {key: side["en"] for key, side in right_sides(matching()).items()} == {
        AFRICA: "Africa",
        EUROPE: "Europe",
        ASIA: "Asia",
    }


def test_the_key_of_a_right_side_does_not_tell_its_left_side():
    asked = matching()
    turned = replace(asked, options=tuple(replace(one, key=key) for one, key in zip(asked.options, "cab", strict=True)))
    assert set(right_sides(turned)) == set(right_sides(asked))
    assert not {option.key for option in asked.options} & set(right_sides(asked))


NUMBERS = {
    "12": ["12"],
    "+12": ["12"],
    "-0.5": ["-1/2"],
    "−3": ["-3"],
    "12,5": ["12.5"],
    ",5": ["0.5"],
    "5.": ["5"],
    "1,250": ["1250", "1.25"],
    "1.250": ["1.25", "1250"],
    "1,250,000": ["1250000"],
    "1.250.000,5": ["1250000.5"],
    "1,250.5": ["1250.5"],
    "1 250 000": ["1250000"],
    "1\u202f250,5": ["1250.5"],
    "1’250": ["1250"],
    "2.5e3": ["2500"],
    "2,5E-1": ["1/4"],
    "1e999": [],
    "12,34,56": [],
    "1.2.3": [],
    "": [],
    ".": [],
    "-": [],
    "e5": [],
    "1/2": [],
    "٣": [],
    "12 %": [],
}


@pytest.mark.parametrize("typed", NUMBERS)
def test_a_number_is_read_as(typed):
    assert sorted(readings_of(typed)) == sorted(Fraction(number) for number in NUMBERS[typed])


@given(st.text(max_size=40))
def test_whatever_is_typed_is_read_or_not_but_never_fails(typed):
    assert len(readings_of(typed)) <= 2


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**9), max_value=10**9))
def test_a_number_is_read_back_exactly(value):
    assert Fraction(value) in readings_of(f"{value:f}")
    assert Fraction(value) in readings_of(f"{value:,f}")
    assert Fraction(value) in readings_of(f"{value:f}".replace(".", ","))


WORDS = {
    "capitals": ("Labour migration", "labour MIGRATION", True),
    "white space": ("labour migration", "  labour\n migration ", True),
    "curly quotes": ("workers' rights", "workers’ rights", True),
    "accents count": ("emploi décent", "emploi decent", False),
    "composed and decomposed letters": ("d\u00e9cent", "de\u0301cent", True),
    "a star for any letters": ("migra* policy", "Migration policy", True),
    "a star for none": ("migrant*", "migrant", True),
    "a star in the middle keeps both ends": ("a*b", "ab x", False),
    "ends do not overlap": ("aba*aba", "aba", False),
    "several stars, in order": ("*six*steps*", "the six great steps.", True),
    "several stars, out of order": ("*six*steps*", "steps: six", False),
    "the same part twice has to stand there twice": ("*visa*visa*", "one visa", False),
    "a real star": (r"2\*3", "2*3", True),
    "a real star is no joker": (r"2\*3", "2x3", False),
    "nothing": ("word", "", False),
}


@pytest.mark.parametrize("name", WORDS)
def test_words_are_the_same(name):
    pattern, typed, same = WORDS[name]
    assert same_words(pattern, typed, match_case=False) is same


def test_capitals_count_where_they_are_said_to():
    assert not same_words("ILO", "ilo", match_case=True)
    assert same_words("I*O", "ILO", match_case=True)


def test_many_stars_cost_no_time_to_speak_of():
    assert not same_words("*a" * 200 + "b", "a" * LONGEST, match_case=False)
