"""The few sentences that a file of a text has beside the text."""

from __future__ import annotations

from app.courses.documents.booklet import Booklet
from app.shared.language import say
from app.shared.wording import text


def reading_time(booklet: Booklet) -> str:
    """Return how long reading takes; nothing where nobody said."""
    if booklet.minutes is None:
        return ""
    return say(text("About %(minutes)s minutes of reading", minutes=booklet.minutes), booklet.language)


def source(booklet: Booklet) -> str:
    """Return where the facts come from; nothing where the text names no source."""
    return say(text("Source: %(source)s", source=booklet.source), booklet.language) if booklet.source else ""


def terms_heading(booklet: Booklet) -> str:
    """Return the heading above the terms."""
    return say(text("Terms used here"), booklet.language)


def contents_heading(booklet: Booklet) -> str:
    """Return the heading above the list of headings."""
    return say(text("On these pages"), booklet.language)


def online(booklet: Booklet) -> str:
    """Return the words before the address of the text online."""
    return say(text("This text online, in its present form:"), booklet.language)
