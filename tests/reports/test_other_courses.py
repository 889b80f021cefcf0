"""Statistics of courses that are put together otherwise: nothing of A9714776 is in the code."""

import json

import pytest
from flask.testing import FlaskClient, FlaskCliRunner

from app.courses.queries import get_course
from app.courses.rules import CourseValue
from app.shared.database import session
from app.shared.permissions import Role
from tests.cast import MANAGER, enter_with_role, sign_in
from tests.courses.cast import BEN, CLEO
from tests.courses.cast import import_rows as enrol_rows
from tests.grading.cast import import_bytes
from tests.reports.cast import other_course

RESULTS = """\
email,group,records,final_test,essay_figures,essay_reasons,essay_reader
ben@example.org,,5,15,20,10,5
cleo@example.org,,2.5,,,,
"""


@pytest.fixture
def course(app: object) -> CourseValue:
    """Two quizzes and an essay, no group work: Ben did everything, Cléo half of one quiz."""
    course = other_course()
    enrol_rows(course, {**BEN, "group": ""}, {**CLEO, "group": "", "sponsor": ""})
    session.commit()
    import_bytes(get_course(course.code), RESULTS.encode())
    return course


def test_figures_follow_the_courses_own_pieces_and_weights(course: CourseValue, run: FlaskCliRunner) -> None:
    result = run.invoke(args=["statistics", "show", course.code, "--format", "json"])
    data = json.loads(result.stdout)
    assert data["participants"] == 2
    assert data["quiz"]["out_of"] == 45
    assert data["quiz"]["taken_by"] == 2
    assert data["quiz"]["mean_points"] == "25.31"  # 45 and 45 x 2.5 / 20, halved
    assert data["group_work"] == {"took_part": 0, "partially": 0, "groups": 0}
    assert data["outcome"]["achievement"] == 1


def test_what_a_course_does_not_have_is_not_listed(course: CourseValue, run: FlaskCliRunner) -> None:
    shown = run.invoke(args=["statistics", "show", course.code]).stdout
    assert "Group work" not in shown
    assert "final_test" in shown


def test_the_page_leaves_out_group_work(course: CourseValue, client: FlaskClient) -> None:
    sign_in(client, enter_with_role(MANAGER, Role.ACTIVITY_MANAGER, course.id))
    page = client.get(f"/courses/{course.code}/statistics")
    assert page.status_code == 200
    assert "Groups with a mark" not in page.text
    assert "Final test" in page.text


def test_a_course_with_nobody_in_it_has_no_means(app: object, run: FlaskCliRunner) -> None:
    code = other_course().code
    data = json.loads(run.invoke(args=["statistics", "show", code, "--format", "json"]).stdout)
    assert data["participants"] == 0
    assert data["quiz"]["mean_points"] is None
    assert data["quiz"]["mean_points_enrolled"] is None
    assert set(data["engagement_percent"].values()) == {0}
    assert run.invoke(args=["statistics", "show", code]).exit_code == 0
    assert run.invoke(args=["statistics", "export", code, "--format", "xlsx"]).exit_code == 0
