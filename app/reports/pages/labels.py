"""What values are called in the reader's language: what participants are counted by, and each value of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask_babel import get_locale
from flask_babel import gettext as _

from app.grading.rules import percent
from app.reports.rules import Completion
from app.shared.language import pick, sorted_by

_FITS = 24


@dataclass(frozen=True, slots=True)
class Line:
    """One value, how many have it, and their share in whole percent."""

    label: str
    count: int
    percent: int


@dataclass(frozen=True, slots=True)
class Group:
    """The participants by one of their properties, the most frequent value first."""

    title: str
    lines: tuple[Line, ...]


def short(title: Mapping[str, str], language: str) -> str:
    """Return a title that fits beside a bar and over a column: its part before a colon, or its beginning."""
    whole = pick(title, language)
    if len(whole) <= _FITS:
        return whole
    head = whole.partition(":")[0].strip()
    return head if len(head) <= _FITS else f"{head[: _FITS - 1].rstrip()}…"


def groups(found: Completion) -> tuple[Group, ...]:
    """Return the breakdowns of a course's participants, under the names that people know."""
    return tuple(
        Group(title, tuple(_lines(key, found.statistics.by[key], found.statistics.participants)))
        for key, title in _titles().items()
        if found.statistics.by.get(key)
    )


def _lines(key: str, counts: Mapping[str, int], whole: int) -> Iterator[Line]:
    named = [Line(_name(key, value), count, percent(count, whole)) for value, count in counts.items()]
    yield from sorted(named, key=lambda line: (-line.count, sorted_by(line.label)))


def _name(key: str, value: str) -> str:
    if not value:
        return str(_("no sponsor") if key == "sponsor" else _("not given"))
    if key == "language":
        return str(get_locale().languages.get(value.partition("-")[0].lower(), value))
    if key == "country":
        return str(get_locale().territories.get(value.upper(), value))
    return _names().get((key, value), value)


def _titles() -> dict[str, str]:
    return {
        "country": _("Country"),
        "organization_type": _("Type of organisation"),
        "language": _("Language"),
        "gender": _("Gender"),
        "sponsor": _("Sponsor"),
    }


def _names() -> dict[tuple[str, str], str]:
    kind = "organization_type"
    return {
        ("gender", "f"): _("women"),
        ("gender", "m"): _("men"),
        ("gender", "x"): _("other"),
        (kind, "government"): _("government"),
        (kind, "workers"): _("workers’ organisations"),
        (kind, "employers"): _("employers’ organisations"),
        (kind, "regional"): _("regional organisations"),
        (kind, "civil-society"): _("civil society"),
        (kind, "private"): _("private sector"),
        (kind, "academia"): _("academia"),
        (kind, "other"): _("other organisations"),
    }
