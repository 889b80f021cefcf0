"""Tables of marks: as they stand, and as they stood before."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from app.rubrics.rules import MarkState, Round, SubjectKind
from app.shared.database import Base, one_of

_ALONE = sql("round IN ('first', 'second', 'third', 'agreed') AND state <> 'aside'")


class Mark(Base):
    """What one marker gives a piece of work in one round. `criteria`: exact points as text, those given so far."""

    __tablename__ = "marks"
    __table_args__ = (
        UniqueConstraint("subject_kind", "subject_id", "round", "marker_id"),
        Index(
            "uq_marks_one_a_round",
            "subject_kind",
            "subject_id",
            "round",
            unique=True,
            sqlite_where=_ALONE,
            postgresql_where=_ALONE,
        ),
        Index("ix_marks_piece", "course_id", "piece_id", "subject_kind"),
        one_of("subject_kind", SubjectKind),
        one_of("round", Round),
        one_of("state", MarkState),
        CheckConstraint("(state = 'final') = (finalised_at IS NOT NULL)", name="finalised"),
        CheckConstraint("version >= 1", name="version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    piece_id: Mapped[int] = mapped_column(ForeignKey("pieces.id"))
    subject_kind: Mapped[str] = mapped_column(String(12))
    subject_id: Mapped[int]
    round: Mapped[str] = mapped_column(String(12))
    marker_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    state: Mapped[str] = mapped_column(String(8))
    criteria: Mapped[dict[str, str]]
    comments: Mapped[dict[str, str]]
    comment: Mapped[str]
    version: Mapped[int]
    saved_at: Mapped[datetime]
    finalised_at: Mapped[datetime | None]


class MarkVersion(Base):
    """A mark as it stood: a row for each version, never changed, so that no feedback is lost."""

    __tablename__ = "mark_versions"
    __table_args__ = (UniqueConstraint("mark_id", "number"), one_of("state", MarkState))

    id: Mapped[int] = mapped_column(primary_key=True)
    mark_id: Mapped[int] = mapped_column(ForeignKey("marks.id"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(8))
    criteria: Mapped[dict[str, str]]
    comments: Mapped[dict[str, str]]
    comment: Mapped[str]
    saved_at: Mapped[datetime]
    saved_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
