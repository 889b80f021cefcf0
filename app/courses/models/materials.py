"""What a course is made of besides its calendar and rules: its texts, read from the files of its definition."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.courses.rules.materials import Audience, MaterialKind
from app.shared.database import Base, one_of


class Material(Base):
    """One text of a course in every language: a week's page, a module, a document, a questionnaire, a message...

    `content`: for Markdown texts `{"en": ..., "fr": ...}`, for structured ones the checked data of the file.
    """

    __tablename__ = "materials"
    __table_args__ = (
        UniqueConstraint("course_id", "kind", "key"),
        one_of("kind", MaterialKind),
        one_of("audience", Audience),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    kind: Mapped[str] = mapped_column(String(16))
    key: Mapped[str] = mapped_column(String(60))
    position: Mapped[int]
    week: Mapped[int | None]
    minutes: Mapped[int | None]
    audience: Mapped[str] = mapped_column(String(12))
    title: Mapped[dict[str, str]]
    content: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(String(64))
