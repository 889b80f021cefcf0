"""Importing a participants file in the browser."""

import io

import pytest

from app.courses.queries import roster
from app.shared.database import session
from app.shared.permissions import Role
from tests.accounts.conftest import outbox
from tests.cast import csrf_token
from tests.courses.cast import ADA, BEN, import_rows, roster_file, small_course

pytestmark = pytest.mark.alike

PAGE = "/courses/SMALL-1/participants/import"


def upload(browser, raw, name="people.csv", **more):
    data = {"csrf_token": csrf_token(browser), **more}
    if raw is not None:
        data["file"] = (io.BytesIO(raw), name)
    return browser.post(PAGE, data=data)


def test_it_names_the_columns_and_invites_by_default(manager, course):
    page = manager.get(PAGE).text
    assert "<code>organization_type</code>" in page
    assert 'name="invite" value="yes" checked' in page


def test_a_good_file_enrols_everybody_and_says_so(manager, course):
    answer = upload(manager, roster_file(ADA, BEN), invite="yes")
    assert (answer.status_code, answer.location) == (303, "/courses/SMALL-1/participants")
    assert len(roster(course.id)) == 2
    page = manager.get(answer.location).text
    assert "People in the file: 2. Enrolled: 2; changed: 0; as they were: 0." in page
    assert "2 invitations are on their way." in page


def test_without_the_box_nobody_is_invited(manager, course):
    assert upload(manager, roster_file(ADA)).status_code == 303
    assert outbox() == []


def test_a_bad_file_lists_every_problem_and_changes_nothing(manager, course):
    answer = upload(manager, roster_file(ADA, {**BEN, "country": "XX", "gender": "?"}))
    assert answer.status_code == 422
    assert "people.csv: nothing was changed." in answer.text
    assert answer.text.count("line 3") == 2
    assert "checked" not in answer.text.split('name="invite"')[1].split(">")[0]
    assert roster(course.id) == []


def test_no_file_is_asked_for(manager, course):
    answer = upload(manager, None)
    assert (answer.status_code, "Choose a participants file first." in answer.text) == (422, True)


def test_a_file_over_the_limit_is_refused(manager, course):
    head = (
        f'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{csrf_token(manager)}\r\n--x\r\n'
        'Content-Disposition: form-data; name="file"; filename="people.csv"\r\n\r\n'
    )
    body = head.encode() + b"x" * 50_500_000 + b"\r\n--x--\r\n"
    answer = manager.post(PAGE, data=body, content_type="multipart/form-data; boundary=x")
    assert (answer.status_code, "larger than 50 MB" in answer.text) == (413, True)


def test_somebody_elses_participant_keeps_the_name_and_the_manager_is_told(manager, course):
    import_rows(small_course("OTHER"), ADA)
    session.commit()
    answer = upload(manager, roster_file({**ADA, "given_name": "Hacked"}))
    page = manager.get(answer.location).text
    assert "keeps the name Ada Okoro" in page
    assert "Hacked" not in page


@pytest.mark.parametrize("role", [Role.TUTOR, Role.SPONSOR, Role.PARTICIPANT])
def test_others_import_nothing(signed_in_as, course, role):
    assert upload(signed_in_as(role), roster_file(ADA)).status_code == 403
    assert roster(course.id) == []


def test_a_form_without_its_token_is_refused(manager, course):
    answer = manager.post(PAGE, data={"file": (io.BytesIO(roster_file(ADA)), "people.csv")})
    assert answer.status_code == 400
    assert roster(course.id) == []
