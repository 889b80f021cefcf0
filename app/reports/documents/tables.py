"""Completion statistics as files: CSV, XLSX and JSON. Counts, percentages, denominators, and who did which piece."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.reports.rules import Completion, Participation, figures
from app.shared.tables import Cell, Sheet, write_csv, write_xlsx

FIGURES = ("figure", "value", "number", "percent", "denominator", "unit")
PEOPLE = ("email", "given_name", "family_name", "organization", "country", "sponsor", "group")
RESULT = ("pieces_done", "pieces_total", "engagement", "outcome")


def as_csv(completion: Completion, *, named: bool) -> bytes:
    """Return both tables in one file, an empty line between; every line has as many cells, as RFC 4180 asks.

    `named`: the reader may know who the participants are; otherwise the matrix counts them 1, 2, 3.
    """
    header, matrix = _matrix(completion, named=named)
    above: list[Sequence[Cell]] = [*_figures(completion), (), header]
    width = max(len(FIGURES), len(header))
    rows = [[*row, *[""] * (width - len(row))] for row in (*above, *matrix)]
    return write_csv([*FIGURES, *[""] * (width - len(FIGURES))], rows)


def as_xlsx(completion: Completion, *, named: bool) -> bytes:
    """Return a workbook with the sheets Figures and Completion."""
    header, matrix = _matrix(completion, named=named)
    numeric = frozenset({"number", "percent", "denominator"})
    return write_xlsx(
        (
            Sheet("Figures", FIGURES, list(_figures(completion)), numeric),
            Sheet("Completion", header, matrix),
        )
    )


def as_json(completion: Completion, *, named: bool) -> bytes:
    """Return the published figures with the pieces and the matrix beside them."""
    data = completion.to_data() | {
        "sponsor": completion.sponsor,
        "closed": completion.closed,
        "pieces": [
            {"key": piece.key, "title": dict(piece.title), "done": piece.done, "of": piece.of, "percent": piece.percent}
            for piece in completion.pieces
        ],
        "matrix": [_entry(person, number, named=named) for number, person in enumerate(completion.people, start=1)],
    }
    return json.dumps(data, ensure_ascii=False, indent=2).encode() + b"\n"


WRITERS: Mapping[str, Callable[..., bytes]] = {"csv": as_csv, "xlsx": as_xlsx, "json": as_json}
"""By the name of the format."""

MIMETYPES: Mapping[str, str] = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


_ENROLLED = "with_withdrawn_"
"""What the figures over all who ever enrolled begin with, where somebody left the course."""


def _figures(completion: Completion) -> list[Sequence[Cell]]:
    several = [("", completion), *([(_ENROLLED, completion.everybody)] if completion.everybody else [])]
    return [
        (prefix + line.figure, line.value, line.number, line.percent, line.denominator, line.unit)
        for prefix, counted in several
        for line in figures(counted)
    ]


def _matrix(completion: Completion, *, named: bool) -> tuple[list[str], list[Sequence[Cell]]]:
    """Return header and rows of person x piece; 1 is done, 0 is not."""
    keys = [piece.key for piece in completion.pieces]
    who = PEOPLE if named else ("participant",)
    rows: list[Sequence[Cell]] = []
    for number, person in enumerate(completion.people, start=1):
        done = [int(person.done[key]) for key in keys]
        cells: list[Cell] = list(_who(person).values()) if named else [number]
        rows.append([*cells, *done, *_result(person).values()])
    return [*who, *keys, *RESULT], rows


def _entry(person: Participation, number: int, *, named: bool) -> dict[str, Any]:
    who = _who(person) if named else {"participant": number}
    return {**who, "pieces": dict(person.done), **_result(person)}


def _who(person: Participation) -> dict[str, str]:
    one = person.person
    values = (
        one.email,
        one.given_name,
        one.family_name,
        one.organization,
        one.country,
        one.sponsor,
        one.group_name,
    )
    return dict(zip(PEOPLE, values, strict=True))


def _result(person: Participation) -> dict[str, int | str]:
    values = (person.pieces_done, person.pieces_total, person.engagement.value, person.outcome.value)
    return dict(zip(RESULT, values, strict=True))
