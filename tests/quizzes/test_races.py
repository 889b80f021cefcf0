"""The same moment, again and again: a save against a submission, sweeps against clicks."""

from __future__ import annotations

from contextlib import nullcontext

import pytest
from sqlalchemy import func, select

from app.grading.models import GradeEntry
from app.quizzes import queries, service
from app.quizzes.models import ScoreRevision
from app.quizzes.rules import AttemptState, Counts
from app.shared.database import reading, session
from tests.cast import AMINA
from tests.conftest import NOW
from tests.grading.test_races import at_once
from tests.quizzes.cast import MILLISECOND, SECOND, answers, stored, taking

ROUNDS = 8


@pytest.fixture
def quiz(app):
    return taking(attempts=None, counts=Counts.LAST)


def revisions(attempt):
    found = select(func.count()).select_from(ScoreRevision).where(ScoreRevision.attempt_id == attempt.id)
    return session.scalar(found)


@pytest.mark.parametrize("request_that", [reading, nullcontext], ids=["by itself", "in a transaction that writes"])
def test_no_save_slips_past_a_submission(app, quiz, request_that):
    actor = quiz.actor(AMINA)
    for turn in range(ROUNDS):
        now = NOW + turn * SECOND
        attempt = quiz.start(now=now)
        right = queries.asked_in([attempt.id])[attempt.id][0].question.right_keys

        def save(attempt_id=attempt.id, right=right, now=now):
            with request_that():
                service.save_answer(queries.get_saving(attempt_id, 1), right, 0, actor=actor, now=now)
                session.rollback() if request_that is reading else session.flush()

        def submit(attempt_id=attempt.id, now=now):
            service.submit_attempt(attempt_id, actor=actor, now=now)

        tasks = (save, submit) if turn % 2 else (submit, save)
        saved = at_once(app, *tasks)[0 if turn % 2 else 1]
        assert saved in {"done", "attempt_closed"}
        assert len(answers(attempt)) == stored(attempt).score == (saved == "done")
        assert revisions(attempt) == 1
    assert quiz.kept()[0] == "final"


def test_two_sweeps_and_two_clicks_end_an_attempt_once(app, quiz):
    actor = quiz.actor(AMINA)
    for turn in range(ROUNDS):
        now = NOW + turn * SECOND
        attempt = quiz.start(now=now)
        quiz.save(attempt, 1, ["a"], now=now)
        last = attempt.accept_until

        def sweep(now=last + MILLISECOND):
            service.settle(now)

        def click(attempt_id=attempt.id, now=last):
            service.submit_attempt(attempt_id, actor=actor, now=now)

        outcomes = at_once(app, sweep, click, sweep, click)
        ended = stored(attempt)
        assert outcomes[0] == outcomes[2] == "done"
        clicked = "done" if ended.state is AttemptState.SUBMITTED else "attempt_closed"
        assert outcomes[1] == outcomes[3] == clicked
        assert ended.ended_at == (last if clicked == "done" else ended.due_at)
        assert revisions(attempt) == 1
    assert session.scalar(select(func.count()).select_from(GradeEntry)) >= 1
