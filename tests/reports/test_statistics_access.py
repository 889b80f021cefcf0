"""Who sees the statistics: everybody's, one sponsor's, or nothing; over HTTP and on the page alike."""

import csv
import io

import pytest
from flask.testing import FlaskClient

from app.courses.rules import CourseValue
from app.reports.queries import sponsor_for
from app.shared.errors import NotAllowed
from app.shared.permissions import Actor, Grant, Role
from tests.cast import (
    ADMINISTRATOR,
    AMINA,
    ASSISTANT,
    EXPERT,
    MANAGER,
    SPONSOR,
    STRANGER,
    TUTOR,
    bearer,
    enter,
    enter_with_role,
    sign_in,
)
from tests.grading.cast import all_done, graded_course, import_rows, mark_groups
from tests.statements import statements

pytestmark = pytest.mark.alike

CODE = "A9714776"
ADDRESSES = (
    f"/api/v1/courses/{CODE}/statistics",
    f"/api/v1/courses/{CODE}/statistics.csv",
    f"/api/v1/courses/{CODE}/statistics.xlsx",
    f"/courses/{CODE}/statistics",
    f"/courses/{CODE}/statistics.csv",
    f"/courses/{CODE}/statistics.xlsx",
    f"/courses/{CODE}/statistics.json",
)


@pytest.fixture
def course(app: object) -> CourseValue:
    """Four participants, three of them funded by SAMM; Amina did everything."""
    course = graded_course()
    mark_groups(course, g1=80)
    import_rows(course, all_done(AMINA))
    return course


def statuses(client: FlaskClient) -> set[int]:
    return {client.get(address).status_code for address in ADDRESSES}


def test_nobody_signed_in_sees_nothing(course: CourseValue, client: FlaskClient) -> None:
    assert statuses(client) == {401}
    page = client.get(ADDRESSES[3], headers={"Accept": "text/html"})
    assert (page.status_code, page.location) == (302, f"/sign-in?next=/courses/{CODE}/statistics")


def test_somebody_outside_the_course_finds_nothing(course: CourseValue, client: FlaskClient) -> None:
    sign_in(client, enter(STRANGER))
    assert statuses(client) == {404}


def test_a_manager_of_another_course_finds_nothing(course: CourseValue, client: FlaskClient) -> None:
    other = graded_course("A9714776-2")
    sign_in(client, enter_with_role(MANAGER, Role.ACTIVITY_MANAGER, other.id))
    assert statuses(client) == {404}


@pytest.mark.parametrize("role", [Role.ASSISTANT, Role.EXPERT])
def test_assistants_and_experts_may_not_see_them(course: CourseValue, client: FlaskClient, role: Role) -> None:
    sign_in(client, enter_with_role({Role.ASSISTANT: ASSISTANT, Role.EXPERT: EXPERT}[role], role, course.id))
    assert statuses(client) == {403}


def test_a_participant_may_not_see_them(course: CourseValue, client: FlaskClient) -> None:
    sign_in(client, enter(AMINA))
    assert statuses(client) == {403}


def test_tutors_managers_and_administrators_see_everybodys(course: CourseValue, client: FlaskClient) -> None:
    for person, role, where in (
        (TUTOR, Role.TUTOR, course.id),
        (MANAGER, Role.ACTIVITY_MANAGER, course.id),
        (ADMINISTRATOR, Role.ADMINISTRATOR, None),
    ):
        sign_in(client, enter_with_role(person, role, where))
        assert statuses(client) == {200}
        assert client.get(ADDRESSES[0]).json["participants"] == 4  # type: ignore[index]


def test_a_sponsor_sees_the_figures_of_its_own_participants(course: CourseValue, client: FlaskClient) -> None:
    sign_in(client, enter_with_role(SPONSOR, Role.SPONSOR, course.id, sponsor="SAMM"))
    assert statuses(client) == {200}
    answer = client.get(ADDRESSES[0])
    assert answer.json is not None
    assert answer.json["participants"] == 3
    assert answer.json["by"]["sponsor"] == {"SAMM": 3}


