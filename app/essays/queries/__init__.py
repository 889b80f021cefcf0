"""Reads of essays."""

from app.essays.queries.essays import essays_of, find_essay, get_essay, submitted_text, version_of
from app.essays.queries.marking import counted_mark, subject_of
from app.essays.queries.writing import (
    essay_piece,
    find_version,
    has_final_mark,
    lines_of,
    newest_version,
    submissions_of,
    window_for,
)

__all__ = [
    "counted_mark",
    "essay_piece",
    "essays_of",
    "find_essay",
    "find_version",
    "get_essay",
    "has_final_mark",
    "lines_of",
    "newest_version",
    "subject_of",
    "submissions_of",
    "submitted_text",
    "version_of",
    "window_for",
]
