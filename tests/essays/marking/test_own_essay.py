"""Who takes a course and looks after it too learns nothing of their own mark beside the other essays."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.courses.rules import CourseValue
from app.essays.queries.marking_desk import desk_of
from app.essays.queries.moderation import moderation
from app.essays.rules import EssayValue
from app.essays.rules.marking import MarkingState
from app.essays.service.marking_agreed import sign_agreed_mark
from app.essays.service.marking_notes import annotate
from app.shared.database import session
from app.shared.permissions import Role
from tests.cast import AMINA, TUTOR
from tests.conftest import NOW
from tests.essays.marking.cast import UMA, content, essay_course, give, hand_in, marker
from tests.essays.marking.conftest import Browse

PATH = "/courses/A9714776/essays"


@pytest.fixture
def course(app: Flask) -> CourseValue:
    return essay_course(markers=2)


@pytest.fixture
def essay(course: CourseValue) -> EssayValue:
    essay = hand_in(course, AMINA)
    first, second = marker(TUTOR, course), marker(UMA, course)
    give(essay, first, content("SAID BY ONE", clarity="9"))
    give(essay, second, content("SAID BY ANOTHER", clarity="0"))
    annotate(essay, 0, 5, "NOTED", actor=first, now=NOW)
    sign_agreed_mark(essay, content("SAID BY BOTH"), "DISCUSSED", actor=first, now=NOW)
    session.commit()
    return essay


@pytest.fixture
def author(browse: Browse, course: CourseValue, essay: EssayValue) -> FlaskClient:
    return browse(AMINA, Role.ACTIVITY_MANAGER, course)


def test_the_desk_shows_the_author_only_the_text(author: FlaskClient, essay: EssayValue) -> None:
    page = author.get(f"{PATH}/{essay.id}").text
    assert "Nurses leave Tesimba" in page
    for said in ("SAID BY", "NOTED", "DISCUSSED", 'id="marking"', "agreed_reason"):
        assert said not in page


def test_lists_say_nothing_of_the_own_mark(author: FlaskClient, essay: EssayValue) -> None:
    item = author.get("/api/v1/courses/A9714776/essays").json["items"][0]
    assert (item["state"], item["total"], item["my_mark"]) == (MarkingState.TO_MARK, None, None)
    assert "26.5" not in author.get(PATH).text


def test_the_desk_and_moderation_count_no_own_mark(course: CourseValue, essay: EssayValue) -> None:
    desk = desk_of(course, essay.id, essay.person_id)
    assert (desk.own, desk.others, desk.notes, desk.agreement, desk.apart) == (None, [], (), None, None)
    assert all(one.state is None and one.total is None for one in desk.row.markings)
    found = moderation(course, essay.person_id)
    assert (found.profiles, found.withheld) == ((), 0)
    assert len(moderation(course, marker(TUTOR, course).person_id).profiles) == 2
