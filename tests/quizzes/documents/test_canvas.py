"""QTI 1.2, as Canvas and systems of its time write it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from app.quizzes.documents import QuestionFormat
from app.quizzes.rules import QuestionKind, Scoring
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

HALF = Fraction(1, 2)
SCORE = '<outcomes><decvar maxvalue="100" minvalue="0" varname="SCORE" vartype="Decimal"/></outcomes>'


def document(*items: str, title: str = "Quiz 1") -> str:
    head = (
        f'<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2"><assessment ident="q" title="{title}">'
    )
    return f'{head}<section ident="s">{"".join(items)}</section></assessment></questestinterop>'


def item(kind: str, presentation: str, processing: str, feedback: str = "", points: str = "1.0") -> str:
    fields = "".join(
        f"<qtimetadatafield><fieldlabel>{label}</fieldlabel><fieldentry>{entry}</fieldentry></qtimetadatafield>"
        for label, entry in {"question_type": kind, "points_possible": points}.items()
        if entry
    )
    return (
        f'<item ident="i1" title="Name"><itemmetadata><qtimetadata>{fields}</qtimetadata></itemmetadata>'
        f"<presentation>{text('What?')}{presentation}</presentation>"
        f"<resprocessing>{SCORE}{processing}</resprocessing>{feedback}</item>"
    )


def text(words: str, kind: str = "text/html") -> str:
    return f'<material><mattext texttype="{kind}">{words}</mattext></material>'


def offers(*names: str, cardinality: str = "Single", ident: str = "response1", before: str = "") -> str:
    labels = "".join(f'<response_label ident="{name}">{text(name)}</response_label>' for name in names)
    start = f'<response_lid ident="{ident}" rcardinality="{cardinality}">{before}'
    return f"{start}<render_choice>{labels}</render_choice></response_lid>"


LABEL = '<response_label ident="answer1"/>'
GAP = f'<response_str ident="response1" rcardinality="Single"><render_fib>{LABEL}</render_fib></response_str>'


def equals(value: str, ident: str = "response1") -> str:
    return f'<varequal respident="{ident}">{value}</varequal>'


def when(test: str, points: str = "", *, action: str = "Set", shows: str = "", goes_on: str = "No") -> str:
    """A condition; with `points` it sets or adds to the score, with `shows` it shows a feedback."""
    scored = f'<setvar action="{action}" varname="SCORE">{points}</setvar>' if points else ""
    shown = f'<displayfeedback feedbacktype="Response" linkrefid="{shows}"/>' if shows else ""
    return f'<respcondition continue="{goes_on}"><conditionvar>{test}</conditionvar>{scored}{shown}</respcondition>'


def tells(ident: str, words: str) -> str:
    return f'<itemfeedback ident="{ident}"><flow_mat>{text(words)}</flow_mat></itemfeedback>'


def test_one_choice_with_feedback_for_an_option_for_all_and_for_right_answers():
    processing = (
        when("<other/>", shows="general_fb", goes_on="Yes")
        + when(equals("a"), shows="a_fb", goes_on="Yes")
        + when(equals("b"), "100", shows="correct_fb")
        + when("<other/>", shows="general_incorrect_fb", goes_on="Yes")
    )
    feedback = tells("general_fb", "In general.") + tells("a_fb", "On a.") + tells("general_incorrect_fb", "Wrong.")
    imported = read(document(item("multiple_choice_question", offers("a", "b", "c"), processing, feedback)))
    (asked,) = imported.questions
    assert (imported.format, asked.key, asked.category) == (QuestionFormat.CANVAS, "i1", "Quiz 1")
    assert (asked.question.title, right(asked.question)) == ("Name", ["b"])
    assert asked.question.feedback == {"en": "In general."}
    assert [option.feedback.get("en") for option in asked.question.options] == ["On a.\n\nWrong.", None, "Wrong."]
    assert imported.notices == ()


def test_several_answers_of_which_all_and_no_other_are_right():
    test = f"<and>{equals('a')}{equals('b')}<not>{equals('c')}</not></and>"
    asked = question(
        document(item("multiple_answers_question", offers("a", "b", "c", cardinality="Multiple"), when(test, "100")))
    )
    assert (asked.kind, asked.scoring, right(asked)) == (QuestionKind.MULTIPLE, Scoring.ALL_OR_NOTHING, ["a", "b"])


def test_many_options_are_searched_by_what_the_conditions_ask_for():
    names = [f"o{number}" for number in range(14)]
    test = "".join(equals(name) if name in {"o3", "o7", "o11"} else f"<not>{equals(name)}</not>" for name in names)
    written = item(
        "multiple_answers_question", offers(*names, cardinality="Multiple"), when(f"<and>{test}</and>", "100")
    )
    assert right(question(document(written))) == ["o3", "o7", "o11"]


def test_points_that_add_up():
    processing = "".join(
        when(equals(name), points, action="Add").replace(' continue="No"', "")
        for name, points in {"a": "25", "b": "75", "c": "-50"}.items()
    )
    asked = question(document(item("", offers("a", "b", "c", cardinality="Multiple"), processing, points="")))
    assert fractions(asked) == [Fraction(1, 4), Fraction(3, 4), -HALF]
    assert earns(asked, "a", "b", "c") == HALF


def test_true_and_false():
    asked = question(document(item("true_false_question", offers("True", "False"), when(equals("False"), "100"))))
    assert (asked.kind, asked.right_keys) == (QuestionKind.TRUE_FALSE, ("false",))


@pytest.mark.parametrize("case", ["", ' case="Yes"'])
def test_words_of_which_any_is_right(case):
    words = "".join(equals(word).replace(">", f"{case}>", 1) for word in ("Lusaka", "lusaka", "Lusaca"))
    asked = question(document(item("short_answer_question", GAP, when(words, "100"))))
    expected = [("Lusaka", 1), ("lusaka", 1), ("Lusaca", 1)] if case else [("Lusaka", 1), ("Lusaca", 1)]
    assert (asked.kind, accepted(asked), asked.match_case) == (QuestionKind.SHORT, expected, bool(case))


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        (
            "<or>{e}<and><vargte respident='response1'>2</vargte><varlte respident='response1'>4</varlte></and></or>",
            (3, 1, 1),
        ),
        ("<vargt respident='response1'>2</vargt><varlte respident='response1'>4</varlte>", (3, 1, 1)),
        ("{e}", (3, 0, 1)),
    ],
)
def test_numbers(test, expected):
    written = document(item("numerical_question", GAP, when(test.format(e=equals("3")), "100")))
    assert accepted(question(written)) == [expected]
    assert notices(written) == (["The limits of an interval count as right here."] if "vargt " in test else [])


def test_pairs_each_with_its_share():
    lefts = {"l1": ("Angola", "r1"), "l2": ("Malawi", "r2"), "l3": ("Zambia", "r1")}
    labels = "".join(
        f'<response_label ident="{name}">{text(words)}</response_label>'
        for name, words in [("r1", "x"), ("r2", "y"), ("r3", "z")]
    )
    presentation = "".join(
        f'<response_lid ident="{name}">{text(left)}<render_choice>{labels}</render_choice></response_lid>'
        for name, (left, _) in lefts.items()
    )
    processing = "".join(
        when(equals(match, name), "33.33", action="Add", goes_on="Yes") for name, (_, match) in lefts.items()
    )
    asked = question(document(item("matching_question", presentation, processing)))
    assert [(option.text["en"], option.match["en"]) for option in asked.options] == [
        ("Angola", "x"),
        ("Malawi", "y"),
        ("Zambia", "x"),
    ]
    assert (asked.distractors, asked.scoring) == (({"en": "z"},), Scoring.PER_OPTION)


def test_an_order():
    processing = when("".join(equals(name) for name in ("c", "a", "b")), "100")
    asked = question(document(item("ordering_question", offers("a", "b", "c", cardinality="Ordered"), processing)))
    assert (asked.kind, options(asked)) == (QuestionKind.ORDERING, ["c", "a", "b"])


def test_blackboard_calls_right_what_only_shows_the_feedback_of_right_answers():
    processing = when(equals("purple"), shows="correct", goes_on="") + when("<other/>", "0.0", shows="incorrect")
    asked = question(document(item("", GAP, processing, points="")))
    assert accepted(asked) == [("purple", 1)]


@pytest.mark.parametrize(
    "kind",
    ["fill_in_multiple_blanks_question", "multiple_dropdowns_question", "essay_question", "file_upload_question",
     "calculated_question", "text_only_question"],
)  # fmt: skip
def test_kinds_without_a_like_here_are_refused(kind):
    imported = read(
        document(item(kind, GAP, ""), item("true_false_question", offers("True", "False"), when(equals("True"), "100")))
    )
    assert [(refused.number, refused.name) for refused in imported.refused] == [(1, "Name")]
    assert len(imported.questions) == 1


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        (item("", GAP + GAP, when(equals("a"), "1")),
         "Texts with several gaps are not among the kinds of questions here."),
        (item("", offers("a", "b"), when(equals("z"), "1")), "The file does not say which answer is right."),
        (item("", offers("a", "b"), when("<varinside respident='response1'>1</varinside>", "1")),
         "Its scoring uses “varinside”, which is not known here."),
        (item("", "<response_xy ident='response1'><render_hotspot/></response_xy>", when(equals("a"), "1")),
         "The question type “render_hotspot” is not among the kinds of questions here."),
        (item("", GAP, ""), "Essays, which a person marks, are not part of a quiz here."),
    ],
)  # fmt: skip
def test_what_cannot_be_a_question_here_is_refused_with_its_reason(written, reason):
    assert refusal(document(written)) == reason


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("&lt;img src='$IMS-CC-FILEBASE$/map.png' alt='A map'&gt; Where?",
         "The picture “map.png” is not carried; its description stands in its place."),
        ("&lt;a href='$IMS-CC-FILEBASE$/law.pdf'&gt;law&lt;/a&gt;?", "The file “law.pdf” is not carried."),
    ],
)  # fmt: skip
def test_files_that_are_missing_are_said(words, reason):
    presentation = text(words) + offers("a", "b")
    assert notices(document(item("", presentation, when(equals("a"), "100")))) == [reason]


def test_points_and_empty_options_are_said():
    written = item("", offers("a", "b", ""), when(equals("a"), "100"), points="2.5")
    assert notices(document(written)) == [
        "It brought 2.5 points there; points are set in the quiz here.",
        "Empty options are left out.",
    ]


def test_a_bank_elsewhere_is_listed_as_one_refusal():
    draw = "<selection_ordering><selection><sourcebank_ref>4259</sourcebank_ref></selection></selection_ordering>"
    assert refusal(document(f"<section ident='g'>{draw}</section>")) == (
        "It draws from a category; pools are set in the quiz here."
    )
