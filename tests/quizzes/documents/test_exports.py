"""What is written, what is left out, and what is said of it."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from fractions import Fraction

import pytest

from app.quizzes.documents import EXPORT_FORMATS, IMPORT_FORMATS, QuestionFormat, read_questions, write_questions
from app.quizzes.rules import Accepted, BankQuestion, Option, Question, QuestionKind, Scoring, TextFormat
from tests.quizzes.documents.meaning import assert_same

BANKS = [QuestionFormat.GIFT, QuestionFormat.MOODLE_XML, QuestionFormat.QTI]


def both(words: str) -> dict[str, str]:
    return {"en": words, "fr": f"{words} en français"}


def asked(kind: QuestionKind = QuestionKind.SINGLE, **changes) -> BankQuestion:
    options = tuple(
        Option(
            key, both(f"Option {key}"), right=key in {"a", "b"}, match=both(f"Side {key}") if kind == "matching" else {}
        )
        for key in "abcde"
    )
    if kind is QuestionKind.SINGLE:
        options = tuple(replace(option, right=option.key == "a") for option in options)
    question = replace(Question(kind, both("What?"), options), **changes)
    return BankQuestion("key_1", question, "One/Two", ("tag",))


def reasons(listed) -> list[str]:
    return [str(one.reason) for one in listed]


@pytest.mark.parametrize("written", BANKS)
@pytest.mark.parametrize("scoring", Scoring)
@pytest.mark.parametrize("kind", [QuestionKind.MULTIPLE, QuestionKind.MATCHING, QuestionKind.ORDERING])
def test_every_scoring_comes_back(written, scoring, kind):
    question = asked(kind, scoring=scoring)
    if kind is QuestionKind.MATCHING:
        question = replace(question, question=replace(question.question, options=question.question.options[:3]))
    exported = write_questions([question], written, language="en")
    (back,) = read_questions(exported.raw, language="en").questions
    assert_same(question, back)
    assert back.question.scoring is scoring
    assert back.tags == ("tag",)


@pytest.mark.parametrize(
    ("written", "format_"),
    [*((written, TextFormat.PLAIN) for written in EXPORT_FORMATS), *((written, TextFormat.HTML) for written in BANKS)],
)
def test_no_break_spaces_come_back(written, format_):
    french = "Que dit la convention n°\u00a097\u00a0? Le «\u00a0travailleur\u00a0»\u00a0:"
    options = (Option("a", {"fr": "L’emploi\u00a0!"}, right=True), Option("b", {"fr": "Autre"}))
    question = asked(text={"fr": french}, options=options, format=format_)
    exported = write_questions([question], written, language="fr")
    (back,) = read_questions(exported.raw, language="fr").questions
    assert back.question.text["fr"] == french
    assert back.question.options[0].text["fr"] == "L’emploi\u00a0!"


@pytest.mark.parametrize("written", BANKS)
def test_capitals_that_matter_come_back(written):
    question = asked(QuestionKind.SHORT, options=(), accepted=(Accepted(words={"en": ("ILO",)}),), match_case=True)
    (back,) = read_questions(write_questions([question], written, language="en").raw, language="en").questions
    assert back.question.match_case


@pytest.mark.parametrize("written", EXPORT_FORMATS)
def test_one_language_is_written_and_a_question_without_it_left_out(written):
    english = replace(asked(), question=replace(asked().question, text={"en": "Only English"}))
    exported = write_questions([asked(), english], written, language="fr")
    assert (exported.left_out[0].number, reasons(exported.left_out)) == (2, ["It has no text in this language."])
    (back,) = read_questions(exported.raw, language="fr").questions
    assert back.question.text == {"fr": "What? en français"}


def test_words_of_every_language_are_accepted_as_they_are_here():
    words = Accepted(words={"en": ("ILO",), "fr": ("OIT",)})
    question = asked(QuestionKind.SHORT, options=(), accepted=(words,))
    exported = write_questions([question], QuestionFormat.MOODLE_XML, language="fr")
    (back,) = read_questions(exported.raw, language="fr").questions
    assert [accepted.words for accepted in back.question.accepted] == [{"fr": ("ILO",)}, {"fr": ("OIT",)}]


THIRD = Accepted(value=Fraction(1, 3))
NUMERIC = {"kind": QuestionKind.NUMERIC, "options": ()}
SHORT = {"kind": QuestionKind.SHORT, "options": ()}
ENDLESS = "A number in it has no end as a decimal number."


@pytest.mark.parametrize(
    ("written", "changes", "reason"),
    [
        ("gift", NUMERIC | {"accepted": (THIRD,)}, ENDLESS),
        ("moodle_xml", NUMERIC | {"accepted": (THIRD,)}, ENDLESS),
        ("qti", NUMERIC | {"accepted": (THIRD,)}, ENDLESS),
        ("gift", SHORT | {"accepted": (Accepted(words={"en": ("a -> b",)}),)},
         "It has an arrow (->) in an answer, which this format takes for a pair."),
        ("qti", SHORT | {"accepted": (Accepted(words={"en": ("a*",)}),)},
         "Any letters (*) in an answer cannot be written in this format."),
        ("moodle_xml", SHORT | {"accepted": (Accepted(words={"en": ("a",)}, fraction=Fraction(1, 997)),)},
         "The shares that its answers bring cannot be written exactly."),
        ("aiken", {"kind": QuestionKind.MULTIPLE}, "This format has questions with one right option only."),
        ("aiken", {"text": {"en": "A. This looks like an option"}},
         "Its text looks like an option or an answer of this format."),
    ],
)  # fmt: skip
def test_what_a_format_cannot_say_is_left_out_with_the_reason(written, changes, reason):
    exported = write_questions([asked(**changes), asked()], QuestionFormat(written), language="en")
    assert reasons(exported.left_out) == [reason]
    assert len(read_questions(exported.raw, language="en").questions) == 1


@pytest.mark.parametrize(
    ("written", "changes", "notice"),
    [
        ("gift", {"shuffle": False}, "Its options are shuffled, for this format cannot say otherwise."),
        ("moodle_xml", {"kind": QuestionKind.MULTIPLE, "scoring": Scoring.PER_OPTION},
         "Other systems score partly right answers differently: they know shares of options only."),
        ("qti", {"source": {"en": "A book"}}, "Its learning objective and its source are not written."),
        ("aiken", {"feedback": {"en": "Because."}}, "Feedback is not written."),
        ("aiken", {"format": TextFormat.MARKDOWN}, "Markup and pictures are not written, only the words."),
    ],
)  # fmt: skip
def test_what_is_lost_on_the_way_is_said(written, changes, notice):
    assert notice in reasons(write_questions([asked(**changes)], QuestionFormat(written), language="en").notices)


@pytest.mark.parametrize("written", EXPORT_FORMATS)
def test_the_same_questions_make_the_same_file(written):
    once, again = (write_questions([asked(), asked()], written, language="en") for _ in range(2))
    assert once.raw == again.raw
    assert once.file_name_suffix.startswith(".")


def test_a_package_holds_items_a_test_and_a_manifest():
    raw = write_questions([asked(), asked()], QuestionFormat.QTI, language="en").raw
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        names = package.namelist()
    assert names == ["imsmanifest.xml", "test.xml", "items/0001_key_1.xml", "items/0002_key_1.xml"]


def test_canvas_is_read_only():
    assert set(IMPORT_FORMATS) - set(EXPORT_FORMATS) == {QuestionFormat.CANVAS}
    with pytest.raises(ValueError, match="canvas"):
        write_questions([], QuestionFormat.CANVAS, language="en")
