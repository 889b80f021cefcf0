"""Moodle XML, in which Moodle exports questions with all that belongs to them."""

from __future__ import annotations

from app.quizzes.documents.moodle_xml.reader import entries

__all__ = ["entries"]
