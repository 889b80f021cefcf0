"""GIFT answers that are typed: words and numbers. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from app.quizzes.documents.drafts import Answer, RefusedError
from app.quizzes.documents.gift.parts import Formatted, Piece, pieces, split_format
from app.quizzes.documents.gift.scanner import restore
from app.quizzes.documents.shares import number
from app.quizzes.documents.texts import words as plain_words
from app.shared.wording import text

_TRUTHS = {"T": True, "TRUE": True, "F": False, "FALSE": False}
_WHOLE, _NOTHING = Fraction(1), Fraction(0)


def truth(answers: str) -> bool | None:
    """Return what a true-false question says is right; None where the answers are no such question."""
    return _TRUTHS.get(answers.partition("#")[0].strip().upper())


def words(answers: str, formatted: Formatted) -> Iterator[Answer]:
    """Yield the words that a short-answer question accepts."""
    for piece in pieces(answers, "=", formatted):
        if piece.text:
            yield Answer(_words(piece.text), fraction=_weight(piece), feedback=piece.feedback, percent=piece.percent)


def numbers(answers: str, formatted: Formatted) -> Iterator[Answer]:
    """Yield the numbers that a numeric question accepts: `value`, `value:tolerance` or `lowest..highest`."""
    for piece in pieces(answers, "=~", formatted):
        if piece.right and piece.text and piece.text != "*":
            value, tolerance = _interval(restore(piece.text))
            yield Answer(
                value=value,
                tolerance=tolerance,
                fraction=_weight(piece),
                feedback=piece.feedback,
                percent=piece.percent,
            )
        elif piece.right and piece.text and _weight(piece) > 0:
            raise RefusedError(text("A question that takes any number cannot be carried over."))
        elif piece.text or piece.feedback:
            yield Answer("*", fraction=_NOTHING, feedback=piece.feedback)


def _words(written: str) -> str:
    """Return the words of an answer; without markup only where it says itself that it has some."""
    named, rest = split_format(written)
    return restore(written if rest == written else plain_words(named.part(rest))).strip()


def _weight(piece: Piece) -> Fraction:
    return _WHOLE if piece.weight is None else piece.weight


def _interval(written: str) -> tuple[Fraction, Fraction]:
    lowest, dots, highest = written.partition("..")
    if dots:
        low, high = number(lowest), number(highest)
        return (low + high) / 2, abs(high - low) / 2
    value, _, tolerance = written.partition(":")
    return number(value), abs(number(tolerance)) if tolerance.strip() else _NOTHING
