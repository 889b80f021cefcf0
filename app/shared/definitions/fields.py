"""The kinds of value that definitions are made of. Each refuses with a sentence that says what to write instead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, time
from fractions import Fraction
from typing import Any

from marshmallow import Schema, ValidationError, fields

from app.shared.definitions.section import MISSING, NOT_A_MAPPING, quoted, refused
from app.shared.language import LANGUAGES
from app.shared.wording import Text, text

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"[0-2][0-9]:[0-5][0-9]")
_NUMBER = re.compile(r"[0-9]{1,6}(\.[0-9]{1,4})?")
_SIGNED = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,10})?")
_WORD = re.compile(r"[a-z][a-z0-9_]{0,39}")
_BREAKABLE = re.compile(r"[ \n]+")
_SPACE = re.compile(r"[ \n\u00a0\u202f]")
_LONGEST_TEXT = 4000


class Translated(dict[str, str]):
    """A text by language, as it was read; a type of its own, so that the check for complete languages finds it."""


class Value(fields.Field[Any]):
    """A value that must be there unless told otherwise; `example` shows how it is written."""

    example = ""

    def __init__(self, *, required: bool = True) -> None:
        options: dict[str, Any] = {} if required else {"load_default": None, "allow_none": True}
        super().__init__(
            required=required,
            metadata={"example": self.example},
            error_messages={"required": MISSING, "null": MISSING},
            **options,
        )

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:  # noqa: ANN401, ARG002 - as marshmallow has it
        return self.read(value)

    def read(self, value: object) -> Any:  # noqa: ANN401 - each kind its own
        """Return the value that was meant; raise what `refused` makes."""
        raise NotImplementedError


class Day(Value):
    """A day: `2022-02-14`."""

    example = "2022-02-14"

    def read(self, value: object) -> date:
        """Return the day."""
        if isinstance(value, str) and _DAY.fullmatch(value):
            try:
                return date.fromisoformat(value)
            except ValueError:
                raise refused(text("The calendar has no %(day)s.", day=value)) from None
        raise refused(text("“%(value)s” is no day. Write it as 2022-02-14.", value=quoted(value)))


class TimeOfDay(Value):
    """A time of day on a 24-hour clock: `09:30`."""

    example = "09:30"

    def read(self, value: object) -> time:
        """Return the time."""
        if isinstance(value, str) and _TIME.fullmatch(value):
            try:
                return time.fromisoformat(value)
            except ValueError:
                pass
        raise refused(text("“%(value)s” is no time of day. Write it as 09:30, up to 23:59.", value=quoted(value)))


class Word(Value):
    """A key by which other places name a thing: `quiz_1`."""

    example = "quiz_1"

    def read(self, value: object) -> str:
        """Return the key."""
        if isinstance(value, str) and _WORD.fullmatch(value):
            return value
        raise refused(
            text("“%(value)s” is no key. Use small letters a-z, digits and _, like quiz_1.", value=quoted(value))
        )


class Sentence(Value):
    """One line or paragraph of plain text."""

    example = "“…”"

    def read(self, value: object) -> str:
        """Return the text, its line breaks made spaces; no-break spaces, which French needs, stay."""
        if isinstance(value, bool | int):
            raise refused(text("“%(value)s” is read as a number or a switch. Put it in quotes.", value=quoted(value)))
        if not isinstance(value, str) or not value.strip():
            raise refused(text("Here belongs a text."))
        if len(value) > _LONGEST_TEXT:
            raise refused(text("The text is longer than %(limit)s characters.", limit=_LONGEST_TEXT))
        if not _SPACE.sub(" ", value).isprintable():
            raise refused(text("The text holds a character that cannot be printed."))
        return _BREAKABLE.sub(" ", value).strip()


class InLanguages(Value):
    """A text in every language of the course: `{en: ..., fr: ...}`. That none is lacking is checked for the whole."""

    example = "{en: “…”, fr: “…”}"

    def read(self, value: object) -> Translated:
        """Return the texts by language."""
        if not isinstance(value, dict):
            raise refused(text("Here belongs a text in each language: {en: …, fr: …}."))
        texts, faults = Translated(), dict[str, list[Any]]()
        for language, raw in value.items():
            try:
                if language not in LANGUAGES:
                    raise refused(_unknown_language(language))
                texts[language] = Sentence().read(raw)
            except ValidationError as error:
                faults[language] = list(error.messages)
        if faults:
            raise ValidationError(faults)
        return texts


def _unknown_language(language: object) -> Text:
    known = ", ".join(LANGUAGES)
    return text("The language “%(language)s” is not offered. Known: %(known)s.", language=quoted(language), known=known)


class Choice(Value):
    """One of a few words."""

    def __init__(self, allowed: Iterable[str], *, required: bool = True) -> None:
        """Allow these words."""
        self.allowed = tuple(allowed)
        self.example = self.allowed[0]
        super().__init__(required=required)

    def read(self, value: object) -> str:
        """Return the word."""
        if isinstance(value, str) and value in self.allowed:
            return value
        allowed = ", ".join(self.allowed)
        raise refused(text("“%(value)s” is not one of %(allowed)s.", value=quoted(value), allowed=allowed))


class Language(Choice):
    """A language the course is held in, one that the pages speak."""

    def __init__(self) -> None:
        """Allow the languages of the pages."""
        super().__init__(LANGUAGES)


class Whole(Value):
    """A whole number within bounds."""

    def __init__(self, lowest: int, highest: int, *, required: bool = True) -> None:
        """Allow whole numbers from `lowest` to `highest`."""
        self.lowest, self.highest = lowest, highest
        self.example = str(max(lowest, min(10, highest)))
        super().__init__(required=required)

    def read(self, value: object) -> int:
        """Return the number."""
        if isinstance(value, int) and not isinstance(value, bool) and self.lowest <= value <= self.highest:
            return value
        raise refused(
            text(
                "“%(value)s” is no whole number from %(lowest)s to %(highest)s.",
                value=quoted(value),
                lowest=self.lowest,
                highest=self.highest,
            )
        )


class Amount(Value):
    """Points, 0 or more, with up to four decimals, kept exact: `10`, `7.5`."""

    example = "10"

    def read(self, value: object) -> Fraction:
        """Return the exact number."""
        raw = "" if isinstance(value, bool) else str(value)
        if not _NUMBER.fullmatch(raw) or not raw.isascii():
            raise refused(text("“%(value)s” is no number of points. Write it as 10 or 7.5.", value=quoted(value)))
        return Fraction(raw)


class Number(Value):
    """Any number, with up to ten decimals, kept exact: `-3`, `0.25`."""

    example = "0.25"

    def read(self, value: object) -> Fraction:
        """Return the exact number."""
        raw = "" if isinstance(value, bool) else str(value)
        if not _SIGNED.fullmatch(raw) or not raw.isascii():
            raise refused(text("“%(value)s” is no number. Write it as 12 or -0.25.", value=quoted(value)))
        return Fraction(raw)


class Switch(Value):
    """`true` or `false`."""

    example = "true"

    def read(self, value: object) -> bool:
        """Return the switch."""
        if isinstance(value, bool):
            return value
        raise refused(text("“%(value)s” is neither true nor false.", value=quoted(value)))


class Anything(Value):
    """A section that the feature owning it checks; here it only has to be a mapping."""

    example = "{…}"

    def read(self, value: object) -> Mapping[str, Any]:
        """Return the section as it was read."""
        if isinstance(value, dict):
            return value
        raise refused(text("Here belong keys with values."))


class Several(fields.List[Any]):
    """A list, of at least one entry unless told otherwise."""

    def __init__(self, inner: fields.Field[Any] | type[Schema], *, required: bool = True) -> None:
        """Hold entries of one kind."""
        options: dict[str, Any] = {} if required else {"load_default": list}
        super().__init__(
            Part(inner) if isinstance(inner, type) else inner,
            required=required,
            error_messages={"required": MISSING, "null": MISSING},
            **options,
        )

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> list[Any]:  # noqa: ANN401 - as marshmallow has it
        if not isinstance(value, list):
            raise refused(text("Here belongs a list: lines that start with “- ”."))
        if not value and self.required:
            raise refused(text("The list is empty."))
        return super()._deserialize(value, attr, data, **kwargs)


class Part(fields.Nested):
    """A section within a section, that must be there unless told otherwise."""

    def __init__(self, section: type[Schema], *, required: bool = True) -> None:
        """Hold one section."""
        options: dict[str, Any] = {} if required else {"load_default": None, "allow_none": True}
        super().__init__(
            section,
            required=required,
            error_messages={"required": MISSING, "null": MISSING, "type": NOT_A_MAPPING},
            **options,
        )
