"""Aiken: questions with one right option, in plain text."""

from __future__ import annotations

from app.quizzes.documents.aiken.reader import entries

__all__ = ["entries"]
