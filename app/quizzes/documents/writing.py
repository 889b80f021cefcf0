"""Writing questions into a file of a format that other systems read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.quizzes.documents.aiken import writer as aiken
from app.quizzes.documents.exporting import Spoken, written
from app.quizzes.documents.gift import writer as gift
from app.quizzes.documents.moodle_xml import writer as moodle_xml
from app.quizzes.documents.qti import package
from app.quizzes.documents.qti import writer as qti
from app.quizzes.documents.values import Exported, QuestionFormat
from app.quizzes.rules import BankQuestion


@dataclass(frozen=True, slots=True)
class _Format:
    """How a question is written, and how a file is made of all of them."""

    write: Callable[[Spoken], Any]
    file_of: Callable[[Sequence[tuple[Spoken, Any]]], bytes]
    suffix: str
    mimetype: str


_FORMATS: Mapping[QuestionFormat, _Format] = {
    QuestionFormat.GIFT: _Format(gift.written, gift.file_of, ".gift.txt", "text/plain; charset=utf-8"),
    QuestionFormat.MOODLE_XML: _Format(moodle_xml.written, moodle_xml.file_of, ".xml", "application/xml"),
    QuestionFormat.QTI: _Format(qti.written, package.file_of, ".zip", "application/zip"),
    QuestionFormat.AIKEN: _Format(aiken.written, aiken.file_of, ".txt", "text/plain; charset=utf-8"),
}


def write_questions(questions: Sequence[BankQuestion], format: QuestionFormat, *, language: str) -> Exported:  # noqa: A002
    """Return a file of questions in one language, and what could not go into it.

    A question that a format cannot say without changing what it scores is left out. Raises `ValueError` for a format
    that is read only (`EXPORT_FORMATS` has the others).
    """
    if format not in _FORMATS:
        raise ValueError(format)
    how = _FORMATS[format]
    done, outcome = written(questions, language, how.write)
    return Exported(how.file_of(done), how.suffix, how.mimetype, tuple(outcome.left_out), tuple(outcome.notices))
