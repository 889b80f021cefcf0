"""Frozen results, and the signed corrections beside them. Rows are only ever added."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.grading.rules import Engagement, Outcome
from app.shared.database import Base, one_of


class Result(Base):
    """A result as closing froze it (rule 14). The highest `number` of an enrolment counts; 1 is the closing's own.

    `derivation` holds the standing it was made from and every number on the way; the policy is that of
    `course_version_id`.
    """

    __tablename__ = "results"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "number"),
        Index("ix_results_course", "course_id", "enrolment_id", "number"),
        one_of("outcome", Outcome),
        one_of("engagement", Engagement),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("pieces_done BETWEEN 0 AND pieces_total", name="pieces_done"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"))
    number: Mapped[int]
    course_version_id: Mapped[int] = mapped_column(ForeignKey("course_versions.id"))
    outcome: Mapped[str] = mapped_column(String(16))
    engagement: Mapped[str] = mapped_column(String(8))
    quiz_points: Mapped[Fraction]
    group_points: Mapped[Fraction]
    essay_points: Mapped[Fraction]
    base_points: Mapped[Fraction]
    bonus_offered: Mapped[Fraction]
    bonus_used: Mapped[Fraction]
    total_points: Mapped[Fraction]
    pieces_done: Mapped[int]
    pieces_total: Mapped[int]
    derivation: Mapped[dict[str, Any]]
    reason: Mapped[str] = mapped_column(default="")
    frozen_at: Mapped[datetime]
    frozen_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Correction(Base):
    """Why a result stands beside the one it takes the place of: who decided it, when, for which reason, signed.

    `changes`: each value that was changed, as it was and as it is. `digest` is over both results, the changes and who,
    when and why; `signature` is the keyed signature of that digest.
    """

    __tablename__ = "corrections"

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), index=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), index=True)
    result_id: Mapped[int] = mapped_column(ForeignKey("results.id"), unique=True)
    replaces_id: Mapped[int] = mapped_column(ForeignKey("results.id"), unique=True)
    remark_id: Mapped[int | None] = mapped_column(ForeignKey("remarks.id"))
    reason: Mapped[str]
    changes: Mapped[list[Any]]
    digest: Mapped[str] = mapped_column(String(64))
    signature: Mapped[str] = mapped_column(String(64))
    signed_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    signed_at: Mapped[datetime]
