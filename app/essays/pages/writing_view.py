"""What the page shows on which an essay is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from babel import Locale
from flask import render_template
from flask_babel import get_locale

from app.courses.rules import CourseValue
from app.essays import queries
from app.essays.pages.writing_words import words_in
from app.essays.queries import Desk
from app.essays.rules import Paragraph, VersionValue, count_words, paragraphs
from app.essays.rules.files import ACCEPTED
from app.shared.http import arrived_at, current_actor, current_course


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form brought that was not saved: shown again, so that nothing typed is lost."""

    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class WritePage:
    """The own essay. `typed`: shown in place of what is stored; `rival`: what was stored elsewhere meanwhile."""

    course: CourseValue
    desk: Desk
    typed: Typed | None = None
    rival: VersionValue | None = None
    problems: Sequence[Mapping[str, Any]] = field(default_factory=tuple)

    @property
    def text(self) -> str:
        """What stands in the page."""
        if self.typed is not None:
            return self.typed.text
        return self.desk.newest.text if self.desk.newest else ""

    @property
    def count(self) -> int:
        """How many words that is."""
        return count_words(self.text)

    @property
    def language(self) -> str:
        """The language recorded, or chosen in the form that is shown again."""
        if self.typed is not None and self.typed.language in self.course.languages:
            return self.typed.language or ""
        if self.desk.essay is not None:
            return self.desk.essay.language
        return queries.language_of(self.course, self.desk.enrolment)

    @property
    def languages(self) -> list[tuple[str, str]]:
        """The languages of the course, each in its own words."""
        return [(code, language_name(code)) for code in self.course.languages]

    @property
    def rival_paragraphs(self) -> tuple[tuple[Paragraph, bool], ...]:
        """What was stored elsewhere, and of each paragraph whether it stands here too."""
        here = {one.text for one in paragraphs(self.text)}
        return tuple((one, one.text in here) for one in paragraphs(self.rival.text)) if self.rival else ()

    @property
    def accepted(self) -> str:
        """What the file chooser offers first."""
        return ACCEPTED

    @property
    def words(self) -> str:
        """The sentences of the script."""
        locale = get_locale()
        return words_in(locale.language if locale else "en")


def language_name(code: str) -> str:
    """Return what a language calls itself."""
    return (Locale(code).get_display_name(code) or code).capitalize()


def own_desk() -> Desk:
    """Return the reader's essay in the course of the request."""
    return queries.desk_of(current_course(), current_actor(), arrived_at())


def show_writing(
    typed: Typed | None = None,
    *,
    rival: VersionValue | None = None,
    problems: Sequence[Mapping[str, Any]] = (),
) -> str:
    """Return the page."""
    page = WritePage(current_course(), own_desk(), typed, rival, problems)
    return render_template("essays/write.html", page=page, desk=page.desk, language_name=language_name)
