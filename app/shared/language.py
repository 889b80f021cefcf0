"""Puts sentences into the reader's language. One catalogue serves pages, mails, documents and commands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from gettext import NullTranslations
from pathlib import Path
from unicodedata import combining, normalize

from babel import Locale
from babel.support import Translations

from app.shared.wording import Text, Value, points

LANGUAGES = ("en", "fr")
DEFAULT = "en"
_FIRST_OF_A_MONTH = re.compile(r"(?<!\d)1 (?=[^\W\d])")
CATALOGUE = Path(__file__).resolve().parent.parent / "translations"


@cache
def catalogue(language: str) -> NullTranslations:
    """Return the sentences of one of our languages."""
    return Translations.load(CATALOGUE, [language]) if language != DEFAULT else NullTranslations()


def supported(language: str | None) -> str:
    """Return the language of ours that serves a reader of `language` (BCP 47): its base language, or English."""
    base = (language or DEFAULT).replace("_", "-").split("-")[0].lower()
    return base if base in LANGUAGES else DEFAULT


def say(sentence: Text | str, language: str) -> str:
    """Return `sentence` in `language`, its points written as that language writes decimals."""
    if not isinstance(sentence, Text):
        return str(sentence)
    spoken = supported(language)
    translated = catalogue(spoken).gettext(sentence.msgid)
    if not sentence.params:
        return translated
    return translated % {name: _said(value, spoken) for name, value in sentence.params.items()}


def decimal(number: str, language: str) -> str:
    """Return a number written with a point the way `language` writes it."""
    return number.replace(".", ",") if supported(language) == "fr" else number


def dated(words: str, language: str) -> str:
    """Return a date in words as `language` says the first of a month: 1 March, 1er mars."""
    return _FIRST_OF_A_MONTH.sub("1er ", words) if supported(language) == "fr" else words


@lru_cache(maxsize=1024)
def city_of(zone: str, language: str) -> str:
    """Return the city of an IANA zone, as people who speak `language` know it: Mauritius, Maurice."""
    named = Locale.parse(supported(language)).time_zones.get(zone, {}).get("city")
    return str(named) if named else zone.rpartition("/")[2].replace("_", " ")


def sorted_by(words: str) -> str:
    """Return what words are sorted by in our languages: neither accents nor capitals count."""
    return "".join(char for char in normalize("NFKD", words) if not combining(char)).casefold()


def _said(value: Value, language: str) -> str:
    if isinstance(value, Text):
        return say(value, language)
    if isinstance(value, Fraction | Decimal):
        return decimal(points(value), language).replace("-", "−")
    return str(value)


def pick(localized: Mapping[str, str], language: str) -> str:
    """Return the text of `language` from a mapping of languages to texts; English, or the first, where it has none."""
    spoken = supported(language)
    return localized.get(spoken) or localized.get(DEFAULT) or next(iter(localized.values()), "")
