"""GET and POST /api/v1/courses/{code}/participants."""

import pytest

from app.courses.queries import roster
from app.shared.database import session
from app.shared.permissions import Permission, Role
from tests.accounts.conftest import outbox
from tests.cast import MANAGER, bearer, csrf_token, enter_with_role
from tests.courses.cast import ADA, BEN, CLEO, import_rows

PATH = "/api/v1/courses/SMALL-1/participants"
NEW = {"email": "zoe@example.org", "given_name": "Zoë", "family_name": "Mbeki", "country": "ZA"}


def post(browser, body, **headers):
    return browser.post(PATH, json=body, headers={"X-CSRFToken": csrf_token(browser), **headers})


def test_participants_are_listed_by_e_mail(manager, course):
    import_rows(course, CLEO, ADA, BEN)
    session.commit()
    answer = manager.get(PATH).json
    assert [item["email"] for item in answer["items"]] == [ADA["email"], BEN["email"], CLEO["email"]]
    assert answer["next_cursor"] is None
    first = answer["items"][0]
    assert (first["group"], first["ambassador"], first["timezone"], first["sponsor"]) == (
        "1",
        True,
        "Africa/Lagos",
        "SAMM",
    )
    assert first["enrolled_at"].endswith("+00:00")
    assert set(ADA) <= set(first)


def test_a_long_list_is_read_page_by_page(manager, course):
    import_rows(course, *({**BEN, "email": f"p{number:03}@example.org"} for number in range(25)))
    session.commit()
    seen, cursor = [], None
    for _ in range(3):
        answer = manager.get(PATH, query_string={"limit": 10} | ({"cursor": cursor} if cursor else {})).json
        seen += [item["email"] for item in answer["items"]]
        cursor = answer["next_cursor"]
    assert seen == [f"p{number:03}@example.org" for number in range(25)]
    assert cursor is None


def test_the_list_can_be_filtered(manager, course):
    import_rows(course, ADA, BEN, CLEO)
    session.commit()
    assert [item["email"] for item in manager.get(f"{PATH}?language=fr").json["items"]] == [CLEO["email"]]


@pytest.mark.parametrize("query", ["limit=0", "limit=501", "cursor=x", "cursor=999", "unknown=1"])
def test_a_query_that_means_nothing_is_refused(manager, course, query):
    assert manager.get(f"{PATH}?{query}").status_code == 422


def test_one_person_is_enrolled_with_the_defaults_of_the_course(manager, course):
    answer = post(manager, NEW)
    assert answer.status_code == 201
    assert (answer.json["given_name"], answer.json["timezone"], answer.json["language"]) == ("Zoë", "Europe/Rome", "en")
    (zoe,) = roster(course.id)
    assert (zoe.id, zoe.email, outbox()) == (answer.json["id"], NEW["email"], [])


def test_somebody_new_is_invited_when_asked(manager, course):
    assert post(manager, {**NEW, "invite": True}).status_code == 201
    assert [mail.address for mail in outbox()] == [NEW["email"]]


def test_a_repeat_with_the_same_key_gets_the_first_answer(manager, course):
    first = post(manager, NEW, **{"Idempotency-Key": "one"})
    again = post(manager, NEW, **{"Idempotency-Key": "one"})
    assert (again.status_code, again.json) == (201, first.json)


def test_enrolling_twice_is_refused(manager, course):
    post(manager, NEW)
    answer = post(manager, {**NEW, "email": "ZOE@EXAMPLE.ORG"})
    assert (answer.status_code, answer.json["code"]) == (409, "already_enrolled")


@pytest.mark.parametrize(
    ("more", "where"),
    [
        ({"email": "zoe"}, "email"),
        ({"email": ""}, "email"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"language": ""}, "language"),
        ({"country": "Z"}, "country"),
        ({"given_name": "=1+1"}, "given_name"),
        ({"ambassador": True}, "ambassador"),
        ({"role": "administrator"}, "role"),
    ],
)
def test_what_cannot_be_used_is_named(manager, course, more, where):
    answer = post(manager, {**NEW, **more})
    assert answer.status_code == 422
    assert where in [problem["where"] for problem in answer.json["problems"]]
    assert roster(course.id) == []


def test_a_script_needs_the_scope(app, course):
    manager = enter_with_role(MANAGER, Role.ACTIVITY_MANAGER, course.id)
    script = app.test_client()
    narrow = bearer(manager, Permission.VIEW_PARTICIPANTS.value)
    assert script.get(PATH, headers=narrow).status_code == 200
    assert script.post(PATH, json=NEW, headers=narrow).status_code == 403
    assert script.post(PATH, json=NEW, headers=bearer(manager, Permission.ENROL_PARTICIPANTS.value)).status_code == 201


@pytest.mark.parametrize(
    ("role", "reads", "writes"), [(Role.TUTOR, 200, 403), (Role.SPONSOR, 403, 403), (Role.PARTICIPANT, 403, 403)]
)
def test_others_are_refused(signed_in_as, course, role, reads, writes):
    browser = signed_in_as(role)
    assert (browser.get(PATH).status_code, post(browser, NEW).status_code) == (reads, writes)


def test_strangers_are_asked_to_sign_in_and_outsiders_find_nothing(client, course, signed_in_as):
    assert client.get(PATH).status_code == 401
    assert signed_in_as(Role.ACTIVITY_MANAGER).get("/api/v1/courses/OTHER/participants").status_code == 404
