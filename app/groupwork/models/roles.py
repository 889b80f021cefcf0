"""Who has which role in a group, and the tasks of its members."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.database import Base


class GroupRole(Base):
    """A role that a member holds in a group, or held until `ended_at`. A member may hold several."""

    __tablename__ = "group_roles"
    __table_args__ = (
        Index(
            "uq_group_roles_held",
            "group_id",
            "enrolment_id",
            "role_key",
            unique=True,
            sqlite_where=sql("ended_at IS NULL"),
            postgresql_where=sql("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), index=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), index=True)
    role_key: Mapped[str] = mapped_column(String(40))
    assigned_at: Mapped[datetime]
    assigned_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class GroupTask(Base):
    """A task of one member: one of the role's (`role_key` and `task_key`), or one that the ambassador set (`text`).

    A task that was taken back stays, with the instant; it counts no more.
    """

    __tablename__ = "group_tasks"
    __table_args__ = (
        Index("ix_group_tasks_group", "group_id", "enrolment_id"),
        CheckConstraint("(role_key IS NULL) = (task_key IS NULL)", name="of_a_role"),
        CheckConstraint("(role_key IS NULL) = (text <> '')", name="has_words"),
        CheckConstraint("(done_at IS NULL) = (done_by IS NULL)", name="done"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), index=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), index=True)
    role_key: Mapped[str | None] = mapped_column(String(40))
    task_key: Mapped[str | None] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(String(500), default="", server_default="")
    due_at: Mapped[datetime | None]
    set_at: Mapped[datetime]
    set_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    done_at: Mapped[datetime | None]
    done_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    withdrawn_at: Mapped[datetime | None]
