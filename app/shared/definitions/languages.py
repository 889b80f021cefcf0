"""Every text stands in every language of the course, and languages are named once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.shared.definitions.fields import Translated
from app.shared.definitions.source import Fault, Path
from app.shared.wording import text

Loaded = Mapping[str, Any]


def language_faults(course: Loaded) -> Iterator[Fault]:
    """Check that languages are named once and that every text stands in exactly those languages."""
    languages: list[str] = course.get("languages", [])
    for index, language in enumerate(languages):
        if language in languages[:index]:
            yield Fault(("languages",), text("The language “%(language)s” stands twice.", language=language))
    if languages:
        yield from incomplete(course, (), languages)


def incomplete(value: object, path: Path, languages: Sequence[str]) -> Iterator[Fault]:
    """Yield what keeps a text anywhere in `value` from standing in exactly these languages."""
    if isinstance(value, Translated):
        for language in languages:
            if language not in value:
                yield Fault(path, text("The text in “%(language)s” is missing.", language=language))
        for language in value:
            if language not in languages:
                reason = text(
                    "“languages” does not name “%(language)s”. Add it there or drop the text.", language=language
                )
                yield Fault((*path, language), reason)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from incomplete(inner, (*path, key), languages)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from incomplete(inner, (*path, index), languages)
