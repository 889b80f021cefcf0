"""Beside a question stands how it is scored: the rule that the scoring follows, and nothing of what is right."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from app.quizzes.rules import QuestionKind, Scoring
from app.quizzes.rules.credit import credit_in_words
from app.quizzes.rules.scoring import share
from app.shared.language import say
from tests.quizzes.pages.cast import KINDS

PARTIAL = ("multiple", "matching", "ordering")


def said(question) -> str:
    words = credit_in_words(question)
    return say(words, "en") if words is not None else ""


@pytest.mark.parametrize("kind", PARTIAL)
@pytest.mark.parametrize(
    ("scoring", "term"),
    [
        (Scoring.ALL_OR_NOTHING, "All or nothing"),
        (Scoring.RIGHT_MINUS_WRONG, "Right minus wrong"),
        (Scoring.PER_OPTION, "Part by part"),
    ],
)
def test_each_partial_credit_rule_is_named_for_each_kind_that_has_it(kind, scoring, term):
    assert said(replace(KINDS[kind], scoring=scoring)).startswith(f"{term}:")


@pytest.mark.parametrize("kind", ["single", "true_false"])
def test_where_one_option_is_right_nothing_is_to_be_said(kind):
    assert credit_in_words(KINDS[kind]) is None


def test_options_with_shares_of_their_own_are_said_to_have_them():
    question = KINDS["multiple"]
    first, *others = question.options
    asked = replace(question, options=(replace(first, fraction=Fraction(1, 4)), *others))
    assert said(asked).startswith("Each option brings a share of its own")


def test_whether_capitals_count_is_said():
    assert said(KINDS["short"]) == "Capital and small letters make no difference."
    assert said(replace(KINDS["short"], match_case=True)) == "Capital and small letters count."


def test_both_decimal_marks_are_promised_and_taken():
    question = replace(KINDS["numeric"])
    assert "comma or a point" in said(question)
    half = replace(question, accepted=(replace(question.accepted[0], value=Fraction(5, 2)),))
    assert share(half, ["2,5"]) == share(half, ["2.5"]) == 1


def test_it_tells_nothing_of_what_is_right():
    options = KINDS["multiple"].options
    turned = replace(KINDS["multiple"], options=tuple(replace(one, right=not one.right) for one in options))
    assert turned.kind is QuestionKind.MULTIPLE
    assert credit_in_words(turned) == credit_in_words(KINDS["multiple"])
