"""Files of questions, in and out: GIFT, Moodle XML, IMS QTI, Canvas, Aiken. Values in, bytes out, and back.

What a format cannot say, or we cannot, is listed question by question: nothing is dropped silently. What is carried
and what is not: docs/decisions/0062-question-formats.md.
"""

from __future__ import annotations

from app.quizzes.documents.reading import read_questions
from app.quizzes.documents.values import (
    EXPORT_FORMATS,
    IMPORT_FORMATS,
    Exported,
    Imported,
    Notice,
    QuestionFormat,
    Refusal,
)
from app.quizzes.documents.writing import write_questions

__all__ = [
    "EXPORT_FORMATS",
    "IMPORT_FORMATS",
    "Exported",
    "Imported",
    "Notice",
    "QuestionFormat",
    "Refusal",
    "read_questions",
    "write_questions",
]
