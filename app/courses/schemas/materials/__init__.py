"""Reads the texts of a course: Markdown with front matter, glossary, questionnaires, messages, group work, essay."""

from app.courses.schemas.materials.reader import OWN, read_materials

__all__ = ["OWN", "read_materials"]
