"""Home: what each role finds there first, and what there is to do."""

import pytest
from flask.testing import FlaskClient

from app.accounts.service import disable_person
from app.courses.rules import CourseValue
from app.grading.service import close_course, record_submission
from app.shared import clock
from app.shared.database import session
from app.shared.permissions import SYSTEM, Role
from tests.cast import (
    ADMINISTRATOR,
    AMINA,
    ASSISTANT,
    BONGANI,
    CHLOE,
    EXPERT,
    MANAGER,
    SPONSOR,
    STRANGER,
    TUTOR,
    enter,
    enter_with_role,
    sign_in,
)
from tests.courses.more_time import ask
from tests.grading.cast import all_done, enrolment_of, import_rows, mark_groups, result_row
from tests.progress.cast import running_course
from tests.reports.cast import other_course
from tests.statements import statements

pytestmark = pytest.mark.alike


@pytest.fixture
def course(app: object) -> CourseValue:
    """In its sixth week: Amina has done all but quiz 6, Bongani handed in an essay, nobody else did anything."""
    course = running_course()
    mark_groups(course, g1=80)
    import_rows(course, all_done(AMINA, quiz_6=""), result_row(BONGANI, quiz_1=5))
    record_submission(course, enrolment_of(course, BONGANI), "essay", actor=SYSTEM, now=clock.now())
    session.commit()
    return course


def home(client: FlaskClient) -> str:
    answer = client.get("/")
    assert answer.status_code == 200
    return answer.text


def test_a_visitor_reads_what_this_is_and_finds_the_way_in(client: FlaskClient) -> None:
    page = home(client)
    assert 'href="/sign-in"' in page
    assert "certificate" in page


def test_a_visitor_who_reads_french_gets_it_in_french(client: FlaskClient) -> None:
    assert '<html lang="fr">' in client.get("/", headers={"Accept-Language": "fr-CD, en;q=0.5"}).text


def test_a_participant_sees_points_goals_and_what_comes_next(course: CourseValue, client: FlaskClient) -> None:
    sign_in(client, enter(AMINA))
    page = home(client)
    assert "7 of 8 pieces done" in page
    assert "Quiz 6" in page
    assert "open now" in page
    assert "timed: 30 minutes once started" in page
    assert f"/courses/{course.code}/standing" in page


def test_times_are_told_in_the_courses_zone_and_the_readers(course: CourseValue, client: FlaskClient) -> None:
    sign_in(client, enter(AMINA))
    page = home(client)
    assert "Rome" in page
    assert "for you: " in page
    assert "Lusaka" in page


def test_a_goal_below_one_that_is_reached_is_left_out(course: CourseValue, client: FlaskClient) -> None:
    import_rows(course, all_done(AMINA))
    sign_in(client, enter(AMINA))
    page = home(client)
    assert page.count('class="goal goal-') == 1
    assert "goal-reached" in page


def test_a_participant_of_a_closed_course_sees_the_result(course: CourseValue, client: FlaskClient) -> None:
    close_course(course, accept_unmarked="essay lost", actor=SYSTEM, now=clock.now())
    sign_in(client, enter(AMINA))
    page = home(client)
    assert "this is your result" in page
    assert "so far" not in page
    assert "Nothing more to do." in page


def test_staff_see_what_waits_in_each_of_their_courses(course: CourseValue, client: FlaskClient) -> None:
    for person, role in ((MANAGER, Role.ACTIVITY_MANAGER), (TUTOR, Role.TUTOR), (EXPERT, Role.EXPERT)):
        sign_in(client, enter_with_role(person, role, course.id))
        page = client.get("/", headers={"Accept-Language": "en"}).text
        if person is not TUTOR:  # reads French
            assert "1 piece of work waits for its mark" in page
            assert "2 participants have done nothing yet" in page
            assert "4 participants" in page


def test_an_assistant_is_not_told_about_marks(course: CourseValue, client: FlaskClient) -> None:
    sign_in(client, enter_with_role(ASSISTANT, Role.ASSISTANT, course.id))
    page = home(client)
    assert "4 participants" in page
    assert "waits for its mark" not in page
    assert "/gradebook" not in page


def test_a_manager_of_an_empty_course_is_told_to_enrol(app: object, client: FlaskClient) -> None:
    other = other_course()
    sign_in(client, enter_with_role(MANAGER, Role.ACTIVITY_MANAGER, other.id))
    page = home(client)
    assert "Nobody is enrolled yet." in page


def test_a_sponsor_sees_its_figures_with_their_denominator(course: CourseValue, client: FlaskClient) -> None:
    sign_in(client, enter_with_role(SPONSOR, Role.SPONSOR, course.id, sponsor="SAMM"))
    page = home(client)
    assert "The participants funded by SAMM." in page
    assert "of 3" in page
    assert f"/courses/{course.code}/statistics" in page
    assert "Banda" not in page


def test_an_administrator_sees_all_courses_and_how_the_system_stands(course: CourseValue, client: FlaskClient) -> None:
    other = other_course()
    sign_in(client, enter_with_role(ADMINISTRATOR, Role.ADMINISTRATOR))
    page = home(client)
    assert course.code in page
    assert other.code in page
    assert "Timed jobs are not running" in page
    assert "No mail waits" in page


def test_an_administrator_of_an_empty_system_is_told_how_to_begin(app: object, client: FlaskClient) -> None:
    sign_in(client, enter_with_role(ADMINISTRATOR, Role.ADMINISTRATOR))
    assert "flask courses load catalogue/a9714776" in home(client)


def test_somebody_without_a_course_is_told_why_and_whom_to_ask(course: CourseValue, client: FlaskClient) -> None:
    sign_in(client, enter(STRANGER))
    page = home(client)
    assert "You are in no course yet" in page
    assert course.code not in page


def test_somebody_disabled_is_a_visitor(course: CourseValue, client: FlaskClient) -> None:
    amina = enter(AMINA)
    sign_in(client, amina)
    disable_person(amina.id, actor=SYSTEM, now=clock.now())
    assert course.code not in home(client)


def test_home_takes_few_statements(course: CourseValue, client: FlaskClient) -> None:
    for person in (
        enter(AMINA),
        enter(CHLOE),
        enter_with_role(MANAGER, Role.ACTIVITY_MANAGER, course.id),
        enter_with_role(SPONSOR, Role.SPONSOR, course.id, sponsor="SAMM"),
        enter_with_role(ADMINISTRATOR, Role.ADMINISTRATOR),
    ):
        sign_in(client, person)
        home(client)
        with statements() as seen:
            home(client)
        assert len(seen) <= 10, seen


def test_who_may_answer_sees_that_somebody_asks_for_more_time(course: CourseValue, client: FlaskClient) -> None:
    ask(course, "quiz_6", AMINA)
    ask(course, "essay", AMINA)
    sign_in(client, enter_with_role(MANAGER, Role.ACTIVITY_MANAGER, course.id))
    text = home(client)
    assert "2 requests for more time wait for an answer" in text
    assert f'href="/courses/{course.code}/extensions"' in text
    expert = client.application.test_client()
    sign_in(expert, enter_with_role(EXPERT, Role.EXPERT, course.id))
    assert "more time" not in home(expert)
