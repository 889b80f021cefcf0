"""The desk without a script: save, make final, go on; notes; the bank; nothing typed is ever lost."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.queries import get_person_by_email
from app.courses.rules import CourseValue
from app.courses.service import answer_request, close_course
from app.essays import queries
from app.essays.queries.marking_desk import bank_of
from app.essays.rules import EssayValue
from app.essays.service.marking_notes import annotate, bank_comment, remove_comment, remove_note
from app.rubrics import queries as rubrics
from app.shared import clock
from app.shared.database import session
from app.shared.errors import NotAllowed, NotFound, RuleBroken, Unreadable
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA, BONGANI, EXPERT, TUTOR, csrf_token
from tests.conftest import NOW
from tests.courses.more_time import ask
from tests.essays.marking.cast import EVEN, TEXT, UMA, essay_course, give, hand_in, hand_in_again, marker, set_marking
from tests.essays.marking.conftest import Browse

pytestmark = pytest.mark.alike

PATH = "/courses/A9714776/essays"
POINTS = {f"points_{key}": value for key, value in EVEN.items()}


@pytest.fixture
def course(app: Flask) -> CourseValue:
    return essay_course()


@pytest.fixture
def essay(course: CourseValue) -> EssayValue:
    return hand_in(course, AMINA)


@pytest.fixture
def tutor(browse: Browse, course: CourseValue) -> FlaskClient:
    return browse(UMA, Role.TUTOR, course)


def send(browser: FlaskClient, essay: EssayValue, where: str = "", **fields: Any) -> Any:
    return browser.post(f"{PATH}/{essay.id}{where}", data={"csrf_token": csrf_token(browser), **fields})


def own(essay: EssayValue) -> Any:
    session.expire_all()
    return rubrics.marks_on(queries.subject_of(essay))[0]


def test_the_desk_shows_the_text_and_what_it_is_marked_by(tutor: FlaskClient, essay: EssayValue) -> None:
    page = tutor.get(f"{PATH}/{essay.id}").text
    for said in (
        "Two policies read one fact",
        "Amina Banda",
        "Clarity of the subject",
        "The subject is named",
        "has no marker yet",
    ):
        assert said in page


def test_a_draft_is_saved_and_shown_again(tutor: FlaskClient, essay: EssayValue) -> None:
    answer = send(tutor, essay, do="draft", base="0", points_clarity="8,5", comment_gender="Only one passage.")
    assert answer.status_code == 303
    page = tutor.get(f"{PATH}/{essay.id}").text
    assert 'value="8.5"' in page
    assert "Only one passage." in page
    assert not own(essay).is_final


def test_making_it_final_leads_to_the_next_in_the_list(
    course: CourseValue, tutor: FlaskClient, essay: EssayValue
) -> None:
    second = hand_in(course, BONGANI)
    answer = send(tutor, essay, "?shown=unmarked", do="final", base="0", **POINTS)
    assert answer.headers["Location"] == f"{PATH}/{second.id}?shown=unmarked"
    assert own(essay).is_final
    last = send(tutor, second, "?shown=unmarked", do="final", base="0", **POINTS)
    assert last.headers["Location"] == f"{PATH}?shown=unmarked"


def test_what_is_wrong_is_named_and_nothing_typed_is_lost(tutor: FlaskClient, essay: EssayValue) -> None:
    answer = send(tutor, essay, do="final", base="0", points_clarity="11", comment="A long <thought>.")
    assert answer.status_code == 422
    assert "lies outside 0 to 10" in answer.text
    assert 'value="11"' in answer.text
    assert "A long &lt;thought&gt;." in answer.text
    assert rubrics.marks_on(queries.subject_of(essay)) == []


@pytest.mark.parametrize("number", ["1e999999", "1_0", "9" * 5000, "nan", "1/0"])
def test_a_number_beyond_all_bounds_is_refused_and_shown_again(
    tutor: FlaskClient, essay: EssayValue, number: str
) -> None:
    answer = send(tutor, essay, do="draft", base="0", points_clarity=number, points_gender="7,5")
    assert answer.status_code == 422
    assert f'value="{number}"' in answer.text
    assert re.search(r'id="sum"[^>]*>7[.,]50<', answer.text)


def test_a_second_page_shows_both_and_overwrites_nothing_unseen(tutor: FlaskClient, essay: EssayValue) -> None:
    send(tutor, essay, do="draft", base="0", comment="From the first page.")
    answer = send(tutor, essay, do="draft", base="0", comment="From the second page.")
    assert answer.status_code == 412
    assert "From the first page." in answer.text
    assert "From the second page." in answer.text
    assert own(essay).content.comment == "From the first page."
    seen = re.search(r'name="base" value="(\d+)"', answer.text)
    assert seen is not None
    assert send(tutor, essay, do="draft", base=seen[1], comment="From the second page.").status_code == 303
    assert own(essay).content.comment == "From the second page."
    versions = tutor.get(f"{PATH}/{essay.id}/versions").text
    assert "From the first page." in versions


def test_there_are_no_versions_of_what_was_not_given(tutor: FlaskClient, essay: EssayValue) -> None:
    page = tutor.get(f"{PATH}/{essay.id}/versions")
    assert page.status_code == 200
    assert "mark-lines" not in page.text


def test_somebody_elses_essay_is_read_only(
    course: CourseValue, tutor: FlaskClient, essay: EssayValue, browse: Browse
) -> None:
    give(essay, marker(TUTOR, course))
    assert 'id="save"' not in tutor.get(f"{PATH}/{essay.id}").text
    assert send(tutor, essay, do="draft", base="0", comment="Me too.").status_code == 403
    assert send(browse(EXPERT, Role.EXPERT, course), essay, do="draft").status_code == 403


def test_a_closed_course_keeps_its_marks(course: CourseValue, tutor: FlaskClient, essay: EssayValue) -> None:
    close_course(course.id, actor=SYSTEM, now=NOW)
    assert send(tutor, essay, do="draft", base="0", comment="Late.").status_code == 409
    assert 'id="save"' not in tutor.get(f"{PATH}/{essay.id}").text
    with pytest.raises(RuleBroken, match="closed"):
        annotate(essay, 0, 6, "Late.", actor=marker(TUTOR, course), now=NOW)


def test_the_authors_own_deadline_is_said(course: CourseValue, tutor: FlaskClient, essay: EssayValue) -> None:
    assert "had until" not in tutor.get(f"{PATH}/{essay.id}").text
    request = ask(course, "essay", AMINA)
    answer_request(course, request.id, granted=True, actor=SYSTEM, now=clock.now())
    session.commit()
    assert "had until" in tutor.get(f"{PATH}/{essay.id}").text


def test_a_note_stands_at_its_passage(tutor: FlaskClient, essay: EssayValue) -> None:
    starts = TEXT.index("Two policies")
    answer = send(tutor, essay, "/notes", starts=starts, ends=starts + len("Two policies"), note="Which?")
    assert answer.status_code == 303
    page = tutor.get(f"{PATH}/{essay.id}").text
    assert re.search(r"<mark[^>]*>Two policies</mark> read one fact", page)
    assert "Which?" in page


def test_without_a_selection_a_paragraph_is_chosen(tutor: FlaskClient, essay: EssayValue) -> None:
    send(tutor, essay, "/notes", starts="", ends="", paragraph="3", note="Who meets?")
    (note,) = queries.annotations_of(essay.id, {own_id(tutor)})
    assert TEXT[note.starts : note.ends] == "A working group should meet."


@pytest.mark.parametrize(
    "fields",
    [
        {"starts": "0", "ends": "99999", "note": "x"},
        {"starts": "5", "ends": "5", "note": "x"},
        {"starts": "-1", "ends": "4", "note": "x"},
        {"paragraph": "99", "note": "x"},
        {"starts": "0", "ends": "4", "note": "  "},
        {"starts": "0", "ends": "4", "note": "x" * 2001},
        {"starts": "٣", "ends": "٤", "note": "x"},
    ],
)
def test_a_note_that_is_nowhere_or_says_nothing_is_refused(
    tutor: FlaskClient, essay: EssayValue, fields: dict[str, str]
) -> None:
    assert send(tutor, essay, "/notes", **fields).status_code == 422
    assert queries.annotations_of(essay.id, {own_id(tutor)}) == ()


def test_notes_overlap_and_are_taken_away_by_their_writer_only(
    course: CourseValue, tutor: FlaskClient, essay: EssayValue
) -> None:
    actor = marker(UMA, course)
    one = annotate(essay, 0, 14, "One.", actor=actor, now=NOW)
    two = annotate(essay, 7, 20, "Two.", actor=actor, now=NOW)
    assert annotate(essay, 7, 20, "Two.", actor=actor, now=NOW) == two
    session.commit()
    assert "Nurses leave" in re.sub(r"<[^>]+>", "", tutor.get(f"{PATH}/{essay.id}").text)
    with pytest.raises(NotFound):
        remove_note(essay, one.id, actor=marker(TUTOR, course), now=NOW)
    assert send(tutor, essay, f"/notes/{one.id}/removal").status_code == 303
    assert queries.annotations_of(essay.id, {actor.themselves()}) == (two,)


def test_notes_of_the_counted_mark_are_feedback(course: CourseValue, essay: EssayValue) -> None:
    actor = marker(UMA, course)
    annotate(essay, 0, 6, "Which nurses?", actor=actor, now=NOW)
    assert queries.feedback_of(essay) is None
    give(essay, actor)
    feedback = queries.feedback_of(essay)
    assert feedback is not None
    assert [note.note for note in feedback.annotations] == ["Which nurses?"]


def test_a_comment_of_the_bank_is_inserted_without_a_script(
    course: CourseValue, tutor: FlaskClient, essay: EssayValue
) -> None:
    kept = bank_comment(course, "gender", "en", "Name a figure.", shared=True, actor=marker(TUTOR, course), now=NOW)
    session.commit()
    send(tutor, essay, do=f"insert:{kept}", base="0", comment_gender="One passage.")
    assert own(essay).content.comments["gender"] == "One passage.\nName a figure."


def test_a_comment_goes_into_the_bank_from_the_desk(course: CourseValue, tutor: FlaskClient, essay: EssayValue) -> None:
    send(tutor, essay, do="bank:clarity", base="0", comment_clarity="Say the plan first.")
    send(tutor, essay, do="bank:", base="1", comment_clarity="Say the plan first.", comment="Thank you.")
    found = {(one.criterion, one.words, one.shared) for one in bank_of(course.id, own_id(tutor))}
    assert found == {("clarity", "Say the plan first.", False), ("", "Thank you.", False)}
    assert own(essay).content.comments == {"clarity": "Say the plan first."}


def test_the_bank_shares_what_its_owner_shares(course: CourseValue, tutor: FlaskClient, browse: Browse) -> None:
    data = {"csrf_token": csrf_token(tutor), "criterion": "gender", "language": "fr"}
    tutor.post(f"{PATH}/comments", data={**data, "words": "Pour moi."})
    tutor.post(f"{PATH}/comments", data={**data, "words": "Pour tous.", "shared": "yes"})
    page = browse(TUTOR, Role.TUTOR, course).get(f"{PATH}/comments").text
    assert "Pour tous." in page
    assert "Pour moi." not in page
    mine = next(one for one in bank_of(course.id, own_id(tutor)) if one.shared)
    with pytest.raises(NotFound):
        remove_comment(course, mine.id, actor=marker(TUTOR, course), now=NOW)
    assert tutor.post(f"{PATH}/comments/{mine.id}/removal", data=data).status_code == 303
    assert [one.words for one in bank_of(course.id, own_id(tutor))] == ["Pour moi."]


@pytest.mark.parametrize(
    ("criterion", "language", "words"),
    [("style", "en", "x"), ("gender", "de", "x"), ("gender", "en", " "), ("gender", "en", "x" * 2001)],
)
def test_what_the_bank_cannot_keep_is_refused(course: CourseValue, criterion: str, language: str, words: str) -> None:
    with pytest.raises(Unreadable):
        bank_comment(course, criterion, language, words, shared=False, actor=marker(TUTOR, course), now=NOW)


def test_experts_keep_no_comments_and_write_no_notes(course: CourseValue, essay: EssayValue) -> None:
    expert = marker(EXPERT, course, Role.EXPERT)
    with pytest.raises(NotAllowed):
        bank_comment(course, "gender", "en", "x", shared=False, actor=expert, now=NOW)
    with pytest.raises(NotAllowed):
        annotate(essay, 0, 6, "x", actor=expert, now=NOW)


def own_id(_browser: FlaskClient) -> int:
    return get_person_by_email(UMA.email).id


def test_a_text_handed_in_again_is_shown_with_what_was_typed(tutor: FlaskClient, essay: EssayValue) -> None:
    before = tutor.get(f"{PATH}/{essay.id}").text
    assert 'name="handed_in" value="1"' in before
    hand_in_again(essay)
    answer = send(tutor, essay, do="final", base="0", handed_in="1", comment="TYPED AT LENGTH", **POINTS)
    assert answer.status_code == 409
    for said in ("handed in again meanwhile", "TYPED AT LENGTH", "All is new.", 'name="handed_in" value="2"'):
        assert said in answer.text
    assert send(tutor, essay, do="final", base="0", handed_in="2", **POINTS).status_code == 303


@pytest.mark.parametrize("number", ["9" * 5000, "-1", "x", ""])
def test_numbers_of_versions_that_are_none_break_nothing(tutor: FlaskClient, essay: EssayValue, number: str) -> None:
    assert send(tutor, essay, base=number, handed_in=number, **POINTS).status_code == 303


def test_what_was_typed_of_an_agreed_mark_is_shown_again(
    browse: Browse, course: CourseValue, essay: EssayValue
) -> None:
    set_marking(course, markers=2)
    for one in (TUTOR, UMA):
        give(essay, marker(one, course))
    answer = send(browse(TUTOR), essay, "/agreed-mark", comment="TYPED AT LENGTH", reason="", **POINTS)
    assert answer.status_code == 422
    assert "TYPED AT LENGTH" in answer.text
