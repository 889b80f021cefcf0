"""QTI items of versions 2.1, 2.2 and 3.0: what they ask, and how they say that it is scored."""

from __future__ import annotations

import pytest

from app.quizzes.documents import QuestionFormat
from app.quizzes.rules import QuestionKind, Scoring, TextFormat
from tests.quizzes.documents.qti_files import (
    CORRECT,
    GAP,
    HALF,
    ONE,
    RESPONSE,
    choices,
    declares,
    every_version,
    item,
    mapping,
    sets,
    when,
)
from tests.quizzes.documents.reading import (
    earns,
    fractions,
    notices,
    options,
    question,
    read,
    refusal,
    right,
)


@every_version
def test_one_choice_by_the_standard_template(version):
    written = item(declares("single", "identifier", "b"), choices("a", "b", "c"), "match_correct", version=version)
    imported = read(written)
    (asked,) = imported.questions
    assert (imported.format, asked.key, asked.question.title) == (QuestionFormat.QTI, "item_1", "Item")
    assert asked.question.kind is QuestionKind.SINGLE
    assert (asked.question.text, asked.question.format) == ({"en": "Which?"}, TextFormat.PLAIN)
    assert options(asked.question) == ["a text", "b text", "c text"]
    assert right(asked.question) == ["b text"]
    assert imported.notices == ()


@every_version
def test_several_choices_by_the_standard_mapping(version):
    worth = mapping({"a": "1", "b": "1", "c": "-1"}, 'lowerBound="0" upperBound="2" defaultValue="-2"')
    declared = declares("multiple", "identifier", "a", "b", mapping=worth)
    asked = question(item(declared, choices("a", "b", "c", "d", most=0), "map_response", version=version))
    assert fractions(asked) == [HALF, HALF, -HALF, -1]
    assert (earns(asked, "a", "b"), earns(asked, "a"), earns(asked, "a", "b", "c")) == (1, HALF, HALF)
    assert earns(asked, "a", "b", "d") == 0


@every_version
def test_a_gap_with_a_list_of_choices(version):
    body = (
        '<p>A sun of <inlineChoiceInteraction responseIdentifier="RESPONSE" shuffle="true">'
        '<inlineChoice identifier="G">Gloucester</inlineChoice><inlineChoice identifier="Y">York</inlineChoice>'
        "</inlineChoiceInteraction>;</p>"
    )
    asked = question(item(declares("single", "identifier", "Y"), body, "match_correct", version=version))
    assert (asked.text, right(asked), asked.shuffle) == ({"en": "A sun of _____;"}, ["York"], True)


def pairs(*right_sides: str) -> str:
    def side(names):
        one = '<simpleAssociableChoice identifier="{0}" matchMax="4">{0}</simpleAssociableChoice>'
        return f"<simpleMatchSet>{''.join(one.format(name) for name in names)}</simpleMatchSet>"

    both = f"<prompt>Match.</prompt>{side(('C', 'D', 'L'))}{side(right_sides)}"
    return f'<matchInteraction responseIdentifier="RESPONSE" maxAssociations="3">{both}</matchInteraction>'


@every_version
@pytest.mark.parametrize(
    ("template", "attributes", "scoring"),
    [
        ("match_correct", 'defaultValue="0"', Scoring.ALL_OR_NOTHING),
        ("map_response", 'defaultValue="0"', Scoring.PER_OPTION),
        ("map_response", 'lowerBound="0" defaultValue="-1"', Scoring.RIGHT_MINUS_WRONG),
    ],
)
def test_pairs(version, template, attributes, scoring):
    worth = mapping({"C R": "1", "D M": "1", "L M": "1"}, attributes)
    declared = declares("multiple", "directedPair", "C R", "D M", "L M", mapping=worth)
    asked = question(item(declared, pairs("M", "R", "T"), template, version=version))
    matched = [(option.text["en"], option.match["en"]) for option in asked.options]
    assert matched == [("C", "R"), ("D", "M"), ("L", "M")]
    assert (asked.distractors, asked.scoring, asked.text) == (({"en": "T"},), scoring, {"en": "Match."})


@every_version
def test_an_order(version):
    body = choices("A", "B", "C", attributes='shuffle="true"').replace("choiceInteraction", "orderInteraction")
    asked = question(item(declares("ordered", "identifier", "C", "A", "B"), body, "match_correct", version=version))
    assert (asked.kind, asked.scoring) == (QuestionKind.ORDERING, Scoring.ALL_OR_NOTHING)
    assert options(asked) == ["C text", "A text", "B text"]


def test_true_and_false_are_a_kind_of_their_own():
    body = choices("True", "False").replace(" text<", "<")
    asked = question(item(declares("single", "identifier", "False"), body, "match_correct"))
    assert (asked.kind, asked.right_keys) == (QuestionKind.TRUE_FALSE, ("false",))


@every_version
def test_feedback_goes_to_the_options_that_show_it_or_to_all(version):
    outcomes = '<outcomeDeclaration identifier="FEEDBACK" cardinality="multiple" baseType="identifier"/>'
    always = (
        '<setOutcomeValue identifier="FEEDBACK"><multiple><variable identifier="RESPONSE"/>'
        '<baseValue baseType="identifier">all</baseValue></multiple></setOutcomeValue>'
    )
    modal = '<modalFeedback outcomeIdentifier="FEEDBACK" identifier="{0}"><p>On {0}.</p></modalFeedback>'
    rest = "".join(modal.format(name) for name in ("a", "b", "all"))
    inside = '<feedbackInline outcomeIdentifier="FEEDBACK" identifier="x" showHide="show"> Inside.</feedbackInline>'
    rules = when(CORRECT, sets("SCORE", "1")) + always
    body = choices("a", "b", inside=inside)
    written = item(ONE, body, rules, version=version, outcomes=outcomes, rest=rest)
    asked = question(written)
    assert [option.feedback["en"] for option in asked.options] == ["Inside.\n\nOn a.", "Inside.\n\nOn b."]
    assert asked.feedback == {"en": "On all."}
    assert options(asked) == ["a text", "b text"]


