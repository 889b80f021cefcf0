from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from app.quizzes.rules import Accepted, Difficulty, Option, Question, QuestionKind, Scoring, TextFormat
from app.quizzes.rules.merging import Disagreement, merged, same
from tests.quizzes import questions as made
from tests.quizzes.questions import EVERY_KIND


def in_one(question: Question, language: str) -> Question:
    """The question as a file in one language brings it: without the other one, objective and source."""

    def only(texts):
        return {tag: words for tag, words in texts.items() if tag == language}

    return replace(
        question,
        text=only(question.text),
        feedback=only(question.feedback),
        objective={},
        source={},
        distractors=tuple(only(side) for side in question.distractors),
        options=tuple(
            replace(one, text=only(one.text), feedback=only(one.feedback), match=only(one.match))
            for one in question.options
        ),
        accepted=tuple(replace(one, words=only(one.words), feedback=only(one.feedback)) for one in question.accepted),
    )


def renamed(question: Question, keys: str) -> Question:
    pairs = zip(keys, question.options, strict=True)
    return replace(question, options=tuple(replace(one, key=key) for key, one in pairs))


@pytest.mark.parametrize("kind", EVERY_KIND)
@pytest.mark.parametrize(("first", "second"), [("en", "fr"), ("fr", "en")])
def test_a_question_of_every_kind_comes_together_from_two_files(kind: QuestionKind, first: str, second: str) -> None:
    whole = EVERY_KIND[kind]
    together = merged(in_one(whole, first), in_one(whole, second), second)
    assert same(together, whole)


@pytest.mark.parametrize("kind", EVERY_KIND)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_comes_back_unchanged_changes_nothing(kind: QuestionKind, language: str) -> None:
    stored = replace(EVERY_KIND[kind], objective={"en": "Know"}, source={"fr": "Manuel"}, difficulty=Difficulty.HARD)
    assert same(merged(stored, replace(in_one(stored, language), difficulty=Difficulty.MEDIUM), language), stored)


def test_a_text_that_was_corrected_elsewhere_comes_in_and_the_other_language_stays() -> None:
    stored = replace(made.single(), objective={"en": "Know"})
    found = replace(in_one(stored, "en"), text={"en": "Corrected"}, feedback={"en": "New"})
    together = merged(stored, found, "en")
    assert together.text == {"en": "Corrected", "fr": "Une question single"}
    assert (together.feedback, together.objective) == ({"en": "New"}, {"en": "Know"})
    assert together.options == stored.options


def explained(*, whole: str = "", option: str = "") -> Question:
    """A question with feedback in both languages, on the whole and on its first option."""

    def both(words: str) -> dict[str, str]:
        return {"en": words, "fr": f"{words} (fr)"} if words else {}

    question = made.single()
    first = replace(question.options[0], feedback=both(option))
    return replace(question, feedback=both(whole), options=(first, *question.options[1:]))


def test_feedback_that_is_no_longer_there_goes_in_that_language_alone() -> None:
    stored, found = explained(whole="Because", option="No"), in_one(explained(option="Not this"), "en")
    together = merged(stored, found, "en")
    assert together.feedback == {"fr": "Because (fr)"}
    assert together.options[0].feedback == {"en": "Not this", "fr": "No (fr)"}


def test_a_file_without_any_feedback_leaves_what_the_bank_says() -> None:
    stored = explained(whole="Because", option="No")
    assert merged(stored, in_one(explained(), "en"), "en") == stored


def test_the_key_may_change_with_a_file_in_a_language_that_the_bank_has() -> None:
    assert merged(made.single("a"), in_one(made.single("b"), "fr"), "fr").right_keys == ("b",)


def test_a_new_language_must_agree_on_what_is_right() -> None:
    with pytest.raises(Disagreement, match="something else is right"):
        merged(in_one(made.single("a"), "en"), in_one(made.single("b"), "fr"), "fr")
    with pytest.raises(Disagreement, match="something else is right"):
        merged(in_one(made.numeric("1"), "en"), in_one(made.numeric("2"), "fr"), "fr")


