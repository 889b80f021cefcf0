"""What templates of the bank put questions into words with: texts made safe, names of languages, kinds, shares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from string import ascii_uppercase
from textwrap import shorten
from urllib.parse import urlencode

from flask import request
from flask_babel import get_locale
from markupsafe import Markup

from app.quizzes.pages.blueprint import pages
from app.quizzes.rules.answers import right_sides
from app.quizzes.rules.credit import credit_in_words
from app.quizzes.rules.names import (
    COUNTS,
    DIFFICULTIES,
    FORMATS,
    KINDS,
    LAYOUTS,
    RELEASES,
    SCORINGS,
    STATES,
)
from app.quizzes.rules.paper import lefts, option_keys, sides
from app.quizzes.rules.questions import Localized, Option, Question
from app.quizzes.rules.right import as_typed
from app.shared.language import decimal
from app.shared.markup import plain_text, render, render_inline
from app.shared.wording import Text

_NAMES = {
    str(word.value): name
    for names in (KINDS, DIFFICULTIES, SCORINGS, FORMATS, COUNTS, LAYOUTS, RELEASES, STATES)
    for word, name in names.items()
}
_EXCERPT = 120
_FILES = {"gift": "GIFT", "moodle_xml": "Moodle XML", "qti": "IMS QTI", "canvas": "Canvas QTI", "aiken": "Aiken"}
"""Formats of files, as everybody calls them."""


@pages.app_template_filter("named")
def named(word: str) -> Text | str:
    """Return what one of the words of quizzes is called; say it with `say`."""
    return _NAMES.get(str(word), str(word))


@pages.app_template_filter("rich")
def rich(written: str, text_format: str) -> Markup:
    """Return a text of a question as HTML that is safe on a page."""
    return render(written, text_format)


@pages.app_template_filter("rich_inline")
def rich_inline(written: str, text_format: str) -> Markup:
    """Return a text of a question as HTML for the inside of a line."""
    return render_inline(written, text_format)


@pages.app_template_filter("credit")
def credit(question: Question) -> Text | str:
    """Return what participants are told about how a question is scored; "" where there is nothing to say."""
    return credit_in_words(question) or ""


@pages.app_template_filter("letter")
def letter(place: int) -> str:
    """Return what staff call the option in a place, from 1 on: A to Z, and further ones by their number."""
    return ascii_uppercase[place - 1] if place <= len(ascii_uppercase) else str(place)


@pages.app_template_filter("excerpt")
def excerpt(written: str, text_format: str) -> str:
    """Return the beginning of a text without its markup, for lists."""
    words = " ".join(plain_text(written, text_format).split())
    return shorten(words, _EXCERPT, placeholder="…") if " " in words[:_EXCERPT] else words[:_EXCERPT]


@pages.app_template_filter("language_name")
def language_name(tag: str) -> str:
    """Return what a language is called, with a capital."""
    return str(get_locale().languages.get(tag.lower(), tag)).capitalize()


@pages.app_template_filter("format_name")
def format_name(form: str) -> str:
    """Return what a format of files is called."""
    return _FILES.get(form, form)


@pages.app_template_filter("exactly")
def exactly(number: Fraction) -> str:
    """Return a number as one writes it: a decimal where it has an end, else a fraction."""
    return decimal(as_typed(number), get_locale().language)


@pages.app_template_filter("in_address")
def in_address(changed: dict[str, object]) -> str:
    """Return the query of this address with some values changed; empty ones go, and so does the page’s number."""
    values = {**request.args.to_dict(), "page": "", **changed}
    return "?" + urlencode({name: value for name, value in values.items() if value not in {"", None}})


@dataclass(frozen=True, slots=True)
class Seen:
    """A question in an order in which a participant might see it: its options, and its right sides, by their keys."""

    question: Question
    lefts: tuple[str, ...]
    sides: tuple[str, ...]
    options: Mapping[str, Option]
    right_sides: Mapping[str, Localized]

    @classmethod
    def of(cls, question: Question, keys: Sequence[str]) -> Seen:
        """Return the question in the order of the keys that `option_keys` made."""
        options = {option.key: option for option in question.options}
        return cls(question, lefts(keys), sides(keys), options, right_sides(question))


def mixed(question: Question) -> Seen:
    """Return the question in an order in which a participant might see it."""
    return Seen.of(question, option_keys(question, b"preview", 1, shuffle=True))
