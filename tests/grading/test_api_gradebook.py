"""GET /courses/{code}/gradebook and /gradebook/me."""

import pytest

from app.grading import service
from app.shared.permissions import SYSTEM, Role
from tests.cast import ADMINISTRATOR, AMINA, ASSISTANT, BONGANI, CHLOE, EXPERT, MANAGER, SPONSOR, STRANGER, TUTOR
from tests.conftest import NOW
from tests.grading.cast import DIDIER, all_done, enrolment_of, graded_course, import_rows, mark_groups, result_row

pytestmark = pytest.mark.alike

PATH = "/api/v1/courses/A9714776/gradebook"


@pytest.fixture
def course(graded):
    mark_groups(graded, g1=82, g2=74)
    import_rows(graded, all_done(AMINA, quiz="7.77", bonus=3), result_row(CHLOE, quiz_1=4, group_participation="1/3"))
    return graded


def test_everybody_is_listed_with_points_rounded_down(browse, course):
    answer = browse(TUTOR, Role.TUTOR).get(PATH)

    assert answer.status_code == 200
    items = answer.json["items"]
    assert [item["email"] for item in items] == [AMINA.email, BONGANI.email, CHLOE.email, DIDIER.email]
    assert answer.json["next_cursor"] is None
    amina = items[0]
    assert {name: amina[name] for name in ("quiz_points", "total_points", "bonus_offered", "outcome", "final")} == {
        "quiz_points": "23.31",
        "total_points": "75.91",
        "bonus_offered": "3.00",
        "outcome": "achievement",
        "final": False,
    }
    assert amina["id"] == enrolment_of(course, AMINA)
    chloe = {piece["key"]: piece for piece in items[2]["pieces"]}
    assert chloe["group_work"] == {
        "key": "group_work", "kind": "group", "state": "marked", "score": "74", "maximum": "100", "factor": "1/3",
    }  # fmt: skip
    assert (chloe["quiz_1"]["score"], chloe["quiz_2"]["state"], chloe["quiz_2"]["score"]) == ("4", "not_done", None)


def test_pages_follow_each_other_by_cursor(browse, course):
    browser = browse(MANAGER, Role.ACTIVITY_MANAGER)
    seen, cursor = [], ""

    for _ in range(2):
        answer = browser.get(PATH, query_string={"limit": 3, "cursor": cursor}).json
        seen += [item["email"] for item in answer["items"]]
        cursor = answer["next_cursor"]

    assert seen == [AMINA.email, BONGANI.email, CHLOE.email, DIDIER.email]
    assert cursor is None


@pytest.mark.parametrize("query", ["limit=0", "limit=1001", "limit=x", "cursor=%C3%A9", "more=1"])
def test_a_query_that_means_nothing_is_refused(browse, course, query):
    assert browse(TUTOR, Role.TUTOR).get(f"{PATH}?{query}").status_code == 422


@pytest.mark.parametrize(
    ("person", "role", "status"),
    [
        (MANAGER, Role.ACTIVITY_MANAGER, 200),
        (EXPERT, Role.EXPERT, 200),
        (ADMINISTRATOR, Role.ADMINISTRATOR, 200),
        (ASSISTANT, Role.ASSISTANT, 403),
        (SPONSOR, Role.SPONSOR, 403),
        (AMINA, None, 403),
        (STRANGER, None, 404),
    ],
)
def test_who_may_see_everybody(browse, course, person, role, status):
    assert browse(person, role).get(PATH).status_code == status


def test_a_tutor_of_another_course_finds_nothing(browse, course):
    elsewhere = browse(TUTOR, Role.TUTOR, graded_course("OTHER-1"))

    assert elsewhere.get(PATH).status_code == 404
    assert elsewhere.get("/api/v1/courses/NOWHERE/gradebook").status_code == 404


def test_a_participant_gets_the_own_row_explained_in_the_own_language(browse, course):
    amina, chloe = browse(AMINA).get(f"{PATH}/me").json, browse(CHLOE).get(f"{PATH}/me").json

    assert (amina["email"], chloe["email"]) == (AMINA.email, CHLOE.email)
    assert any("Outcome so far: Certificate of Achievement." in line for line in amina["derivation"])
    assert [(need["outcome"], need["state"]) for need in amina["needed"]] == [
        ("achievement", "reached"),
        ("participation", "reached"),
    ]
    assert [need["outcome"] for need in chloe["needed"]] == ["achievement", "participation"]
    assert all(set(need) == {"outcome", "state", "points", "must_do", "text"} for need in chloe["needed"])


def test_after_closing_the_own_row_is_final(browse, course):
    service.close_course(course, actor=SYSTEM, now=NOW)

    row = browse(AMINA).get(f"{PATH}/me").json

    assert row["final"] is True
    assert not any("so far" in line for line in row["derivation"])


def test_who_takes_no_part_has_no_own_row(browse, course):
    assert browse(TUTOR, Role.TUTOR).get(f"{PATH}/me").status_code == 403
    assert browse(STRANGER).get(f"{PATH}/me").status_code == 404
