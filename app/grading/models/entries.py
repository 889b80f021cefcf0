"""What is recorded of participants. Rows are only ever added: the newest counts."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.grading.rules.entries import EntryKind, EntryState, Source
from app.shared.database import Base, one_of


class GradeEntry(Base):
    """One thing recorded of one participant. The newest id per enrolment, piece and kind counts.

    `value`: right answers, the sum of an essay's criteria, a factor, a bonus, hours; 1 where a piece is excused.
    `criteria`: the points of each, as exact text.
    """

    __tablename__ = "grade_entries"
    __table_args__ = (
        Index("ix_grade_entries_newest", "course_id", "enrolment_id", "piece_id", "kind", "id"),
        one_of("kind", EntryKind),
        one_of("state", EntryState),
        one_of("source", Source),
        CheckConstraint("(kind IN ('bonus', 'hours')) = (piece_id IS NULL)", name="piece_where_one_belongs"),
        CheckConstraint("(state = 'final') = (value IS NOT NULL)", name="value_where_final"),
        CheckConstraint(
            "(kind = 'criteria' AND state = 'final') = (criteria IS NOT NULL)", name="criteria_where_an_essay_is_marked"
        ),
        CheckConstraint("state <> 'submitted' OR kind IN ('score', 'criteria')", name="only_work_is_submitted"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"))
    piece_id: Mapped[int | None] = mapped_column(ForeignKey("pieces.id"))
    kind: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12))
    value: Mapped[Fraction | None]
    criteria: Mapped[dict[str, str] | None]
    reason: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(String(12))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    recorded_at: Mapped[datetime]


class GroupMarkEntry(Base):
    """A mark of a group's work, 0 to 100 percent; None takes an earlier one back. The newest id per group counts."""

    __tablename__ = "group_mark_entries"
    __table_args__ = (Index("ix_group_mark_entries_newest", "course_id", "group_id", "id"), one_of("source", Source))

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    percent: Mapped[Fraction | None]
    source: Mapped[str] = mapped_column(String(12))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    recorded_at: Mapped[datetime]
