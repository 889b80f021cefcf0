"""Tables of attempts: what was asked, every answer ever saved, what time was lost and given, how it was scored."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from app.quizzes.rules.vocabulary import AttemptState, RescoringAction
from app.shared.database import Base, one_of

_OPEN = sql("state = 'open'")
_WAITING = sql("release_at IS NOT NULL")


class Attempt(Base):
    """One attempt of one participant at one quiz; at most one of them is open.

    Time lives in its row: `due_at` is the effective deadline, `accept_until` the last instant at which an answer may
    have arrived (deadline + grace), `close_at` the instant after which it is closed whoever looks (+ allowance for
    queueing). All three are None where nothing ends the attempt. `score` is the current one, of `out_of`; `release_at`,
    where it is set, the instant from which it counts in the course.
    """

    __tablename__ = "attempts"
    __table_args__ = (
        UniqueConstraint("quiz_id", "enrolment_id", "number"),
        Index(
            "uq_attempts_open",
            "quiz_id",
            "enrolment_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_attempts_due", "close_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_attempts_release", "release_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index("ix_attempts_course", "course_id", "enrolment_id"),
        one_of("state", AttemptState),
        CheckConstraint("(state = 'open') = (ended_at IS NULL)", name="ended_at"),
        CheckConstraint("(state = 'open') = (score IS NULL)", name="scored_when_ended"),
        CheckConstraint(
            "(due_at IS NULL) = (accept_until IS NULL) AND (due_at IS NULL) = (close_at IS NULL)", name="deadlines"
        ),
        CheckConstraint("release_at IS NULL OR state <> 'open'", name="released_when_ended"),
        CheckConstraint("credit_seconds >= 0", name="credit_seconds"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quizzes.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    number: Mapped[int]
    language: Mapped[str] = mapped_column(String(35))
    state: Mapped[str] = mapped_column(String(10))
    started_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    accept_until: Mapped[datetime | None]
    close_at: Mapped[datetime | None]
    credit_seconds: Mapped[int] = mapped_column(default=0)
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    score: Mapped[Fraction | None]
    out_of: Mapped[Fraction]
    release_at: Mapped[datetime | None]


class AttemptQuestion(Base):
    """What an attempt asks at `number` (from 1): a question's version, pinned, and its options in the order shown."""

    __tablename__ = "attempt_questions"

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    question_version_id: Mapped[int] = mapped_column(ForeignKey("question_versions.id"), index=True)
    option_keys: Mapped[list[str]]
    points: Mapped[Fraction]


class AnswerSave(Base):
    """One saved answer. Rows are only ever added; the highest version of a question is the answer that counts.

    The primary key makes two saves of the same version impossible: one of two tabs is told.
    """

    __tablename__ = "answer_saves"
    __table_args__ = (CheckConstraint("version >= 1", name="version"),)

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    chosen: Mapped[list[str]]
    saved_at: Mapped[datetime]


class AttemptGap(Base):
    """A time in which an open attempt's page was not heard of."""

    __tablename__ = "attempt_gaps"

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"), index=True)
    lost_at: Mapped[datetime]
    back_at: Mapped[datetime]


class Incident(Base):
    """Time credited for a disturbance: to one attempt, or to all of a quiz that were cut off in an interval."""

    __tablename__ = "quiz_incidents"

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), index=True)
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quizzes.id"))
    began_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    reason: Mapped[str]
    granted_at: Mapped[datetime]
    granted_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class AttemptCredit(Base):
    """Seconds that an incident gave to an attempt."""

    __tablename__ = "attempt_credits"
    __table_args__ = (CheckConstraint("seconds > 0", name="seconds"),)

    incident_id: Mapped[int] = mapped_column(ForeignKey("quiz_incidents.id"), primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"), primary_key=True, index=True)
    seconds: Mapped[int]


class Rescoring(Base):
    """A decision on a question of a quiz after answers came in. The newest of a quiz and question counts."""

    __tablename__ = "rescorings"
    __table_args__ = (
        Index("ix_rescorings_newest", "quiz_id", "question_id", "id"),
        one_of("action", RescoringAction),
        CheckConstraint("(action = 'key_changed') = (right_keys IS NOT NULL)", name="right_keys"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quizzes.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"))
    action: Mapped[str] = mapped_column(String(12))
    right_keys: Mapped[list[str] | None]
    reason: Mapped[str]
    decided_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class ScoreRevision(Base):
    """A score that an attempt had from some time on; `rescoring_id` says which decision made it. The first: closing."""

    __tablename__ = "score_revisions"

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    score: Mapped[Fraction]
    out_of: Mapped[Fraction]
    rescoring_id: Mapped[int | None] = mapped_column(ForeignKey("rescorings.id"))
    scored_at: Mapped[datetime]
