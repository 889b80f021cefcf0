"""Moodle XML: every type that has a like here, and what is said of the rest."""

from __future__ import annotations

import base64
from fractions import Fraction

import pytest

from app.quizzes.documents import QuestionFormat
from app.quizzes.rules import Difficulty, QuestionKind, Scoring, TextFormat
from app.quizzes.rules.answers import side_key
from tests.quizzes.documents.reading import (
    accepted,
    earns,
    fractions,
    notices,
    options,
    question,
    read,
    refusal,
    right,
)

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
HALF = Fraction(1, 2)


def quiz(*questions: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n{"".join(questions)}\n</quiz>'


def asks(kind: str, *parts: str, text: str = "<text>What?</text>", form: str = "html") -> str:
    """A question of a type; `parts` are the rest of its XML."""
    head = f'<question type="{kind}"><name><text>Name</text></name><questiontext format="{form}">{text}</questiontext>'
    return f"{head}{''.join(parts)}</question>"


def answer(fraction: str, text: str, *parts: str) -> str:
    return f'<answer fraction="{fraction}"><text>{text}</text>{"".join(parts)}</answer>'


def feedback(text: str) -> str:
    return f'<feedback format="html"><text><![CDATA[{text}]]></text></feedback>'


ONE_OF = (answer("100", "a", feedback("<p>Yes</p>")), answer("50", "b"), answer("-33.33333", "c"))


def test_one_choice_with_shares_and_feedback():
    asked = question(quiz(asks("multichoice", "<single>true</single><shuffleanswers>1</shuffleanswers>", *ONE_OF)))
    assert asked.kind is QuestionKind.SINGLE
    assert fractions(asked) == [1, HALF, Fraction(-1, 3)]
    assert (asked.shuffle, right(asked), asked.title) == (True, ["a"], "Name")
    assert asked.options[0].feedback == {"en": "<p>Yes</p>"}


ROUNDED = "Rounded shares are read as what they stand for: "


def test_shares_of_few_digits_that_are_read_as_thirds_are_reported():
    parts = [answer("33", "a"), answer("33.33", "b"), answer("33.33", "c"), answer("0", "d")]
    several = quiz(asks("multichoice", "<single>false</single>", *parts))
    assert fractions(question(several)) == [Fraction(1, 3)] * 3 + [0]
    assert notices(several) == [f"{ROUNDED}33 % = 1/3, 33.33 % = 1/3."]


@pytest.mark.parametrize(
    ("kind", "parts"),
    [
        ("multichoice", ("<single>true</single>", answer("100", "a"), answer("16.67", "b"))),
        ("shortanswer", (answer("100", "a"), answer("16.67", "b"))),
        ("numerical", (answer("100", "3"), answer("16.67", "4"))),
    ],
)
def test_every_kind_that_has_shares_reports_how_they_are_read(kind, parts):
    assert notices(quiz(asks(kind, *parts))) == [f"{ROUNDED}16.67 % = 1/6."]


@pytest.mark.parametrize("share", ["33.33333", "33.3333333", "50", "42.5", "33"])
def test_shares_that_moodle_writes_itself_and_exact_ones_are_not_reported(share):
    assert notices(quiz(asks("multichoice", "<single>true</single>", answer("100", "a"), answer(share, "b")))) == []


def test_where_shares_only_say_what_is_right_nothing_is_reported():
    parts = (answer("33.33", "a"), answer("33.33", "b"), answer("33.33", "c"), answer("0", "d"))
    assert notices(quiz(asks("multichoiceset", *parts))) == []


def test_several_choices_and_thirds_that_moodle_rounded():
    parts = [answer("33.33333", "a"), answer("33.33333", "b"), answer("33.33334", "c"), answer("-100", "d")]
    asked = question(quiz(asks("multichoice", "<single>false</single>", *parts)))
    assert asked.kind is QuestionKind.MULTIPLE
    assert earns(asked, "a", "b", "c") == 1
    assert earns(asked, "a", "b", "c", "d") == 0
    assert not asked.shuffle, "Moodle keeps the order where nothing is said"


def test_all_or_nothing_is_a_type_of_a_plug_in():
    asked = question(quiz(asks("multichoiceset", answer("100", "a"), answer("100", "b"), answer("0", "c"))))
    assert (asked.kind, asked.scoring) == (QuestionKind.MULTIPLE, Scoring.ALL_OR_NOTHING)
    assert right(asked) == ["a", "b"]


@pytest.mark.parametrize(
    ("answers", "holds"),
    [
        ([answer("100", "true"), answer("0", "false")], True),
        ([answer("0", "false"), answer("100", "true")], True),
        ([answer("100", "false"), answer("0", "true")], False),
        ([answer("0", "Sim"), answer("100", "Não")], False),
    ],
)
def test_true_and_false_in_any_order_and_as_old_files_have_them(answers, holds):
    asked = question(quiz(asks("truefalse", *answers)))
    assert asked.kind is QuestionKind.TRUE_FALSE
    assert asked.right_keys == ("true" if holds else "false",)


def test_short_answers_with_capitals_that_matter():
    parts = ["<usecase>1</usecase>", answer("100", "Ab*"), answer("50", "ab"), answer("0", "*", feedback("No"))]
    asked = question(quiz(asks("shortanswer", *parts)))
    assert accepted(asked) == [("Ab*", 1), ("ab", HALF)]
    assert asked.match_case
    assert "Feedback on a wrong answer is not carried." in notices(quiz(asks("shortanswer", *parts)))


def test_numbers_with_tolerance_units_and_any_other():
    parts = [
        answer("100", "6.25", "<tolerance>0.05</tolerance>"),
        answer("50", "6", "<tolerance></tolerance>"),
        answer("0", "*"),
        "<units><unit><multiplier>1</multiplier><unit_name>m</unit_name></unit></units>",
    ]
    assert accepted(question(quiz(asks("numerical", *parts)))) == [
        (Fraction("6.25"), Fraction("0.05"), 1),
        (6, 0, HALF),
    ]
    assert "Units are not asked for here; the answer is meant in “m”." in notices(quiz(asks("numerical", *parts)))


def test_pairs_of_which_two_share_their_right_side():
    pairs = [("frog", "amphibian"), ("cat", "mammal"), ("newt", "amphibian"), ("", "insect")]
    parts = [
        f'<subquestion format="html"><text>{left}</text><answer><text>{side}</text></answer></subquestion>'
        for left, side in pairs
    ]
    asked = question(quiz(asks("matching", *parts)))
    assert [option.match["en"] for option in asked.options] == ["amphibian", "mammal", "amphibian"]
    assert asked.distractors == ({"en": "insect"},)
    amphibian, mammal = side_key({"en": "amphibian"}), side_key({"en": "mammal"})
    assert earns(asked, f"a>{amphibian}", f"b>{mammal}", f"c>{amphibian}") == 1
    assert earns(asked, f"a>{amphibian}") == Fraction(1, 3)


@pytest.mark.parametrize(
    ("grading", "scoring"), [("ALL_OR_NOTHING", Scoring.ALL_OR_NOTHING), ("0", Scoring.PER_OPTION)]
)
def test_orders(grading, scoring):
    parts = [f"<selecttype>ALL</selecttype><gradingtype>{grading}</gradingtype>"]
    parts += [answer(str(place), name) for place, name in enumerate("abc", 1)]
    asked = question(quiz(asks("ordering", *parts)))
    assert (asked.kind, asked.scoring, options(asked)) == (QuestionKind.ORDERING, scoring, ["a", "b", "c"])
    turned = question(quiz(asks("ordering", parts[0], *reversed(parts[1:]))))
    assert {option.key for option in turned.options} == {option.key for option in asked.options}
    assert turned.options[0].key == asked.options[2].key  # a place in the order would tell the answer


@pytest.mark.parametrize(
    ("form", "text", "expected", "kept"),
    [
        ("html", "<![CDATA[<p>1 &lt; 2</p>]]>", "<p>1 &lt; 2</p>", TextFormat.HTML),
        ("html", "What\n  then?", "What then?", TextFormat.PLAIN),
        ("html", "a &lt;b&gt;c&lt;/b&gt;", "a <b>c</b>", TextFormat.HTML),
        ("markdown", "*so*", "*so*", TextFormat.MARKDOWN),
        ("plain_text", "a &lt;b&gt;", "a <b>", TextFormat.PLAIN),
        ("moodle_auto_format", "one\n&lt;b&gt;two&lt;/b&gt;", "one<br>\n<b>two</b>", TextFormat.HTML),
        ("moodle_auto_format", "1 &lt; 2", "1 < 2", TextFormat.PLAIN),
    ],
)
def test_formats(form, text, expected, kept):
    true = [answer("100", "true"), answer("0", "false")]
    asked = question(quiz(asks("truefalse", *true, text=f"<text>{text}</text>", form=form)))
    assert (asked.text, asked.format) == ({"en": expected}, kept)


def test_category_idnumber_tags_and_general_feedback():
    category = '<question type="category"><category><text>$course$/top/Law/Rights</text></category></question>'
    parts = [
        "<idnumber>law 1</idnumber><tags><tag><text>easy</text></tag><tag><text>difficulty:easy</text></tag></tags>",
        "<generalfeedback format='html'><text>Because.</text></generalfeedback>",
    ]
    (asked,) = read(quiz(category, asks("multichoice", *ONE_OF, *parts))).questions
    assert (asked.key, asked.category, asked.tags) == ("law_1", "Law/Rights", ("easy",))
    assert asked.question.difficulty is Difficulty.EASY
    assert asked.question.feedback == {"en": "Because."}


def test_a_small_picture_comes_along_and_another_file_is_said():
    data = base64.b64encode(PNG).decode()
    text = (
        '<text><![CDATA[<p><img src="@@PLUGINFILE@@/a%20b.png" alt="A map" width="9"> '
        '<a href="@@PLUGINFILE@@/law.pdf">law</a></p>]]></text>'
        f'<file name="a b.png" encoding="base64">{data}</file>'
    )
    written = quiz(asks("multichoice", *ONE_OF, text=text))
    picture = f'<img src="data:image/png;base64,{data}" alt="A map" width="9">'
    assert question(written).text == {"en": f"<p>{picture} <a>law</a></p>"}
    assert "The file “law.pdf” is not carried." in notices(written)


@pytest.mark.parametrize("content", [b"<svg/>", PNG + bytes(50_000)])
def test_a_picture_that_is_none_or_too_large_is_its_description(content):
    text = (
        '<text><![CDATA[Where? <img src="@@PLUGINFILE@@/m.png" alt="A map">]]></text>'
        f'<file name="m.png" encoding="base64">{base64.b64encode(content).decode()}</file>'
    )
    written = quiz(asks("multichoice", *ONE_OF, text=text))
    assert question(written).text == {"en": "Where? [A map]"}
    assert "The picture “m.png” is not carried; its description stands in its place." in notices(written)


def test_an_option_that_is_a_missing_picture_refuses_the_question():
    parts = [answer("100", "&lt;img src='@@PLUGINFILE@@/x.png'&gt;"), answer("0", "b")]
    assert refusal(quiz(asks("multichoice", *parts))) == (
        "A text of the question is only a picture, which cannot be carried."
    )


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("essay", "Essays, which a person marks, are not part of a quiz here."),
        ("description", "A text without answers asks nothing."),
        ("cloze", "Texts with several gaps are not among the kinds of questions here."),
        ("random", "It draws from a category; pools are set in the quiz here."),
        ("calculated", "The question type “calculated” is not among the kinds of questions here."),
        ("ddmarker", "The question type “ddmarker” is not among the kinds of questions here."),
    ],
)
def test_types_without_a_like_here_are_refused_by_name(kind, reason):
    imported = read(quiz(asks(kind), asks("multichoice", *ONE_OF)))
    (refused,) = imported.refused
    assert (str(refused.reason), refused.number, refused.line, refused.name) == (reason, 1, 3, "Name")
    assert len(imported.questions) == 1


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        ("<penalty>0.3333333</penalty>", "The deduction for further tries is not carried."),
        ("<defaultgrade>2.5</defaultgrade>", "It brought 2.5 points there; points are set in the quiz here."),
        ("<hidden>1</hidden>", "It was hidden there."),
        ("<answernumbering>iii</answernumbering>", "The way in which options are numbered is not carried."),
        ("<hint><text>Think.</text></hint>", "Hints for further tries are not carried."),
        (
            "<correctfeedback><text>Well done</text></correctfeedback>",
            "Feedback for right, partly right and wrong answers as such is not carried.",
        ),
        ("<newsetting>yes</newsetting>", "The setting “newsetting” is not carried."),
    ],
)
def test_settings_that_have_no_place_here_are_said(part, reason):
    plain = [answer("100", "a"), answer("0", "b")]
    assert notices(quiz(asks("multichoice", *plain, part))) == [reason]


@pytest.mark.parametrize("part", ["<penalty>0.00</penalty>", "<defaultgrade>1.00</defaultgrade>", "<hidden>0</hidden>"])
def test_settings_that_change_nothing_are_not_worth_a_word(part):
    assert notices(quiz(asks("multichoice", answer("100", "a"), answer("0", "b"), part))) == []


def test_a_document_may_be_a_single_question():
    imported = read(asks("multichoice", *ONE_OF))
    assert (imported.format, imported.total) == (QuestionFormat.MOODLE_XML, 1)
