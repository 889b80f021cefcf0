"""Reads what item analysis is made from: the first finished attempt of everybody, in a handful of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from fractions import Fraction

from sqlalchemy import select

from app.quizzes.models import AnswerSave, Attempt, AttemptGap, AttemptQuestion, QuestionVersion, StoredQuestion
from app.quizzes.queries.attempts import attempts_where, decisions_on
from app.quizzes.queries.versions import questions_by_digest
from app.quizzes.rules.attempts import AttemptValue
from app.quizzes.rules.counting import share_of
from app.quizzes.rules.items import Analysis, Answer, Sheet, Studied, analyse, seconds_of
from app.quizzes.rules.items.times import Span
from app.quizzes.rules.questions import Question
from app.quizzes.rules.scoring import share
from app.quizzes.rules.settings import QuizValue
from app.quizzes.rules.vocabulary import AttemptState
from app.shared.database import session

Saves = Mapping[int, Sequence[tuple[datetime, int, tuple[str, ...]]]]
"""Everything saved, by attempt: (arrival, number, answer), the newest answer to a number last."""


def analysis_of(quiz: QuizValue) -> Analysis:
    """Return the figures of a quiz and its questions; eight statements at the most, whoever took it."""
    ended = attempts_where(Attempt.quiz_id == quiz.id, Attempt.state != AttemptState.OPEN)
    saves = _saves([one.id for one in ended])
    first = _first_finished(ended, saves)
    ids = [one.id for one in first]
    asked = _asked(ids)
    versions = _versions({version_id for questions in asked.values() for _number, version_id, _points in questions})
    studied = _studied(quiz, versions)
    gaps = _gaps(ids)
    judged = _Judge({one.question_id: one for one in studied}, versions)
    sheets = [judged.sheet(one, asked[one.id], saves[one.id], gaps[one.id]) for one in first]
    return analyse(studied, sheets, out_of(quiz))


def out_of(quiz: QuizValue) -> Fraction:
    """Return what a quiz's score is out of: the piece's maximum, or the points of its questions."""
    if quiz.maximum is not None:
        return quiz.maximum
    return sum((slot.points * slot.draw for slot in quiz.slots), Fraction(0)) or Fraction(1)


def _first_finished(ended: Sequence[AttemptValue], saves: Saves) -> list[AttemptValue]:
    """Return the first attempt of each participant that is done (rule 5)."""
    first: dict[int, AttemptValue] = {}
    for one in sorted(ended, key=lambda attempt: attempt.number):
        if one.state is AttemptState.SUBMITTED or any(_newest(saves[one.id]).values()):
            first.setdefault(one.enrolment_id, one)
    return list(first.values())


def _newest(saves: Sequence[tuple[datetime, int, tuple[str, ...]]]) -> dict[int, tuple[str, ...]]:
    return {number: chosen for _at, number, chosen in saves}


def _saves(attempt_ids: Collection[int]) -> Saves:
    statement = (
        select(AnswerSave.attempt_id, AnswerSave.number, AnswerSave.chosen, AnswerSave.saved_at)
        .where(AnswerSave.attempt_id.in_(attempt_ids))
        .order_by(AnswerSave.attempt_id, AnswerSave.number, AnswerSave.version)
    )
    found: defaultdict[int, list[tuple[datetime, int, tuple[str, ...]]]] = defaultdict(list)
    for attempt_id, number, chosen, saved_at in session.execute(statement):
        found[attempt_id].append((saved_at, number, tuple(chosen)))
    return found


Asked = Sequence[tuple[int, int, Fraction]]
"""What an attempt asks: (number, version, points)."""


def _asked(attempt_ids: Collection[int]) -> Mapping[int, Asked]:
    columns = (
        AttemptQuestion.attempt_id,
        AttemptQuestion.number,
        AttemptQuestion.question_version_id,
        AttemptQuestion.points,
    )
    found: defaultdict[int, list[tuple[int, int, Fraction]]] = defaultdict(list)
    statement = select(*columns).where(AttemptQuestion.attempt_id.in_(attempt_ids))
    for attempt_id, number, version_id, points in session.execute(statement):
        found[attempt_id].append((number, version_id, points))
    return found


def _gaps(attempt_ids: Collection[int]) -> Mapping[int, Sequence[Span]]:
    columns = (AttemptGap.attempt_id, AttemptGap.lost_at, AttemptGap.back_at)
    found: defaultdict[int, list[Span]] = defaultdict(list)
    for attempt_id, lost_at, back_at in session.execute(select(*columns).where(AttemptGap.attempt_id.in_(attempt_ids))):
        found[attempt_id].append((lost_at, back_at))
    return found


Versions = Mapping[int, tuple[int, str, int, Question]]
"""Versions by their id: the question's id and key, the version's number, what it says."""


def _versions(version_ids: Collection[int]) -> Versions:
    statement = (
        select(
            QuestionVersion.id, StoredQuestion.id, StoredQuestion.key, QuestionVersion.number, QuestionVersion.digest
        )
        .join(StoredQuestion, StoredQuestion.id == QuestionVersion.question_id)
        .where(QuestionVersion.id.in_(version_ids))
    )
    rows = session.execute(statement).all()
    said = questions_by_digest({row.digest for row in rows})
    return {row[0]: (row[1], row.key, row.number, said[row.digest]) for row in rows}


def _studied(quiz: QuizValue, versions: Versions) -> list[Studied]:
    """Return the questions that were asked, in the order of the quiz; those that were drawn by their keys."""
    decisions = decisions_on([quiz.id])[quiz.id]
    places = {slot.question: place for place, slot in enumerate(quiz.slots, 1) if slot.question}
    asked: defaultdict[tuple[int, str], dict[int, Question]] = defaultdict(dict)
    for question_id, key, number, question in versions.values():
        asked[question_id, key][number] = question
    order = sorted(asked, key=lambda one: (places.get(one[1], len(quiz.slots) + 1), one[1]))
    return [
        Studied(question_id, key, place, asked[question_id, key], decisions.get(question_id))
        for place, (question_id, key) in enumerate(order, 1)
    ]


class _Judge:
    """Makes sheets; what the same answer to the same version earns is worked out once."""

    def __init__(self, studied: Mapping[int, Studied], versions: Versions) -> None:
        self._studied, self._versions = studied, versions
        self._shares: dict[tuple[int, tuple[str, ...]], Fraction] = {}

    def sheet(
        self,
        attempt: AttemptValue,
        asked: Asked,
        saves: Sequence[tuple[datetime, int, tuple[str, ...]]],
        gaps: Sequence[Span],
    ) -> Sheet:
        """Return one person's answers to what their attempt asked."""
        chosen = _newest(saves)
        seconds = seconds_of(attempt.started_at, [(at, number) for at, number, _chosen in saves], gaps)
        answers = {}
        for number, version_id, points in asked:
            question_id, _key, version, _question = self._versions[version_id]
            answer = chosen.get(number, ())
            answers[question_id] = Answer(version, points, self._share(version_id, answer), answer, seconds.get(number))
        return Sheet(attempt.language, share_of(attempt.score or Fraction(0), attempt.out_of), answers)

    def _share(self, version_id: int, chosen: tuple[str, ...]) -> Fraction:
        known = self._shares.get((version_id, chosen))
        if known is None:
            question_id, _key, _number, question = self._versions[version_id]
            known = self._shares[version_id, chosen] = share(question, chosen, self._studied[question_id].judged_by)
        return known
