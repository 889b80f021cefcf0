"""Packages: what a manifest lists, what items share, and what is missing or broken in them."""

from __future__ import annotations

import base64

import pytest

from app.quizzes.documents import QuestionFormat
from app.shared.errors import Unreadable
from tests.quizzes.documents.qti_files import as_version_3, choices, declares, item, package
from tests.quizzes.documents.reading import read
from tests.quizzes.documents.test_canvas import document, equals, offers, when
from tests.quizzes.documents.test_canvas import item as canvas_item
from tests.quizzes.documents.test_moodle_xml import ONE_OF, asks, quiz

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
ONE = declares("single", "identifier", "a")


def qti(identifier: str, body: str = choices("a", "b"), **changes) -> str:
    return item(ONE, body, "match_correct", identifier=identifier, **changes)


def test_questions_come_in_the_manifests_order_with_what_it_says_of_them():
    keyword = "<general><keyword><string>easy one</string></keyword></general>"
    subject = (
        "<classification><purpose><value>discipline</value></purpose><taxonPath><taxon><entry><string>Law</string></entry>"
        "</taxon><taxon><entry><string>Rights</string></entry></taxon></taxonPath></classification>"
    )
    resources = (
        '<resource identifier="2" type="imsqti_item_xmlv2p1" href="z/two.xml"><file href="z/two.xml"/></resource>'
        f'<resource identifier="1" href="a%20b.xml"><metadata><lom>{keyword}{subject}</lom></metadata></resource>'
    )
    imported = read(package({"a b.xml": qti("one"), "z/two.xml": qti("two"), "unlisted.xml": qti("three")}, resources))
    assert imported.format is QuestionFormat.QTI
    assert [asked.key for asked in imported.questions] == ["two", "one", "three"]
    assert (imported.questions[1].tags, imported.questions[1].category) == (("easy one",), "Law/Rights")


def test_what_is_broken_missing_or_no_question_is_listed_with_its_place():
    test = (
        '<assessmentTest xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1">'
        '<assessmentItemRef identifier="x" href="items/x.xml"/>'
        '<assessmentItemRef identifier="one" href="items/one.xml"/></assessmentTest>'
    )
    files = {
        "test.xml": test,
        "items/one.xml": qti("one"),
        "items/two.xml": "<assessmentItem><broken></assessmentItem>",
        "items/three.xml": qti("three", "<p>Read.</p>"),
        "style.css": "p {}",
        "note.xml": "<note/>",
    }
    imported = read(package(files))
    assert [asked.key for asked in imported.questions] == ["one"]
    assert sorted((refused.place, str(refused.reason)[:44]) for refused in imported.refused) == [
        ("items/three.xml", "A text without answers asks nothing."),
        ("items/two.xml", "The file is no well-formed XML: Opening and "),
        ("test.xml", "The test refers to a question that is not in"),
    ]


def test_pictures_of_a_package_come_along():
    body = choices("a", "b") + '<img src="../images/a%20map.png" alt="Map"/>'
    imported = read(package({"items/one.xml": qti("one", body), "images/a map.png": PNG}))
    assert f'src="data:image/png;base64,{base64.b64encode(PNG).decode()}"' in imported.questions[0].question.text["en"]
    assert imported.notices == ()


def test_a_text_that_items_share_stands_before_the_question():
    reference = '<assessmentStimulusRef identifier="s" href="../shared/text.xml"/>'
    stimulus = as_version_3(
        '<assessmentStimulus identifier="s" title="T"><stimulusBody><p>A story.</p></stimulusBody></assessmentStimulus>'
    )
    files = {
        "items/one.xml": qti("one", version="3.0", outcomes=as_version_3(reference)),
        "items/two.xml": qti("two", version="3.0", outcomes=as_version_3(reference.replace("text.xml", "none.xml"))),
        "shared/text.xml": stimulus,
    }
    imported = read(package(files))
    assert imported.questions[0].question.text["en"] == "A story.\n\nWhich?"
    assert [str(refused.reason) for refused in imported.refused] == ["The text that it refers to is not in the file."]


def test_a_canvas_export_counts_each_question_once():
    asked = canvas_item("multiple_choice_question", offers("a", "b"), when(equals("a"), "100"))
    image = "&lt;img src='%24IMS-CC-FILEBASE%24/my/map.png' alt='Map'&gt;"
    pictured = asked.replace("What?", f"What? {image}")
    files = {
        "g1/assessment_qti.xml": document(asked),
        "g1/assessment_meta.xml": "<quiz_meta/>",
        "non_cc_assessments/g1.xml.qti": document(pictured),
        "g2/assessment_qti.xml": document(asked, title="Second/part"),
        "web_resources/my/map.png": PNG,
    }
    imported = read(package(files, ""))
    assert imported.format is QuestionFormat.CANVAS
    assert sorted(asked.category for asked in imported.questions) == ["Quiz 1", "Second-part"]
    assert sorted(asked.key for asked in imported.questions) == ["i1", "i1_2"]
    assert imported.notices == ()


def test_moodle_xml_may_be_packed():
    imported = read(package({"folder/questions.xml": quiz(asks("multichoice", *ONE_OF))}))
    assert (imported.format, len(imported.questions)) == (QuestionFormat.MOODLE_XML, 1)


@pytest.mark.parametrize("files", [{}, {"readme.txt": "x"}, {"a.xml": "<note/>"}])
def test_a_package_without_questions_is_unreadable(files):
    with pytest.raises(Unreadable) as caught:
        read(package(files))
    assert str(caught.value.problems[0].reason) == "There is no question in the file."


def test_a_manifest_alone_is_not_the_package():
    with pytest.raises(Unreadable) as caught:
        read("<manifest xmlns='http://www.imsglobal.org/xsd/imscp_v1p1'/>")
    assert "import the whole package" in str(caught.value.problems[0].reason)
