"""Ending: submitted or closed at the deadline's instant, once, scored once, and kept in the gradebook."""

from fractions import Fraction

import pytest
from sqlalchemy import func, select

from app.courses.models import Enrolment
from app.courses.queries import get_course
from app.grading.models import GradeEntry
from app.grading.service import close_course, record_score
from app.quizzes import queries, service
from app.quizzes.models import Rescoring, ScoreRevision, StoredQuestion
from app.quizzes.rules import AttemptState, Counts, Release, RescoringAction
from app.quizzes.service import AttemptClosed, settle_first
from app.shared.database import db, reading, session
from app.shared.errors import NotAllowed
from app.shared.permissions import SYSTEM, Actor, Grant, Role
from tests.cast import AMINA, BONGANI, CHLOE
from tests.conftest import NOW
from tests.grading.test_races import at_once
from tests.quizzes.cast import CLOSES, GRACE, MILLISECOND, MINUTE, SECOND, answers, question, stored, taking
from tests.quizzes.questions import single
from tests.statements import statements

LAST = NOW + 30 * MINUTE + GRACE
"""The last instant at which an answer to an attempt that began at NOW may arrive."""
OVER = LAST + MILLISECOND


def revisions(attempt):
    session.rollback()
    columns = (ScoreRevision.number, ScoreRevision.score, ScoreRevision.out_of)
    return [tuple(row) for row in session.execute(select(*columns).where(ScoreRevision.attempt_id == attempt.id))]


def test_submitting_scores_and_counts_at_once(quiz):
    attempt = quiz.start()
    quiz.answer_rightly(attempt, 1, 2, 3)
    ended = quiz.submit(attempt, NOW + MINUTE)
    assert (ended.state, ended.ended_at) == (AttemptState.SUBMITTED, NOW + MINUTE)
    assert (ended.score, ended.out_of) == (3, 4)
    assert revisions(attempt) == [(1, 3, 4)]
    assert quiz.kept() == ("final", Fraction(15, 2))


def test_submitting_again_is_the_same_answer(quiz):
    attempt = quiz.start()
    ended = quiz.submit(attempt, NOW + MINUTE)
    assert quiz.submit(attempt, NOW + 2 * MINUTE) == ended
    assert quiz.submit(attempt, CLOSES + 1000 * MINUTE) == ended
    assert revisions(attempt) == [(1, 0, 4)]


def test_a_blank_submission_is_done_with_nothing(quiz):
    quiz.submit(quiz.start())
    assert quiz.kept() == ("final", 0)


def test_an_answer_that_was_taken_back_earns_nothing(quiz):
    attempt = quiz.start()
    quiz.answer_rightly(attempt)
    quiz.save(attempt, 1, [])
    assert quiz.submit(attempt).score == 3


def test_submitting_counts_up_to_deadline_and_grace(quiz):
    assert quiz.submit(quiz.start(AMINA), LAST).state is AttemptState.SUBMITTED
    late = quiz.start(BONGANI)
    with pytest.raises(AttemptClosed):
        quiz.submit(late, OVER)
    assert stored(late).state is AttemptState.OPEN


def test_only_its_owner_in_person_submits(quiz):
    attempt = quiz.start()
    here = Grant(Role.PARTICIPANT, quiz.course.id)
    script = Actor(attempt.person_id, "person", (here,), frozenset({"take_quiz"}))
    for actor in (quiz.actor(BONGANI), script, SYSTEM):
        with pytest.raises(NotAllowed):
            service.submit_attempt(attempt.id, actor=actor, now=NOW)
    assert stored(attempt).state is AttemptState.OPEN


def test_a_sweep_closes_from_what_was_saved_at_the_deadlines_instant(quiz):
    attempt = quiz.start()
    quiz.answer_rightly(attempt, 1, 2)
    assert quiz.settle(LAST) == 0
    assert quiz.settle(OVER) == 1
    closed = stored(attempt)
    assert (closed.state, closed.ended_at, closed.score) == (AttemptState.EXPIRED, attempt.due_at, 2)
    assert revisions(attempt) == [(1, 2, 4)]
    assert quiz.kept() == ("final", 5)


def test_a_sweep_a_day_late_closes_at_the_same_instant(quiz):
    attempt = quiz.start()
    quiz.answer_rightly(attempt, 1)
    quiz.settle(OVER + 1440 * MINUTE)
    assert (stored(attempt).ended_at, stored(attempt).score) == (attempt.due_at, 1)


def test_an_attempt_that_ran_out_without_an_answer_is_not_done(quiz):
    attempt = quiz.start()
    quiz.settle(OVER)
    assert (stored(attempt).state, stored(attempt).score) == (AttemptState.EXPIRED, 0)
    assert quiz.kept() is None


def test_an_attempt_with_blank_saves_only_is_not_done_either(quiz):
    attempt = quiz.start()
    quiz.save(attempt, 1, [])
    quiz.settle(OVER)
    assert quiz.kept() is None


