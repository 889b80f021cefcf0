"""Scoring a quiz anew: what a decision does to attempts, to points, and to nothing else."""

import json
from fractions import Fraction

import pytest
import sqlalchemy as sa

from app.grading import queries, service
from app.grading.models import GradeEntry
from app.grading.rules.entries import EntryKind
from app.notifications.models import OutboxMessage
from app.quizzes.models import Rescoring, ScoreRevision
from app.quizzes.queries.rescoring import decided_on, rescorings_of
from app.quizzes.rules import Release
from app.shared.audit import AuditEntry
from app.shared.database import Base, session
from app.shared.errors import NotAllowed, NotFound, RuleBroken, Stale, Unreadable
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA, BONGANI, CHLOE, MANAGER, TUTOR
from tests.conftest import NOW
from tests.grading.cast import actor
from tests.grading.rescoring.cast import (
    ALL,
    BACK,
    DROP,
    LATER,
    WHY,
    begun,
    decision_on,
    everybody,
    preview,
    rescore,
    scores,
    took,
    what_was_answered,
)
from tests.quizzes.cast import taking


def rows() -> list[int]:
    session.rollback()
    counts = [sa.select(sa.func.count()).select_from(table).scalar_subquery() for table in Base.metadata.sorted_tables]
    return list(session.execute(sa.select(*counts)).one())


def mails() -> list[OutboxMessage]:
    session.expire_all()
    return list(session.scalars(sa.select(OutboxMessage).where(OutboxMessage.template == "rescored")))


def test_before_any_decision_everybody_has_what_the_key_says(app) -> None:
    assert scores(everybody()) == {"Amina": "4/4", "Bongani": "3/4", "Chloé": "2/4"}


def test_a_changed_key_gives_to_some_and_takes_from_others(app) -> None:
    quiz = everybody()
    rescore(quiz, "q4", decision_on(quiz, "q4", "c"))
    assert scores(quiz) == {"Amina": "3/4", "Bongani": "4/4", "Chloé": "3/4"}
    assert [quiz.kept(one) for one in (AMINA, BONGANI, CHLOE)] == [
        ("final", Fraction("7.5")),
        ("final", Fraction(10)),
        ("final", Fraction("7.5")),
    ]


def test_two_right_options_take_from_nobody(app) -> None:
    quiz = everybody()
    rescore(quiz, "q4", decision_on(quiz, "q4", "c", "d"))
    assert scores(quiz) == {"Amina": "4/4", "Bongani": "4/4", "Chloé": "3/4"}


def test_whatever_was_answered_is_accepted_but_a_blank_is_no_answer(app) -> None:
    quiz = taking()
    took(quiz, AMINA, q3="a")
    took(quiz, BONGANI, q3="")
    rescore(quiz, "q3", ALL)
    assert scores(quiz) == {"Amina": "4/4", "Bongani": "3/4"}


def test_a_dropped_question_is_missing_from_what_could_be_earned_too(app) -> None:
    quiz = everybody()
    rescore(quiz, "q4", DROP)
    assert scores(quiz) == {"Amina": "3/3", "Bongani": "3/3", "Chloé": "2/3"}
    assert quiz.kept(CHLOE) == ("final", Fraction(20, 3))


def test_when_every_question_is_dropped_nobody_lacks_anything(app) -> None:
    quiz = everybody()
    for question in ("q1", "q2", "q3", "q4"):
        rescore(quiz, question, DROP)
    assert set(scores(quiz).values()) == {"0/0"}
    assert quiz.kept(CHLOE) == ("final", Fraction(10))


def test_taking_a_decision_back_restores_every_score(app) -> None:
    quiz = everybody()
    before = scores(quiz)
    rescore(quiz, "q4", decision_on(quiz, "q4", "c"))
    rescore(quiz, "q4", BACK)
    assert scores(quiz) == before
    assert quiz.kept(BONGANI) == ("final", Fraction("7.5"))
    last = sa.select(sa.func.max(ScoreRevision.number)).group_by(ScoreRevision.attempt_id)
    assert set(session.scalars(last)) == {3}
    assert decided_on(quiz.quiz.id) == {}


def test_a_decision_stands_beside_those_on_other_questions(app) -> None:
    quiz = everybody()
    rescore(quiz, "q4", DROP)
    rescore(quiz, "q3", ALL)
    assert scores(quiz) == {"Amina": "3/3", "Bongani": "3/3", "Chloé": "2/3"}
    assert {one.decision.action for one in decided_on(quiz.quiz.id).values()} == {ALL.action, DROP.action}


def test_the_newest_decision_on_a_question_counts(app) -> None:
    quiz = everybody()
    rescore(quiz, "q4", DROP)
    rescore(quiz, "q4", decision_on(quiz, "q4", "a"))
    assert scores(quiz) == {"Amina": "3/4", "Bongani": "3/4", "Chloé": "2/4"}


