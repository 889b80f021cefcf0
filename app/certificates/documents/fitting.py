"""Making a text fit its place: broken into even lines, and smaller where it must be. Lengths are in points."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace

from app.certificates.documents.lettering import Hand
from app.certificates.documents.shaping import Line, cleaned, shape, suited

_STEP = 0.5
_JOINERS = "\u200c\u200d"
_Word = tuple[str, float]


@dataclass(frozen=True, slots=True)
class Room:
    """One way to set a text: in at most so many lines, from the largest size down to the smallest."""

    lines: int
    largest: float
    smallest: float


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines that fit, and the hand in which they do."""

    lines: tuple[Line, ...]
    hand: Hand


def fit(text: str, hand: Hand, width: float, *rooms: Room) -> Fitted:
    """Return `text` in even lines of at most `width`, in the first of `rooms` that takes it.

    A text that none of them takes is cut and made as small as its length asks for: nothing ever sticks out.
    """
    hand = replace(hand, style=suited(text, hand.style))
    unit = hand.resized(1)
    words = [(word, unit.width(shape(word, hand.style))) for word in cleaned(text).split(" ")]
    space = unit.width(shape("n n", hand.style)) - unit.width(shape("nn", hand.style))
    for room in rooms:
        size = room.largest
        while size >= room.smallest:
            broken = _evenly(words, space, width / size)
            if broken is not None and len(broken) <= room.lines:
                return _settled(broken, hand.resized(size), width)
            size -= _STEP
    return _forced(text, hand.resized(rooms[-1].smallest), width, rooms[-1].lines)


def _evenly(words: list[_Word], space: float, width: float) -> list[str] | None:
    """Break into as few lines as `width` allows, as even as their number allows; None where a word is too long."""
    narrow, wide = max(length for _, length in words), width
    if narrow > wide:
        return None
    fewest = len(_broken(words, space, width))
    while wide - narrow > width / 500:
        middle = (narrow + wide) / 2
        if len(_broken(words, space, middle)) == fewest:
            wide = middle
        else:
            narrow = middle
    return _broken(words, space, wide)


def _broken(words: list[_Word], space: float, width: float) -> list[str]:
    lines: list[list[str]] = []
    used = 0.0
    for word, length in words:
        if lines and used + space + length <= width:
            lines[-1].append(word)
            used += space + length
        else:
            lines.append([word])
            used = length
    return [" ".join(line) for line in lines]


def _forced(text: str, hand: Hand, width: float, lines: int) -> Fitted:
    """Cut `text` into parts of about as many letters each and shrink them until the longest fits."""
    letters = _letters(cleaned(text))
    share = -(-len(letters) // lines) or 1
    parts = ["".join(letters[at : at + share]) for at in range(0, len(letters), share)]
    return _settled(parts, hand, width)


def _settled(parts: list[str], hand: Hand, width: float) -> Fitted:
    lines = tuple(shape(part, hand.style) for part in parts)
    longest = max((hand.width(line) for line in lines), default=0.0)
    return Fitted(lines, hand.resized(hand.size * width / longest) if longest > width else hand)


def _letters(text: str) -> list[str]:
    """Split `text` where it may be cut: never between a letter and its marks."""
    letters: list[str] = []
    for char in text:
        if letters and (unicodedata.category(char).startswith("M") or char in _JOINERS or letters[-1][-1] in _JOINERS):
            letters[-1] += char
        else:
            letters.append(char)
    return letters
