"""The statistics page: what it offers, and what it says when there is nothing to count."""

import pytest
from flask.testing import FlaskClient

from app.courses.rules import CourseValue
from app.grading.service import close_course
from app.shared.database import session
from app.shared.permissions import SYSTEM, Role
from tests.cast import MANAGER, enter_with_role, sign_in
from tests.conftest import NOW
from tests.reports.cast import CODE, other_course
from tests.statements import statements

pytestmark = pytest.mark.alike

PAGE = f"/courses/{CODE}/statistics"


def as_manager(client: FlaskClient, course: CourseValue) -> None:
    sign_in(client, enter_with_role(MANAGER, Role.ACTIVITY_MANAGER, course.id))


def test_every_chart_has_its_numbers_as_a_table_beside_it(cohort: CourseValue, client: FlaskClient) -> None:
    as_manager(client, cohort)
    page = client.get(PAGE).text
    assert page.count('<svg class="chart"') == 4
    assert page.count("The same as a table") == 4


def test_the_figures_can_be_limited_to_a_sponsor_and_so_can_the_downloads(
    cohort: CourseValue, client: FlaskClient
) -> None:
    as_manager(client, cohort)
    page = client.get(PAGE, query_string={"sponsor": "SAMM"}).text
    assert "The participants funded by SAMM." in page
    assert "21 of 38 (55 %)" in page
    assert f"{PAGE}.csv?sponsor=SAMM" in page
    assert "peter.mwangi" not in page


def test_it_says_whether_the_figures_still_move(cohort: CourseValue, client: FlaskClient) -> None:
    as_manager(client, cohort)
    assert "These figures are so far" in client.get(PAGE).text
    close_course(cohort, actor=SYSTEM, now=NOW)
    session.commit()
    page = client.get(PAGE).text
    assert "These figures are so far" not in page
    assert "21 of 42 (50 %)" in page


def test_a_course_with_nobody_in_it_says_what_to_do_next(app: object, client: FlaskClient) -> None:
    course = other_course()
    as_manager(client, course)
    page = client.get(f"/courses/{course.code}/statistics")
    assert page.status_code == 200
    assert "Nobody to count yet" in page.text
    assert '<svg class="chart"' not in page.text


def test_an_unknown_sponsor_gets_a_page_that_says_so(cohort: CourseValue, client: FlaskClient) -> None:
    as_manager(client, cohort)
    answer = client.get(PAGE, query_string={"sponsor": "ILO"}, headers={"Accept": "text/html"})
    assert answer.status_code == 422
    assert "ILO" in answer.text


def test_no_style_and_no_script_stand_in_the_page(cohort: CourseValue, client: FlaskClient) -> None:
    as_manager(client, cohort)
    page = client.get(PAGE).text
    assert "style=" not in page
    assert "<script" not in page


def test_it_takes_the_same_few_statements_for_a_whole_cohort(cohort: CourseValue, client: FlaskClient) -> None:
    as_manager(client, cohort)
    client.get(PAGE)
    with statements() as seen:
        client.get(PAGE)
    assert len(seen) <= 8, seen
