"""The gradebook as a file: CSV, XLSX, JSON. One row a participant, sorted by e-mail; points rounded down (rule 11)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from app.grading.rules import Kind, PiecePlan, PieceState
from app.grading.rules.values import Gradebook, GradebookRow
from app.shared.amounts import plain_number
from app.shared.tables import Sheet, write_csv, write_xlsx
from app.shared.wording import points

_IDENTITY = ("email", "given_name", "family_name")
_POINTS = ("quiz_points", "group_points", "essay_points", "base_points", "bonus_used", "total_points")
_FURTHER = ("pieces_done", "engagement", "outcome", "pieces_total", "bonus_offered", "state", "group", "sponsor")

Cells = Sequence[str | int]


def as_csv(book: Gradebook) -> bytes:
    """Return the gradebook as CSV: UTF-8, commas; no cell runs as a formula."""
    return write_csv(header(book), _rows(book))


def as_xlsx(book: Gradebook) -> bytes:
    """Return the gradebook as a workbook whose points are numbers and whose names are text."""
    names = header(book)
    scores = (name for name in names if name.startswith(("score_", "factor_")))
    numeric = frozenset({*_POINTS, "bonus_offered", *scores})
    return write_xlsx([Sheet(book.course.code, names, _rows(book), numeric)])


def as_json(book: Gradebook) -> bytes:
    """Return the gradebook as a JSON list of one object a participant, with the names of the columns."""
    names = header(book)
    rows = [dict(zip(names, row, strict=True)) for row in _rows(book)]
    return json.dumps(rows, ensure_ascii=False, indent=1).encode() + b"\n"


WRITERS: Mapping[str, Callable[[Gradebook], bytes]] = {"csv": as_csv, "xlsx": as_xlsx, "json": as_json}
MIMETYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


def header(book: Gradebook) -> list[str]:
    """Return the names of the columns: the published ones first, in their order, then those of each piece."""
    return [*_IDENTITY, *_POINTS, *_FURTHER, *(name for piece in book.plan for name in _columns(piece)), "excused"]


def _columns(piece: PiecePlan) -> Sequence[str]:
    score = f"score_{piece.key}"
    return (score, f"factor_{piece.key}") if piece.kind is Kind.GROUP else (score,)


def _rows(book: Gradebook) -> Iterator[Cells]:
    return (_row(row, book.plan) for row in book.rows)


def _row(row: GradebookRow, plan: Sequence[PiecePlan]) -> Cells:
    person, result = row.enrolment, row.derivation
    return (
        person.email,
        person.given_name,
        person.family_name,
        points(result.quiz_points),
        points(result.group_points),
        points(result.essay_points),
        points(result.base),
        points(result.bonus_used),
        points(result.total),
        result.pieces_done,
        result.engagement,
        result.outcome,
        result.pieces_total,
        points(result.bonus_offered),
        "final" if row.frozen else "so_far",
        person.group_name,
        person.sponsor,
        *(cell for piece in plan for cell in _scores(piece, row.standing.piece(piece.key))),
        " ".join(piece.key for piece in plan if piece.key in row.standing.excused),
    )


def _scores(piece: PiecePlan, state: PieceState) -> Sequence[str]:
    score = _number(state.score)
    return (score, _number(state.factor)) if piece.kind is Kind.GROUP else (score,)


def _number(value: Fraction | None) -> str:
    return "" if value is None else plain_number(value)
