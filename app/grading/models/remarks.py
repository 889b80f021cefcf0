"""Requests to look at a mark again, what was written about them, and how they were decided."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from app.grading.rules.remarks import RemarkState
from app.shared.database import Base, one_of

_OPEN = sql(f"state = '{RemarkState.OPEN}'")


class Remark(Base):
    """A participant asked for a mark to be looked at again. One at a time of each piece is open.

    `score_before` is the piece's score when it was asked, `score_after` what a change made of it, both in the piece's
    own unit. `group_id`: whose work it is about, where that is a group's; people move, it does not. `by_marker`:
    who decided had given the mark, because nobody else could.
    """

    __tablename__ = "remarks"
    __table_args__ = (
        Index("ix_remarks_course", "course_id", "state"),
        Index(
            "uq_remarks_one_open", "enrolment_id", "piece_id", unique=True, postgresql_where=_OPEN, sqlite_where=_OPEN
        ),
        one_of("state", RemarkState),
        CheckConstraint("(state = 'open') = (decided_at IS NULL)", name="decided_at"),
        CheckConstraint("(state = 'changed') = (score_after IS NOT NULL)", name="score_after"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    piece_id: Mapped[int] = mapped_column(ForeignKey("pieces.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id"), index=True)
    state: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str]
    asked_at: Mapped[datetime]
    score_before: Mapped[Fraction]
    decision: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    by_marker: Mapped[bool] = mapped_column(default=False)
    score_after: Mapped[Fraction | None]


class RemarkMessage(Base):
    """What a participant or somebody of the team wrote about a remark. Never changed."""

    __tablename__ = "remark_messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    remark_id: Mapped[int] = mapped_column(ForeignKey("remarks.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    from_staff: Mapped[bool]
    body: Mapped[str]
    written_at: Mapped[datetime]
