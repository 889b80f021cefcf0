"""What participants are described by, as choices in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import get_locale
from flask_babel import gettext as _

from app.accounts.rules import zone_names
from app.courses.rules import COUNTRIES, GENDERS, ORGANIZATION_TYPES
from app.shared.language import LANGUAGES, sorted_by

Choices = list[tuple[str, str]]

_AREAS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


def language_name(tag: str) -> str:
    """Return what a language is called, with its tag where that says more (pt-BR)."""
    base, _dash, more = tag.partition("-")
    name = str(get_locale().languages.get(base.lower(), tag))
    return f"{name} ({tag})" if more else name


def country_name(code: str) -> str:
    """Return what a country is called; nothing for none."""
    return str(get_locale().territories.get(code, code)) if code else ""


def type_name(key: str) -> str:
    """Return what a type of organisation is called; nothing for none."""
    return _type_names().get(key, key)


def languages(present: Iterable[str]) -> Choices:
    """Return languages by name."""
    return _sorted((tag, language_name(tag)) for tag in present if tag)


def types(present: Iterable[str] = ORGANIZATION_TYPES) -> Choices:
    """Return types of organisation by name."""
    return _sorted((key, type_name(key)) for key in present if key)


def countries() -> Choices:
    """Return every country by name."""
    return _sorted((code, country_name(code)) for code in COUNTRIES)


def genders() -> Choices:
    """Return the genders that rosters know."""
    names = {"f": _("woman"), "m": _("man"), "x": _("other")}
    return [(key, names[key]) for key in GENDERS]


def offered_languages() -> Choices:
    """Return the languages in which we write to people."""
    return languages(LANGUAGES)


def zones() -> Choices:
    """Return the time zones that have a city, by area."""
    names = sorted(zone for zone in zone_names() if zone.partition("/")[0] in _AREAS)
    return [("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in names)]


def _sorted(choices: Iterable[tuple[str, str]]) -> Choices:
    return sorted(choices, key=lambda choice: sorted_by(choice[1]))


def _type_names() -> dict[str, str]:
    return {
        "government": _("government"),
        "workers": _("workers’ organisations"),
        "employers": _("employers’ organisations"),
        "regional": _("regional organisations"),
        "civil-society": _("civil society"),
        "private": _("private sector"),
        "academia": _("academia"),
        "other": _("other organisations"),
    }