def test_options_keep_the_keys_by_which_answers_name_them() -> None:
    stored = renamed(made.single("y", "wxyz"), "wxyz")
    found = replace(in_one(made.single("c"), "en"))
    assert [one.key for one in merged(stored, found, "en").options] == ["w", "x", "y", "z"]


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (made.multiple(), "another kind"),
        (made.single("a", "abc"), "It has 3 options; the bank’s question has 4."),
        (replace(made.single("a"), format=TextFormat.HTML), "another format"),
    ],
)
def test_a_build_that_differs_is_refused_while_the_bank_has_another_language(found: Question, reason: str) -> None:
    for language, stored in (("fr", made.single("a")), ("fr", in_one(made.single("a"), "en"))):
        with pytest.raises(Disagreement, match=reason):
            merged(stored, in_one(found, language), language)


def test_a_question_never_becomes_one_of_another_kind() -> None:
    with pytest.raises(Disagreement, match="another kind"):
        merged(in_one(made.single(), "en"), in_one(made.numeric(), "en"), "en")


def test_the_only_language_of_a_question_may_be_built_anew() -> None:
    stored = replace(in_one(made.single("a"), "en"), objective={"en": "Know"}, title="Name", difficulty=Difficulty.EASY)
    together = merged(stored, replace(in_one(made.single("a", "abc"), "en"), title="Other"), "en")
    assert len(together.options) == 3
    assert (together.objective, together.title, together.difficulty) == ({"en": "Know"}, "Other", Difficulty.EASY)


def test_a_question_without_a_name_gets_none_from_a_file() -> None:
    stored = made.single()
    assert merged(stored, replace(in_one(stored, "en"), title="q_1"), "en").title == ""


def test_a_difficulty_other_than_the_usual_one_counts() -> None:
    stored = replace(made.single(), difficulty=Difficulty.EASY)
    assert merged(stored, replace(in_one(stored, "en"), difficulty=Difficulty.HARD), "en").difficulty is Difficulty.HARD


def test_accepted_words_are_the_same_however_they_are_listed() -> None:
    one = made.short("visa", "permit")
    listed = replace(
        one, accepted=(Accepted(words={"en": ("visa",)}), Accepted(words={"en": ["permit"], "fr": ["mot"]}))
    )
    assert same(one, listed)
    assert not same(one, replace(one, accepted=(Accepted(words={"en": ("visa",)}),)))


def test_words_that_the_bank_accepts_in_the_other_language_are_not_taken_for_new_ones() -> None:
    stored = made.short("visa")
    found = replace(in_one(stored, "en"), accepted=(Accepted(words={"en": ("visa", "mot", "permit")}),))
    assert merged(stored, found, "en").accepted[0].words == {"en": ("visa", "permit"), "fr": ("mot",)}
    alike = replace(in_one(stored, "fr"), accepted=(Accepted(words={"fr": ("visa",)}),))
    assert merged(in_one(stored, "en"), alike, "fr").accepted[0].words == {"en": ("visa",), "fr": ("visa",)}


def test_answers_of_another_share_are_told_apart() -> None:
    half = Accepted(words={"en": ("permit",)}, fraction=Fraction(1, 2))
    two = replace(in_one(made.short("visa"), "en"), accepted=(Accepted(words={"en": ("visa",)}), half))
    with pytest.raises(Disagreement, match="accepts other answers"):
        merged(made.short("visa"), two, "en")


def test_distractors_of_another_number_are_refused() -> None:
    with pytest.raises(Disagreement, match="without a partner"):
        merged(made.matching(), replace(in_one(made.matching(), "en"), distractors=()), "en")


def test_the_scoring_of_a_file_counts_in_a_language_that_the_bank_has_and_not_in_a_new_one() -> None:
    found = replace(in_one(made.multiple(), "en"), scoring=Scoring.PER_OPTION)
    assert merged(made.multiple(), found, "en").scoring is Scoring.PER_OPTION
    assert merged(in_one(made.multiple(), "fr"), found, "en").scoring is Scoring.ALL_OR_NOTHING


def test_an_option_without_a_text_in_the_file_loses_only_that_language() -> None:
    stored = made.single()
    blank = Option("a", {}, right=False)
    found = replace(in_one(stored, "en"), options=(blank, *in_one(stored, "en").options[1:]))
    assert merged(stored, found, "en").options[0].text == {"fr": "Choix a"}
