"""A group's worksheet, cell by cell, and who is at it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.database import Base


class WorksheetCell(Base):
    """What a cell says now; `version` counts its revisions, so that nobody overwrites unseen what came between."""

    __tablename__ = "worksheet_cells"
    __table_args__ = (
        UniqueConstraint("group_id", "row_key", "column_key"),
        CheckConstraint("version >= 1", name="version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), index=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    row_key: Mapped[str] = mapped_column(String(40))
    column_key: Mapped[str] = mapped_column(String(40))
    text: Mapped[str]
    version: Mapped[int]
    saved_at: Mapped[datetime]
    saved_by: Mapped[int] = mapped_column(ForeignKey("people.id"))


class WorksheetRevision(Base):
    """What a cell said from one moment on, and who wrote it. Never changed."""

    __tablename__ = "worksheet_revisions"
    __table_args__ = (UniqueConstraint("cell_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cell_id: Mapped[int] = mapped_column(ForeignKey("worksheet_cells.id"))
    number: Mapped[int]
    text: Mapped[str]
    saved_at: Mapped[datetime]
    saved_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), index=True)


class WorksheetPresence(Base):
    """In which cell a member was last seen typing: one row a member, overwritten by each heartbeat."""

    __tablename__ = "worksheet_presences"

    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    row_key: Mapped[str] = mapped_column(String(40))
    column_key: Mapped[str] = mapped_column(String(40))
    seen_at: Mapped[datetime]
