"""One row of a participants file: what each cell may hold. Pure.

Columns as in the published sample: e-mail, a name, language and time zone must be there (a guess would mislead
certificates and deadlines); everything else may be empty.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from app.accounts.rules import email_key, email_problem, is_zone, zone_names
from app.courses.rules.roster.names import COUNTRIES, LANGUAGES
from app.shared.errors import Problem
from app.shared.tables import runs_as_formula
from app.shared.wording import Text, text

COLUMNS = (
    "email", "given_name", "family_name", "gender", "language", "country", "timezone", "organization",
    "organization_type", "sponsor", "group", "ambassador",
)  # fmt: skip
ORGANIZATION_TYPES = (
    "government", "workers", "employers", "regional", "civil-society", "private", "academia", "other",
)  # fmt: skip
GENDERS = ("f", "m", "x")

_LONGEST = {"given_name": 200, "family_name": 200, "organization": 200, "sponsor": 200, "group": 80}
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:-([A-Za-z]{4}))?(?:-([A-Za-z]{2}|[0-9]{3}))?")
_INVISIBLE = "\u200c\u200d\u200e\u200f"  # joiners that Persian and Indic names need, marks of direction


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who is to be enrolled, or whose enrolment is to say this from now on. `line` is 0 outside a file."""

    email: str
    given_name: str
    family_name: str
    gender: str
    language: str
    country: str
    timezone: str
    organization: str
    organization_type: str
    sponsor: str
    group: str
    ambassador: bool
    line: int = 0

    @property
    def key(self) -> str:
        """What tells people apart: the e-mail address without its case."""
        return email_key(self.email)


def read_cells(cells: Mapping[str, str], line: int = 0) -> Newcomer | list[Problem]:
    """Return who a row describes, or every reason why it cannot be used, with its column."""
    read = {column: _clean(cells.get(column, "")) for column in COLUMNS}
    faults = [
        Problem(reason, where=column, line=line or None)
        for column in COLUMNS
        if (reason := _fault(column, read[column])) is not None
    ]
    if not read["given_name"] and not read["family_name"]:
        faults.append(Problem(text("A given name or a family name is needed."), where="family_name", line=line or None))
    if read["ambassador"] == "1" and not read["group"]:
        reason = text("An ambassador belongs to a group: name it.")
        faults.append(Problem(reason, where="ambassador", line=line or None))
    if faults:
        return faults
    return Newcomer(
        email=read["email"],
        given_name=read["given_name"],
        family_name=read["family_name"],
        gender=read["gender"],
        language=_written(read["language"]),
        country=read["country"],
        timezone=read["timezone"],
        organization=read["organization"],
        organization_type=read["organization_type"],
        sponsor=read["sponsor"],
        group=read["group"],
        ambassador=read["ambassador"] == "1",
        line=line,
    )


def _clean(cell: str) -> str:
    """Return a cell in one Unicode form, with single spaces: the same name typed twice is one name."""
    return " ".join(unicodedata.normalize("NFC", cell).split())


def _fault(column: str, value: str) -> Text | None:
    if value and runs_as_formula(value):
        return text(
            "“%(value)s” starts like a formula of a spreadsheet. Write it without the first sign.", value=_cut(value)
        )
    if not value.isprintable() and not all(letter.isprintable() or letter in _INVISIBLE for letter in value):
        return text("There is a control character in “%(value)s”.", value=_cut(_visible(value)))
    if len(value) > _LONGEST.get(column, len(value)):
        return text("This is longer than %(limit)s characters.", limit=_LONGEST[column])
    check = _CHECKS.get(column)
    return check(value) if check else None


def _email(value: str) -> Text | None:
    if not value:
        return text("The e-mail address is missing.")
    problem = email_problem(value)
    return problem.reason if problem else None


def _one_of(*allowed: str) -> Callable[[str], Text | None]:
    def check(value: str) -> Text | None:
        if not value or value in allowed:
            return None
        listed = ", ".join(allowed)
        return text("“%(value)s” is not one of %(allowed)s, and not empty.", value=_cut(value), allowed=listed)

    return check


@lru_cache(maxsize=1000)
def _language(value: str) -> Text | None:
    if not value:
        return text("The language is missing. Write it like en, fr or pt-BR.")
    match = _LANGUAGE.fullmatch(value)
    if match:
        language, _, region = (part or "" for part in match.groups())
        known = len(language) > 2 or language.lower() in LANGUAGES  # noqa: PLR2004 - two letters: ISO 639-1
        placed = not region or region.isdigit() or region.upper() in COUNTRIES
        if known and placed:
            return None
    return text("“%(value)s” is no language tag. Write it like en, fr or pt-BR.", value=_cut(value))


@lru_cache(maxsize=1000)
def _written(tag: str) -> str:
    """Return a language tag in its usual form: pt-BR, sr-Latn."""
    match = _LANGUAGE.fullmatch(tag)
    language, script, region = match.groups() if match else (tag, None, None)
    return "-".join(filter(None, (language.lower(), script and script.title(), region and region.upper())))


@lru_cache(maxsize=1000)
def _country(value: str) -> Text | None:
    if not value or value in COUNTRIES:
        return None
    if value.upper() in COUNTRIES:
        return text("Write the country in capital letters: %(code)s.", code=value.upper())
    return text("“%(value)s” is no country of ISO 3166-1. Write two letters, like ZA.", value=_cut(value))


@lru_cache(maxsize=1000)
def _zone(value: str) -> Text | None:
    if is_zone(value):
        return None
    if not value:
        return text("The time zone is missing. Write it like Africa/Harare.")
    by_fold = {name.casefold(): name for name in zone_names()}
    close = get_close_matches(value.casefold(), by_fold, n=1)
    if not close:
        return text("The time zone “%(zone)s” is unknown. Write it like Africa/Harare.", zone=_cut(value))
    return text(
        "The time zone “%(zone)s” is unknown. Did you mean %(close)s?", zone=_cut(value), close=by_fold[close[0]]
    )


_CHECKS: Mapping[str, Callable[[str], Text | None]] = {
    "email": _email,
    "gender": _one_of(*GENDERS),
    "language": _language,
    "country": _country,
    "timezone": _zone,
    "organization_type": _one_of(*ORGANIZATION_TYPES),
    "ambassador": _one_of("1"),
}


def _cut(value: str) -> str:
    return value if len(value) <= 60 else f"{value[:59]}…"  # noqa: PLR2004 - about a line


def _visible(value: str) -> str:
    return "".join(letter if letter.isprintable() else "�" for letter in value)
