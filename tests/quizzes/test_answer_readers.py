"""More time after the answers were shown: whoever gives it is told before and after how many could read them."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.courses.rules import EVERYBODY, MoreTime, Receiver
from app.courses.service import answer_readers, ask_for_extension, grant_extension
from app.quizzes import service
from app.quizzes.rules import Release
from app.shared import clock
from app.shared.audit import AuditEntry
from app.shared.database import session
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA, BONGANI, CHLOE, TUTOR, csrf_token, enter_with_role, sign_in
from tests.conftest import NOW
from tests.quizzes.cast import CLOSES, GRACE, MILLISECOND, MINUTE, Taking, stored, taking
from tests.statements import statements

SHOWN = CLOSES + GRACE
BEFORE = SHOWN - MILLISECOND


def readers(quiz: Taking, now) -> int:
    session.rollback()
    return answer_readers(quiz.course, now).get(quiz.quiz.piece_id, 0)


def give(quiz: Taking, now, *, receiver=EVERYBODY, **more):
    done = grant_extension(quiz.course, quiz.piece, receiver, MoreTime(**more), "a power cut", actor=SYSTEM, now=now)
    session.commit()
    return done


def noted(action: str) -> int:
    """What the last entry of the audit trail for an action says."""
    found = session.scalars(select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id)).all()
    return found[-1].after["answers_readable_by"]


@pytest.fixture
def expired(quiz):
    """Amina submitted, Bongani’s attempt was cut by the end of the window, Chloé’s is not begun."""
    quiz.submit(quiz.start(AMINA))
    attempt = quiz.start(BONGANI, now=CLOSES - 10 * MINUTE)
    quiz.settle(SHOWN + MILLISECOND)
    return attempt


def test_nobody_can_read_answers_before_they_are_shown(quiz, expired):
    assert (readers(quiz, BEFORE), readers(quiz, SHOWN)) == (0, 2)


def test_who_has_no_attempt_that_ended_has_no_answers_to_read(quiz):
    quiz.start(AMINA)
    assert readers(quiz, NOW) == 0


def test_where_answers_are_shown_after_each_submission_those_who_submitted_can_read_them(app):
    quiz = taking(release=Release.AFTER_SUBMISSION)
    quiz.submit(quiz.start(AMINA))
    quiz.start(BONGANI)
    assert readers(quiz, NOW) == 1


def test_where_answers_are_never_shown_nobody_reads_them(app):
    quiz = taking(release=Release.NEVER)
    quiz.submit(quiz.start(AMINA))
    assert readers(quiz, SHOWN) == 0


def test_a_review_that_waits_for_somebody_counts_because_it_may_have_been_open(quiz, expired):
    give(quiz, SHOWN, until=SHOWN + 60 * MINUTE, receiver=Receiver(quiz.enrolment(BONGANI)))
    assert stored(expired).is_open
    assert readers(quiz, SHOWN + MINUTE) == 1


def test_an_extension_after_the_review_reopens_and_says_how_many_could_read(quiz, expired):
    done = give(quiz, SHOWN, until=SHOWN + 60 * MINUTE, receiver=Receiver(quiz.enrolment(BONGANI)))
    assert done.readers == 2
    assert noted("grant_extension") == 2
    again = give(quiz, SHOWN, until=SHOWN + 60 * MINUTE, receiver=Receiver(quiz.enrolment(BONGANI)))
    assert (again.new, again.readers) == (False, 1)  # his own review is further off now


def test_time_given_back_after_the_review_is_on_record_as_such(quiz, expired):
    service.credit_attempt(expired.id, 24 * 3600, "cut off", actor=SYSTEM, now=SHOWN)
    session.commit()
    assert noted("credit_time") == 2


def test_counting_costs_the_same_for_one_and_for_all(quiz, expired):
    with statements() as found:
        readers(quiz, SHOWN)
    assert len(found) <= 7


@pytest.fixture
def running(app):
    """A quiz of the present whose answers Amina can read."""
    quiz = taking(today=True, release=Release.AFTER_SUBMISSION)
    quiz.submit(quiz.start(AMINA, now=clock.now()), now=clock.now())
    return quiz


@pytest.fixture
def tutor(running, client):
    sign_in(client, enter_with_role(TUTOR, Role.TUTOR, running.course.id))
    client.post("/language", data={"language": "en", "csrf_token": csrf_token(client)})
    return client


PAGE = "/courses/QUIZ-1/extensions"
WARNING = "1 participant can read the answers already."


def test_the_form_warns_before_the_click_and_the_page_says_it_after(running, tutor):
    assert WARNING in tutor.get(PAGE).text
    typed = {"receiver": "all", "piece": "quiz_1", "minutes": "10", "reason": "strike"}
    answer = tutor.post(PAGE, data={"csrf_token": csrf_token(tutor), **typed})
    assert answer.status_code == 303
    assert "1 participant could read the answers of this piece by then." in tutor.get(PAGE).text
    assert noted("grant_extension") == 1


def test_a_request_that_waits_warns_beside_its_button(running, tutor):
    enrolled = running.actor(CHLOE)
    ask_for_extension(running.course, running.piece, "no power", actor=enrolled, now=clock.now())
    session.commit()
    page = tutor.get(PAGE).text
    assert page.index(WARNING) < page.index("Grant until")


def test_a_page_without_anything_to_warn_of_warns_of_nothing(app, client):
    quiz = taking(today=True)
    sign_in(client, enter_with_role(TUTOR, Role.TUTOR, quiz.course.id))
    client.post("/language", data={"language": "en", "csrf_token": csrf_token(client)})
    assert "read the answers" not in client.get(PAGE).text


def test_the_api_says_it_with_what_was_granted(running, tutor):
    body = {"piece": "quiz_1", "all": True, "minutes": 10, "reason": "strike"}
    headers = {"X-CSRFToken": csrf_token(tutor)}
    answer = tutor.post("/api/v1/courses/QUIZ-1/extensions", json=body, headers=headers)
    assert (answer.status_code, answer.json["answers_readable_by"]) == (201, 1)
