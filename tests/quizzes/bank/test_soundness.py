from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from app.quizzes.rules import Accepted, BankQuestion, Question, QuestionKind
from app.quizzes.rules.soundness import faults_of, repeated_options
from tests.quizzes import questions as made
from tests.quizzes.questions import EVERY_KIND, option


def told(question: Question, **place: object) -> list[tuple[str, str]]:
    return [(problem.where, str(problem.reason)) for problem in faults_of(BankQuestion("q", question, **place))]


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_a_question_of_every_kind_can_be_sound(kind: QuestionKind) -> None:
    assert told(EVERY_KIND[kind]) == []


def test_a_question_in_one_language_is_sound() -> None:
    question = made.single()
    options = tuple(replace(one, text={"en": one.text["en"]}) for one in question.options)
    assert told(replace(question, text={"en": "Which?"}, options=options)) == []


def test_an_option_that_lacks_a_language_of_the_question_is_named() -> None:
    question = made.single()
    first = replace(question.options[0], text={"en": "Only English"})
    assert told(replace(question, options=(first, *question.options[1:]))) == [
        ("options.a.text.fr", "The question is asked in this language, too: say it here."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "where"),
    [
        (replace(made.single(), text={}), "text"),
        (replace(made.single(), text={"en": "  "}), "text"),
        (made.single(keys="b"), "options"),
        (made.single(right="z"), "options"),
        (replace(made.multiple(), kind=QuestionKind.SINGLE), "options"),
        (made.multiple(right=""), "options"),
        (replace(made.single(keys="ab"), kind=QuestionKind.TRUE_FALSE), "options"),
        (replace(made.numeric(), accepted=()), "accepted"),
        (replace(made.numeric(), accepted=(Accepted(words={"en": ("one",)}),)), "accepted.0.value"),
        (made.numeric("1", "-1"), "accepted.0.tolerance"),
        (replace(made.numeric(), accepted=(Accepted(Fraction(1), fraction=Fraction(0)),)), "accepted.0.fraction"),
        (replace(made.numeric(), accepted=(Accepted(Fraction(1), fraction=Fraction(2)),)), "accepted.0.fraction"),
        (replace(made.short("x"), accepted=(Accepted(words={"en": (" ",)}),)), "accepted.0.words"),
        (replace(made.matching(), options=(option("a"), option("b"))), "options.a.match.en"),
        (replace(made.matching(), distractors=({"en": "Only"},)), "distractors.0.fr"),
        (made.single(keys="ab", right="a", title="t" * 201), "title"),
    ],
)
def test_what_cannot_be_asked_or_scored_is_told_with_its_place(question: Question, where: str) -> None:
    assert where in [place for place, _reason in told(question)]


def test_several_right_options_are_taken_where_each_says_what_it_brings() -> None:
    shares = (Fraction(1), Fraction(1, 2), Fraction(0))
    options = tuple(option(key, right=share > 0, fraction=share) for key, share in zip("abc", shares, strict=True))
    assert told(replace(made.single(), options=options)) == []
    beyond = replace(options[0], fraction=Fraction(3, 2))
    assert [where for where, _ in told(replace(made.single(), options=(beyond, *options[1:])))] == [
        "options.a.fraction"
    ]


def test_category_and_tags_fit_their_columns() -> None:
    assert told(made.single(), category="c" * 200, tags=("t" * 80,)) == []
    found = told(made.single(), category="c" * 201, tags=("t" * 81, *map(str, range(30))))
    assert [where for where, _ in found] == ["category", "tags", "tags"]


def test_more_text_than_anybody_reads_is_refused() -> None:
    assert [where for where, _ in told(replace(made.single(), feedback={"en": "x" * 200_000}))] == ["text"]


def test_options_that_say_the_same_are_told_whatever_their_capitals_and_spaces() -> None:
    question = made.single(keys="ab", right="a")
    twice = replace(question.options[1], text={"en": " option  A", "fr": "Autre"})
    found = repeated_options(replace(question, options=(question.options[0], twice)))
    assert [(problem.where, str(problem.reason)) for problem in found] == [
        ("options.b.text.en", "This says the same as the option “a”.")
    ]
    assert repeated_options(question) == []
