"""The excerpt: marked first, compared afterwards, and never changed once the agreed marks were seen."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.courses.rules import CourseValue, MaterialKind, MaterialValue
from app.courses.service import load_materials
from app.essays.queries.calibration import own_calibration
from app.essays.service.calibration import mark_excerpt
from app.rubrics.rules import Round
from app.shared.database import session
from app.shared.errors import NotAllowed, NotFound, RuleBroken
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA, EXPERT, TUTOR, csrf_token
from tests.conftest import NOW
from tests.essays.marking.cast import EVEN, UMA, content, essay_course, hand_in, marker
from tests.essays.marking.conftest import Browse

PATH = "/courses/A9714776/essays/calibration"
POINTS = {f"points_{key}": value for key, value in EVEN.items()}
SECRET = "Two sentences say that most nurses are women."


@pytest.fixture
def course(app: Flask) -> CourseValue:
    course = essay_course()
    agreed = {"clarity": "7.5", "alignment": "7", "coherence": "6.5", "gender": "4"}
    comment = {"en": SECRET, "fr": "Deux phrases le disent."}
    excerpt = MaterialValue(
        kind=MaterialKind.ESSAY,
        key="calibration",
        title={"en": "An excerpt", "fr": "Un extrait"},
        content={
            "title": {"en": "An excerpt", "fr": "Un extrait"},
            "excerpt": {"en": "**Nurses** on the <b>move</b>", "fr": "Infirmières"},
            "marks": [{"criterion": key, "points": points, "comment": comment} for key, points in agreed.items()],
            "overall": {"en": "25 of 40.", "fr": "25 sur 40."},
        },
    )
    load_materials(course, [excerpt], actor=SYSTEM, now=NOW)
    session.commit()
    return course


@pytest.fixture
def tutor(browse: Browse, course: CourseValue) -> FlaskClient:
    return browse(UMA, Role.TUTOR, course)


def send(browser: FlaskClient, **fields: Any) -> Any:
    return browser.post(PATH, data={"csrf_token": csrf_token(browser), **fields})


def test_the_agreed_marks_stay_hidden_until_the_own_mark_is_final(tutor: FlaskClient) -> None:
    assert "<strong>Nurses</strong>" in tutor.get(PATH).text
    send(tutor, do="draft", points_clarity="9")
    page = tutor.get(PATH).text
    assert 'value="9"' in page
    assert SECRET not in page

    assert send(tutor, do="final", **POINTS).status_code == 303

    page = tutor.get(PATH).text
    for said in (SECRET, "7.50", "0.50 more", "the same", "1.00 more", "25 of 40."):
        assert said in page


def test_who_has_seen_them_changes_nothing(course: CourseValue, tutor: FlaskClient) -> None:
    send(tutor, do="final", **POINTS)
    assert send(tutor, do="final", **{**POINTS, "points_gender": "4"}).status_code == 409
    actor = marker(UMA, course)
    with pytest.raises(RuleBroken):
        mark_excerpt(course, content(gender="4"), final=True, actor=actor, now=NOW)
    kept = own_calibration(course, actor.themselves())
    assert kept is not None
    assert (kept.round, kept.content.criteria["gender"]) == (Round.CALIBRATION, 5)


def test_a_final_mark_is_whole(tutor: FlaskClient) -> None:
    answer = send(tutor, do="final", points_clarity="9")
    assert answer.status_code == 422
    assert "This criterion has no points." in answer.text
    assert 'value="9"' in answer.text


def test_the_desk_suggests_it_to_who_has_not_done_it(course: CourseValue, tutor: FlaskClient) -> None:
    essay = hand_in(course, AMINA)
    path = f"/courses/{course.code}/essays/{essay.id}"
    assert "Mark the excerpt" in tutor.get(path).text
    send(tutor, do="final", **POINTS)
    assert "Mark the excerpt" not in tutor.get(path).text


def test_each_marks_alone(course: CourseValue, tutor: FlaskClient, browse: Browse) -> None:
    send(tutor, do="final", **POINTS)
    other = browse(TUTOR, Role.TUTOR, course)
    assert "Deux phrases" not in other.get(PATH).text
    assert send(other, do="final", **POINTS).status_code == 303


def test_experts_do_not_mark_it(course: CourseValue, browse: Browse) -> None:
    assert browse(EXPERT, Role.EXPERT, course).get(PATH).status_code == 403
    with pytest.raises(NotAllowed):
        mark_excerpt(course, content(), final=True, actor=marker(EXPERT, course, Role.EXPERT), now=NOW)


def test_a_course_without_an_excerpt_has_no_calibration(browse: Browse, app: Flask) -> None:
    course = essay_course("PLAIN-1")
    assert (
        "This course has no excerpt" in browse(UMA, Role.TUTOR, course).get("/courses/PLAIN-1/essays/calibration").text
    )
    with pytest.raises(NotFound):
        mark_excerpt(course, content(), final=True, actor=marker(UMA, course), now=NOW)
