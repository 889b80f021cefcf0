"""What a participant has to know of a quiz before the start, and of an own attempt after its end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import bindparam, exists, select

from app.courses import queries as courses
from app.courses.rules import CourseValue, EnrolmentValue, PieceValue
from app.courses.rules.deadlines import Deadline, Window, effective
from app.courses.rules.extensions import ExtensionValue, RequestValue, that_count
from app.courses.rules.windows import deadline_for
from app.quizzes.models import Attempt
from app.quizzes.queries.attempts import answers_in, asked_in, attempts_of_quiz, decisions_on
from app.quizzes.queries.deadlines import closing_for, deadline_of
from app.quizzes.queries.scores import is_score_shown
from app.quizzes.rules.attempts import Answers, Asked, AttemptValue, Decisions
from app.quizzes.rules.marking import Marked, mark
from app.quizzes.rules.release import Shown, shown
from app.quizzes.rules.settings import QuizValue
from app.quizzes.rules.vocabulary import AttemptState
from app.quizzes.rules.wording import Times
from app.shared.database import rows_of
from app.shared.errors import NotFound

_OTHERS_OPEN = select(
    exists().where(
        Attempt.quiz_id == bindparam("quiz_id"),
        Attempt.state == AttemptState.OPEN,
        Attempt.enrolment_id != bindparam("enrolment_id"),
    )
)


@dataclass(frozen=True, slots=True)
class Taking:
    """How a quiz stands for one participant: their times and what made them so, attempts, requests for more time."""

    enrolment: EnrolmentValue
    times: Times
    extensions: tuple[ExtensionValue, ...]
    attempts: tuple[AttemptValue, ...]
    requests: tuple[RequestValue, ...]
    seen: Shown
    """What they may see of attempts that ended; a score only once it counts."""
    closing: datetime
    """The instant that "after closing" means for them."""

    @property
    def open(self) -> AttemptValue | None:
        """The attempt that is under way."""
        return next((one for one in self.attempts if one.is_open), None)

    def shows_score(self, attempt: AttemptValue) -> bool:
        """Tell whether they may see the score of one of their attempts: once it counts, unless it is never shown."""
        return not attempt.is_open and attempt.release_at is None and self.seen.score


@dataclass(frozen=True, slots=True)
class Review:
    """An attempt that ended, with what was asked, answered and decided; `seen` says what its owner may see of it."""

    attempt: AttemptValue
    asked: tuple[Asked, ...]
    answers: Answers
    decisions: Decisions
    marked: Marked
    seen: Shown
    closing: datetime


def general_deadline(quiz: QuizValue, course: CourseValue) -> Deadline:
    """Return what a quiz allows everybody."""
    piece = piece_of(quiz)
    if piece is not None:
        return deadline_for(course, piece)
    return effective(Window(quiz.opens_at, quiz.closes_at, quiz.minutes), zone=course.timezone)


def piece_of(quiz: QuizValue) -> PieceValue | None:
    """Return the piece of a quiz; None for one that does not count."""
    if quiz.piece_id is None:
        return None
    return next(piece for piece in courses.pieces_of(quiz.course_id) if piece.id == quiz.piece_id)


def find_taking(quiz: QuizValue, course: CourseValue, person_id: int | None, now: datetime) -> Taking | None:
    """Return how a quiz stands for a person; None for who takes no part in the course."""
    enrolment = courses.find_enrolment(course.id, person_id) if person_id is not None else None
    if enrolment is None:
        return None
    own = deadline_of(quiz, course, enrolment)
    granted = that_count(own, courses.extensions_for(enrolment), quiz.piece_id) if quiz.piece_id else ()
    asked_for = courses.requests_of(course.id, enrolment.id) if quiz.piece_id else ()
    closing = closing_for(quiz, course, own)
    attempts = tuple(attempts_of_quiz(quiz.id, enrolment.id))
    ended = any(not one.is_open for one in attempts)
    return Taking(
        enrolment=enrolment,
        times=Times(general_deadline(quiz, course), own),
        extensions=granted,
        attempts=attempts,
        requests=tuple(one for one in asked_for if one.piece_id == quiz.piece_id),
        seen=_seen(quiz, enrolment.id, closing, now) if ended else Shown(),
        closing=closing,
    )


def get_review(attempt: AttemptValue, quiz: QuizValue, course: CourseValue, now: datetime) -> Review:
    """Return an attempt that ended, as its owner may look back on it. Raises `NotFound` for who left the course."""
    enrolment = courses.find_enrolment(course.id, attempt.person_id)
    if enrolment is None:
        raise NotFound
    asked, answers = asked_in([attempt.id])[attempt.id], answers_in([attempt.id])[attempt.id]
    decisions = decisions_on([quiz.id])[quiz.id]
    closing = closing_for(quiz, course, deadline_of(quiz, course, enrolment))
    return Review(
        attempt=attempt,
        asked=asked,
        answers=answers,
        decisions=decisions,
        marked=mark(asked, {number: answer.chosen for number, answer in answers.items()}, decisions),
        seen=replace(_seen(quiz, enrolment.id, closing, now), score=is_score_shown(attempt)),
        closing=closing,
    )


def _seen(quiz: QuizValue, enrolment_id: int, closing: datetime, now: datetime) -> Shown:
    ((others_open,),) = rows_of(_OTHERS_OPEN, quiz_id=quiz.id, enrolment_id=enrolment_id)
    return shown(quiz.settings, ended=True, closing=closing, now=now, others_open=bool(others_open))
