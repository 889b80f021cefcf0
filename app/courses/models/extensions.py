"""More time: what participants ask for, what was granted, to whom."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.database import Base


class Extension(Base):
    """More time for a piece: for one participant, a group, or (neither named) everybody. Never taken back.

    `until` moves the end of the window; `minutes` stretch the time limit, and the window with it.
    """

    __tablename__ = "extensions"
    __table_args__ = (
        Index("ix_extensions_piece", "course_id", "piece_id"),
        CheckConstraint("enrolment_id IS NULL OR group_id IS NULL", name="one_receiver"),
        CheckConstraint("(until IS NULL) <> (minutes IS NULL)", name="until_or_minutes"),
        CheckConstraint("minutes IS NULL OR minutes > 0", name="minutes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    piece_id: Mapped[int] = mapped_column(ForeignKey("pieces.id"))
    enrolment_id: Mapped[int | None] = mapped_column(ForeignKey("enrolments.id"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id"))
    until: Mapped[datetime | None]
    minutes: Mapped[int | None]
    reason: Mapped[str]
    granted_at: Mapped[datetime]
    granted_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class ExtensionRequest(Base):
    """A participant's request for more time, and its answer. `extension_id` is what was granted for it."""

    __tablename__ = "extension_requests"
    __table_args__ = (
        Index("ix_extension_requests_open", "course_id", "answered_at"),
        CheckConstraint("(answered_at IS NULL) = (granted IS NULL)", name="answered"),
        CheckConstraint("extension_id IS NULL OR granted", name="granted"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    piece_id: Mapped[int] = mapped_column(ForeignKey("pieces.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"))
    reason: Mapped[str]
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    granted: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(default="")
    extension_id: Mapped[int | None] = mapped_column(ForeignKey("extensions.id"))
