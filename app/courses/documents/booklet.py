"""What a file of a text holds: the text, the terms used in it, and where it comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from app.courses.rules import CourseValue, MaterialValue
from app.courses.rules.materials.glossary import Glossary
from app.courses.rules.materials.linking import link, terms_in
from app.courses.rules.materials.markdown import Outline, outline, parse
from app.shared.language import pick, sorted_by

TERM = "term-"
"""What anchors of terms begin with, in a file."""

_FOLDERS: Mapping[str, str] = {"module": "modules", "document": "documents", "week": "weeks", "quiz": "quizzes"}


@dataclass(frozen=True, slots=True)
class Booklet:
    """A text in one language, complete in itself. Its links lead to the course online, terms to the end of the file.

    `terms`: key, term and definition of what was linked, in the order of the alphabet.
    """

    code: str
    course: str
    title: str
    language: str
    source: str
    minutes: int | None
    address: str
    tokens: Sequence[Token]
    outline: Outline
    terms: tuple[tuple[str, str, str], ...]

    @classmethod
    def of(cls, course: CourseValue, one: MaterialValue, language: str, glossary: Glossary, base_url: str) -> Booklet:
        """Return the booklet of a text; `base_url` is where people reach the system, without a slash at its end."""
        here = f"{base_url}/courses/{course.code}"

        def address(scheme: str, key: str) -> str | None:
            if scheme == "glossary":
                return f"#{TERM}{key}"
            return f"{here}/{_FOLDERS[scheme]}/{key}" if scheme in _FOLDERS else None

        tokens = link(parse(pick(one.text, language)), language, address, glossary)
        used = set(terms_in(tokens))
        terms = [
            (term.key, pick(term.term, language), pick(term.definition, language))
            for term in glossary.terms
            if term.key in used
        ]
        return cls(
            code=course.code,
            course=pick(course.title, language),
            title=pick(one.title, language),
            language=language,
            source=pick(one.source, language),
            minutes=one.minutes,
            address=f"{here}/{_FOLDERS[one.kind.value]}/{one.key}",
            tokens=tokens,
            outline=outline(tokens),
            terms=tuple(sorted(terms, key=lambda term: sorted_by(term[1]))),
        )
