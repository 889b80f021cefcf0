"""Reads of essays."""

from app.essays.queries.essays import essays_of, find_essay, get_essay, submitted_text, version_of
from app.essays.queries.marking import (
    Feedback,
    allocations_of,
    annotations_of,
    counted_mark,
    course_allocations,
    essays_of_marker,
    feedback_of,
    subject_of,
)
from app.essays.queries.settings import settings_of
from app.essays.queries.stranded import Stranded, stranded_drafts
from app.essays.queries.writing import (
    Desk,
    desk_of,
    essay_piece,
    find_version,
    has_final_mark,
    language_of,
    lines_of,
    newest_version,
    submissions_of,
    window_for,
)

__all__ = [
    "Desk",
    "Feedback",
    "Stranded",
    "allocations_of",
    "annotations_of",
    "counted_mark",
    "course_allocations",
    "desk_of",
    "essay_piece",
    "essays_of",
    "essays_of_marker",
    "feedback_of",
    "find_essay",
    "find_version",
    "get_essay",
    "has_final_mark",
    "language_of",
    "lines_of",
    "newest_version",
    "settings_of",
    "stranded_drafts",
    "subject_of",
    "submissions_of",
    "submitted_text",
    "version_of",
    "window_for",
]
