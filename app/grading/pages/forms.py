"""What forms have in common: the version they were made from, and numbers as people type them."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from app.grading.service import Check
from app.shared.amounts import CellFault
from app.shared.errors import Problem, Stale, Unreadable


def seen(version: str) -> Check:
    """Return a check that what is stored is still what the form showed; "" is nothing."""

    def check(stored: int | None) -> None:
        if version != ("" if stored is None else str(stored)):
            raise Stale

    return check


def read(where: str, cell: str, reader: Callable[[str], Fraction]) -> Fraction:
    """Return a typed number; a decimal comma counts as a point. Raises `Unreadable`, naming the field."""
    try:
        return reader(cell.strip().replace(",", "."))
    except CellFault as fault:
        raise Unreadable(problems=[Problem(fault.reason, where)]) from None
