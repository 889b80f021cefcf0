"""Sentences are data, and points are shown rounded down."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.shared.language import city_of, dated, decimal, pick, say, sorted_by, supported
from app.shared.wording import points, text


@pytest.mark.parametrize(
    ("exact", "shown"),
    [
        (Fraction(60), "60.00"),
        (Fraction("59.999"), "59.99"),
        (Fraction(1, 3), "0.33"),
        (Fraction(0), "0.00"),
        (Fraction("-0.005"), "-0.01"),
    ],
)
def test_points_are_rounded_down_to_two_decimals(exact: Fraction, shown: str) -> None:
    assert points(exact) == shown


@given(st.fractions(min_value=0, max_value=100))
def test_shown_points_never_exceed_the_exact_ones_and_miss_less_than_a_hundredth(exact: Fraction) -> None:
    assert 0 <= exact - Fraction(points(exact)) < Fraction(1, 100)


def test_a_sentence_says_nested_sentences_and_points_in_the_readers_way() -> None:
    sentence = text("%(piece)s gives %(points)s.", piece=text("Quiz"), points=Fraction(51, 2))
    assert str(sentence) == "Quiz gives 25.50."
    assert say(sentence, "fr").endswith("25,50.")


@pytest.mark.parametrize(
    ("asked", "spoken"), [("fr-CH", "fr"), ("fr_FR", "fr"), ("pt", "en"), ("", "en"), (None, "en")]
)
def test_a_reader_of_another_language_gets_english(asked: str | None, spoken: str) -> None:
    assert supported(asked) == spoken


def test_titles_fall_back_to_english_then_to_what_there_is() -> None:
    assert pick({"en": "Week", "fr": "Semaine"}, "fr") == "Semaine"
    assert pick({"en": "Week"}, "fr") == "Week"
    assert pick({"pt": "Semana"}, "fr") == "Semana"
    assert decimal("25.50", "fr") == "25,50"


@pytest.mark.parametrize(
    ("words", "language", "said"),
    [
        ("1 mars 2022", "fr", "1er mars 2022"),
        ("mar. 1 mars, 08:00", "fr", "mar. 1er mars, 08:00"),
        ("21 mars 2022, 01:01", "fr", "21 mars 2022, 01:01"),
        ("1 March 2022", "en", "1 March 2022"),
    ],
)
def test_french_says_the_first_of_a_month_its_own_way(words: str, language: str, said: str) -> None:
    assert dated(words, language) == said


def test_accents_and_capitals_do_not_change_an_order() -> None:
    assert sorted(["Zambie", "Éthiopie", "eswatini", "Afrique du Sud"], key=sorted_by) == [
        "Afrique du Sud",
        "eswatini",
        "Éthiopie",
        "Zambie",
    ]


@pytest.mark.parametrize(
    ("zone", "english", "french"),
    [
        ("Indian/Mauritius", "Mauritius", "Maurice"),
        ("Africa/Cairo", "Cairo", "Le Caire"),
        ("Africa/Lilongwe", "Lilongwe", "Lilongwe"),
        ("America/New_York", "New York", "New York"),
        ("UTC", "UTC", "UTC"),
    ],
)
def test_a_zone_is_named_by_its_city_in_the_readers_language(zone, english, french):
    assert (city_of(zone, "en"), city_of(zone, "fr-CH")) == (english, french)


def test_a_figure_below_zero_has_the_sign_of_the_tables() -> None:
    assert say(text("%(least)s or more", least=Fraction(-1, 10)), "en") == "−0.10 or more"