def test_what_ran_out_takes_neither_answers_nor_a_submission(quiz):
    attempt = quiz.start()
    quiz.settle(OVER)
    with pytest.raises(AttemptClosed):
        quiz.save(attempt, 1, ["a"], now=NOW)
    with pytest.raises(AttemptClosed) as refused:
        quiz.submit(attempt, NOW)
    assert (refused.value.state, refused.value.ended_at) == (AttemptState.EXPIRED, attempt.due_at)


def test_sweeping_again_finds_nothing(quiz):
    quiz.answer_rightly(quiz.start())
    assert [quiz.settle(OVER), quiz.settle(OVER), quiz.settle(OVER + MINUTE)] == [1, 0, 0]


def test_an_attempt_that_nothing_ends_stays_open(app):
    practice = taking(unmarked=True, minutes=None)
    attempt = practice.start()
    assert practice.settle(NOW + 10**6 * MINUTE) == 0
    assert practice.submit(attempt).state is AttemptState.SUBMITTED


def test_practice_counts_nowhere(app):
    practice = taking(unmarked=True, minutes=5)
    practice.answer_rightly(practice.start(AMINA))
    practice.settle(OVER)
    practice.submit(practice.start(BONGANI, OVER))
    assert session.scalar(select(func.count()).select_from(GradeEntry)) == 0


def test_many_close_in_few_statements_each(app, quiz):
    for person in (AMINA, BONGANI, CHLOE):
        quiz.answer_rightly(quiz.start(person))
    assert quiz.settle(OVER) == 3
    assert {quiz.kept(person) for person in (AMINA, BONGANI, CHLOE)} == {("final", 10)}


def test_whoever_reads_first_closes_what_is_due(app, quiz):
    attempt = quiz.start()
    quiz.answer_rightly(attempt)
    with reading():
        assert not queries.get_attempt(attempt.id).score
        settle_first(OVER, course_id=quiz.course.id)
        assert queries.get_attempt(attempt.id).score == 4
    assert quiz.kept() == ("final", 10)


def test_reading_costs_one_statement_where_nothing_is_due(quiz):
    quiz.start()
    with reading(), statements() as seen:
        settle_first(NOW, course_id=quiz.course.id)
    assert len(seen) == 1


def test_what_is_due_is_found_by_its_index(app, quiz):
    if db.engine.dialect.name == "postgresql":
        pytest.skip("PostgreSQL reads a table of one row whole, whatever index there is")
    with statements() as seen:
        settle_first(NOW, course_id=quiz.course.id)
    explained = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {seen[0]}", (None,) * seen[0].count("?"))
    plan = " ".join(row.detail for row in explained)
    assert "ix_attempts_due" in plan
    assert "ix_attempts_release" in plan


@pytest.mark.parametrize(
    ("counts", "kept"), [(Counts.BEST, 10), (Counts.LAST, 5), (Counts.FIRST, Fraction(5, 2)), (Counts.MEAN, "35/6")]
)
def test_of_three_attempts_the_quiz_says_what_counts(app, counts, kept):
    quiz = taking(attempts=3, counts=counts)
    for rightly in ((1,), (1, 2, 3, 4), (1, 2)):
        attempt = quiz.start()
        quiz.answer_rightly(attempt, *rightly)
        quiz.submit(attempt)
    assert quiz.kept() == ("final", Fraction(kept))


def test_an_attempt_that_ran_out_unanswered_does_not_spoil_the_others(app):
    quiz = taking(attempts=2, counts=Counts.LAST)
    attempt = quiz.start()
    quiz.answer_rightly(attempt)
    quiz.submit(attempt)
    quiz.start()
    quiz.settle(OVER)
    assert quiz.kept() == ("final", 10)


HELD = {"release_score": Release.AFTER_CLOSING}


def test_a_score_that_is_held_back_waits_until_the_closing(app):
    quiz = taking(**HELD)
    attempt = quiz.start()
    quiz.answer_rightly(attempt)
    ended = quiz.submit(attempt)
    assert quiz.kept() == ("submitted", None)
    assert ended.release_at == CLOSES + GRACE
    assert quiz.settle(CLOSES + GRACE - MILLISECOND) == 0
    assert quiz.settle(CLOSES + GRACE) == 1
    assert quiz.kept() == ("final", 10)
    assert quiz.settle(CLOSES + GRACE + MINUTE) == 0


def test_a_closing_that_moved_holds_the_score_back_until_then(app):
    quiz = taking(**HELD)
    quiz.submit(quiz.start())
    session.get_one(Enrolment, quiz.enrolment(AMINA)).extra_time = Fraction(2)
    session.commit()
    assert quiz.settle(CLOSES + GRACE) == 1
    assert quiz.kept() == ("submitted", None)
    later = queries.attempts_of_enrolment(quiz.course.id, quiz.enrolment(AMINA))[0].release_at
    assert later > CLOSES + GRACE
    quiz.settle(later)
    assert quiz.kept() == ("final", 0)


