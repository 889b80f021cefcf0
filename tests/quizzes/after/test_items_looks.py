"""What a question is to be looked at for, and what a small cohort does not let anybody say."""

from fractions import Fraction

import pytest

from app.quizzes.rules.items import Answer, LookCode, Sheet, analyse, cautions, looks_at
from app.quizzes.rules.scoring import share
from tests.quizzes.after.sheets import sheet, singles, studied
from tests.quizzes.questions import multiple, short


def codes(people: list[Sheet], question: int = 1, count: int = 4) -> list[LookCode]:
    return [look.code for look in looks_at(analyse(singles(count), people, Fraction(count)).items[question - 1])]


def said(people: list[Sheet], code: LookCode, count: int = 4) -> str:
    looks = looks_at(analyse(singles(count), people, Fraction(count)).items[0])
    return next(str(look.text) for look in looks if look.code is code)


def cohort(n: int, first: str = "b", language: str = "en") -> list[Sheet]:
    """People of whom the first question was answered with `first`, and a growing number of the other three."""
    rows = [[int(place % 4 > question) for question in range(3)] for place in range(n)]
    return [
        sheet((int(first == "b"), *row), chosen=(first, *("b" if right else "a" for right in row)), language=language)
        for row in rows
    ]


def by_skill(n: int, able: str, weak: str) -> list[Sheet]:
    """People of whom the abler half answered the first question with `able`, the others with `weak`."""
    rows = [[int(place % 4 > question) for question in range(3)] for place in range(n)]
    return [
        sheet((int(first == "b"), *row), chosen=(first, *("b" if right else "a" for right in row)))
        for row in rows
        for first in [able if sum(row) > 1 else weak]
    ]


def test_a_question_that_works_asks_for_no_look() -> None:
    mixed = by_skill(60, "b", "a")
    mixed[:6] = [sheet((0, 0, 0, 0), chosen=(key, "a", "a", "a")) for key in "cdcdcd"]
    assert codes(mixed) == []


def test_a_key_is_doubted_when_those_who_know_more_chose_otherwise() -> None:
    people = by_skill(40, "c", "b")
    assert codes(people)[:1] == [LookCode.KEY]
    assert "Of the 20 who did best in the other questions, 20 chose option c and 0 the right one" in said(
        people, LookCode.KEY
    )


def test_fewer_than_ten_people_cast_no_doubt() -> None:
    assert codes(by_skill(9, "c", "b")) == []


def test_most_of_the_upper_group_on_a_wrong_option_of_several_casts_doubt() -> None:
    question = multiple("ab")
    answers = [("a", "b", "c") if place >= 6 else ("d",) for place in range(12)]
    people = [
        Sheet(
            "en",
            Fraction(0),
            {
                1: Answer(1, Fraction(1), share(question, answer), answer),
                2: Answer(1, Fraction(1), Fraction(place >= 6), ("b",)),
            },
        )
        for place, answer in enumerate(answers)
    ]
    found = looks_at(analyse(studied(question, question), people, Fraction(2)).items[0])
    assert [str(look.text) for look in found if look.code is LookCode.KEY] == [
        "Of the 6 who did best in the other questions, 6 chose option c, which is no right one. Is the key right?"
    ]


def test_a_frequent_answer_that_earns_nothing_may_have_to_be_accepted() -> None:
    question = short("permit")
    words = ["visa"] * 4 + ["permit"] * 20 + ["dunno"] * 2
    people = [
        Sheet("en", Fraction(0), {1: Answer(1, Fraction(1), share(question, (word,)), (word,))}) for word in words
    ]
    found = looks_at(analyse(studied(question), people, Fraction(1)).items[0])
    assert [str(look.text) for look in found] == [
        "“visa” was typed by 4 of 26 and earns nothing. Should it be accepted?"
    ]


def test_fewer_right_than_by_guessing_is_said() -> None:
    people = cohort(38, "a") + cohort(2, "b")
    assert LookCode.GUESSED in codes(people)
    assert "5 % were right, fewer than by guessing (25 %)" in said(people, LookCode.GUESSED)