def test_feedback_on_the_whole_answer_is_said():
    outcomes = '<outcomeDeclaration identifier="FB" cardinality="single" baseType="identifier"/>'
    rest = '<modalFeedback outcomeIdentifier="FB" showHide="show" identifier="yes">Well done.</modalFeedback>'
    rules = when(CORRECT, sets("SCORE", "1"), sets("FB", "yes", "identifier"))
    declared = declares("multiple", "identifier", "a", "b")
    written = item(declared, choices("a", "b", "c", most=0), rules, outcomes=outcomes, rest=rest)
    assert notices(written) == ["Feedback for right, partly right and wrong answers as such is not carried."]


def test_html_keeps_what_carries_meaning():
    body = choices("a", "b").replace("<p>Which?</p>", '<div class="x"><p style="y">1 &lt; <em>2</em></p><hr/></div>')
    asked = question(item(declares("single", "identifier", "a"), body, "match_correct"))
    assert (asked.format, asked.text["en"]) == (TextFormat.HTML, "<div><p>1 &lt; <em>2</em></p><hr></div>")
    assert options(asked) == ["a text", "b text"]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"processing": ""}, "The file does not say how it is scored; here the right answer brings the point."),
        ({"processing": when(CORRECT, sets("SCORE", "3"))},
         "It brought 3 points there; points are set in the quiz here."),
        ({"body": choices("a", "b") + "<rubricBlock view='scorer'>Note</rubricBlock>"},
         "Instructions for certain readers (rubric blocks) are not carried."),
        ({"body": choices("a", "b", attributes='shuffle="true"').replace('er="b"', 'er="b" fixed="true"')},
         "Options that keep their place there are shuffled with the others."),
        ({"body": choices("a", "b") + "<object data='a.mp4' type='video/mp4'/>"},
         "Sound, video and other embedded media are not carried."),
        ({"body": choices("a", "b") + "<img src='map.png' alt='A map'/>"},
         "The picture “map.png” is not carried; its description stands in its place."),
    ],
)  # fmt: skip
def test_what_is_not_carried_is_said(changes, reason):
    usual = {"declaration": ONE, "body": choices("a", "b"), "processing": "match_correct"}
    assert notices(item(**(usual | changes))) == [reason]


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        (item(declares("single", "string"), '<extendedTextInteraction responseIdentifier="RESPONSE"/>'),
         "Essays, which a person marks, are not part of a quiz here."),
        (item(ONE, '<hotspotInteraction responseIdentifier="RESPONSE"/>'),
         "The question type “hotspotinteraction” is not among the kinds of questions here."),
        (item(ONE, choices("a", "b") + GAP),
         "It asks for several answers at once, which is not among the kinds of questions here."),
        (item(ONE, choices("a", "b"), "match_correct", attributes='adaptive="true"'),
         "It changes with the answers that were given (an adaptive item)."),
        (item(ONE, choices("a", "b"), "match_correct", rest="<templateProcessing/>"),
         "Its text or numbers vary by chance from one participant to the next."),
        (item(ONE, "<p>Read this.</p>"), "A text without answers asks nothing."),
        (item(declares("single", "identifier"), choices("a", "b")), "The file does not say which answer is right."),
        (item(ONE, choices("a", "b"), "map_response_point"),
         "Places on a picture are not among the kinds of answers here."),
        (item(ONE, choices("a", "b"), "our_own"), "Its scoring uses “our_own”, which is not known here."),
        (item(ONE, choices("a", "b"), when("<patternMatch pattern='a'><null/></patternMatch>", sets("SCORE", "1"))),
         "Its scoring uses “patternmatch”, which is not known here."),
        (item(ONE, choices("a", "b"), when("<gt><variable identifier='OTHER'/></gt>", sets("SCORE", "1"))),
         "Its scoring names “OTHER”, which the file does not declare."),
        (item(declares("single", "point"), GAP), "The file does not say which answer is right."),
        (item(declares("record", "string"), GAP), "Answers of the type “record” are not among those here."),
        (item(declares("multiple", "directedPair", "C R", "C M"), pairs("M", "R"), "match_correct"),
         "An entry there has no or several partners; here each has one."),
        (item(declares("single", "float"), GAP, when(f"<gte>{RESPONSE}<baseValue baseType='float'>1</baseValue></gte>",
         sets("SCORE", "1"))), "Numbers without a lower or an upper limit cannot be accepted here."),
        (item(ONE, choices("a", "b") + "<p><printedVariable identifier='X'/></p>", "match_correct"),
         "Its text or numbers vary by chance from one participant to the next."),
    ],
)  # fmt: skip
def test_what_cannot_be_a_question_here_is_refused_with_its_reason(written, reason):
    assert refusal(written) == reason


def test_a_test_alone_lists_the_questions_it_refers_to():
    imported = read(
        '<assessmentTest xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1"><testPart><assessmentSection>'
        '<assessmentItemRef identifier="one" href="one.xml"/><assessmentItemRef identifier="two" href="two.xml"/>'
        "</assessmentSection></testPart></assessmentTest>"
    )
    assert [(refused.number, refused.name, refused.place) for refused in imported.refused] == [
        (1, "one", "one.xml"),
        (2, "two", "two.xml"),
    ]
