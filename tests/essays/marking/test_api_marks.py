"""GET and PUT /essays/{id}/marks: the own mark, with an ETag; nobody overwrites unseen."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.courses.rules import CourseValue
from app.courses.service import close_course
from app.essays import queries
from app.essays.rules import EssayValue
from app.rubrics.rules import MarkContent
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA, BONGANI, EXPERT, TUTOR, csrf_token
from tests.conftest import NOW
from tests.essays.marking.cast import EVEN, UMA, Recorder, essay_course, give, hand_in, hand_in_again, marker
from tests.essays.marking.conftest import Browse


@pytest.fixture
def course(app: Flask) -> CourseValue:
    return essay_course()


@pytest.fixture
def essay(course: CourseValue) -> EssayValue:
    return hand_in(course, AMINA)


@pytest.fixture
def tutor(browse: Browse, course: CourseValue) -> FlaskClient:
    return browse(TUTOR, Role.TUTOR, course)


def put(browser: FlaskClient, essay: EssayValue, etag: str | None = None, **body: Any) -> Any:
    headers = {"X-CSRFToken": csrf_token(browser)} | ({"If-Match": etag} if etag else {})
    sent = {"criteria": EVEN, "state": "draft", **body}
    return browser.put(f"/api/v1/essays/{essay.id}/marks", json=sent, headers=headers)


def test_a_mark_is_stored_and_read_back(tutor: FlaskClient, essay: EssayValue) -> None:
    empty = tutor.get(f"/api/v1/essays/{essay.id}/marks")
    assert (empty.json["state"], empty.json["version"], empty.headers.get("ETag")) == (None, 0, None)

    answer = put(tutor, essay, comment="Good.", comments={"gender": "Only one passage."})

    assert (answer.status_code, answer.headers["ETag"]) == (200, '"1"')
    assert answer.json["criteria"]["coherence"] == "6.50"
    assert (answer.json["total"], answer.json["round"]) == ("26.50", "first")
    read = tutor.get(f"/api/v1/essays/{essay.id}/marks")
    assert (read.json, read.headers["ETag"]) == (answer.json, '"1"')


def test_a_final_mark_counts(tutor: FlaskClient, essay: EssayValue, keeper: Recorder) -> None:
    assert put(tutor, essay, state="final").json["state"] == "final"
    assert len(keeper.kept) == 1


def test_a_stored_mark_changes_with_its_etag_only(tutor: FlaskClient, essay: EssayValue) -> None:
    put(tutor, essay)
    changed = {**EVEN, "gender": "9"}
    assert put(tutor, essay, criteria=changed).status_code == 428
    assert put(tutor, essay, '"7"', criteria=changed).status_code == 412
    assert put(tutor, essay, '"no-version"', criteria=changed).status_code == 412
    assert put(tutor, essay, f'"{"9" * 5000}"', criteria=changed).status_code == 412
    assert put(tutor, essay, '"1"', criteria=changed).headers["ETag"] == '"2"'
    assert put(tutor, essay, "*", criteria=EVEN).headers["ETag"] == '"3"'


def test_an_etag_for_a_mark_that_is_not_there_does_not_hold(tutor: FlaskClient, essay: EssayValue) -> None:
    assert put(tutor, essay, '"1"').status_code == 412


def test_comments_that_are_left_out_stay(tutor: FlaskClient, essay: EssayValue) -> None:
    put(tutor, essay, comment="Good.", comments={"gender": "Only one passage."})
    answer = put(tutor, essay, '"1"', criteria={"clarity": 9})
    assert answer.json["comments"] == {"gender": "Only one passage."}
    assert answer.json["comment"] == "Good."
    assert answer.json["criteria"] == {"clarity": "9.00"}


@pytest.mark.parametrize(
    ("criteria", "where"),
    [
        ({**EVEN, "clarity": "10.5"}, "clarity"),
        ({**EVEN, "gender": "-1"}, "gender"),
        ({**EVEN, "style": "3"}, "style"),
        ({**EVEN, "clarity": "eight"}, "clarity"),
        ({"clarity": "8", "alignment": "7", "coherence": "7"}, "gender"),
    ],
)
def test_what_is_out_of_range_is_named(
    tutor: FlaskClient, essay: EssayValue, criteria: dict[str, str], where: str
) -> None:
    answer = put(tutor, essay, criteria=criteria, state="final")
    assert answer.status_code == 422
    assert [problem["where"] for problem in answer.json["problems"]] == [where]
    assert tutor.get(f"/api/v1/essays/{essay.id}/marks").json["state"] is None


def test_somebody_elses_essay_is_refused(
    tutor: FlaskClient, browse: Browse, course: CourseValue, essay: EssayValue
) -> None:
    put(tutor, essay)
    other = browse(UMA, Role.TUTOR, course)
    assert put(other, essay).status_code == 403
    assert other.get(f"/api/v1/essays/{essay.id}/marks").json["state"] is None


def test_an_expert_reads_and_does_not_mark(browse: Browse, course: CourseValue, essay: EssayValue) -> None:
    expert = browse(EXPERT, Role.EXPERT, course)
    assert put(expert, essay).status_code == 403


def test_there_is_nothing_outside_the_course(browse: Browse, essay: EssayValue, tutor: FlaskClient) -> None:
    outsider = browse(UMA, Role.TUTOR, essay_course("OTHER-1"))
    assert put(outsider, essay).status_code == 404
    assert tutor.get("/api/v1/essays/999999/marks").status_code == 404


def test_a_closed_course_takes_no_marks(tutor: FlaskClient, course: CourseValue, essay: EssayValue) -> None:
    close_course(course.id, actor=SYSTEM, now=NOW)
    assert (put(tutor, essay).status_code, put(tutor, essay).json["code"]) == (409, "course_closed")


def test_the_queue_lists_what_waits_for_a_mark(tutor: FlaskClient, course: CourseValue, essay: EssayValue) -> None:
    second = hand_in(course, BONGANI, late=True)
    give(second, marker(UMA, course))
    listed = tutor.get(f"/api/v1/courses/{course.code}/essays?state=to_mark").json
    assert [item["id"] for item in listed["items"]] == [essay.id]
    item = listed["items"][0]
    assert (item["author"], item["state"], item["open"], item["total"]) == ("Amina Banda", "to_mark", True, None)
    late = tutor.get(f"/api/v1/courses/{course.code}/essays?state=late").json["items"]
    assert [(one["id"], one["state"], one["total"]) for one in late] == [(second.id, "marked", "26.50")]


def test_the_queue_comes_in_parts(tutor: FlaskClient, course: CourseValue, essay: EssayValue) -> None:
    second = hand_in(course, BONGANI)
    first = tutor.get(f"/api/v1/courses/{course.code}/essays?limit=1").json
    rest = tutor.get(f"/api/v1/courses/{course.code}/essays?limit=1&cursor={first['next_cursor']}").json
    assert [item["id"] for item in first["items"] + rest["items"]] == [essay.id, second.id]
    assert rest["next_cursor"] is None
    for wrong in ("cursor=999999", "cursor=x", "state=lost", "limit=0"):
        assert tutor.get(f"/api/v1/courses/{course.code}/essays?{wrong}").status_code == 422


def test_what_is_somebody_elses_is_not_mine(tutor: FlaskClient, course: CourseValue, essay: EssayValue) -> None:
    give(essay, marker(UMA, course), MarkContent(), final=False)
    assert queries.allocations_of(essay.id)
    assert tutor.get(f"/api/v1/courses/{course.code}/essays?state=mine").json["items"] == []


def test_a_mark_of_a_text_that_was_handed_in_again_is_refused(tutor: FlaskClient, essay: EssayValue) -> None:
    read = tutor.get(f"/api/v1/essays/{essay.id}/marks").json["handed_in"]
    hand_in_again(essay)
    refused = put(tutor, essay, state="final", handed_in=read)
    assert (refused.status_code, refused.json["code"]) == (409, "handed_in_again")
    assert put(tutor, essay, state="final", handed_in=read + 1).json["handed_in"] == read + 1
