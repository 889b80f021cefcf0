"""A thousand attempts: nothing of them is changed, and a decision on them takes no more statements than on ten."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import sqlalchemy as sa

from app.courses.queries import get_course, roster
from app.courses.service import import_roster
from app.grading import service
from app.grading.models import GradeEntry
from app.notifications.models import OutboxMessage
from app.quizzes import queries
from app.quizzes.models import QuestionVersion, ScoreRevision
from app.quizzes.service import PastAttempt, enter_past_attempts, enter_questions
from app.shared.database import session
from app.shared.permissions import SYSTEM
from tests.conftest import NOW
from tests.courses.cast import ADA, roster_file
from tests.grading.rescoring.cast import ALL, BACK, DROP, LATER, WHY, decision_on, preview, rescore, what_was_answered
from tests.quizzes.cast import QUESTIONS, Taking, taking
from tests.quizzes.questions import option
from tests.statements import statements


def crowd(count: int, code: str = "QUIZ-1", turns: str = "abcd") -> Taking:
    """A quiz that so many people took: q4 was answered with the options of `turns` in turn, the others rightly."""
    quiz = taking(code)
    rows = [{**ADA, "email": f"p{place}@example.org", "ambassador": "", "group": ""} for place in range(count)]
    import_roster(quiz.course, io.BytesIO(roster_file(*rows)), max_megabytes=50, actor=SYSTEM, now=NOW)
    people = [one for one in roster(quiz.course.id) if one.email.startswith("p")]
    past = [
        PastAttempt(
            enrolment=one,
            language="en",
            started_at=NOW,
            ended_at=NOW + timedelta(minutes=9),
            answers={"q1": ("b",), "q2": ("a", "b"), "q3": ("c",), "q4": (turns[place % len(turns)],)},
            moments=[NOW + timedelta(minutes=2 * number) for number in range(1, 5)],
        )
        for place, one in enumerate(people)
    ]
    found = enter_past_attempts(quiz.quiz, past, actor=SYSTEM)
    kept = {"course_id": quiz.course.id, "piece_id": quiz.piece.id, "kind": "score", "state": "final", "reason": ""}
    entries = [
        {**kept, "enrolment_id": one, "value": score * Fraction(10, 4), "source": "attempt", "recorded_at": NOW}
        for one, score in found.items()
    ]
    session.execute(sa.insert(GradeEntry.__table__), entries)
    session.commit()
    return quiz


def test_answers_survive_edits_and_decisions_to_the_letter(app) -> None:
    """I10: while a thousand attempts are there, a question is edited, and decided on in every way."""
    quiz = crowd(1000)
    before = what_was_answered()
    q4 = QUESTIONS[3]
    edited = replace(q4, question=replace(q4.question, options=(*q4.question.options[:3], option("e", right=True))))
    enter_questions(quiz.course.id, [edited], actor=SYSTEM, now=LATER)
    for decision in (decision_on(quiz, "q4", "c"), ALL, DROP, BACK):
        rescore(quiz, "q4", decision)
    assert what_was_answered() == before
    assert len(before) == 1000 * (1 + 4 + 4)
    assert session.scalar(sa.select(sa.func.count()).select_from(QuestionVersion)) == 5
    assert {one.score for one in queries.attempts_at(quiz.quiz.id)} == {3, 4}
    assert session.scalar(sa.select(sa.func.max(ScoreRevision.number))) == 5


def test_a_decision_takes_as_many_statements_for_many_as_for_few(app) -> None:
    counted = []
    for code, count in (("FEW", 8), ("MANY", 80)):
        quiz = crowd(count, code)
        seen = preview(quiz, "q4", DROP).digest
        session.rollback()
        with statements() as sent:
            service.rescore_question(get_course(code), "quiz_1", "q4", DROP, WHY, seen=seen, actor=SYSTEM, now=LATER)
            session.commit()
        counted.append(len(sent))
    assert counted[0] == counted[1]
    assert counted[0] <= 30
    told = sa.select(sa.func.count()).select_from(OutboxMessage).where(OutboxMessage.template == "rescored")
    assert session.scalar(told) == 6 + 60
