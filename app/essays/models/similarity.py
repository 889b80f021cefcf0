"""Passages that essays share, and what was found by those who looked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.essays.rules.similarity_view import Finding
from app.shared.database import Base, one_of


class SimilarityScan(Base):
    """That a version was compared with every one that had been compared before it. Each pair is compared once."""

    __tablename__ = "similarity_scans"

    version_id: Mapped[int] = mapped_column(ForeignKey("essay_versions.id"), primary_key=True, autoincrement=False)
    compared_at: Mapped[datetime]


class SimilarPair(Base):
    """Two versions that share passages. Never changed.

    `passages`: for each its runs, as `Span` has them. Words are counted as they are compared.
    """

    __tablename__ = "similar_pairs"
    __table_args__ = (
        UniqueConstraint("first_version_id", "second_version_id"),
        Index("ix_similar_pairs_second", "second_version_id"),
        CheckConstraint("first_version_id < second_version_id", name="order"),
        CheckConstraint("shared > 0", name="shared"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    first_version_id: Mapped[int] = mapped_column(ForeignKey("essay_versions.id"))
    second_version_id: Mapped[int] = mapped_column(ForeignKey("essay_versions.id"))
    first_words: Mapped[int]
    second_words: Mapped[int]
    shared: Mapped[int]
    passages: Mapped[list[Any]]
    found_at: Mapped[datetime]


class SimilarPairNote(Base):
    """What somebody found who looked at a pair. Never changed: who looks again adds another."""

    __tablename__ = "similar_pair_notes"
    __table_args__ = (one_of("finding", Finding),)

    id: Mapped[int] = mapped_column(primary_key=True)
    pair_id: Mapped[int] = mapped_column(ForeignKey("similar_pairs.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    noted_at: Mapped[datetime]
    finding: Mapped[str] = mapped_column(String(8))
    note: Mapped[str]
