"""Stored text as paragraphs, for showing it and for pointing at passages of it. Pure.

A stored text is plain: no mark-up, no control signs but line feed and tab, and never changed. So an offset into it, in
characters (code points, as Python counts; a browser counts in UTF-16), always names the same place. A paragraph's
text is still to be escaped like any other text; templates do that by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_LINE = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line with something on it. `number` counts from 1; `start` is the offset of its first sign in the text."""

    number: int
    start: int
    text: str

    @property
    def end(self) -> int:
        """The offset after its last sign."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Passage:
    """Part of a paragraph: from `start` until before `end`, offsets in the whole text, with the words there."""

    paragraph: int
    start: int
    end: int
    text: str


def paragraphs(written: str) -> tuple[Paragraph, ...]:
    """Return every line with something on it, without the white space around it."""
    found: list[Paragraph] = []
    for line in _LINE.finditer(written):
        shown = line.group().strip()
        if shown:
            start = line.start() + line.group().index(shown)
            found.append(Paragraph(len(found) + 1, start, shown))
    return tuple(found)


def passages(shown: Sequence[Paragraph], start: int, end: int) -> tuple[Passage, ...]:
    """Return what lies from offset `start` until before `end`, a piece for each paragraph that it touches."""
    return tuple(
        Passage(one.number, first, last, one.text[first - one.start : last - one.start])
        for one in shown
        if (first := max(start, one.start)) < (last := min(end, one.end))
    )
