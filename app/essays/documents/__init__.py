"""Files that essays come in: bytes in, plain text out; nothing is opened, fetched or run on the way."""

from app.essays.documents.reading import ReadFile, read_file

__all__ = ["ReadFile", "read_file"]
