"""Which rows of a gradebook a page shows, in which order: filters, sorting, pages, and what the shown rows come to."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from app.grading.queries import Gradebook, GradebookRow
from app.grading.rules import Derivation, Engagement, Outcome, half_up_text

PAGE = 100
NO_VALUE = "-"


def _letters(name: str) -> str:
    """Return what a name is sorted by: its letters without accents, so that É stands beside E."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in plain if letter.isalpha() or letter == " ")


_FILTERS = ("group", "outcome", "engagement", "sponsor", "search")
_BANDS = {band: place for place, band in enumerate(reversed(Engagement))}
_LEVELS = {level: place for place, level in enumerate(reversed(Outcome))}
_KEYS: Mapping[str, Callable[[GradebookRow], Any]] = {
    "name": lambda row: _letters(f"{row.enrolment.family_name} {row.enrolment.given_name}"),
    "email": lambda row: row.enrolment.email.casefold(),
    "group": lambda row: (len(row.enrolment.group_name), row.enrolment.group_name),
    "quiz": lambda row: row.derivation.quiz_points,
    "group_points": lambda row: row.derivation.group_points,
    "essay": lambda row: row.derivation.essay_points,
    "base": lambda row: row.derivation.base,
    "bonus": lambda row: (row.derivation.bonus_used, row.derivation.bonus_offered),
    "total": lambda row: row.derivation.total,
    "done": lambda row: row.derivation.pieces_done,
    "engagement": lambda row: _BANDS[row.derivation.engagement],
    "outcome": lambda row: _LEVELS[row.derivation.outcome],
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asked for; a value that means nothing counts as not asked."""

    sort: str = "name"
    group: str = ""
    outcome: str = ""
    engagement: str = ""
    sponsor: str = ""
    search: str = ""
    page: int = 1

    @classmethod
    def read(cls, arguments: Mapping[str, str]) -> Asked:
        """Return what the arguments of a request ask for."""
        sort = arguments.get("sort", "name")
        page = arguments.get("page", "1")
        texts = {name: arguments.get(name, "").strip() for name in _FILTERS}
        return cls(
            sort=sort if sort.removeprefix("-") in _KEYS else "name",
            page=int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1,  # noqa: PLR2004 - no more pages
            **texts,
        )

    @property
    def filtered(self) -> bool:
        """Whether anything is filtered."""
        return any(getattr(self, name) for name in _FILTERS)

    def admits(self, row: GradebookRow) -> bool:
        """Return whether a row passes every filter; "-" asks for those without group or sponsor."""
        person, derivation = row.enrolment, row.derivation
        return (
            _passes(self.group, person.group_name)
            and _passes(self.sponsor, person.sponsor)
            and self.outcome in {"", derivation.outcome.value}
            and self.engagement in {"", derivation.engagement.value}
            and self.search.casefold() in f"{person.name} {person.email} {person.organization}".casefold()
        )


def _passes(asked: str, value: str) -> bool:
    return not asked or value == ("" if asked == NO_VALUE else asked)


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the rows that a reader asked for. `means` are over all of them, rounded half up; None without any."""

    rows: tuple[GradebookRow, ...]
    found: int
    page: int
    pages: int
    means: Mapping[str, str] | None
    outcomes: Mapping[str, int]


def listed(book: Gradebook, asked: Asked) -> Listing:
    """Return the page of the gradebook that was asked for; rows that sort alike stay in the order of e-mail."""
    found = [row for row in book.rows if asked.admits(row)]
    found.sort(key=_KEYS[asked.sort.removeprefix("-")], reverse=asked.sort.startswith("-"))
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(1, asked.page), pages)
    return Listing(
        rows=tuple(found[(page - 1) * PAGE : page * PAGE]),
        found=len(found),
        page=page,
        pages=pages,
        means=_means([row.derivation for row in found]) if found else None,
        outcomes=Counter(row.derivation.outcome.value for row in found),
    )


def _means(derivations: Sequence[Derivation]) -> dict[str, str]:
    names = ("quiz_points", "group_points", "essay_points", "base", "bonus_used", "total", "pieces_done")
    return {
        name: half_up_text(sum((Fraction(getattr(one, name)) for one in derivations), Fraction(0)) / len(derivations))
        for name in names
    }
