"""When the pieces of a running course open and close, and how long a quiz may take, set anew. Pure.

Source: docs/decisions/0087-dates-set-in-a-running-course.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.courses.rules.deadlines import Window
from app.courses.rules.definition import Localized, PieceKind
from app.courses.rules.moments import Wall, utc
from app.shared.errors import Problem, Unreadable
from app.shared.wording import text

LONGEST_LIMIT = 600
"""Minutes; what a course.yaml may say at most."""

Document = Mapping[str, Any]
"""A stored definition, or one piece of it."""


@dataclass(frozen=True, slots=True)
class PieceDates:
    """When a piece opens and closes on its course's clocks, and a quiz's time limit in minutes; None: none."""

    opens: Wall | None = None
    closes: Wall | None = None
    minutes: int | None = None

    def to_data(self) -> dict[str, Any]:
        """Return them as the stored definition has them."""
        opens, closes = (str(wall) if wall else None for wall in (self.opens, self.closes))
        return {"opens": opens, "closes": closes, "minutes": self.minutes}

    def window(self, zone: str) -> Window:
        """Return them as instants, in a course whose clocks are those of `zone`."""
        opens_at, closes_at = (utc(wall.day, wall.at, zone) if wall else None for wall in (self.opens, self.closes))
        return Window(opens_at, closes_at, self.minutes)


def dates_of(definition: Document) -> dict[str, PieceDates]:
    """Return the dates that a stored definition gives its pieces, by key."""
    return {
        piece["key"]: PieceDates(_wall(piece["opens"]), _wall(piece["closes"]), piece["minutes"])
        for piece in definition["pieces"]
    }


def with_dates(definition: Document, wanted: Mapping[str, PieceDates], note: Localized) -> dict[str, Any]:
    """Return the definition with the `wanted` dates, by key; pieces that are not named stay as they are.

    What is moved out of the course's dates gets `note`, which tells participants why, or keeps the one it has. Raises
    `Unreadable` with every fault; its place is `opens.KEY`, `closes.KEY`, `minutes.KEY` or `note`.
    """
    before = dates_of(definition)
    changed = {key: dates for key, dates in wanted.items() if dates != before.get(key)}
    problems = [problem for key in changed if key not in before for problem in _unknown(key)]
    pieces = []
    for piece in definition["pieces"]:
        dates = changed.get(piece["key"])
        if dates is not None:
            problems += _faults(definition, piece, dates, note)
            outside = any(_outside(definition, wall) for wall in (dates.opens, dates.closes))
            explained = {"note": dict(note)} if outside and note else {}
            pieces.append({**piece, **dates.to_data(), **explained})
        else:
            pieces.append(piece)
    if problems:
        raise Unreadable(problems=problems)
    return {**definition, "pieces": pieces}


def _wall(written: str | None) -> Wall | None:
    return Wall.of(written) if written else None


def _unknown(key: str) -> Iterator[Problem]:
    yield Problem(text("There is no piece with the key %(key)s.", key=key[:40]), "piece")


def _faults(definition: Document, piece: Document, dates: PieceDates, note: Localized) -> Iterator[Problem]:
    key = piece["key"]
    if dates.opens and dates.closes and dates.closes <= dates.opens:
        yield Problem(text("The piece closes before it opens, or as it opens."), f"closes.{key}")
    if dates.minutes is not None and piece["kind"] != PieceKind.QUIZ:
        yield Problem(text("Only a quiz has a time limit."), f"minutes.{key}")
    elif dates.minutes is not None and not 1 <= dates.minutes <= LONGEST_LIMIT:
        reason = text("A time limit is 1 to %(most)s minutes, or nothing for none.", most=LONGEST_LIMIT)
        yield Problem(reason, f"minutes.{key}")
    for name, wall in (("opens", dates.opens), ("closes", dates.closes)):
        if _outside(definition, wall) and not note and not piece["note"]:
            reason = text("This lies outside the course’s dates. Correct it, or say below why.")
            yield Problem(reason, f"{name}.{key}")
    if note and set(note) != set(definition["languages"]):
        yield Problem(text("Say why in every language of the course."), "note")


def _outside(definition: Document, wall: Wall | None) -> bool:
    starts, ends = (date.fromisoformat(definition["dates"][name]) for name in ("starts", "ends"))
    return wall is not None and not starts <= wall.day <= ends
