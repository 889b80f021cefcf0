"""A text as one HTML file: no script, nothing loaded from anywhere, readable without a connection, fit for paper."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, Template
from markupsafe import Markup

from app.courses.documents import wording
from app.courses.documents.booklet import TERM, Booklet
from app.courses.documents.markup import as_html

_HERE = Path(__file__).resolve().parent
_LISTED = 2
"""The deepest heading in the list of contents."""


def as_file(booklet: Booklet) -> bytes:
    """Return the text as an HTML file, UTF-8: the same bytes for the same booklet."""
    page = _template().render(
        booklet=booklet,
        style=_style(),
        about=wording.reading_time(booklet),
        source=wording.source(booklet),
        headings=[heading for heading in booklet.outline.headings if heading.level <= _LISTED],
        contents_heading=wording.contents_heading(booklet),
        body=as_html(booklet.tokens),
        terms_heading=wording.terms_heading(booklet),
        term_anchor=TERM,
        online=wording.online(booklet),
    )
    return page.encode()


@cache
def _template() -> Template:
    environment = Environment(loader=FileSystemLoader(_HERE), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.get_template("offline.html.jinja")


@cache
def _style() -> Markup:
    return Markup((_HERE / "offline.css").read_text(encoding="utf-8").strip())  # noqa: S704 - our own file
