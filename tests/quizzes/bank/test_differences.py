from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from app.quizzes.rules import Accepted, Difficulty, Question, QuestionKind, Scoring, TextFormat
from app.quizzes.rules.differences import changes
from tests.quizzes import questions as made
from tests.quizzes.questions import EVERY_KIND, option


def told(before: Question, after: Question) -> list[tuple[str, str, str, str]]:
    return [
        (str(change.part), change.language, str(change.before), str(change.after)) for change in changes(before, after)
    ]


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_a_question_does_not_differ_from_itself(kind: QuestionKind) -> None:
    assert changes(EVERY_KIND[kind], EVERY_KIND[kind]) == ()


def test_a_text_that_changed_is_told_in_its_language_with_both_sides() -> None:
    after = replace(made.single(), text={"en": "A single question", "fr": "Autre chose"})
    assert told(made.single(), after) == [("Question", "fr", "Une question single", "Autre chose")]


def test_another_right_option_is_told_in_words() -> None:
    assert told(made.single("a"), made.single("b")) == [
        ("Option a", "", "right", "wrong"),
        ("Option b", "", "wrong", "right"),
    ]


def test_an_option_that_came_and_one_that_went_are_told() -> None:
    before, after = made.single("a", "ab"), made.single("a", "ac")
    assert told(before, after) == [
        ("Option b", "en", "Option b", ""),
        ("Option b", "fr", "Choix b", ""),
        ("Option c", "en", "", "Option c"),
        ("Option c", "fr", "", "Choix c"),
    ]


def test_another_order_is_told_without_calling_options_new() -> None:
    question = made.ordering()
    assert told(question, replace(question, options=question.options[::-1])) == [
        ("Order of the options", "", "a, b, c, d", "d, c, b, a")
    ]


def test_an_accepted_number_is_written_as_one_types_it() -> None:
    assert told(made.numeric("12.5", "0.25"), made.numeric("13")) == [("Accepted answer 1", "", "12.5 ± 0.25", "13")]


def test_accepted_words_shares_and_feedback_are_told_answer_by_answer() -> None:
    half = Accepted(words={"en": ("permit",)}, fraction=Fraction(1, 2), feedback={"en": "Nearly"})
    after = replace(made.short("visa"), accepted=(*made.short("visa", "visas").accepted, half))
    assert told(made.short("visa"), after) == [
        ("Accepted answer 1", "en", "visa", "visa, visas"),
        ("Accepted answer 2", "en", "", "permit"),
        ("Share of answer 2", "", "", "1/2"),
        ("Feedback on answer 2", "en", "", "Nearly"),
    ]


def test_every_other_field_is_told() -> None:
    before = made.multiple()
    after = replace(
        before,
        scoring=Scoring.PER_OPTION,
        match_case=True,
        shuffle=False,
        format=TextFormat.HTML,
        feedback={"en": "Because"},
        difficulty=Difficulty.HARD,
        objective={"en": "Know"},
        source={"fr": "Manuel"},
        title="Name",
        options=(
            option("a", right=True, fraction=Fraction(1, 3), feedback={"fr": "Oui"}, match={"en": "M"}),
            *before.options[1:],
        ),
        distractors=({"en": "Asia"},),
    )
    assert [part for part, *_ in told(before, after)] == [
        "Name", "Partner of a", "Share of a", "Feedback on a", "Right side without a partner 1", "Scoring",
        "Capitals matter", "Options may be shuffled", "Written as", "Feedback", "Difficulty", "Objective", "Source",
    ]  # fmt: skip


def test_nothing_that_is_stored_of_a_question_changes_unseen() -> None:
    """Whatever makes a new version has a line in the list of changes."""
    kinds = list(EVERY_KIND.values())
    for before in kinds:
        for after in kinds:
            assert (before.to_data() == after.to_data()) == (changes(before, after) == ())
