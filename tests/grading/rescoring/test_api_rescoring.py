"""Scoring a question anew over HTTP: what it would change, then exactly that or nothing."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from app.courses.service import close_course
from app.quizzes.models import Rescoring
from app.shared.database import session
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA, ASSISTANT, BONGANI, CHLOE, MANAGER, TUTOR, csrf_token, enter_with_role, sign_in
from tests.conftest import NOW
from tests.grading.rescoring.cast import DROP, WHY, everybody, preview
from tests.quizzes.cast import Taking, taking


@pytest.fixture
def quiz(app) -> Taking:
    return everybody()


@pytest.fixture
def manager(quiz, client) -> FlaskClient:
    sign_in(client, enter_with_role(MANAGER, Role.ACTIVITY_MANAGER, quiz.course.id))
    return client


def send(client: FlaskClient, quiz: Taking, question: str = "q4", **body: object):
    path = f"/api/v1/quizzes/{quiz.quiz.id}/questions/{question}/rescoring"
    return client.post(path, json=body, headers={"X-CSRFToken": csrf_token(client)})


def decided() -> int:
    session.rollback()
    return session.query(Rescoring).count()


def test_a_dry_run_says_whose_score_would_change_and_changes_nothing(quiz, manager):
    answer = send(manager, quiz, action="key_changed", right_keys=["c"], dry_run=True)
    assert answer.status_code == 200
    found = answer.json
    assert (found["done"], found["holds_already"], found["attempts"]) == (False, False, 3)
    assert found["scores"] == {"better": 2, "worse": 1, "unchanged": 0}
    by_email = {one["email"]: one for one in found["effects"]}
    assert by_email[AMINA.email]["score_before"] == "10"
    assert by_email[AMINA.email]["score_after"] == "7.5"
    assert by_email[BONGANI.email] | {"id": 0} == {
        "id": 0,
        "email": BONGANI.email,
        "counting": "counts",
        "score_before": "7.5",
        "score_after": "10",
        "total_before": "30.00",
        "total_after": "40.00",
        "outcome_before": "none",
        "outcome_after": "none",
    }
    assert decided() == 0
    assert quiz.kept(BONGANI) == ("final", 7.5)


def test_the_digest_of_the_preview_does_exactly_that(quiz, manager):
    digest = send(manager, quiz, action="dropped", dry_run=True).json["digest"]
    answer = send(manager, quiz, action="dropped", reason=WHY, digest=digest)
    assert answer.status_code == 200
    assert (answer.json["done"], answer.json["digest"]) == (True, digest)
    assert quiz.kept(BONGANI) == ("final", 10)
    again = send(manager, quiz, action="dropped", reason=WHY, digest=digest)
    assert (again.status_code, again.json["done"], again.json["holds_already"]) == (200, False, True)
    assert decided() == 1


def test_it_is_the_digest_of_the_page(quiz, manager):
    found = send(manager, quiz, action="dropped", dry_run=True).json
    assert found["digest"] == preview(quiz, "q4", DROP).digest


def test_a_digest_that_no_longer_holds_is_a_conflict_and_changes_nothing(quiz, manager):
    digest = send(manager, quiz, action="dropped", dry_run=True).json["digest"]
    first = send(manager, quiz, action="key_changed", right_keys=["c"], dry_run=True).json["digest"]
    assert send(manager, quiz, action="key_changed", right_keys=["c"], reason=WHY, digest=first).status_code == 200
    for stale in (digest, "", "x"):
        answer = send(manager, quiz, action="dropped", reason=WHY, digest=stale)
        assert (answer.status_code, answer.json["code"]) == (409, "preview_changed")
    assert decided() == 1


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({"action": "key_changed"}, "right_keys"),
        ({"action": "key_changed", "right_keys": ["z"]}, "right_keys"),
        ({"action": "perhaps"}, "action"),
        ({}, "action"),
        ({"action": "dropped", "dry_run": "yes"}, "dry_run"),
        ({"action": "dropped", "more": 1}, "more"),
    ],
)
def test_what_is_no_decision_is_named(quiz, manager, body, where):
    answer = send(manager, quiz, **body)
    assert answer.status_code == 422
    assert where in answer.text
    assert decided() == 0


def test_a_decision_without_a_reason_is_refused(quiz, manager):
    digest = send(manager, quiz, action="dropped", dry_run=True).json["digest"]
    assert send(manager, quiz, action="dropped", digest=digest).status_code == 422
    assert decided() == 0


def test_a_question_that_no_attempt_was_asked_is_not_found(quiz, manager):
    assert send(manager, quiz, "q9", action="dropped", dry_run=True).status_code == 404


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_closed_course_is_scored_anew_by_nobody(quiz, manager, dry_run):
    close_course(quiz.course.id, actor=SYSTEM, now=NOW)
    session.commit()
    answer = send(manager, quiz, action="dropped", reason=WHY, dry_run=dry_run)
    assert (answer.status_code, answer.json["code"]) == (409, "course_closed")


@pytest.mark.parametrize(
    ("person", "role"), [(TUTOR, Role.TUTOR), (ASSISTANT, Role.ASSISTANT), (CHLOE, Role.PARTICIPANT)]
)
def test_who_may_not_decide_sees_no_preview_either(quiz, client, person, role):
    sign_in(client, enter_with_role(person, role, quiz.course.id))
    answer = send(client, quiz, action="dropped", dry_run=True)
    assert answer.status_code == 403
    assert AMINA.email not in answer.text


def test_a_manager_of_another_course_finds_no_such_quiz(quiz, client):
    other = taking("QUIZ-2")
    sign_in(client, enter_with_role(MANAGER, Role.ACTIVITY_MANAGER, other.course.id))
    assert send(client, quiz, action="dropped", dry_run=True).status_code == 404


def test_the_command_prints_the_preview_and_does_what_it_showed(app, quiz):
    run = app.test_cli_runner()
    words = ["questions", "rescore", "QUIZ-1", "quiz_1", "q4", "--action", "key_changed", "--right", "c"]
    shown = run.invoke(args=[*words, "--dry-run"])
    assert shown.exit_code == 0, shown.output
    assert f"{BONGANI.email}: 7.5 -> 10 of 10 (counts)" in shown.stdout
    assert "scores: 2 better, 1 worse, 0 unchanged" in shown.stdout
    assert decided() == 0
    digest = shown.stdout.strip().rpartition("digest: ")[2]
    done = run.invoke(args=[*words, "--reason", WHY, "--digest", digest])
    assert done.exit_code == 0, done.output
    assert "3 participants have another score" in done.output
    assert quiz.kept(BONGANI) == ("final", 10)
    again = run.invoke(args=[*words, "--reason", WHY, "--digest", digest])
    assert (again.exit_code, "nothing has changed" in again.output) == (0, True)


def test_the_command_without_the_present_digest_changes_nothing(app, quiz):
    run = app.test_cli_runner()
    words = ["questions", "rescore", "QUIZ-1", "quiz_1", "q4", "--action", "dropped", "--reason", WHY]
    for more in ([], ["--digest", "x"]):
        done = run.invoke(args=[*words, *more])
        assert done.exit_code == 1
        assert "Something changed since you looked at the preview." in done.output
    assert decided() == 0
