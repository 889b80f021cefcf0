"""A course, its versions, and the rows that other tables point at."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.database import Base


class Course(Base):
    """A run of a course, found by its code. What it says stands in its current version."""

    __tablename__ = "courses"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'closed')", name="state"),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[dict[str, str]]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    hours: Mapped[int]
    languages: Mapped[list[str]]
    timezone: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(10), default="open")
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    current_version_id: Mapped[int | None] = mapped_column(
        ForeignKey("course_versions.id", name="fk_courses_current_version", use_alter=True)
    )


class CourseVersion(Base):
    """One loaded definition, whole: policy, rubric and certificate texts are part of it. Never changed."""

    __tablename__ = "course_versions"
    __table_args__ = (UniqueConstraint("course_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    number: Mapped[int]
    definition: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(String(64))
    loaded_at: Mapped[datetime]
    loaded_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Week(Base):
    """A week of a course; `starts_on` is a day in the course's zone."""

    __tablename__ = "weeks"
    __table_args__ = (UniqueConstraint("course_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    number: Mapped[int]
    title: Mapped[dict[str, str]]
    starts_on: Mapped[date]


class CourseSession(Base):
    """An entry of the agenda, as instants and the zone in which the course announces it."""

    __tablename__ = "course_sessions"
    __table_args__ = (UniqueConstraint("course_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    key: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(10))
    title: Mapped[dict[str, str]]
    week: Mapped[int | None]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    timezone: Mapped[str] = mapped_column(String(64))
    note: Mapped[dict[str, str]]


class Piece(Base):
    """An assessed piece. Grades point at it, so it keeps its row for as long as it has its key."""

    __tablename__ = "pieces"
    __table_args__ = (
        UniqueConstraint("course_id", "key"),
        CheckConstraint("kind IN ('quiz', 'group', 'essay')", name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    key: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(10))
    position: Mapped[int]
    title: Mapped[dict[str, str]]
    maximum: Mapped[Fraction]
    criteria: Mapped[list[Any]]
    week: Mapped[int | None]
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    minutes: Mapped[int | None]
