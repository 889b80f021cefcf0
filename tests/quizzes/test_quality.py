from __future__ import annotations

from fractions import Fraction

from app.quizzes.rules.quality import giveaway_faults, giveaways, places
from tests.quizzes.files import choice, quiz_file, read

LANGUAGES = ("en", "fr")
LONG = ("a much longer one", "bravo", "gamma", "delta")
EVEN = ("alpha", "bravo", "gamma", "delta")


def questions_of(*texts: str) -> list:
    (file,), problems = read(quiz=quiz_file(*texts))
    assert problems == []
    return list(file.questions)


def spread(words: tuple[str, ...], count: int) -> list:
    """Return questions whose right option is the first of `words`, at another place each time."""
    texts = []
    for number in range(count):
        place = number % len(words)
        order = [*words[1:]]
        order.insert(place, words[0])
        texts.append(choice(f"q{number}", order, right=(place,)))
    return questions_of(*texts)


def test_a_right_option_that_is_always_the_longest_is_told_in_each_language() -> None:
    told = [str(reason) for reason in giveaway_faults(spread(LONG, 4), LANGUAGES)]
    assert "In “en” the right option is the longest in 4 of 4 questions." in told
    assert "In “fr” the right option is the longest in 4 of 4 questions." in told


def test_a_right_option_that_is_always_the_shortest_is_told() -> None:
    told = [str(reason) for reason in giveaway_faults(spread(("x1", "bravo", "gamma", "delta"), 4), ("en",))]
    assert "In “en” the right option is the shortest in 4 of 4 questions." in told


def test_a_right_option_that_is_always_in_one_place_is_told() -> None:
    told = [str(reason) for reason in giveaway_faults(questions_of(*(choice(f"q{n}") for n in range(4))), LANGUAGES)]
    assert told == ["The right option stands in the same place in 4 of 4 questions. Vary its place."]


def test_half_of_the_questions_may_show_a_pattern_and_one_more_may_not() -> None:
    half = [*spread(LONG, 2), *spread(EVEN, 4)[2:]]
    assert [str(reason) for reason in giveaway_faults(half, ("en",)) if "longest" in str(reason)] == []
    more = [*spread(LONG, 3), *spread(EVEN, 4)[3:]]
    assert [str(reason) for reason in giveaway_faults(more, ("en",)) if "longest" in str(reason)] != []


def test_three_questions_show_no_pattern_of_place_or_rank() -> None:
    told = [str(reason) for reason in giveaway_faults(questions_of(*(choice(f"q{n}") for n in range(3))), LANGUAGES)]
    assert told == []


def test_right_options_that_are_much_longer_on_average_are_told_even_where_few_are_the_longest() -> None:
    questions = questions_of(
        choice("many", ("rather longer", "also longer x", "bravo", "delta"), right=(0, 1), kind="multiple")
    )
    assert giveaways(questions, "en").length_ratio == Fraction(13, 5)
    assert ["right options are 260 % as long" in str(reason) for reason in giveaway_faults(questions, ("en",))] == [
        True
    ]


def test_places_are_counted_for_questions_with_one_right_option() -> None:
    assert places(spread(EVEN, 5)) == {1: 2, 2: 1, 3: 1, 4: 1}
    assert places(questions_of(choice("many", right=(0, 1), kind="multiple"))) == {}
