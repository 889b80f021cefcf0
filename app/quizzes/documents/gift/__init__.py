"""GIFT, Moodle's text format."""

from __future__ import annotations

from app.quizzes.documents.gift.reader import entries

__all__ = ["entries"]
