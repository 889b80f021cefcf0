"""Reads of essays."""

from app.essays.queries.essays import essays_of, find_essay, get_essay, submitted_text, version_of

__all__ = ["essays_of", "find_essay", "get_essay", "submitted_text", "version_of"]
