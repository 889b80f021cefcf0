"""Who marks which essay, how marks came to agree, and what markers write beside a text."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.essays.rules.marking import AgreedBy, How
from app.rubrics.rules import Round
from app.shared.database import Base, one_of


class EssayAllocation(Base):
    """Who is to mark an essay in a round: one marker a round, and nobody twice."""

    __tablename__ = "essay_allocations"
    __table_args__ = (
        UniqueConstraint("essay_id", "round"),
        UniqueConstraint("essay_id", "marker_id"),
        one_of("round", (Round.FIRST, Round.SECOND, Round.THIRD)),
        one_of("how", How),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), index=True)
    essay_id: Mapped[int] = mapped_column(ForeignKey("essays.id"))
    round: Mapped[str] = mapped_column(String(12))
    marker_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    how: Mapped[str] = mapped_column(String(8))
    allocated_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    allocated_at: Mapped[datetime]


class EssayAgreement(Base):
    """How the agreed mark of an essay came about. A row for each time it did; the last one holds."""

    __tablename__ = "essay_agreements"
    __table_args__ = (
        one_of("how", AgreedBy),
        CheckConstraint("(how = 'signed') = (signed_by IS NOT NULL)", name="signed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    essay_id: Mapped[int] = mapped_column(ForeignKey("essays.id"), index=True)
    how: Mapped[str] = mapped_column(String(9))
    reason: Mapped[str]
    signed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime]


class EssayAnnotation(Base):
    """A marker’s note on a passage: characters `starts` up to `ends` of one version, which never changes.

    What is taken away keeps its row.
    """

    __tablename__ = "essay_annotations"
    __table_args__ = (
        Index("ix_essay_annotations_essay", "essay_id", "marker_id"),
        CheckConstraint("0 <= starts AND starts < ends", name="passage"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    essay_id: Mapped[int] = mapped_column(ForeignKey("essays.id"))
    version: Mapped[int]
    starts: Mapped[int]
    ends: Mapped[int]
    marker_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    note: Mapped[str]
    written_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class BankComment(Base):
    """A comment kept for use again: its owner’s, or everybody’s who marks in the course. Criterion "": on the whole."""

    __tablename__ = "essay_bank_comments"

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), index=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    shared: Mapped[bool]
    criterion: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(35))
    words: Mapped[str]
    kept_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class MarkerCompetence(Base):
    """What somebody who marks in a course can read, where they come from, and which groups they accompany.

    `groups`: ids of groups, as numbers.
    """

    __tablename__ = "essay_marker_competences"
    __table_args__ = (UniqueConstraint("course_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    languages: Mapped[list[str]]
    country: Mapped[str] = mapped_column(String(2))
    groups: Mapped[list[Any]]
    available: Mapped[bool]
    changed_at: Mapped[datetime]
