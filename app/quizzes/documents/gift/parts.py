"""The pieces of a GIFT question: formats in square brackets, weights in percent, feedback after a hash. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from app.quizzes.documents.drafts import NOTHING, Part
from app.quizzes.documents.gift.scanner import restore
from app.quizzes.documents.shares import share
from app.quizzes.documents.texts import automatic
from app.quizzes.rules import TextFormat

_FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]")
_WEIGHT = re.compile(r"\s*%(-?\d{1,3}(?:[.,]\d{0,10})?)%")
_KNOWN = {"html": TextFormat.HTML, "plain": TextFormat.PLAIN, "markdown": TextFormat.MARKDOWN}


@dataclass(frozen=True, slots=True)
class Formatted:
    """The format in which a question's texts are written unless they say otherwise; None is Moodle's own."""

    format: TextFormat | None = None

    def part(self, written: str) -> Part:
        """Return a protected text in this format."""
        restored = restore(written).strip()
        return automatic(restored) if self.format is None else Part(restored, self.format)

    def plain_or_markup(self, written: str) -> Part:
        """Return the right side of a pair, which Moodle writes as plain text in questions of HTML as well."""
        return automatic(restore(written).strip()) if self.format is TextFormat.HTML else self.part(written)

    def read(self, written: str) -> Part:
        """Return a protected text in the format that it names, or in this one."""
        named = _FORMAT.match(written)
        if named is None:
            return self.part(written)
        return Formatted(_KNOWN.get(named[1])).part(written[named.end() :])


def split_format(written: str) -> tuple[Formatted, str]:
    """Return the format that a question's text names, and the text without the name."""
    named = _FORMAT.match(written)
    return (Formatted(_KNOWN.get(named[1])), written[named.end() :]) if named else (Formatted(), written)


@dataclass(frozen=True, slots=True)
class Piece:
    """One answer, still protected: whether `=` or `~` stood before it, its weight where one is given, its feedback."""

    right: bool
    text: str
    weight: Fraction | None
    feedback: Part
    percent: str = ""
    """The weight as it is written."""


def pieces(answers: str, signs: str, formatted: Formatted) -> list[Piece]:
    """Return the answers that the `signs` part; what stands before the first sign is an answer too."""
    parts = re.split(f"([{signs}])", answers)
    lone = [("=", parts[0])] if parts[0].strip() else []
    return [_piece(sign, body, formatted) for sign, body in [*lone, *zip(parts[1::2], parts[2::2], strict=True)]]


def _piece(sign: str, body: str, formatted: Formatted) -> Piece:
    weighed = _WEIGHT.match(body)
    body = body[weighed.end() :] if weighed else body
    answer, hashed, feedback = body.partition("#")
    return Piece(
        right=sign == "=",
        text=answer.strip(),
        weight=share(weighed[1]) if weighed else None,
        feedback=formatted.read(feedback) if hashed and feedback.strip() else NOTHING,
        percent=weighed[1] if weighed else "",
    )
