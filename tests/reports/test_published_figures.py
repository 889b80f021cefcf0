"""The published figures of A9714776, by command, over HTTP and on the page."""

import json
from typing import Any

from flask.testing import FlaskClient, FlaskCliRunner

from app.courses.rules import CourseValue
from app.shared.permissions import Role
from tests.cast import MANAGER, enter_with_role, sign_in
from tests.reports.cast import CODE

PUBLISHED = {
    "code": "A9714776",
    "participants": 42,
    "engagement": {"full": 23, "half": 9, "some": 7, "never": 3},
    "engagement_percent": {"full": 55, "half": 21, "some": 17, "never": 7},
    "quiz": {
        "taken_by": 38,
        "mean_points": "22.07",
        "mean_points_enrolled": "19.96",
        "out_of": 30,
        "above_mean": 21,
    },
    "group_work": {"took_part": 34, "partially": 6, "groups": 4},
    "essay": {"submitted": 23},
    "outcome": {"achievement": 21, "participation": 7, "none": 14},
}


def published(data: dict[str, Any]) -> dict[str, Any]:
    return {key: data[key] for key in PUBLISHED}


def test_the_command_says_them_as_json(cohort: CourseValue, run: FlaskCliRunner) -> None:
    result = run.invoke(args=["statistics", "show", CODE, "--format", "json"])
    assert result.exit_code == 0
    data = json.loads(result.stdout)
    assert published(data) == PUBLISHED
    assert data["by"]["language"] == {"en": 29, "fr": 13}
    assert data["by"]["sponsor"] == {"": 4, "SAMM": 38}
    assert sum(data["by"]["country"].values()) == 42
    assert set(data["by"]) == {"language", "organization_type", "country", "gender", "sponsor"}


LINES = {
    "42 participants, so far: the course is not closed",
    "all or most 23 of 42 55 %",
    "half 9 of 42 21 %",
    "some 7 of 42 17 %",
    "never 3 of 42 7 %",
    "mean points of those who took at least one 22.07 of 30 points",
    "mean points of all enrolled 19.96 of 30 points",
    "above the mean 21 of 38 55 %",
    "took part 34 of 42 81 %",
    "of these, partially 6 of 34 18 %",
    "groups with a mark 4",
    "submitted 23 of 42 55 %",
    "Achievement 21 of 42 50 %",
    "SAMM 38 of 42 90 %",
}


def test_the_command_says_them_in_words_each_with_its_denominator(cohort: CourseValue, run: FlaskCliRunner) -> None:
    result = run.invoke(args=["statistics", "show", CODE])
    assert result.exit_code == 0
    assert {" ".join(printed.split()) for printed in result.stdout.splitlines()} >= LINES


def test_the_api_says_the_same_as_the_command(cohort: CourseValue, client: FlaskClient, run: FlaskCliRunner) -> None:
    sign_in(client, enter_with_role(MANAGER, Role.ACTIVITY_MANAGER, cohort.id))
    answer = client.get(f"/api/v1/courses/{CODE}/statistics")
    assert answer.status_code == 200
    assert answer.json == json.loads(run.invoke(args=["statistics", "show", CODE, "--format", "json"]).stdout)


SHOWN = {
    "23 of 42 (55 %)",
    "9 of 42 (21 %)",
    "7 of 42 (17 %)",
    "3 of 42 (7 %)",
    "22.07 of 30, over 38 participants",
    "19.96 of 30, over 42 participants",
    "21 of 38",
    "34 of 42",
    "6 of 34",
    "21 of 42 (50 %)",
    "14 of 42 (33 %)",
}


def test_the_page_shows_them_each_with_its_denominator(cohort: CourseValue, client: FlaskClient) -> None:
    sign_in(client, enter_with_role(MANAGER, Role.ACTIVITY_MANAGER, cohort.id))
    page = client.get(f"/courses/{CODE}/statistics")
    assert page.status_code == 200
    assert {shown for shown in SHOWN if shown not in page.text} == set()


def test_a_sponsors_figures_are_computed_over_its_participants_only(cohort: CourseValue, run: FlaskCliRunner) -> None:
    result = run.invoke(args=["statistics", "show", CODE, "--format", "json", "--sponsor", "SAMM"])
    data = json.loads(result.stdout)
    assert data["participants"] == 38
    assert data["engagement"] == {"full": 21, "half": 8, "some": 7, "never": 2}
    assert data["quiz"]["taken_by"] == 35
    assert data["quiz"]["mean_points"] == "21.83"
    assert data["essay"] == {"submitted": 21}
    assert data["outcome"] == {"achievement": 19, "participation": 6, "none": 13}
    assert data["by"]["sponsor"] == {"SAMM": 38}


def test_those_without_a_sponsor_can_be_asked_for_too(cohort: CourseValue, run: FlaskCliRunner) -> None:
    result = run.invoke(args=["statistics", "show", CODE, "--format", "json", "--sponsor", ""])
    assert json.loads(result.stdout)["participants"] == 4


def test_an_unknown_sponsor_is_refused_with_the_ones_there_are(cohort: CourseValue, run: FlaskCliRunner) -> None:
    hints = {"samm": "Did you mean “SAMM”?", "ILO": "Sponsors of this course: SAMM."}
    for asked, hint in hints.items():
        result = run.invoke(args=["statistics", "show", CODE, "--sponsor", asked])
        assert (result.exit_code, result.stdout) == (1, "")
        assert hint in result.stderr


def test_an_unknown_course_is_refused_by_name(app: object, run: FlaskCliRunner) -> None:
    result = run.invoke(args=["statistics", "show", "NOTHING-1"])
    assert result.exit_code == 1
    assert "NOTHING-1" in result.stderr
