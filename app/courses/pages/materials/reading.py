"""Who reads a text, in which language, and the text as it is shown to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from babel import Locale
from flask import current_app, request, url_for
from flask_babel import get_locale
from markupsafe import Markup

from app.courses.documents import as_html
from app.courses.queries import glossary_of
from app.courses.rules import CourseValue, MaterialValue
from app.courses.rules.materials.figures import decimals
from app.courses.rules.materials.glossary import Glossary
from app.courses.rules.materials.linking import link
from app.courses.rules.materials.markdown import Heading, outline, parse
from app.courses.service import parts
from app.shared.http import current_course
from app.shared.http.access import declared, may
from app.shared.language import decimal
from app.shared.permissions import Permission

PARAMETER = "language"
_KEPT = 256


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever reads: the language of the texts, the one they would have unasked, and whether they are staff."""

    course: CourseValue
    language: str
    usual: str
    staff: bool

    @property
    def carried(self) -> dict[str, str]:
        """What addresses carry on so that the next page is in the same language."""
        return {} if self.language == self.usual else {PARAMETER: self.language}

    @property
    def languages(self) -> list[tuple[str, str]]:
        """The languages of the course, each with its own name for itself."""
        return [(tag, language_name(tag)) for tag in self.course.languages]

    def address(self, endpoint: str, **values: Any) -> str:  # noqa: ANN401 - whatever an address takes
        """Return the address of a page of the course, in the reader's language."""
        return url_for(endpoint, **{**values, **self.carried, "code": self.course.code})

    def pick(self, localized: Mapping[str, str]) -> str:
        """Return the text of the reader's language; another one's where it has none."""
        return localized.get(self.language) or next(iter(localized.values()), "")

    def figure(self, number: str | Fraction) -> str:
        """Return a number as the language of the texts writes it."""
        return decimal(decimals(Fraction(number)), self.language)


@dataclass(frozen=True, slots=True)
class Shown:
    """A text as HTML, and its headings for finding one's way."""

    html: Markup
    headings: tuple[Heading, ...]


_shown: dict[tuple[Any, ...], Shown] = {}


def reader() -> Reader:
    """Return who reads this request: in the language asked for, else the reader's own, else the course's first."""
    course: CourseValue = current_course()
    locale = get_locale()
    own = locale.language if locale else ""
    usual = own if own in course.languages else course.languages[0]
    asked = request.args.get(PARAMETER, "")
    return Reader(
        course, asked if asked in course.languages else usual, usual, staff=may(Permission.VIEW_STAFF_MATERIALS)
    )


def language_name(tag: str) -> str:
    """Return what a language calls itself: English, Français."""
    locale = Locale.parse(tag)
    return str(locale.get_language_name(tag) or tag).capitalize()


def show(who: Reader, one: MaterialValue, glossary: Glossary | None = None) -> Shown:
    """Return a Markdown text in the reader's language, terms of the glossary linked. Made once for readers alike."""
    terms = glossary if glossary is not None else glossary_of(who.course.id)
    return show_text(who, who.pick(one.text), one.digest, terms)


def show_text(who: Reader, text: str, digest: str, glossary: Glossary | None) -> Shown:
    """Return a piece of Markdown as `show` does; `digest` changes with the text and tells it from others."""
    openable = frozenset(scheme for scheme in ("questionnaire", *_schemes()) if _may_open(scheme, staff=who.staff))
    key = (who.course.code, digest, who.language, who.usual, openable, glossary.digest if glossary else "")
    if key not in _shown:
        if len(_shown) >= _KEPT:
            _shown.clear()
        tokens = link(parse(text), who.language, lambda scheme, name: _address(who, scheme, name, openable), glossary)
        _shown[key] = Shown(as_html(tokens), outline(tokens).headings)
    return _shown[key]


def part_page(who: Reader, scheme: str, key: str) -> str | None:
    """Return the page of something in a part, `quiz` for example; None where the reader cannot open it."""
    endpoint = _schemes().get(scheme)
    return url_for(endpoint, code=who.course.code, key=key) if endpoint and _may_open(scheme, staff=who.staff) else None


def _schemes() -> Mapping[str, str]:
    """Return the endpoints behind the links of parts, by scheme."""
    return {part.link: part.endpoint for part in parts() if part.link and part.endpoint in current_app.view_functions}


def _may_open(scheme: str, *, staff: bool) -> bool:
    if scheme == "questionnaire":
        return staff
    access = declared(_schemes()[scheme])
    return access is not None and (access.permission is None or may(access.permission))


def _address(who: Reader, scheme: str, key: str, openable: frozenset[str]) -> str | None:
    if scheme == "week":
        return who.address("courses.week", week=int(key))
    if scheme in {"module", "document"}:
        return who.address(f"courses.{scheme}", **{scheme: key})
    if scheme == "glossary":
        return f"{who.address('courses.glossary')}#{key}"
    if scheme not in openable:
        return None
    if scheme == "questionnaire":
        return who.address("courses.questionnaire", questionnaire=key)
    return url_for(_schemes()[scheme], code=who.course.code, key=key)
