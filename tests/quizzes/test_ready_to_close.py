"""Closing a course knows of its quizzes: attempts under way, scores that are held back, and what is due."""

import pytest

from app.courses.queries import get_course
from app.grading.queries import gradebook, unmarked
from app.grading.service import close_course
from app.quizzes.models import Attempt
from app.quizzes.rules import Release
from app.shared.database import session
from app.shared.errors import RuleBroken
from app.shared.permissions import SYSTEM, Role
from tests import cast
from tests.cast import AMINA, BONGANI, MANAGER
from tests.conftest import NOW
from tests.quizzes.cast import CLOSES, GRACE, MINUTE, taking


def waiting(quiz):
    return [(one.enrolment.email, one.piece.key, str(one.reason)) for one in unmarked(get_course(quiz.course.code))]


def test_an_attempt_under_way_stands_in_the_way(quiz):
    attempt = quiz.start()
    assert waiting(quiz) == [(AMINA.email, "quiz_1", "An attempt is under way.")]
    with pytest.raises(RuleBroken) as refused:
        close_course(get_course(quiz.course.code), actor=SYSTEM, now=NOW)
    assert refused.value.code == "unmarked_work"
    quiz.submit(attempt)
    assert waiting(quiz) == []


def test_a_score_that_is_held_back_stands_in_the_way_until_it_counts(app):
    quiz = taking(release_score=Release.AFTER_CLOSING, attempts=2)
    quiz.submit(quiz.start())
    reason = "Submitted; the score counts once the quiz is closed for everybody."
    assert waiting(quiz) == [(AMINA.email, "quiz_1", reason)]
    quiz.start()
    assert [one[2] for one in waiting(quiz)] == ["An attempt is under way."]
    quiz.settle(CLOSES + GRACE)
    assert waiting(quiz) == []


def test_practice_stands_in_nobodys_way(app):
    quiz = taking(unmarked=True, minutes=None)
    quiz.start()
    assert waiting(quiz) == []


def test_it_is_one_statement_however_many_attempts_there_are(quiz):
    from app.grading.queries import unmarked_in  # noqa: PLC0415
    from tests.statements import statements  # noqa: PLC0415

    for person in (AMINA, BONGANI):
        quiz.start(person)
    book = gradebook(get_course(quiz.course.code))
    with statements() as seen:
        assert len(unmarked_in(book)) == 2
    assert len(seen) == 1


@pytest.fixture
def over(app):
    """A quiz whose attempt has been over for days, with every scheduler dead."""
    quiz = taking()
    attempt = quiz.start()
    quiz.answer_rightly(attempt)
    return quiz, attempt.id


READS = [
    "/courses/{code}/gradebook",
    "/courses/{code}/gradebook/{enrolment}",
    "/courses/{code}/closing",
    "/courses/{code}/statistics",
    "/courses/{code}/statistics.csv",
    "/courses/{code}",
    "/",
    "/api/v1/courses/{code}/gradebook",
    "/api/v1/courses/{code}/statistics",
    "/api/v1/courses/{code}/certificates",
]


@pytest.mark.parametrize("path", READS)
def test_every_page_and_answer_that_depends_on_it_closes_what_is_due(app, over, path):
    quiz, attempt_id = over
    manager = cast.enter_with_role(MANAGER, Role.ACTIVITY_MANAGER, quiz.course.id)
    client = app.test_client()
    cast.sign_in(client, manager)
    address = path.format(code=quiz.course.code, enrolment=quiz.enrolment(AMINA))
    assert client.get(address).status_code == 200
    session.rollback()
    assert session.get_one(Attempt, attempt_id).state == "expired"
    assert quiz.kept() == ("final", 10)


def test_the_participants_own_standing_does_so_too(app, over):
    quiz, attempt_id = over
    client = app.test_client()
    cast.sign_in(client, cast.enter(AMINA))
    row = client.get(f"/api/v1/courses/{quiz.course.code}/gradebook/me").json
    assert [one["score"] for one in row["pieces"] if one["key"] == "quiz_1"] == ["10"]
    session.rollback()
    assert session.get_one(Attempt, attempt_id).ended_at == NOW + 30 * MINUTE


COMMANDS = [
    ("grades", "export"),
    ("statistics", "show"),
    ("statistics", "export"),
    ("courses", "close"),
    ("certificates", "issue", "--dry-run"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_that_depends_on_it_closes_what_is_due(over, run, command):
    quiz, attempt_id = over
    group, name, *options = command
    done = run.invoke(args=[group, name, quiz.course.code, *options])
    assert done.exit_code == 0, done.output
    session.rollback()
    assert session.get_one(Attempt, attempt_id).state == "expired"
    assert quiz.kept() == ("final", 10)


def test_the_timed_job_does_so_too(over, run):
    _quiz, attempt_id = over
    done = run.invoke(args=["jobs", "run", "settle-attempts"])
    assert "settle-attempts: 1" in done.output
    session.rollback()
    assert session.get_one(Attempt, attempt_id).state == "expired"


def test_the_timed_job_goes_on_until_nothing_is_due(app, quiz, monkeypatch):
    from app.quizzes import jobs  # noqa: PLC0415
    from app.quizzes.service import settling  # noqa: PLC0415

    monkeypatch.setattr(settling, "AT_ONCE", 1)
    monkeypatch.setattr(jobs, "AT_ONCE", 1)
    for person in (AMINA, BONGANI):
        quiz.start(person)
    assert jobs.settle_attempts(NOW + 60 * MINUTE) == 2