def test_hard_is_said_only_where_chance_does_not_explain_it() -> None:
    assert LookCode.HARD in codes(cohort(144, "a") + cohort(36, "b"))
    assert LookCode.HARD not in codes(cohort(24, "a") + cohort(6, "b"))


def test_easy_is_said_only_of_many() -> None:
    assert LookCode.EASY in codes(cohort(100))
    assert LookCode.EASY not in codes(cohort(40))


def test_a_question_against_the_others_is_said_with_its_interval() -> None:
    people = by_skill(40, "a", "b")
    assert LookCode.DISCRIMINATION in codes(people)
    assert "did worse in this one (-0.89, from -0.94 to -0.81)" in said(people, LookCode.DISCRIMINATION)


def test_options_that_hardly_anybody_chose_are_named_in_cohorts_that_could() -> None:
    """Of 40 nobody chose c and d: fewer than one in ten would. Of 28 nobody proves less."""
    assert "Hardly anybody chose c, d." in said(by_skill(40, "b", "a"), LookCode.UNUSED)
    assert LookCode.UNUSED not in codes(by_skill(28, "b", "a"))


def test_options_are_not_missed_where_nearly_everybody_was_right() -> None:
    assert LookCode.UNUSED not in codes(cohort(60, "b") + cohort(4, "a"))


def test_many_blanks_are_said() -> None:
    people = cohort(34) + [sheet((0, 1, 1, 1), chosen=("", "b", "b", "b")) for _ in range(6)]
    assert said(people, LookCode.BLANK) == "6 of 40 left it blank. Was it unclear, or was the time over?"
    assert LookCode.BLANK not in codes(cohort(38) + people[-2:])


def test_languages_that_differ_only_here_are_compared() -> None:
    people = cohort(30, "b", "en") + cohort(10, "a", "fr") + cohort(4, "b", "fr")
    text = said(people, LookCode.LANGUAGE)
    assert text.startswith("English: 100 % of 30; French: 29 % of 14 (in the other questions 48 % and 45 %).")


def test_languages_that_differ_everywhere_are_not() -> None:
    able = [sheet((1, 1, 1, 1), language="en") for _ in range(30)]
    weak = [sheet((0, 0, 0, 1), language="fr") for _ in range(10)] + [sheet((1, 1, 1, 1), language="fr")] * 4
    assert LookCode.LANGUAGE not in codes(able + weak)


def test_nine_people_of_a_language_are_too_few_to_compare() -> None:
    assert LookCode.LANGUAGE not in codes(cohort(30, "b", "en") + cohort(9, "a", "fr"))
    assert LookCode.LANGUAGE in codes(cohort(30, "b", "en") + cohort(10, "a", "fr"))


def test_versions_that_differ_are_compared() -> None:
    earlier = [sheet((0, 1, 0, 1), version=1) for _ in range(20)]
    later = [sheet((1, 0, 1, 1), version=2) for _ in range(20)]
    versions = {1: singles(1)[0].question, 2: singles(1)[0].question}
    asked = [type(one)(one.question_id, one.key, one.place, versions) for one in singles(4)]
    looks = looks_at(analyse(asked, earlier + later, Fraction(4)).items[0])
    assert [look.code for look in looks if look.code is LookCode.VERSION] == [LookCode.VERSION]


@pytest.mark.parametrize(
    ("n", "parts"),
    [
        (100, []),
        (99, ["40 % or 60 %", "Below 100"]),
        (42, ["36 % or 64 %", "0.00 or 0.55", "Below 50", "Below 100"]),
        (29, ["33 % or 67 %", "Below 30", "Below 100"]),
        (9, ["fewer than 10 people", "Below 30", "Below 100"]),
        (1, ["fewer than 10 people", "Below 30", "Below 100"]),
        (0, []),
    ],
)
def test_a_small_cohort_is_told_what_its_figures_are_worth(n: int, parts: list[str]) -> None:
    found = " ".join(str(one) for one in cautions(n))
    assert [part for part in parts if part not in found] == []
    assert bool(found) == bool(parts)
    assert ("Below 50" in found) == ("Below 50" in parts)
