"""Tables of the question bank and of quizzes."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.quizzes.rules.vocabulary import Counts, Layout, QuestionKind, Release
from app.shared.database import Base, one_of


class StoredQuestion(Base):
    """A question of a course's bank, found by its key. What it says stands in its versions.

    `file` names the file of the course's folder that defines it; "" for one that was entered or imported here.
    """

    __tablename__ = "questions"
    __table_args__ = (UniqueConstraint("course_id", "key"), Index("ix_questions_category", "course_id", "category"))

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    key: Mapped[str] = mapped_column(String(80))
    category: Mapped[str] = mapped_column(String(200), default="")
    tags: Mapped[list[str]] = mapped_column(default=list)
    file: Mapped[str] = mapped_column(String(120), default="")
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]


class QuestionVersion(Base):
    """What a question said from some time on. Never changed: attempts point at it. The highest number is current."""

    __tablename__ = "question_versions"
    __table_args__ = (
        UniqueConstraint("question_id", "number"),
        one_of("kind", QuestionKind),
        CheckConstraint("number >= 1", name="number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))
    content: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class QuestionUpload(Base):
    """A file of questions between its preview and the decision to import it; `settings` is how it is to be read.

    Each person has one in a course at most, and none is kept for longer than a day.
    """

    __tablename__ = "question_uploads"
    __table_args__ = (UniqueConstraint("course_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    name: Mapped[str] = mapped_column(String(200))
    raw: Mapped[bytes]
    settings: Mapped[dict[str, Any]]
    uploaded_at: Mapped[datetime] = mapped_column(index=True)


class Quiz(Base):
    """A quiz and how it is taken. One that counts belongs to a piece, which holds its title, window and limit.

    `file` names the file of the course's folder that defines it; "" for one that was built here.
    """

    __tablename__ = "quizzes"
    __table_args__ = (
        UniqueConstraint("course_id", "key"),
        UniqueConstraint("piece_id"),
        one_of("counts", Counts),
        one_of("layout", Layout),
        one_of("release", Release),
        one_of("release_score", Release),
        CheckConstraint("attempts IS NULL OR attempts >= 1", name="attempts"),
        CheckConstraint("grace_seconds BETWEEN 0 AND 3600", name="grace_seconds"),
        CheckConstraint(
            "piece_id IS NULL OR (minutes IS NULL AND opens_at IS NULL AND closes_at IS NULL)",
            name="window_of_the_piece",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    key: Mapped[str] = mapped_column(String(40))
    file: Mapped[str] = mapped_column(String(120), default="")
    piece_id: Mapped[int | None] = mapped_column(ForeignKey("pieces.id"))
    title: Mapped[dict[str, str]] = mapped_column(default=dict)
    intro: Mapped[dict[str, str]] = mapped_column(default=dict)
    week: Mapped[int | None]
    position: Mapped[int] = mapped_column(default=0)
    minutes: Mapped[int | None]
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    attempts: Mapped[int | None]
    counts: Mapped[str] = mapped_column(String(8))
    layout: Mapped[str] = mapped_column(String(16))
    going_back: Mapped[bool]
    shuffle_questions: Mapped[bool]
    shuffle_options: Mapped[bool]
    release: Mapped[str] = mapped_column(String(20))
    release_score: Mapped[str] = mapped_column(String(20))
    show_key: Mapped[bool]
    grace_seconds: Mapped[int]


class QuizSlot(Base):
    """A place in a quiz: one question, or so many drawn from a category (and a tag)."""

    __tablename__ = "quiz_slots"
    __table_args__ = (
        UniqueConstraint("quiz_id", "position"),
        CheckConstraint("question_id IS NULL OR (category = '' AND tag = '' AND draw = 1)", name="question_or_pool"),
        CheckConstraint("draw >= 1", name="draw"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quizzes.id"))
    position: Mapped[int]
    question_id: Mapped[int | None] = mapped_column(ForeignKey("questions.id"))
    category: Mapped[str] = mapped_column(String(200), default="")
    tag: Mapped[str] = mapped_column(String(80), default="")
    draw: Mapped[int] = mapped_column(default=1)
    points: Mapped[Fraction]
