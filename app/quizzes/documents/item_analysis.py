"""The figures of a quiz and its questions as files: JSON with everything, CSV with a line a question, XLSX with both.

Figures are exact text with two decimals, rounded half up; what cannot be known is empty, in JSON null. Languages and
options are not known before, so JSON and the further sheets of the workbook have them line by line.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from app.quizzes.rules.items import (
    Analysis,
    Choice,
    Estimate,
    ItemFigures,
    Part,
    cautions,
    hundredths,
    looks_at,
)
from app.shared.language import pick
from app.shared.markup import plain_text
from app.shared.tables import Cell, Sheet, write_csv, write_xlsx
from app.shared.wording import points

QUESTIONS = (
    "place", "question", "kind", "text", "n", "facility", "facility_low", "facility_high", "sd", "discrimination",
    "discrimination_low", "discrimination_high", "index", "upper", "lower", "blank", "seconds_median", "seconds_n",
    "taken_out", "look_at",
)  # fmt: skip
CHOICES = ("question", "answer", "text", "right", "count", "upper", "lower")
PARTS = ("question", "by", "name", "n", "facility", "facility_low", "facility_high", "other_questions")
QUIZ = ("figure", "value", "low", "high")
_NUMERIC = frozenset({*QUESTIONS, *CHOICES, *PARTS, *QUIZ}) - {
    "question", "kind", "text", "taken_out", "look_at", "answer", "right", "by", "name", "figure",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class AnalysisFile:
    """What is written: the quiz's course and key, its figures, and the language of texts."""

    code: str
    key: str
    analysis: Analysis
    language: str


def as_csv(file: AnalysisFile) -> bytes:
    """Return one line a question."""
    return write_csv(QUESTIONS, _questions(file))


def as_xlsx(file: AnalysisFile) -> bytes:
    """Return a workbook with the sheets Questions, Answers, Languages and versions, Quiz."""
    return write_xlsx(
        (
            Sheet("Questions", QUESTIONS, _questions(file), _NUMERIC),
            Sheet("Answers", CHOICES, _choices(file), _NUMERIC),
            Sheet("Languages and versions", PARTS, _parts(file), _NUMERIC),
            Sheet("Quiz", QUIZ, _quiz(file.analysis), _NUMERIC),
        )
    )


def as_json(file: AnalysisFile) -> bytes:
    """Return everything, also the cautions that go with so many participants, in English."""
    found = file.analysis
    data = {
        "course": file.code,
        "quiz": file.key,
        "participants": found.n,
        "out_of": _two(found.out_of),
        "figures": [_named(QUIZ, row) for row in _quiz(found)],
        "scores": [_two(score) for score in sorted(found.scores)],
        "cautions": [str(one) for one in cautions(found.n)],
        "questions": [_item(file, item) for item in found.items],
    }
    return json.dumps(data, ensure_ascii=False, indent=1).encode() + b"\n"


WRITERS: Mapping[str, Callable[[AnalysisFile], bytes]] = {"csv": as_csv, "xlsx": as_xlsx, "json": as_json}
MIMETYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


def _item(file: AnalysisFile, item: ItemFigures) -> dict[str, Any]:
    row = _named(QUESTIONS, _question(file, item))
    row["text"] = dict(item.studied.question.text)
    row["look_at"] = [{"code": look.code.value, "text": str(look.text)} for look in looks_at(item)]
    row["answers"] = [
        {**_named(CHOICES[1:], _choice(file, item, one)[1:]), "text": dict(one.text)} for one in item.choices
    ]
    row["languages"] = [_named(PARTS[2:], _part(item, "", one)[2:]) for one in item.languages]
    row["versions"] = [_named(PARTS[2:], _part(item, "", one)[2:]) for one in item.versions]
    return row


def _named(names: Sequence[str], row: Sequence[Cell]) -> dict[str, Any]:
    return {name: None if cell == "" else cell for name, cell in zip(names, row, strict=True)}


def _questions(file: AnalysisFile) -> Iterator[Sequence[Cell]]:
    return (_question(file, item) for item in file.analysis.items)


def _question(file: AnalysisFile, item: ItemFigures) -> Sequence[Cell]:
    studied = item.studied
    return (
        studied.place,
        studied.key,
        studied.question.kind.value,
        plain_text(pick(studied.question.text, file.language), studied.question.format.value),
        item.n,
        *_estimate(item.facility),
        _two(item.sd),
        *_estimate(item.discrimination),
        _two(item.index),
        len(item.groups.upper),
        len(item.groups.lower),
        item.blank,
        _two(item.seconds),
        item.timed,
        studied.decision.action.value if studied.decision and studied.taken_out else "",
        ", ".join(look.code.value for look in looks_at(item)),
    )


def _choices(file: AnalysisFile) -> Iterator[Sequence[Cell]]:
    return (_choice(file, item, one) for item in file.analysis.items for one in item.choices)


def _choice(file: AnalysisFile, item: ItemFigures, one: Choice) -> Sequence[Cell]:
    words = plain_text(pick(one.text, file.language), item.studied.question.format.value)
    return item.studied.key, one.key, words, "yes" if one.right else "no", one.count, one.upper, one.lower


def _parts(file: AnalysisFile) -> Iterator[Sequence[Cell]]:
    for item in file.analysis.items:
        yield from (_part(item, "language", one) for one in item.languages)
        yield from (_part(item, "version", one) for one in item.versions)


def _part(item: ItemFigures, by: str, one: Part) -> Sequence[Cell]:
    return item.studied.key, by, one.name, one.facility.n, *_estimate(one.facility), _two(one.elsewhere)


def _quiz(found: Analysis) -> Sequence[Sequence[Cell]]:
    low, middle, high = found.quartiles or (None, None, None)
    rows: list[tuple[str, float | Fraction | Estimate | None]] = [
        ("mean", found.mean),
        ("sd", found.sd),
        ("least", min(found.scores, default=None)),
        ("first_quartile", low),
        ("median", middle),
        ("third_quartile", high),
        ("most", max(found.scores, default=None)),
        ("alpha", found.alpha),
        ("standard_error_of_measurement", found.sem),
    ]
    return [
        (name, *(_estimate(value) if isinstance(value, Estimate) else (_two(value), "", ""))) for name, value in rows
    ]


def _estimate(value: Estimate | None) -> tuple[str, str, str]:
    return ("", "", "") if value is None else (_two(value.value), _two(value.low), _two(value.high))


def _two(value: float | Fraction | None) -> str:
    return "" if value is None else points(hundredths(value))
