"""A cohort with marks: results of every kind for so many participants, the same at every run."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

GROUPS = 40
COLUMNS = (
    "email",
    "group",
    *(f"quiz_{number}" for number in range(1, 7)),
    "group_participation",
    *(f"essay_{criterion}" for criterion in ("clarity", "alignment", "coherence", "gender")),
    "bonus",
)
_FACTORS = ("full", "full", "full", "partial", "3/4", "2/3", "0.35", "")


def group_of(number: int) -> str:
    """Return the name of the group of the participant with this number."""
    return str(number % GROUPS + 1)


def write_results(folder: Path, addresses: Sequence[str]) -> tuple[Path, Path]:
    """Write results and group marks as `flask results import` reads them; return both files.

    About a sixth of the quizzes was not taken, a quarter handed in no essay, halves and thirds occur.
    """
    results, marks = folder / "results.csv", folder / "group_marks.csv"
    results.write_text(_table(COLUMNS, [_row(number, address) for number, address in enumerate(addresses)]))
    listed = [[str(number), str(60 + _chance("mark", number) % 40)] for number in range(1, GROUPS + 1)]
    marks.write_text(_table(("group", "mark_percent"), listed))
    return results, marks


def _row(number: int, address: str) -> list[str]:
    quizzes = [_quiz(number, quiz) for quiz in range(1, 7)]
    handed_in = _chance("essay", number) % 4 > 0
    criteria = [str(Fraction(_chance("criterion", number, key) % 21, 2)) for key in range(4)]
    criteria = [_decimal(value) if handed_in else "" for value in criteria]
    bonus = str(_chance("bonus", number) % 11) if _chance("offered", number) % 5 == 0 else ""
    factor = _FACTORS[_chance("factor", number) % len(_FACTORS)]
    return [address, group_of(number), *quizzes, factor, *criteria, bonus]


def _quiz(number: int, quiz: int) -> str:
    return "" if _chance("taken", number, quiz) % 6 == 0 else str(3 + _chance("quiz", number, quiz) % 8)


def _decimal(value: str) -> str:
    return f"{float(Fraction(value)):g}"


def _chance(*key: object) -> int:
    return int.from_bytes(hashlib.sha256(repr(key).encode()).digest()[:4])


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerows([header, *rows])
    return buffer.getvalue()
