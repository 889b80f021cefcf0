"""What was handed in, each time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.database import Base


class EssaySubmission(Base):
    """One version of an essay that was handed in, with what its receipt says. Never changed; the newest counts."""

    __tablename__ = "essay_submissions"
    __table_args__ = (UniqueConstraint("essay_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    essay_id: Mapped[int] = mapped_column(ForeignKey("essays.id"))
    version: Mapped[int]
    language: Mapped[str] = mapped_column(String(35))
    words: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    late: Mapped[bool]
    submitted_at: Mapped[datetime]