def test_every_score_stands_beside_the_one_before_it(app) -> None:
    quiz = everybody()
    rescore(quiz, "q4", decision_on(quiz, "q4", "c", "d"))
    decided = session.scalars(sa.select(Rescoring)).one()
    assert (decided.reason, decided.decided_at, decided.right_keys) == (WHY, LATER, ["c", "d"])
    revisions = session.scalars(sa.select(ScoreRevision).where(ScoreRevision.number == 2).order_by("attempt_id")).all()
    assert [(one.score, one.out_of, one.rescoring_id, one.scored_at) for one in revisions] == [
        (4, 4, decided.id, LATER),
        (3, 4, decided.id, LATER),
    ]


def test_answers_stay_as_they_are_to_the_letter(app) -> None:
    quiz = everybody()
    before = what_was_answered()
    for decision in (decision_on(quiz, "q4", "c"), ALL, DROP, BACK):
        rescore(quiz, "q4", decision)
    assert what_was_answered() == before


def test_a_preview_writes_nothing(app) -> None:
    quiz = everybody()
    before = rows()
    preview(quiz, "q4", DROP)
    session.commit()
    assert rows() == before


def test_the_same_decision_again_changes_nothing(app) -> None:
    quiz = everybody()
    rescore(quiz, "q4", DROP)
    before = rows()
    assert rescore(quiz, "q4", DROP) is None
    assert rescore(quiz, "q4", DROP, seen="of another preview") is None
    assert rescore(quiz, "q3", BACK) is None
    assert rows() == before


def test_what_was_not_shown_is_not_applied(app) -> None:
    """Between the preview and the click Chloé's essay is marked: her points are others than those shown."""
    quiz = everybody()
    seen = preview(quiz, "q4", DROP).digest
    marks = {"clarity": Fraction(9), "depth": Fraction(7)}
    service.record_criteria(quiz.course, quiz.enrolment(CHLOE), "essay", marks, actor=SYSTEM, now=LATER)
    session.commit()
    before = rows()
    with pytest.raises(Stale, match="Look at it again"):
        rescore(quiz, "q4", DROP, seen=seen)
    assert rows() == before


def test_a_decision_made_meanwhile_makes_a_preview_stale(app) -> None:
    quiz = everybody()
    seen = preview(quiz, "q4", DROP).digest
    rescore(quiz, "q4", decision_on(quiz, "q4", "d"))
    with pytest.raises(Stale):
        rescore(quiz, "q4", DROP, seen=seen)


def test_what_changes_elsewhere_leaves_a_preview_as_good_as_it_was(app) -> None:
    """Amina loses nothing by the decision: her essay's mark is no part of what was shown."""
    quiz = everybody()
    seen = preview(quiz, "q4", decision_on(quiz, "q4", "c", "d")).digest
    marks = {"clarity": Fraction(9), "depth": Fraction(7)}
    service.record_criteria(quiz.course, quiz.enrolment(AMINA), "essay", marks, actor=SYSTEM, now=LATER)
    session.commit()
    assert rescore(quiz, "q4", decision_on(quiz, "q4", "c", "d"), seen=seen) is not None


def test_nothing_is_decided_in_a_closed_course(app) -> None:
    quiz = everybody()
    seen = preview(quiz, "q4", DROP).digest
    service.close_course(quiz.course, actor=SYSTEM, now=LATER)
    session.commit()
    before = rows()
    with pytest.raises(RuleBroken) as caught:
        rescore(quiz, "q4", DROP, seen=seen)
    assert caught.value.code == "course_closed"
    assert rows() == before


def test_a_tutor_may_not_and_a_manager_may(app) -> None:
    quiz = everybody()
    tutor, manager = actor(TUTOR, Role.TUTOR, quiz.course), actor(MANAGER, Role.ACTIVITY_MANAGER, quiz.course)
    before = rows()
    with pytest.raises(NotAllowed):
        rescore(quiz, "q4", DROP, by=tutor)
    assert rows() == before
    rescore(quiz, "q4", DROP, by=manager)
    assert rescorings_of(quiz.quiz.id)[0].decided_by == manager.person_id


@pytest.mark.parametrize("reason", ["", "  ", "r" * 2001], ids=["none", "blank", "long"])
def test_a_reason_is_needed_because_participants_read_it(app, reason: str) -> None:
    quiz = everybody()
    with pytest.raises(Unreadable) as caught:
        rescore(quiz, "q4", DROP, reason=reason)
    assert caught.value.problems[0].where == "reason"


def test_a_question_that_nobody_was_asked_cannot_be_decided_on(app) -> None:
    with pytest.raises(NotFound):
        rescore(everybody(), "q9", DROP, seen="")


def test_an_attempt_that_ends_later_is_scored_by_the_decision(app) -> None:
    quiz = taking()
    attempt = begun(quiz, AMINA, q4="c")
    took(quiz, BONGANI)
    rescore(quiz, "q4", decision_on(quiz, "q4", "c"))
    quiz.submit(attempt)
    assert scores(quiz) == {"Amina": "4/4", "Bongani": "3/4"}
    assert quiz.kept(AMINA) == ("final", Fraction(10))


