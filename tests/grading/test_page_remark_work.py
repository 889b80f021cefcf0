"""Whoever decides a remark reads the work it is about: the page leads there."""

from __future__ import annotations

from fractions import Fraction

import pytest

from app.grading import queries, service
from app.shared.database import session
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA
from tests.conftest import NOW
from tests.essays.marking.cast import hand_in as write_and_hand_in
from tests.grading.cast import TINA, enrolment_of, group_of, mark_groups
from tests.grading.desk import desk_mark, hand_in
from tests.grading.test_remarks import ask

pytestmark = pytest.mark.alike

HOME = "/courses/A9714776"


@pytest.fixture
def page_of(graded, browse):
    def page_of(key):
        remark = ask(graded, key=key)
        session.commit()
        return browse(TINA, Role.TUTOR).get(f"{HOME}/remarks/{remark.id}").text

    return page_of


def test_a_remark_on_an_essay_leads_to_the_essay(graded, page_of):
    essay = write_and_hand_in(graded, AMINA)
    hand_in(graded, AMINA)
    desk_mark(graded, AMINA)
    service.release_marks(graded, "essay", actor=SYSTEM, now=NOW)
    assert f'href="{HOME}/essays/{essay.id}"' in page_of("essay")


def test_a_remark_on_an_essay_that_is_elsewhere_leads_to_none(graded, page_of):
    hand_in(graded, AMINA)
    desk_mark(graded, AMINA)
    service.release_marks(graded, "essay", actor=SYSTEM, now=NOW)
    assert f'href="{HOME}/essays/' not in page_of("essay")


def test_a_remark_on_group_work_leads_to_what_the_group_made_and_was_given(graded, page_of):
    mark_groups(graded, g1=70)
    service.record_factor(graded, enrolment_of(graded, AMINA), Fraction(1), actor=SYSTEM, now=NOW)
    group = group_of(graded, "1")
    page = page_of("group_work")
    assert f'href="{HOME}/groups/{group}/submission"' in page
    assert f'href="{HOME}/group-marks/{group}"' in page
    assert f'href="{HOME}/factors?group={group}"' in page


def test_a_remark_on_a_quiz_leads_to_the_participants_attempt(graded, page_of, monkeypatch):
    service.record_score(graded, enrolment_of(graded, AMINA), "quiz_1", Fraction(5), reason="", actor=SYSTEM, now=NOW)
    monkeypatch.setattr("app.grading.pages.remark_work.newest_attempt", lambda *_: 77)
    assert f'href="{HOME}/attempts/77"' in page_of("quiz_1")
    assert queries.open_remarks(graded.id)
