"""What scoring a quiz anew would change, for everybody: computed, not stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import NamedTuple

from sqlalchemy import func, select

from app.courses.rules import CourseValue
from app.grading.models import GradeEntry
from app.grading.queries.gradebook import gradebook
from app.grading.rules.entries import EntryKind, EntryState, Source
from app.grading.rules.rescoring import Counting, Effect, Tally, digest_of, effect_on, in_order, tally
from app.grading.rules.values import Gradebook, GradebookRow
from app.quizzes.queries.items import out_of
from app.quizzes.queries.rescoring import AskedQuestion, Prospect, prospect
from app.quizzes.rules import Release
from app.quizzes.rules.right import Decision
from app.quizzes.rules.settings import QuizValue
from app.shared.database import session


@dataclass(frozen=True, slots=True)
class Preview:
    """What a decision on a question would change; `effects` has those whose score of the quiz changes.

    Scores are out of `out_of`. `took`: participants who did the quiz. `digest` pins what is shown: see `rescoring`.
    """

    course: CourseValue
    prospect: Prospect
    out_of: Fraction
    took: int
    effects: tuple[Effect, ...]
    digest: str

    @property
    def scores(self) -> Tally:
        """How many have a better, a worse, the same score of the quiz."""
        return tally([one.score_change for one in self.effects], self.took)

    @property
    def totals(self) -> Tally:
        """How many have more, fewer, as many points of the course."""
        return tally([one.total_change for one in self.effects], self.took)

    @property
    def outcomes(self) -> Tally:
        """How many have a better, a worse, the same outcome."""
        return tally([one.outcome_change for one in self.effects], self.took)


def rescoring_preview(
    course: CourseValue, quiz: QuizValue, asked: AskedQuestion, decision: Decision, now: datetime
) -> Preview:
    """Return what a decision would change; twelve statements, however many take the course."""
    found = prospect(quiz, asked, decision)
    book = gradebook(course)
    rows = {row.enrolment.id: row for row in book.rows}
    effects = in_order(list(_effects(found, book, rows, now)))
    took = sum(shift.enrolment_id in rows for shift in found.shifts)
    return Preview(course, found, out_of(quiz), took, effects, _digest(found, effects))


def _effects(found: Prospect, book: Gradebook, rows: Mapping[int, GradebookRow], now: datetime) -> Iterator[Effect]:
    quiz, scale = found.quiz, out_of(found.quiz)
    recorded = _recorded(quiz.course_id, quiz.piece_id) if quiz.piece_id is not None else {}
    waiting = {
        one.attempt.enrolment_id for one in found.revised if one.attempt.release_at and one.attempt.release_at > now
    }
    for shift in found.shifts:
        row = rows.get(shift.enrolment_id)
        if row is None or not shift.changed:
            continue
        scores = shift.before * scale, shift.after * scale
        if quiz.piece_id is None:
            hidden = quiz.settings.release_score is Release.NEVER or shift.enrolment_id in waiting
            yield Effect(row.enrolment, Counting.NOT_TOLD if hidden else Counting.COUNTS, *scores)
        else:
            counting = _counting(recorded.get(shift.enrolment_id), scores[0])
            yield effect_on(row, quiz.key, scores, counting, plan=book.plan, policy=book.policy)


class _Recorded(NamedTuple):
    state: str
    source: str
    value: Fraction | None


def _recorded(course_id: int, piece_id: int) -> dict[int, _Recorded]:
    """Return the newest entry of a quiz, by enrolment."""
    newest = select(func.max(GradeEntry.id)).where(
        GradeEntry.course_id == course_id, GradeEntry.piece_id == piece_id, GradeEntry.kind == EntryKind.SCORE
    )
    columns = (GradeEntry.enrolment_id, GradeEntry.state, GradeEntry.source, GradeEntry.value)
    statement = select(*columns).where(GradeEntry.id.in_(newest.group_by(GradeEntry.enrolment_id)))
    rows = session.execute(statement)
    return {enrolment_id: _Recorded(state, source, value) for enrolment_id, state, source, value in rows}


def _counting(recorded: _Recorded | None, score: Fraction) -> Counting:
    """Tell how the score that attempts brought stands: a recorded one that says the same is that score."""
    if recorded is None or (recorded.source != Source.ATTEMPT and recorded.value != score):
        return Counting.BY_HAND
    return Counting.COUNTS if recorded.state == EntryState.FINAL else Counting.NOT_TOLD


def _digest(found: Prospect, effects: tuple[Effect, ...]) -> str:
    decided = [found.quiz.id, found.asked.id, found.decision.action, found.decision.right_keys, found.newest]
    revised = [
        [one.attempt.id, one.attempt.score, one.attempt.out_of, one.marked.score, one.marked.out_of]
        for one in found.revised
    ]
    return digest_of(decided, revised, effects)
