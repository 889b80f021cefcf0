"""The faces of a certificate, loaded once, at the first one. Their files: app/shared/fonts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path

import uharfbuzz

from app.shared.fonts import FOLDER, registered

SEARCHABLE = "Searchable"
"""A font of empty glyphs: the text that a reader can search and copy behind letters drawn as outlines."""

Points = tuple[tuple[float, float], ...]
Outline = tuple[tuple[str, Points], ...]
"""Pen strokes in font units: ("move", (point,)), ("line", (point,)), ("curve", three points), ("close", ())."""


class Style(Enum):
    """The cuts of the Latin, Greek and Cyrillic letters. Other scripts have one cut each.

    MARKED is for letters under accents with which they are no character of their own, as in Yoruba or Ewe: EB Garamond
    does not know where to put such an accent, Noto Serif does.
    """

    REGULAR = "EBGaramond-Regular"
    MEDIUM = "EBGaramond-Medium"
    SEMIBOLD = "EBGaramond-SemiBold"
    ITALIC = "EBGaramond-Italic"
    MARKED = "NotoSerif"


_OTHERS = (
    "NotoSerif.ttf", "NotoNaskhArabic.ttf", "NotoSerifEthiopic.ttf", "NotoSerifHebrew.ttf", "NotoSerifArmenian.ttf",
    "NotoSerifGeorgian.ttf", "NotoSerifDevanagari.ttf", "NotoSerifBengali.ttf", "NotoSerifGujarati.ttf",
    "NotoSerifGurmukhi.ttf", "NotoSerifTamil.ttf", "NotoSerifTelugu.ttf", "NotoSerifKannada.ttf",
    "NotoSerifMalayalam.ttf", "NotoSerifSinhala.ttf", "NotoSerifThai.ttf", "NotoSerifLao.ttf", "NotoSerifKhmer.ttf",
    "NotoSerifMyanmar.ttf", "NotoSansTifinagh.ttf", "NotoSansNKo.ttf", "NotoSansVai.ttf", "NotoSansAdlam.ttf",
    "NotoSerifCJK.otf",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Face:
    """One font file. `embedded`: its letters go into the PDF as text; otherwise as outlines."""

    name: str
    font: uharfbuzz.Font
    characters: frozenset[int]
    embedded: bool


def chain(style: Style) -> tuple[Face, ...]:
    """Return the faces of `style` in the order in which a character is looked for."""
    return _others() if style is Style.MARKED else (_latin(style), *_others())


@cache
def drawable() -> frozenset[int]:
    """Return the code points that some face draws."""
    return frozenset[int]().union(*(face.characters for face in chain(Style.REGULAR)))


@cache
def outline(face: Face, glyph: int) -> Outline:
    """Return the pen strokes of one glyph; glyphs are numbered by their font."""
    pen = _Recorder()
    face.font.draw_glyph_with_pen(glyph, pen)
    return tuple(pen.strokes)


@cache
def _latin(style: Style) -> Face:
    return _face(f"{registered(style.value)}.ttf", embedded=True)


@cache
def _others() -> tuple[Face, ...]:
    registered(SEARCHABLE)
    return tuple(_face(file, embedded=False) for file in _OTHERS)


def _face(file: str, *, embedded: bool) -> Face:
    loaded = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(FOLDER / file)))
    return Face(Path(file).stem, uharfbuzz.Font(loaded), frozenset(loaded.unicodes), embedded)


class _Recorder:
    """A pen, in the words of fontTools, that turns quadratic curves into the cubic ones of PDF."""

    def __init__(self) -> None:
        self.strokes: list[tuple[str, Points]] = []
        self._here = (0.0, 0.0)

    def moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self._add("move", point)

    def lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self._add("line", point)

    def curveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self._add("curve", *points)

    def qCurveTo(self, control: tuple[float, float], end: tuple[float, float]) -> None:  # noqa: N802
        start = self._here
        self._add("curve", *(_towards(point, control, 2 / 3) for point in (start, end)), end)

    def closePath(self) -> None:  # noqa: N802
        self.strokes.append(("close", ()))

    def _add(self, kind: str, *points: tuple[float, float]) -> None:
        self._here = points[-1]
        self.strokes.append((kind, tuple((round(x, 1), round(y, 1)) for x, y in points)))


def _towards(start: tuple[float, float], end: tuple[float, float], share: float) -> tuple[float, float]:
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share
