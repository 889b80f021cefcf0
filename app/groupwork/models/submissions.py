"""What a group hands in, and when it presents it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.database import Base


class GroupSubmission(Base):
    """One version of a group's final work: the worksheet as it was (`cells` by row and column). The newest counts."""

    __tablename__ = "group_submissions"
    __table_args__ = (UniqueConstraint("group_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), index=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    piece_id: Mapped[int] = mapped_column(ForeignKey("pieces.id"))
    number: Mapped[int]
    cells: Mapped[dict[str, Any]]
    note: Mapped[str] = mapped_column(default="", server_default="")
    submitted_at: Mapped[datetime]
    submitted_by: Mapped[int] = mapped_column(ForeignKey("people.id"))


class SubmissionFile(Base):
    """A file that a submission holds."""

    __tablename__ = "group_submission_files"

    submission_id: Mapped[int] = mapped_column(ForeignKey("group_submissions.id"), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_files.id"), primary_key=True)


class PresentationSlot(Base):
    """When in the closing webinar a group presents: `position` from 1, and for how many minutes."""

    __tablename__ = "presentation_slots"
    __table_args__ = (
        CheckConstraint("position >= 1", name="position"),
        CheckConstraint("minutes BETWEEN 1 AND 120", name="minutes"),
    )

    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"), primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), index=True)
    position: Mapped[int]
    minutes: Mapped[int]
