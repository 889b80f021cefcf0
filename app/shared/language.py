"""Puts sentences into the reader's language. One catalogue serves pages, mails, documents and commands."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache
from gettext import NullTranslations
from pathlib import Path

from babel.support import Translations

from app.shared.wording import Text, Value, points

LANGUAGES = ("en", "fr")
DEFAULT = "en"
CATALOGUE = Path(__file__).resolve().parent.parent / "translations"


@cache
def _translations(language: str) -> NullTranslations:
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
    translated = _translations(spoken).gettext(sentence.msgid)
    if not sentence.params:
        return translated
    return translated % {name: _said(value, spoken) for name, value in sentence.params.items()}


def decimal(number: str, language: str) -> str:
    """Return a number written with a point the way `language` writes it."""
    return number.replace(".", ",") if supported(language) == "fr" else number


def _said(value: Value, language: str) -> str:
    if isinstance(value, Text):
        return say(value, language)
    if isinstance(value, Fraction | Decimal):
        return decimal(points(value), language)
    return str(value)


def pick(localized: Mapping[str, str], language: str) -> str:
    """Return the text of `language` from a mapping of languages to texts; English, or the first, where it has none."""
    spoken = supported(language)
    return localized.get(spoken) or localized.get(DEFAULT) or next(iter(localized.values()), "")
