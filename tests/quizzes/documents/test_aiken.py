"""Aiken, in its few lines."""

from __future__ import annotations

import pytest

from app.quizzes.documents import QuestionFormat
from app.quizzes.rules import QuestionKind
from tests.quizzes.documents.reading import options, question, read, refusal, right


def test_a_question_with_its_options_and_its_answer():
    asked = question("What is it?\nA) This\nB. That\nC)Other {one}\nANSWER: B\n")
    assert (asked.kind, options(asked), right(asked)) == (
        QuestionKind.SINGLE,
        ["This", "That", "Other {one}"],
        ["That"],
    )


def test_true_and_false_are_a_kind_of_their_own():
    assert question("It is.\nA. True\nB. False\nANSWER: B").right_keys == ("false",)
    assert question("C’est vrai.\nA. Faux\nB. Vrai\nANSWER: B", "fr").right_keys == ("true",)


def test_a_text_of_several_lines():
    assert question("One\ntwo?\n\nA. x\nB. y\nANSWER: A").text == {"en": "One\ntwo?"}


def test_what_is_incomplete_is_listed_and_the_rest_is_read():
    imported = read(
        "Too few\nA) Only\nANSWER: A\n\nA) Nobody asked\n\nANSWER: A\n\nGood < & >\nA) a\nB) b\nANSWER: A\n\n"
        "Not finished\nA) a\nB) b\n\nLost\n\nAlso good\nA)a\nB)b\nANSWER: B\n"
    )
    assert imported.format is QuestionFormat.AIKEN
    assert [asked.question.text["en"] for asked in imported.questions] == ["Good < & >", "Also good"]
    assert [(refused.line, str(refused.reason)) for refused in imported.refused] == [
        (1, "The question has fewer than two options."),
        (5, "There are options without a question before them."),
        (14, "The line that names the answer (ANSWER: A) is missing."),
        (18, "The line that names the answer (ANSWER: A) is missing."),
    ]


@pytest.mark.parametrize("answer", ["C", "True", "4, four"])
def test_an_answer_that_is_no_option_is_refused(answer):
    written = f"Well?\nA. x\nB. y\nANSWER: {answer}\n\nOther?\nA. x\nB. y\nANSWER: A"
    assert str(read(written).refused[0].reason) == f"The answer “{answer}” names none of the options."


def test_two_options_with_one_letter_are_refused():
    assert refusal("Well?\nA. x\nA. y\nANSWER: A") == "Two options have the same letter."
