"""The page of a course: everything that a participant once had to ask for."""

import pytest
from flask.testing import FlaskClient

from app.courses.rules import CourseValue
from app.shared import clock
from app.shared.permissions import Role
from tests.cast import AMINA, CHLOE, MANAGER, SPONSOR, STRANGER, TUTOR, enter, enter_with_role, sign_in
from tests.courses.samples import A9714776, EXAMPLE
from tests.grading.cast import DIDIER, import_rows, result_row
from tests.progress.cast import running_course
from tests.quizzes.cast import taking
from tests.reports.cast import loaded
from tests.statements import statements

pytestmark = pytest.mark.alike


@pytest.fixture
def course(app: object) -> CourseValue:
    """In its sixth week; Amina took quiz 1."""
    course = running_course()
    import_rows(course, result_row(AMINA, quiz_1=5))
    enter_with_role(MANAGER, Role.ACTIVITY_MANAGER, course.id)
    enter_with_role(TUTOR, Role.TUTOR, course.id)
    return course


def page(client: FlaskClient, course: CourseValue) -> str:
    answer = client.get(f"/courses/{course.code}")
    assert answer.status_code == 200
    return answer.text


def test_strangers_find_nothing_there(course: CourseValue, client: FlaskClient) -> None:
    assert client.get(f"/courses/{course.code}").status_code == 401
    sign_in(client, enter(STRANGER))
    assert client.get(f"/courses/{course.code}").status_code == 404
    assert client.get("/courses/NOTHING").status_code == 404


def test_every_role_of_the_course_may_read_it(course: CourseValue, client: FlaskClient) -> None:
    for person in (
        enter(AMINA),
        enter(MANAGER),
        enter(TUTOR),
        enter_with_role(SPONSOR, Role.SPONSOR, course.id, sponsor="SAMM"),
    ):
        sign_in(client, person)
        page(client, course)


def test_it_says_of_every_quiz_whether_it_is_timed_and_until_when_it_counts(
    course: CourseValue, client: FlaskClient
) -> None:
    sign_in(client, enter(AMINA))
    text = page(client, course)
    assert text.count("timed: 30 minutes once started") >= 6
    assert "23:59" in text
    assert "so that the last quiz leaves as much time as the others" in text


def test_a_quiz_without_a_limit_says_so(app: object, client: FlaskClient) -> None:
    course = loaded(EXAMPLE)
    sign_in(client, enter_with_role(MANAGER, Role.ACTIVITY_MANAGER, course.id))
    text = page(client, course)
    assert "no time limit but the deadline" in text
    assert "timed: 45 minutes once started" in text


def test_it_lists_all_weeks_and_sessions_and_what_lies_outside_them(course: CourseValue, client: FlaskClient) -> None:
    sign_in(client, enter(AMINA))
    text = page(client, course)
    for number in range(1, 7):
        assert f"Week {number}" in text
    assert "Welcome webinar" in text
    assert "Special SADC session C" in text
    assert "Before and after the weeks" in text
    assert "Closing webinar" in text
    assert text.count("this week") == 1


def test_times_stand_in_both_zones(course: CourseValue, client: FlaskClient) -> None:
    sign_in(client, enter(CHLOE))
    text = page(client, course)
    assert "Rome" in text
    assert "Antananarivo" in text


def test_the_closing_webinar_is_at_ten_in_turin_after_the_change_to_summer_time(
    app: object, client: FlaskClient
) -> None:
    course = loaded(A9714776)
    sign_in(client, enter_with_role(MANAGER, Role.ACTIVITY_MANAGER, course.id))
    text = page(client, course)
    assert 'datetime="2022-03-28T08:00:00+00:00"' in text
    assert "Mon 28 Mar 2022, 10:00" in text


def test_every_rule_of_the_policy_stands_there_in_words(course: CourseValue, client: FlaskClient) -> None:
    sign_in(client, enter(AMINA))
    text = page(client, course)
    assert "How you are assessed" in text
    assert "Certificate of Achievement: at least 60 points, and every piece done." in text


def test_a_participant_sees_what_is_done_and_what_comes_next(course: CourseValue, client: FlaskClient) -> None:
    sign_in(client, enter(AMINA))
    text = page(client, course)
    assert text.count("done</span>") == 1
    assert "What comes next" in text
    assert "Quiz 6" in text


def test_a_participant_sees_the_group_with_its_ambassador_and_whom_to_ask(
    course: CourseValue, client: FlaskClient
) -> None:
    sign_in(client, enter(AMINA))
    text = page(client, course)
    assert "Your group: 1" in text
    assert "Bongani" in text
    assert "Letang" not in text
    assert f"mailto:{TUTOR.email}" in text
    assert "Activity manager" in text


def test_a_participant_without_a_group_sees_none(course: CourseValue, client: FlaskClient) -> None:
    sign_in(client, enter(DIDIER))
    assert "Votre groupe" not in page(client, course)
    assert "Your group" not in page(client, course)


def test_only_participants_see_a_group(course: CourseValue, client: FlaskClient) -> None:
    sign_in(client, enter(MANAGER))
    text = page(client, course)
    assert "Your group" not in text
    assert "Where I stand" not in text


def test_it_takes_few_statements(course: CourseValue, client: FlaskClient) -> None:
    for person, most in ((enter(MANAGER), 8), (enter(AMINA), 13)):
        sign_in(client, person)
        page(client, course)
        with statements() as seen:
            page(client, course)
        assert len(seen) <= most, seen


def test_group_work_is_in_the_menu_only_where_a_course_has_some(course: CourseValue, client: FlaskClient) -> None:
    without = loaded(EXAMPLE)
    enter_with_role(MANAGER, Role.ACTIVITY_MANAGER, without.id)
    sign_in(client, enter(MANAGER))
    assert f'href="/courses/{course.code}/groups/overview"' in page(client, course)
    assert "/groups" not in page(client, without)


def test_it_leads_to_the_quizzes_and_back_to_the_one_under_way(app: object, client: FlaskClient) -> None:
    quiz = taking(unmarked=True, today=True)
    sign_in(client, enter(AMINA))
    text = page(client, quiz.course)
    assert f'href="/courses/{quiz.course.code}/quizzes/{quiz.quiz.key}"' in text
    assert "Quizzes that do not count" in text
    assert "You have a quiz under way." not in text
    attempt = quiz.start(now=clock.now())
    text = page(client, quiz.course)
    assert f'href="/attempts/{attempt.id}"' in text
    assert "You have a quiz under way." in text


def test_it_leads_those_who_look_after_it_to_their_next_hour(course: CourseValue, client: FlaskClient) -> None:
    leads = f'href="/courses/{course.code}/next-hour"'
    sign_in(client, enter(TUTOR))
    assert leads in page(client, course)
    sign_in(client, enter(AMINA))
    assert leads not in page(client, course)
