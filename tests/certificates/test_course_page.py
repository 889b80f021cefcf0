"""The manager's page: a preview before closing, the button after it, what was issued."""

from __future__ import annotations

import pytest

from app.certificates import queries
from app.grading.rules import Outcome
from app.shared.permissions import Role
from tests.cast import AMINA, BONGANI, MANAGER, STRANGER, TUTOR, csrf_token
from tests.certificates.cast import certificate_of, correct

pytestmark = pytest.mark.alike

PATH = "/courses/A9714776/certificates"
PAGE = {"Accept": "text/html"}


def press(browser):
    return browser.post(PATH, data={"csrf_token": csrf_token(browser)}, headers=PAGE)


def test_before_closing_it_is_a_preview_without_a_button(browse, marked):
    page = browse(marked, MANAGER, Role.ACTIVITY_MANAGER).get(PATH)

    assert page.status_code == 200
    assert "so far" in page.text
    assert "Ready to close?" in page.text
    assert "Amina Banda" in page.text
    assert "Issue 3 certificates" not in page.text


def test_pressing_the_button_issues(browse, closed):
    manager = browse(closed, MANAGER, Role.ACTIVITY_MANAGER)
    assert "Issue 3 certificates" in manager.get(PATH).text

    done = press(manager)

    assert (done.status_code, done.location) == (303, PATH)
    page = manager.get(PATH).text
    assert "3 certificates are issued." in page
    assert "Every certificate is issued." in page
    assert f"/certificates/{certificate_of(closed, 'Amina').number}.pdf" in page
    press(manager)
    assert "Every certificate was issued already." in manager.get(PATH).text


def test_before_closing_the_button_would_be_refused(browse, marked):
    answer = press(browse(marked, MANAGER, Role.ACTIVITY_MANAGER))

    assert answer.status_code == 409
    assert "issued once the course is closed" in answer.text


def test_a_page_shows_one_kind_of_participant(browse, issued):
    manager = browse(issued, MANAGER, Role.ACTIVITY_MANAGER)

    assert "Amina Banda" not in manager.get(PATH, query_string={"show": "none"}).text
    assert "Didier Letang" in manager.get(PATH, query_string={"show": "none"}).text
    assert manager.get(PATH, query_string={"show": "x", "page": "-7"}).status_code == 200
    assert manager.get(PATH, query_string={"page": "x"}).status_code == 200


def test_what_no_longer_counts_is_listed(browse, issued):
    correct(issued, BONGANI, Outcome.NONE)
    manager = browse(issued, MANAGER, Role.ACTIVITY_MANAGER)
    assert "to be withdrawn" in manager.get(PATH).text

    press(manager)

    assert "Certificates that no longer count" in manager.get(PATH).text


@pytest.mark.parametrize(
    ("person", "role", "status"), [(TUTOR, Role.TUTOR, 403), (AMINA, None, 403), (STRANGER, None, 404)]
)
def test_nobody_else_may(browse, closed, person, role, status):
    browser = browse(closed, person, role)

    assert browser.get(PATH, headers=PAGE).status_code == press(browser).status_code == status
    assert queries.certificates_of(closed.id) == []


def test_without_the_token_of_the_form_nothing_is_issued(browse, closed):
    assert browse(closed, MANAGER, Role.ACTIVITY_MANAGER).post(PATH, headers=PAGE).status_code == 400
    assert queries.certificates_of(closed.id) == []
