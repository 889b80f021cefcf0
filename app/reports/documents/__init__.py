"""Completion statistics as files, and as text for a terminal."""

from app.reports.documents.plain import as_text
from app.reports.documents.tables import MIMETYPES, WRITERS

__all__ = ["MIMETYPES", "WRITERS", "as_text"]
