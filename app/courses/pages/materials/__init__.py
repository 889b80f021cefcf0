"""Pages of a course's texts: weeks, modules, documents, glossary, questionnaires, messages, group work, essay."""

from app.courses.pages.materials import glossary, instruments, texts, weeks, work

__all__ = ["glossary", "instruments", "texts", "weeks", "work"]
