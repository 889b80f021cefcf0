"""A group's files and discussion."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.groupwork.rules.values import Channel
from app.shared.database import Base, one_of


class GroupFile(Base):
    """A file that a member shared with the group. One that was taken away stays where a submission holds it."""

    __tablename__ = "group_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_files.id"), unique=True)
    shared_at: Mapped[datetime]
    shared_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    removed_at: Mapped[datetime | None]
    removed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class GroupPost(Base):
    """One post in a thread of the group. `enrolment_id` is the author's, null where staff wrote it."""

    __tablename__ = "group_posts"
    __table_args__ = (
        Index("ix_group_posts_thread", "group_id", "channel", "id"),
        one_of("channel", Channel),
        CheckConstraint("(hidden_at IS NULL) = (hidden_reason = '')", name="hidden_with_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), index=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    channel: Mapped[str] = mapped_column(String(12))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    enrolment_id: Mapped[int | None] = mapped_column(ForeignKey("enrolments.id"), index=True)
    text: Mapped[str]
    posted_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None]
    hidden_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    hidden_reason: Mapped[str] = mapped_column(String(500), default="", server_default="")
