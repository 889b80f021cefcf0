"""No way that a participant can look shows a mark, a comment or an outcome before its release; staff sees it."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from app.courses.rules import CourseValue
from app.essays.models import Essay
from app.grading import service
from app.notifications.models import OutboxMessage
from app.rubrics.models import Mark
from app.shared.database import session
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA, BONGANI, MANAGER, TUTOR, enter
from tests.conftest import NOW
from tests.grading.cast import QUIZZES, enrolment_of, import_rows, result_row
from tests.grading.desk import desk_group_mark, desk_mark, essay_of, hand_in

pytestmark = pytest.mark.alike

CRITERIA = {"clarity": "8.75", "alignment": "9.25", "coherence": "7.75", "gender": "7.50"}
SECRET, ON_CLARITY = "A most careful essay.", "The outline is kept to."
TRACES = ("33.25", "33,25", "8.75", "8,75", "9.25", "9,25", "87.5", "87,5", "26.25", "26,25", "83.50", "83,50",
          SECRET, ON_CLARITY, "Théo")  # fmt: skip
"""What the marks, the points they bring, and what was said would look like."""
CHANNELS = (
    "/courses/A9714776/standing",
    "/courses/A9714776/feedback/essay",
    "/courses/A9714776/feedback/group_work",
    "/courses/A9714776/feedback/quiz_1",
    "/courses/A9714776",
    "/courses/A9714776/week/6",
    "/courses/A9714776/group-work",
    "/courses/A9714776/essay",
    "/",
    "/api/v1/courses/A9714776/gradebook/me",
    "/api/v1/courses/A9714776",
    "/api/v1/me",
)


@pytest.fixture
def desk(graded):
    """Amina has 24 quiz points; at the desks her essay got 33.25 of 40 and her group 87.5 percent."""
    import_rows(graded, result_row(AMINA, **dict.fromkeys(QUIZZES, 8)))
    enrolment = enrolment_of(graded, AMINA)
    service.record_factor(graded, enrolment, Fraction(1), actor=SYSTEM, now=NOW)
    hand_in(graded, AMINA)
    essay, marker = essay_of(graded), enter(TUTOR).id
    written = Essay(
        course_id=graded.id,
        piece_id=essay.id,
        enrolment_id=enrolment,
        person_id=enter(AMINA).id,
        language="en",
        state="submitted",
        version=1,
        words=2000,
        created_at=NOW,
        submitted_at=NOW,
        submitted_version=1,
    )
    session.add(written)
    session.flush()
    session.add(
        Mark(
            course_id=graded.id,
            piece_id=essay.id,
            subject_kind="essay",
            subject_id=written.id,
            round="first",
            marker_id=marker,
            state="final",
            criteria=CRITERIA,
            comments={"clarity": ON_CLARITY},
            comment=SECRET,
            version=1,
            saved_at=NOW,
            finalised_at=NOW,
        )
    )
    desk_mark(graded, AMINA, {key: Fraction(value) for key, value in CRITERIA.items()})
    desk_group_mark(graded, "1", Fraction("87.5"))
    return graded


def traces_in(answer) -> set[str]:
    text = re.sub(r"<(script|style).*?</\1>", "", answer.text, flags=re.DOTALL)
    return {trace for trace in TRACES if trace in text}


@pytest.mark.parametrize("path", CHANNELS)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_participant_finds_no_trace_before_the_release(desk, browse, path, language):
    answer = browse(AMINA).get(path, headers={"Accept-Language": language})
    assert answer.status_code in {200, 404}
    assert traces_in(answer) - {"Théo"} == set()


def test_my_own_row_says_handed_in_and_not_marked_and_what_is_needed_counts_the_points_as_open(desk, browse):
    mine = browse(AMINA).get("/api/v1/courses/A9714776/gradebook/me").json
    states = {piece["key"]: (piece["state"], piece["score"]) for piece in mine["pieces"]}
    assert states["essay"] == states["group_work"] == ("unmarked", None)
    assert (mine["total_points"], mine["outcome"]) == ("24.00", "none")
    need = next(need for need in mine["needed"] if need["outcome"] == "achievement")
    assert (need["state"], need["points"]) == ("reachable", "36.00")


@pytest.mark.parametrize(
    "path",
    ["/courses/A9714776/gradebook", "/api/v1/courses/A9714776/gradebook", "/courses/A9714776/gradebook.csv"],
)
def test_staff_sees_the_mark_all_the_time(desk, browse, path):
    assert "33.25" in browse(MANAGER, Role.ACTIVITY_MANAGER).get(path).text


def test_after_the_release_the_participant_reads_mark_level_comments_and_marker(desk, browse):
    amina = browse(AMINA)
    assert "released" in amina.get("/courses/A9714776/feedback/essay").text
    service.release_marks(desk, "essay", actor=SYSTEM, now=NOW)
    page = amina.get("/courses/A9714776/feedback/essay").text
    for said in (SECRET, ON_CLARITY, "8.75", "Very good", "Théo"):
        assert said in page
    assert "87.5" not in amina.get("/courses/A9714776/feedback/group_work").text
    assert "87.5" not in amina.get("/courses/A9714776/standing").text
    assert amina.get("/api/v1/courses/A9714776/gradebook/me").json["essay_points"] == "33.25"


def test_where_the_course_hides_names_the_marker_is_told_by_the_role_alone(desk, browse, monkeypatch):
    monkeypatch.setattr(CourseValue, "essay", {"marking": {"names": "hidden"}})
    service.release_marks(desk, "essay", actor=SYSTEM, now=NOW)
    page = browse(AMINA).get("/courses/A9714776/feedback/essay").text
    assert "Marked by a tutor of the course." in page
    assert "Théo" not in page


def test_no_mail_tells_a_mark_before_or_with_the_release(desk):
    service.release_marks(desk, "essay", actor=SYSTEM, now=NOW)
    assert not any(trace in str(mail.params) for mail in session.query(OutboxMessage) for trace in TRACES)


def test_a_mark_of_a_peer_is_nobody_elses(desk, browse):
    service.release_marks(desk, "essay", actor=SYSTEM, now=NOW)
    assert traces_in(browse(BONGANI).get("/courses/A9714776/feedback/essay")) == set()