def test_a_sponsor_may_ask_for_itself_but_for_nobody_else(course: CourseValue, client: FlaskClient) -> None:
    sign_in(client, enter_with_role(SPONSOR, Role.SPONSOR, course.id, sponsor="SAMM"))
    for address in ADDRESSES:
        assert client.get(address, query_string={"sponsor": "SAMM"}).status_code == 200
        assert client.get(address, query_string={"sponsor": "ILO"}).status_code == 403


def test_a_sponsor_gets_the_matrix_without_names(course: CourseValue, client: FlaskClient) -> None:
    sign_in(client, enter_with_role(SPONSOR, Role.SPONSOR, course.id, sponsor="SAMM"))
    for address in (ADDRESSES[1], ADDRESSES[4], ADDRESSES[6], ADDRESSES[3]):
        text = client.get(address).text
        assert "@ecampus.test" not in text.replace(SPONSOR.email, "")
        assert "Banda" not in text
    lines = list(csv.reader(io.StringIO(client.get(ADDRESSES[1]).text)))
    assert [line[0] for line in lines[-4:]] == ["participant", "1", "2", "3"]


def test_a_sponsor_without_participants_sees_that_there_are_none(course: CourseValue, client: FlaskClient) -> None:
    sign_in(client, enter_with_role(SPONSOR, Role.SPONSOR, course.id, sponsor="Another fund"))
    assert client.get(ADDRESSES[0]).json["participants"] == 0  # type: ignore[index]
    page = client.get(ADDRESSES[3])
    assert page.status_code == 200
    assert "No participant of this course is funded by Another fund." in page.text


@pytest.mark.parametrize("where", ["here", "everywhere"])
def test_a_sponsors_role_that_names_no_sponsor_sees_nothing(course: CourseValue, where: str) -> None:
    grant = Grant(Role.SPONSOR, course.id if where == "here" else None)
    with pytest.raises(NotAllowed):
        sponsor_for(Actor(1, "person:1", (grant,)), course, None)


def test_a_token_needs_the_scope(course: CourseValue, client: FlaskClient) -> None:
    manager = enter_with_role(MANAGER, Role.ACTIVITY_MANAGER, course.id)
    assert client.get(ADDRESSES[0], headers=bearer(manager, "view_gradebook")).status_code == 403
    assert client.get(ADDRESSES[0], headers=bearer(manager, "view_statistics")).status_code == 200


def test_a_token_without_the_right_to_see_participants_names_nobody(course: CourseValue, client: FlaskClient) -> None:
    headers = bearer(enter_with_role(MANAGER, Role.ACTIVITY_MANAGER, course.id), "view_statistics")
    assert "@ecampus.test" not in client.get(ADDRESSES[1], headers=headers).text


def test_an_unknown_sponsor_or_argument_is_unreadable(course: CourseValue, client: FlaskClient) -> None:
    sign_in(client, enter_with_role(MANAGER, Role.ACTIVITY_MANAGER, course.id))
    for query in ({"sponsor": "ILO"}, {"spnosr": "SAMM"}, {"sponsor": "x" * 300}):
        answer = client.get(ADDRESSES[0], query_string=query)
        assert (answer.status_code, answer.mimetype) == (422, "application/problem+json"), query


def test_downloads_are_named_after_the_course_and_kept_by_nobody_on_the_way(
    course: CourseValue, client: FlaskClient
) -> None:
    sign_in(client, enter_with_role(MANAGER, Role.ACTIVITY_MANAGER, course.id))
    answer = client.get(ADDRESSES[1])
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{CODE}-statistics.csv"'
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_the_number_of_statements_does_not_depend_on_the_size(course: CourseValue, client: FlaskClient) -> None:
    import_rows(course, *(all_done(person) for person in (AMINA,)))
    sign_in(client, enter_with_role(MANAGER, Role.ACTIVITY_MANAGER, course.id))
    for address in ADDRESSES:
        client.get(address)
        with statements() as seen:
            assert client.get(address).status_code == 200
        assert len(seen) <= 8, (address, seen)
