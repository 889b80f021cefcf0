"""From a line of text to glyphs in the order in which they stand on paper, for every script that the fonts draw.

HarfBuzz joins, stacks and kerns. Lengths are in em (the font size).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import groupby

import uharfbuzz

from app.certificates.documents.directions import in_visual_order, levels
from app.certificates.documents.fonts import Face, Style, chain, drawable

_FEATURES = {"kern": True, "liga": False, "clig": False}
"""Without Latin ligatures a letter stays a letter, so that text in the PDF reads as it was written."""
_LOOSE_ACCENTS = frozenset(map(chr, range(0x300, 0x370)))
_JOINERS = "\u200c\u200d"
_UNITS = 1000
FIXED_SPACE = "\u00a0"
"""A space at which no line breaks, and the one that stays beside another."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph of a face, with its advance and its offset from the pen."""

    index: int
    advance: float
    dx: float
    dy: float


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch in one face and one direction, its glyphs from left to right, its text as it is read.

    `plain`: glyph by glyph it is `text`, so that a PDF can hold it as text.
    """

    face: Face
    text: str
    glyphs: tuple[Glyph, ...]
    rightwards: bool
    plain: bool

    @property
    def width(self) -> float:
        """Return the length of the run in em."""
        return sum(glyph.advance for glyph in self.glyphs)


@dataclass(frozen=True, slots=True)
class Line:
    """Text made ready to be drawn: its runs from left to right."""

    text: str
    runs: tuple[Run, ...]

    @property
    def width(self) -> float:
        """Return the length of the line in em."""
        return sum(run.width for run in self.runs)


def cleaned(text: str) -> str:
    """Return `text` as it can be set: composed, one space between words, no control characters."""
    spaced = _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip(" ")
    return "".join(char for char in spaced if not _is_unseen(char))


_SPACES = re.compile(rf"[^\S{FIXED_SPACE}]+")
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})


def _is_unseen(char: str) -> bool:
    return unicodedata.category(char) in _UNSEEN and char not in _JOINERS


def unprintable(text: str) -> frozenset[str]:
    """Return the characters of `text` that no font here draws, and the control characters in it."""
    known = drawable()
    composed = unicodedata.normalize("NFC", text)
    return frozenset(char for char in composed if _is_unseen(char) or (ord(char) not in known and char not in _JOINERS))


def suited(text: str, style: Style) -> Style:
    """Return the style that can set all of `text` well: `style`, or the one for letters with loose accents."""
    return Style.MARKED if any(char in _LOOSE_ACCENTS for char in cleaned(text)) else style


def shape(text: str, style: Style) -> Line:
    """Return `text` as a line in `style`. What cannot be drawn is left out: ask `unprintable` before."""
    clean = cleaned(text)
    faces = _faces(clean, style)
    heights = levels(clean)
    runs: list[tuple[int, Run]] = []
    for (face, level), positions in groupby(range(len(clean)), key=lambda at: (faces[at], heights[at])):
        part = "".join(clean[at] for at in positions)
        if face is not None:
            runs.append((level, _shaped(face, part, rightwards=level % 2 == 0)))
    return Line(clean, tuple(in_visual_order(runs)))


def _faces(text: str, style: Style) -> list[Face | None]:
    """Choose a face for each character; marks and spaces stay with the letter before them where that face has them."""
    order = chain(style)
    chosen: list[Face | None] = []
    for char in text:
        before = chosen[-1] if chosen else None
        clings = char.isspace() or char in _JOINERS or unicodedata.category(char).startswith("M")
        if clings and before is not None and (ord(char) in before.characters or char in _JOINERS):
            chosen.append(before)
        else:
            chosen.append(next((face for face in order if ord(char) in face.characters), None))
    return chosen


def _shaped(face: Face, text: str, *, rightwards: bool) -> Run:
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "ltr" if rightwards else "rtl"
    uharfbuzz.shape(face.font, buffer, _FEATURES)
    glyphs = tuple(
        Glyph(info.codepoint, place.x_advance / _UNITS, place.x_offset / _UNITS, place.y_offset / _UNITS)
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    )
    return Run(face, text, glyphs, rightwards, plain=face.embedded and rightwards and _is_plain(face, text, glyphs))


def _is_plain(face: Face, text: str, glyphs: tuple[Glyph, ...]) -> bool:
    if [glyph.index for glyph in glyphs] != [face.font.get_nominal_glyph(ord(char)) for char in text]:
        return False
    return not any(glyph.dx or glyph.dy for glyph in glyphs)
