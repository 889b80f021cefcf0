"""`flask demo load`: what it brings, that it brings it once, and where it refuses."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner
from sqlalchemy import func, select

from app.accounts.queries import get_person_by_email, grants_of
from app.accounts.service import revoke_role
from app.courses.queries import find_course, get_course, open_requests, pieces_of
from app.courses.rules.deadlines import WindowState, effective
from app.courses.rules.windows import window_of
from app.demo.attempts import REASON
from app.demo.rules import EXAMPLE, LIVE, PARTICIPANTS, PASSWORD, SAMPLE, STAFF
from app.demo.service import load
from app.grading.queries import GradebookRow, gradebook, plan_of, unmarked
from app.grading.rules import Engagement, Outcome, Policy, derive
from app.grading.service import close_course
from app.notifications.queries import outbox_state
from app.progress.rules import Stage, stage_of
from app.quizzes.queries import answers_in, asked_in, attempts_at, quizzes_of
from app.shared import clock
from app.shared.audit import AuditEntry
from app.shared.database import session
from app.shared.errors import RuleBroken
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA, enter
from tests.courses.cast import ADA
from tests.courses.cast import import_rows as enrol_rows
from tests.demo.loading import SOURCE, loaded
from tests.reports.cast import other_course


@pytest.mark.alike
def test_the_sample_course_has_all_its_marks_and_is_not_closed(demo: datetime) -> None:
    course = get_course(SAMPLE)
    book = gradebook(course)
    assert not course.is_closed
    assert unmarked(course) == ()
    assert Counter(row.derivation.outcome for row in book.rows) == {
        Outcome.ACHIEVEMENT: 21,
        Outcome.PARTICIPATION: 7,
        Outcome.NONE: 14,
    }


@pytest.mark.alike
def test_the_living_course_is_in_week_six_with_quiz_six_open_and_timed(demo: datetime) -> None:
    course = get_course(LIVE)
    quiz = next(piece for piece in pieces_of(course.id) if piece.key == "quiz_6")
    assert stage_of(course, demo) is Stage.RUNNING
    assert effective(window_of(course, quiz), zone=course.timezone).state(demo) is WindowState.OPEN
    assert quiz.minutes == 30


@pytest.mark.alike
def test_the_living_course_has_essays_to_mark_somebody_to_help_and_somebody_to_look_for(demo: datetime) -> None:
    course = get_course(LIVE)
    book = gradebook(course)
    assert Counter(one.piece.key for one in unmarked(course)) == {"essay": 12}
    assert [row.enrolment.name for row in book.rows if needs_the_bonus(row, book.policy)] == ["Limbani Phiri"]
    assert all(row.standing.bonus is None for row in book.rows)
    never = [row.enrolment.name for row in book.rows if row.derivation.engagement is Engagement.NEVER]
    assert never == ["Peter Mwangi"]


def needs_the_bonus(row: GradebookRow, policy: Policy) -> bool:
    """Everything is done and marked, and only a bonus is missing for Achievement."""
    with_bonus = replace(row.standing, bonus=policy.bonus_max)
    plan = plan_of(get_course(LIVE))
    all_marked = not any(state.done and state.score is None for state in row.standing.pieces.values())
    reached = derive(with_bonus, plan, policy).outcome is Outcome.ACHIEVEMENT
    return all_marked and reached and row.derivation.outcome is not Outcome.ACHIEVEMENT


@pytest.mark.alike
def test_the_other_course_is_there_too(demo: datetime) -> None:
    assert find_course(EXAMPLE) is not None


def test_again_changes_nothing(demo: datetime) -> None:
    entries = session.scalar(select(func.count(AuditEntry.id)))
    assert set(loaded(demo + timedelta(seconds=5))) == {
        f"{SAMPLE}: no change",
        f"{LIVE}: no change",
        f"{EXAMPLE}: no change",
        "sign-ins: no change",
    }
    assert session.scalar(select(func.count(AuditEntry.id))) == entries


@pytest.mark.alike
def test_the_command_says_what_it_did_and_prints_no_data(app: Flask, run: FlaskCliRunner) -> None:
    result = run.invoke(args=["demo", "load"])
    assert (result.exit_code, result.stdout) == (0, "")
    assert f"{SAMPLE}: created" in result.stderr
    assert "12 essays to mark" in result.stderr
    again = run.invoke(args=["demo", "load"])
    assert again.exit_code == 0
    assert again.stderr.count("no change") == 4


def test_weeks_later_the_living_course_moves_along_and_keeps_its_results(demo: datetime) -> None:
    before = {row.enrolment.email: row.derivation for row in gradebook(get_course(LIVE)).rows}
    later = demo + timedelta(weeks=3)
    assert any("dates moved" in fact for fact in loaded(later))
    course = get_course(LIVE)
    assert stage_of(course, later) is Stage.RUNNING
    assert {row.enrolment.email: row.derivation for row in gradebook(course).rows} == before
    assert get_course(SAMPLE).version == 1


@pytest.mark.alike
def test_a_living_course_that_was_closed_is_left_alone(demo: datetime) -> None:
    close_course(get_course(LIVE), accept_unmarked="a look around", actor=SYSTEM, now=demo)
    assert f"{LIVE}: no change" in loaded(demo + timedelta(weeks=3))


@pytest.mark.alike
def test_everybody_can_sign_in_and_holds_the_role(demo: datetime, client: FlaskClient) -> None:
    for persona in (*STAFF, *PARTICIPANTS):
        answer = client.post("/api/v1/session", json={"email": persona.email, "password": PASSWORD})
        assert answer.status_code == 204, persona.email
        me = client.get("/api/v1/me").json
        assert me is not None
        held = {role for course in me["courses"] for role in course["roles"]}
        assert persona.role.value in held, persona.email


@pytest.mark.alike
def test_a_password_that_was_changed_stays_changed(demo: datetime, run: FlaskCliRunner) -> None:
    run.invoke(args=["accounts", "password", STAFF[0].email, "--password-stdin"], input="another good one\n")
    assert "sign-ins: no change" in loaded()


@pytest.mark.alike
def test_a_role_that_was_taken_away_stays_away(demo: datetime) -> None:
    tutor = get_person_by_email("tutor@demo.example")
    revoke_role(tutor.id, Role.TUTOR, actor=SYSTEM, now=clock.now(), course_id=get_course(SAMPLE).id)
    loaded()
    assert [grant.course_id for grant in grants_of(tutor.id)] == [get_course(LIVE).id]


def test_where_people_reach_the_system_from_outside_it_refuses(app: Flask) -> None:
    with pytest.raises(RuleBroken) as refused:
        load(replace(SOURCE, base_url="https://campus.example"), now=clock.now())
    assert refused.value.code == "real_people"
    assert find_course(SAMPLE) is None


@pytest.mark.alike
def test_where_real_people_take_courses_it_refuses_and_says_why(app: Flask, run: FlaskCliRunner) -> None:
    course = other_course()
    enrol_rows(course, {**ADA, "email": "ada@ministry.gov.ng", "group": "", "ambassador": ""})
    session.commit()
    result = run.invoke(args=["demo", "load"])
    assert result.exit_code == 1
    assert "Participants with real addresses: 1." in result.stderr
    assert "everybody knows its passwords" in result.stderr
    assert find_course(SAMPLE) is None
    assert run.invoke(args=["demo", "load", "--force"]).exit_code == 0


@pytest.mark.alike
def test_a_first_administrator_and_people_made_up_do_not_stand_in_the_way(app: Flask) -> None:
    enter(AMINA)
    enter(replace(AMINA, email="boss@ministry.gov.ng"))
    enrol_rows(other_course(), {**ADA, "group": "", "ambassador": ""})
    assert loaded()


@pytest.mark.alike
def test_it_writes_no_mail(demo: datetime) -> None:
    assert outbox_state().queued == 0


def test_every_quiz_score_of_the_sample_is_an_attempt_with_answers_that_earn_it(demo: datetime) -> None:
    course = get_course(SAMPLE)
    pieces = {piece.id: piece.key for piece in pieces_of(course.id)}
    recorded = {
        (row.enrolment.id, key): state.score
        for row in gradebook(course).rows
        for key, state in row.standing.pieces.items()
        if key.startswith("quiz_") and state.done
    }
    attempts = {
        (one.enrolment_id, pieces[quiz.piece_id]): one
        for quiz in quizzes_of(course.id)
        if quiz.piece_id is not None
        for one in attempts_at(quiz.id)
    }
    assert {key: one.score for key, one in attempts.items()} == recorded
    assert {one.out_of for one in attempts.values()} == {10}
    for one in attempts.values():
        assert one.started_at < one.ended_at <= one.due_at
    (some, *_rest) = attempts.values()
    assert 0 < len(answers_in([some.id])[some.id]) <= len(asked_in([some.id])[some.id]) == 10


@pytest.mark.alike
def test_a_request_for_more_time_waits_in_the_living_course(demo: datetime) -> None:
    waiting = open_requests(get_course(LIVE).id)
    assert [request.reason for request in waiting] == [REASON]
