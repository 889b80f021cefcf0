r"""GIFT, cut into blocks: one for each question and each category line. Pure.

Escaped characters (`\=`, `\{`, `\n` ...) are set aside as code points that no decoded text holds, so that every control
character still standing means something. Source: Moodle, question/format/gift/format.php.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

CATEGORY = "$CATEGORY:"
_ASIDE = 0xDC00
"""A lone surrogate plus the character's code."""
_ESCAPED = "\\:#=~{}n"
_SET_ASIDE = re.compile("[\udc00-\udcff]")
_NO_BRACES = re.compile(r"[^{}]+")


def protect(written: str) -> str:
    """Set escaped characters aside, the backslash first: what follows an escaped one is not escaped."""
    for letter in _ESCAPED:
        written = written.replace(f"\\{letter}", chr(_ASIDE + ord(letter)))
    return written


def restore(protected: str) -> str:
    """Return what was written, escaped characters as themselves, an escaped n as a line end."""
    return _SET_ASIDE.sub(_back, protected)


def _back(found: re.Match[str]) -> str:
    letter = chr(ord(found[0]) - _ASIDE)
    return "\n" if letter == "n" else letter


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file, protected, with its number from 1."""

    number: int
    text: str

    @property
    def bare(self) -> str:
        """The line without the space around it."""
        return self.text.strip()

    @property
    def braces(self) -> str:
        """The braces that stand in it, in order."""
        return _NO_BRACES.sub("", self.text)

    @property
    def is_comment(self) -> bool:
        """Whether the line is a remark to people, or tells the id and tags of the next question."""
        return self.bare.startswith("//")


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one question, or of one category, without comments; `comments` are those that stood among them."""

    number: int
    text: str
    comments: str

    @property
    def category(self) -> str | None:
        """The path that a category line sets; None for a question."""
        return restore(self.text[len(CATEGORY) :]).strip() if self.text.startswith(CATEGORY) else None


def blocks(written: str) -> Iterator[Block]:
    """Yield the blocks of a file in order."""
    lines = [Line(number, line) for number, line in enumerate(protect(written).split("\n"), 1)]
    for paragraph in _closed(_paragraphs(lines)):
        yield from _questions(paragraph)


def _paragraphs(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the lines between blank lines; a line that sets a category stands alone."""
    found: list[list[Line]] = [[]]
    for line in lines:
        if not line.bare:
            found.append([])
        elif line.bare.startswith(CATEGORY):
            found += [[line], []]
        else:
            found[-1].append(line)
    return [paragraph for paragraph in found if paragraph]


def _braces(paragraph: Sequence[Line]) -> str:
    return "".join(line.braces for line in paragraph if not line.is_comment)


def _closed(paragraphs: Sequence[list[Line]]) -> Iterator[list[Line]]:
    """Yield paragraphs; one that opens its answers goes on over blank lines, until it closes them."""
    at = 0
    while at < len(paragraphs):
        paragraph, after = paragraphs[at], at + 1
        while after < len(paragraphs) and _braces(paragraph).endswith("{"):
            end = _end_of_answers(paragraphs, after)
            if end is None:
                break
            paragraph = [line for part in [paragraph, *paragraphs[after:end]] for line in part]
            after = end
        yield paragraph
        at = after


def _end_of_answers(paragraphs: Sequence[list[Line]], at: int) -> int | None:
    """Return the place after the paragraph that closes what is open; None where another one opens before."""
    for place in range(at, len(paragraphs)):
        braces = _braces(paragraphs[place])
        if braces:
            return place + 1 if braces.startswith("}") else None
    return None


def _questions(paragraph: Sequence[Line]) -> Iterator[Block]:
    """Yield the questions of a paragraph: people forget the blank line between two whose answers are closed."""
    current: list[Line] = []
    closed = False
    for line in paragraph:
        if closed and not line.is_comment and (line.bare.startswith("::") or "{" in line.text):
            yield from _block(current)
            current, closed = [], False
        current.append(line)
        if line.braces and not line.is_comment:
            closed = line.braces.endswith("}")
    yield from _block(current)


def _block(lines: Sequence[Line]) -> Iterator[Block]:
    said = [line for line in lines if not line.is_comment]
    comments = "\n".join(restore(line.bare) for line in lines if line.is_comment)
    if said:
        yield Block(said[0].number, "\n".join(line.text for line in said).strip(), comments)
