"""The release of a piece's marks to its participants."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.database import Base


class Release(Base):
    """From when on participants see what markers gave for a piece; a piece is released once."""

    __tablename__ = "releases"

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), index=True)
    piece_id: Mapped[int] = mapped_column(ForeignKey("pieces.id"), unique=True)
    released_at: Mapped[datetime]
    released_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class ReleaseNotice(Base):
    """Who was told of a release: at once, or when their own mark came later."""

    __tablename__ = "release_notices"
    __table_args__ = (UniqueConstraint("release_id", "enrolment_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("releases.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), index=True)
    told_at: Mapped[datetime]