def test_a_score_that_the_quiz_never_shows_counts_from_the_closing(app):
    quiz = taking(release_score=Release.NEVER)
    quiz.submit(quiz.start())
    assert quiz.kept() == ("submitted", None)
    quiz.settle(CLOSES + GRACE)
    assert quiz.kept() == ("final", 0)


def test_what_was_recorded_by_hand_meanwhile_is_not_replaced_by_a_release(app):
    quiz = taking(**HELD)
    quiz.submit(quiz.start())
    record_score(quiz.course, quiz.enrolment(AMINA), "quiz_1", Fraction(9), actor=SYSTEM, now=NOW)
    session.commit()
    quiz.settle(CLOSES + GRACE)
    assert quiz.kept() == ("final", 9)


def test_an_attempt_replaces_what_was_recorded_before(quiz):
    record_score(quiz.course, quiz.enrolment(AMINA), "quiz_1", Fraction(9), actor=SYSTEM, now=NOW)
    session.commit()
    quiz.submit(quiz.start())
    assert quiz.kept() == ("final", 0)


def test_in_a_closed_course_attempts_close_and_results_stay(quiz):
    attempt = quiz.start()
    quiz.answer_rightly(attempt)
    close_course(get_course(quiz.course.code), accept_unmarked="the rest is lost", actor=SYSTEM, now=NOW)
    session.commit()
    assert quiz.settle(OVER) == 1
    assert stored(attempt).score == 4
    assert quiz.kept() is None


def test_the_attempt_of_somebody_who_left_closes_like_any_other(quiz):
    attempt = quiz.start()
    quiz.answer_rightly(attempt)
    session.get_one(Enrolment, quiz.enrolment(AMINA)).withdrawn_at = NOW
    session.commit()
    assert quiz.settle(OVER) == 1
    assert stored(attempt).state is AttemptState.EXPIRED


@pytest.mark.parametrize("answered", [0, 1])
def test_of_two_sweeps_and_two_clicks_at_the_last_instant_one_ends_it(app, quiz, answered):
    actor = quiz.actor(AMINA)
    attempt = quiz.start()
    if answered:
        quiz.answer_rightly(attempt, 1)

    def sweep():
        service.settle(OVER)

    def click():
        service.submit_attempt(attempt.id, actor=actor, now=LAST)

    outcomes = at_once(app, sweep, click, sweep, click)
    assert set(outcomes) <= {"done", "attempt_closed"}
    ended = stored(attempt)
    clicks = [outcomes[1], outcomes[3]]
    assert clicks == (["done"] * 2 if ended.state is AttemptState.SUBMITTED else ["attempt_closed"] * 2)
    assert revisions(attempt) == [(1, answered, 4)]
    entries = session.scalar(select(func.count()).select_from(GradeEntry))
    assert entries == (0 if ended.state is AttemptState.EXPIRED and not answered else 1)


def test_a_save_that_races_a_submission_is_scored_or_refused(app, quiz):
    actor = quiz.actor(AMINA)
    attempt = quiz.start()
    right = queries.asked_in([attempt.id])[attempt.id][0].question.right_keys

    def save():
        service.save_answer(queries.get_saving(attempt.id, 1), right, actor=actor, now=NOW + SECOND)

    def submit():
        service.submit_attempt(attempt.id, actor=actor, now=NOW + SECOND)

    saved, submitted = at_once(app, save, submit)
    assert submitted == "done"
    assert saved in {"done", "attempt_closed"}
    assert stored(attempt).score == (1 if saved == "done" else 0)
    assert len(answers(attempt)) == (1 if saved == "done" else 0)


def test_an_attempt_is_scored_by_the_decisions_that_hold_when_it_ends(quiz):
    attempt = quiz.start()
    quiz.answer_rightly(attempt)
    dropped = session.scalars(select(StoredQuestion.id).where(StoredQuestion.key == "q1")).one()
    facts = {"quiz_id": quiz.quiz.id, "question_id": dropped, "reason": "unclear", "decided_at": NOW}
    for action in (RescoringAction.ALL_ACCEPTED, RescoringAction.DROPPED):
        session.add(Rescoring(**facts, action=action.value, right_keys=None, decided_by=None))
        session.flush()
    ended = quiz.submit(attempt)
    assert (ended.score, ended.out_of) == (3, 3)
    assert quiz.kept() == ("final", 10)


def test_an_attempt_is_scored_by_the_questions_that_it_was_given(quiz):
    attempt = quiz.start()
    quiz.answer_rightly(attempt)
    changed = [question(f"q{number}", single("a", "ab")) for number in range(1, 5)]
    service.enter_questions(quiz.course.id, changed, actor=SYSTEM, now=NOW)
    session.commit()
    assert quiz.submit(attempt).score == 4
