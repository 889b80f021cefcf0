"""The kinds of value that only a course's texts have: prose in several lines, forms of a term, keys with hyphens."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError

from app.shared.definitions.fields import Sentence, Translated, Value
from app.shared.definitions.section import quoted, refused
from app.shared.language import LANGUAGES
from app.shared.wording import text

_SLUG = re.compile(r"[a-z][a-z0-9_-]{0,59}")
_LONGEST = 20_000
_SPACE = re.compile(r"[\n\u00a0\u202f]")


class Slug(Value):
    """A key that also stands in an address: `labour_migration`, `end-of-course`."""

    example = "labour_migration"

    def read(self, value: object) -> str:
        """Return the key."""
        if isinstance(value, str) and _SLUG.fullmatch(value):
            return value
        raise refused(text("“%(value)s” is no key. Use small letters a-z, digits, _ and -.", value=quoted(value)))


class Prose(Value):
    """A text of several lines, which stay as they are."""

    example = "“…”"

    def read(self, value: object) -> str:
        """Return the text without blanks at its ends."""
        if not isinstance(value, str) or not value.strip():
            raise refused(text("Here belongs a text."))
        if len(value) > _LONGEST:
            raise refused(text("The text is longer than %(limit)s characters.", limit=_LONGEST))
        if not _SPACE.sub(" ", value).isprintable():
            raise refused(text("The text holds a character that cannot be printed."))
        return unicodedata.normalize("NFC", value.strip())


class InEach(Value):
    """Something in every language of the course: `{en: ..., fr: ...}`, each value of one kind."""

    example = "{en: “…”, fr: “…”}"

    def __init__(self, kind: Value, *, required: bool = True) -> None:
        """Read the value of each language as `kind` does."""
        self.kind = kind
        super().__init__(required=required)

    def read(self, value: object) -> Mapping[str, Any]:
        """Return the values by language."""
        if not isinstance(value, dict):
            raise refused(text("Here belongs a text in each language: {en: …, fr: …}."))
        read, faults = Translated(), dict[str, Any]()
        for language, raw in value.items():
            if language not in LANGUAGES:
                reason = text("The language “%(language)s” is not offered.", language=quoted(language))
                faults[language] = [reason]
                continue
            try:
                read[language] = self.kind.read(raw)
            except ValidationError as error:
                faults[language] = error.messages
        if faults:
            raise ValidationError(faults)
        return read


class Forms(Value):
    """Ways of writing a term: one text, or a list of them; the list may be empty."""

    example = "[“…”]"

    def read(self, value: object) -> list[str]:
        """Return the forms."""
        if value is None:
            return []
        entries = value if isinstance(value, list) else [value]
        return [Sentence().read(entry) for entry in entries]
