"""Reads of essays."""

from app.essays.queries.essays import essays_of, find_essay, get_essay, submitted_text, version_of
from app.essays.queries.marking import counted_mark, subject_of

__all__ = ["counted_mark", "essays_of", "find_essay", "get_essay", "subject_of", "submitted_text", "version_of"]
