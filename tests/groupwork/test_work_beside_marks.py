"""Whoever marks a group has its work beside the form: what was submitted last, or what there is, and its place."""

from __future__ import annotations

import pytest

from app.groupwork.service import arrange_presentations
from app.shared.database import session
from app.shared.permissions import SYSTEM, Role
from tests.cast import TUTOR, enter_with_role, sign_in
from tests.conftest import NOW
from tests.groupwork.test_submissions import hand_in, share, write

pytestmark = pytest.mark.alike

HOME = "/courses/A9714776"


@pytest.fixture
def page(app, course, group):
    def page():
        session.commit()
        person = enter_with_role(TUTOR, Role.TUTOR, course.id)
        client = app.test_client()
        sign_in(client, person)
        return client.get(f"{HOME}/group-marks/{group}", headers={"Accept-Language": "en"}).text

    return page


def test_what_was_submitted_last_is_read_there(course, group, page):
    write(course, group, "Nobody counts who comes back.")
    file = share(course, group, "policy.pdf")
    hand_in(course, group, file, note="We changed principle 2.")
    write(course, group, "Changed after the submission.", base=1)
    shown = page()
    assert "Nobody counts who comes back." in shown
    assert "We changed principle 2." in shown
    assert f'href="{HOME}/groups/{group}/files/{file}"' in shown
    assert f'href="{HOME}/groups/{group}/submission"' in shown
    assert "Changed after the submission." not in shown


def test_an_earlier_version_is_not_mistaken_for_the_last(course, group, page):
    write(course, group, "The first try.")
    hand_in(course, group)
    write(course, group, "The second try.", base=1)
    hand_in(course, group)
    shown = page()
    assert "The second try." in shown
    assert "The first try." not in shown


def test_without_a_submission_the_way_to_the_worksheet_is_there(course, group, page):
    shown = page()
    assert f'href="{HOME}/groups/{group}/worksheet"' in shown
    assert f'href="{HOME}/groups/{group}"' in shown


def test_when_the_group_presents_is_said(course, group, page):
    arrange_presentations(course, [(group, 12)], actor=SYSTEM, now=NOW)
    assert "12 minutes" in page()


def test_what_a_group_wrote_is_escaped(course, group, page):
    write(course, group, "<script>alert(1)</script>")
    hand_in(course, group, note="<img src=x onerror=alert(1)>")
    shown = page()
    assert "<script>alert(1)" not in shown
    assert "<img src=x" not in shown
