"""Who takes a course, and in which group."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from app.courses.rules.enrolments import EnrolmentStep
from app.shared.database import Base, one_of


class Group(Base):
    """A group of participants that works together."""

    __tablename__ = "groups"
    __table_args__ = (UniqueConstraint("course_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    name: Mapped[str] = mapped_column(String(80))


class Enrolment(Base):
    """One participant of one course.

    What describes the person is a snapshot for this course: figures of an old course never move because somebody
    changed employer. `extra_time` (1 or more) stretches every time limit and window of this participant.
    """

    __tablename__ = "enrolments"
    __table_args__ = (
        UniqueConstraint("course_id", "person_id"),
        Index(
            "uq_enrolments_ambassador",
            "group_id",
            unique=True,
            sqlite_where=sql("ambassador"),
            postgresql_where=sql("ambassador"),
        ),
        CheckConstraint("NOT ambassador OR group_id IS NOT NULL", name="ambassador_of_a_group"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id"))
    ambassador: Mapped[bool] = mapped_column(default=False)
    sponsor: Mapped[str] = mapped_column(String(200))
    gender: Mapped[str] = mapped_column(String(1))
    language: Mapped[str] = mapped_column(String(35))
    country: Mapped[str] = mapped_column(String(2))
    organization: Mapped[str] = mapped_column(String(200))
    organization_type: Mapped[str] = mapped_column(String(20))
    extra_time: Mapped[Fraction] = mapped_column(default=Fraction(1), server_default="1")
    enrolled_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class EnrolmentChange(Base):
    """Somebody left a course, or came back to it; why, and who said so. Never changed."""

    __tablename__ = "enrolment_changes"
    __table_args__ = (one_of("step", EnrolmentStep),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), index=True)
    step: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
