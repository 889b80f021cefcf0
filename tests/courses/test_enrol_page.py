"""Enrolling one person in the browser."""

import pytest

from app.courses.queries import roster
from app.courses.service import close_course
from app.shared.database import session
from app.shared.permissions import SYSTEM, Role
from tests.accounts.conftest import outbox
from tests.cast import csrf_token
from tests.conftest import NOW
from tests.courses.cast import ADA, BEN, import_rows

pytestmark = pytest.mark.alike

PAGE = "/courses/SMALL-1/participants/new"


def send(browser, person, **more):
    return browser.post(PAGE, data={**person, "csrf_token": csrf_token(browser), **more})


def test_the_form_starts_with_the_zone_and_language_of_the_course(manager, course):
    page = manager.get(PAGE).text
    assert '<option value="Europe/Rome" selected>' in page
    assert '<option value="en" selected>' in page


def test_a_person_is_enrolled_and_invited(manager, course):
    answer = send(manager, ADA, invite="yes")
    assert answer.status_code == 303
    (ada,) = roster(course.id)
    assert (ada.name, ada.group_name, ada.ambassador) == ("Ada Okoro", "1", True)
    assert [mail.address for mail in outbox()] == [ADA["email"]]
    assert "Ada Okoro takes the course now." in manager.get(answer.location).text


def test_a_fault_stands_beside_its_field_and_what_was_typed_is_kept(manager, course):
    answer = send(manager, {**ADA, "email": "ada", "organization": "Ministère d’État"})
    assert answer.status_code == 422
    assert "This is not an e-mail address: ada" in answer.text
    assert 'value="Ministère d’État"' in answer.text
    assert '<option value="NG" selected>' in answer.text
    assert roster(course.id) == []


def test_who_takes_the_course_already_is_not_enrolled_again(manager, course):
    import_rows(course, ADA)
    session.commit()
    answer = send(manager, {**ADA, "email": "ADA@example.org", "organization": "Other"})
    assert (answer.status_code, "takes the course already" in answer.text) == (409, True)
    assert roster(course.id)[0].organization == ADA["organization"]


def test_a_second_ambassador_is_refused(manager, course):
    import_rows(course, ADA)
    session.commit()
    answer = send(manager, {**BEN, "ambassador": "1"})
    assert (answer.status_code, "has another ambassador already" in answer.text) == (409, True)
    assert len(roster(course.id)) == 1


def test_nobody_is_enrolled_in_a_closed_course(manager, course):
    close_course(course.id, actor=SYSTEM, now=NOW)
    session.commit()
    assert "The course is closed" in manager.get(PAGE).text
    assert send(manager, ADA).status_code == 409


def test_a_tutor_enrols_nobody(signed_in_as, course):
    assert send(signed_in_as(Role.TUTOR), ADA).status_code == 403
