"""Tables of peer assessment. Ratings of presentations are marks, and stand with the marks."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.groupwork.rules.peer_words import Missing, PeerKind
from app.shared.database import Base, one_of


class PeerWindowRow(Base):
    """Dates and the rule for missing raters, as a manager set them; without a row those of the course hold."""

    __tablename__ = "peer_windows"
    __table_args__ = (
        UniqueConstraint("course_id", "kind"),
        one_of("kind", PeerKind),
        one_of("missing", Missing),
        CheckConstraint("closes_at > opens_at", name="closes_after_it_opens"),
        CheckConstraint("version >= 1", name="version"),
        CheckConstraint("kind = 'within' OR missing <> 'even'", name="even_in_a_team_only"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    kind: Mapped[str] = mapped_column(String(8))
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    missing: Mapped[str] = mapped_column(String(8))
    version: Mapped[int]
    set_at: Mapped[datetime]
    set_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class PeerSharing(Base):
    """One member's sharing of 100 points over the team they were in; saved again, the former one is replaced."""

    __tablename__ = "peer_sharings"
    __table_args__ = (
        UniqueConstraint("group_id", "rater_id"),
        Index("ix_peer_sharings_course", "course_id"),
        CheckConstraint("version >= 1", name="version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    rater_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), index=True)
    version: Mapped[int]
    saved_at: Mapped[datetime]


class PeerShare(Base):
    """What one sharing gives one member: points of 100, and a comment for tutors."""

    __tablename__ = "peer_shares"
    __table_args__ = (UniqueConstraint("sharing_id", "member_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sharing_id: Mapped[int] = mapped_column(ForeignKey("peer_sharings.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), index=True)
    points: Mapped[Fraction]
    comment: Mapped[str] = mapped_column(default="")


class PeerAssignment(Base):
    """Which group's presentation a group rates: one at most, and never its own."""

    __tablename__ = "peer_assignments"
    __table_args__ = (
        UniqueConstraint("rater_group_id"),
        Index("ix_peer_assignments_course", "course_id"),
        CheckConstraint("rater_group_id <> rated_group_id", name="not_the_own_group"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    rater_group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    rated_group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    set_at: Mapped[datetime]
    set_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class PeerSettlement(Base):
    """That the marks of a course were handed over once the time for ratings was over, which ended at `closes_at`."""

    __tablename__ = "peer_settlements"
    __table_args__ = (UniqueConstraint("course_id", "closes_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    closes_at: Mapped[datetime]
    settled_at: Mapped[datetime]
