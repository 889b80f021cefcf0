"""Essays and their versions, as their authors write them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.essays.rules.values import EssayState, Origin
from app.shared.database import Base, one_of


class Essay(Base):
    """One participant's essay for one piece. Its texts are its versions."""

    __tablename__ = "essays"
    __table_args__ = (
        UniqueConstraint("piece_id", "enrolment_id"),
        Index("ix_essays_course", "course_id", "piece_id", "state"),
        one_of("state", EssayState),
        CheckConstraint("(state = 'submitted') = (submitted_at IS NOT NULL)", name="submitted_at"),
        CheckConstraint("(submitted_at IS NULL) = (submitted_version IS NULL)", name="submitted_version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    piece_id: Mapped[int] = mapped_column(ForeignKey("pieces.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    language: Mapped[str] = mapped_column(String(35))
    state: Mapped[str] = mapped_column(String(10))
    version: Mapped[int] = mapped_column(default=0)
    words: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    submitted_version: Mapped[int | None]
    late: Mapped[bool] = mapped_column(default=False)


class EssayVersion(Base):
    """What an essay said at one moment. Never changed."""

    __tablename__ = "essay_versions"
    __table_args__ = (
        UniqueConstraint("essay_id", "number"),
        one_of("origin", Origin),
        CheckConstraint("(origin = 'upload') = (file_id IS NOT NULL)", name="file_of_an_upload"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    essay_id: Mapped[int] = mapped_column(ForeignKey("essays.id"))
    number: Mapped[int]
    text: Mapped[str]
    words: Mapped[int]
    origin: Mapped[str] = mapped_column(String(8))
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_files.id"))
    saved_at: Mapped[datetime]
