"""Who was in which group and when, who spoke for it, and how the team voted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from app.courses.rules.groups import Naming, VoteState
from app.shared.database import Base, one_of


class GroupMembership(Base):
    """One stay of a participant in a group. Where `left_at` is null it lasts; `Enrolment.group_id` says the same."""

    __tablename__ = "group_memberships"
    __table_args__ = (
        Index(
            "uq_group_memberships_present",
            "enrolment_id",
            unique=True,
            sqlite_where=sql("left_at IS NULL"),
            postgresql_where=sql("left_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), index=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"), index=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), index=True)
    joined_at: Mapped[datetime]
    joined_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str] = mapped_column(String(500))
    left_at: Mapped[datetime | None]
    left_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    left_reason: Mapped[str] = mapped_column(String(500), default="", server_default="")


class AmbassadorTerm(Base):
    """One time during which a participant was a group's ambassador; one lasts at most for each group."""

    __tablename__ = "ambassador_terms"
    __table_args__ = (
        Index(
            "uq_ambassador_terms_present",
            "group_id",
            unique=True,
            sqlite_where=sql("ended_at IS NULL"),
            postgresql_where=sql("ended_at IS NULL"),
        ),
        one_of("named_how", Naming),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), index=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"), index=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), index=True)
    named_how: Mapped[str] = mapped_column(String(10))
    named_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class AmbassadorVote(Base):
    """A group's vote on its ambassador. One at most is open or tied for each group."""

    __tablename__ = "ambassador_votes"
    __table_args__ = (
        Index(
            "uq_ambassador_votes_undecided",
            "group_id",
            unique=True,
            sqlite_where=sql("state IN ('open', 'tied')"),
            postgresql_where=sql("state IN ('open', 'tied')"),
        ),
        one_of("state", VoteState),
        CheckConstraint("(state = 'decided') = (elected_id IS NOT NULL)", name="elected"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), index=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"), index=True)
    state: Mapped[str] = mapped_column(String(10))
    opened_at: Mapped[datetime]
    opened_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    elected_id: Mapped[int | None] = mapped_column(ForeignKey("enrolments.id"))


class AmbassadorBallot(Base):
    """What one member voted. Only counts leave this table."""

    __tablename__ = "ambassador_ballots"
    __table_args__ = (UniqueConstraint("vote_id", "voter_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    vote_id: Mapped[int] = mapped_column(ForeignKey("ambassador_votes.id"))
    voter_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), index=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), index=True)
    cast_at: Mapped[datetime]