def test_a_score_recorded_by_hand_stays(app) -> None:
    quiz = everybody()
    course, enrolment = quiz.course, quiz.enrolment(BONGANI)
    service.record_score(course, enrolment, "quiz_1", Fraction(9), actor=SYSTEM, now=NOW, reason="appeal")
    session.commit()
    done = rescore(quiz, "q4", DROP)
    assert quiz.kept(BONGANI) == ("final", Fraction(9))
    assert scores(quiz)["Bongani"] == "3/3"
    assert {one.enrolment.given_name: one.counting.value for one in done.effects} == {
        "Bongani": "by_hand",
        "Chloé": "counts",
    }
    assert [mail.address for mail in mails()] == [CHLOE.email]


def test_a_recorded_score_that_says_what_the_attempts_say_is_theirs(app) -> None:
    """As after an import of what this system exported."""
    quiz = everybody()
    course, enrolment = quiz.course, quiz.enrolment(BONGANI)
    service.record_score(course, enrolment, "quiz_1", Fraction("7.5"), actor=SYSTEM, now=NOW, reason="file")
    session.commit()
    rescore(quiz, "q4", DROP)
    assert quiz.kept(BONGANI) == ("final", Fraction(10))


def test_whoever_got_another_score_is_told_in_their_language_why(app) -> None:
    quiz = everybody()
    rescore(quiz, "q4", decision_on(quiz, "q4", "c", "d"))
    found = {mail.address: mail for mail in mails()}
    assert sorted(found) == [BONGANI.email, CHLOE.email]
    params = found[CHLOE.email].params
    assert (params["before"], params["after"], params["out_of"]) == ("5.00", "7.50", "10.00")
    assert params["reason"] == WHY
    assert params["link"].endswith("/courses/QUIZ-1/quizzes/quiz_1")


def test_a_score_that_is_not_told_yet_changes_without_a_word(app) -> None:
    """The quiz tells scores after its closing; until then the course has none, and afterwards the new one."""
    quiz = everybody(release_score=Release.AFTER_CLOSING)
    assert quiz.kept(CHLOE) == ("submitted", None)
    found = preview(quiz, "q4", DROP, now=NOW)
    assert {one.counting.value for one in found.effects} == {"not_told"}
    assert found.totals.unchanged == 3
    service.rescore_question(quiz.course, "quiz_1", "q4", DROP, WHY, seen=found.digest, actor=SYSTEM, now=NOW)
    session.commit()
    assert (quiz.kept(CHLOE), mails()) == (("submitted", None), [])
    quiz.settle(LATER)
    assert quiz.kept(CHLOE) == ("final", Fraction(20, 3))


def test_a_quiz_that_does_not_count_has_scores_and_no_points(app) -> None:
    quiz = everybody(unmarked=True)
    done = rescore(quiz, "q4", DROP)
    assert [(one.enrolment.given_name, one.score_before, one.score_after, one.after) for one in done.effects] == [
        ("Bongani", 3, 4, None),
        ("Chloé", 2, Fraction(8, 3), None),
    ]
    assert len(mails()) == 2
    assert session.scalar(sa.select(sa.func.count()).select_from(GradeEntry)) == 0


def test_the_gradebook_says_who_scored_anew_and_why(app) -> None:
    quiz = everybody()
    manager = actor(MANAGER, Role.ACTIVITY_MANAGER, quiz.course)
    rescore(quiz, "q4", DROP, by=manager)
    newest = queries.find_entry(quiz.course.id, quiz.enrolment(CHLOE), EntryKind.SCORE, quiz.quiz.piece_id)
    assert (newest.reason, newest.actor_id, newest.source.value) == (WHY, manager.person_id, "attempt")


def test_the_audit_trail_has_the_decision_and_its_extent(app) -> None:
    quiz = everybody()
    rescore(quiz, "q4", decision_on(quiz, "q4", "c"))
    entry = session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "rescore_question")).one()
    assert entry.before == {"question": "q4", "action": None}
    assert entry.after["scores"] == {"better": 2, "worse": 1}
    assert entry.after["right_keys"] == ["c"]
    assert WHY not in json.dumps(entry.after)


def test_withdrawing_from_the_course_takes_nobody_out_of_the_scores(app) -> None:
    """The attempt is scored anew like the others; nobody is told, nothing is recorded."""
    quiz = everybody()
    table = Base.metadata.tables["enrolments"]
    session.execute(sa.update(table).where(table.c.id == quiz.enrolment(CHLOE)).values(withdrawn_at=NOW))
    session.commit()
    done = rescore(quiz, "q4", DROP)
    assert [one.enrolment.given_name for one in done.effects] == ["Bongani"]
    assert scores(quiz) == {"Amina": "3/3", "Bongani": "3/3", "Chloé": "2/3"}
