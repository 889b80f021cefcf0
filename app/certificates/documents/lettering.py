"""Lines of text on a canvas. Lengths are in points, baselines are counted from the foot of the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from reportlab.lib.colors import Color
from reportlab.pdfbase.pdfmetrics import getFont, stringWidth
from reportlab.pdfbase.ttfonts import ShapeData, ShapedStr, TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from app.certificates.documents.fonts import SEARCHABLE, Face, Style, outline
from app.certificates.documents.shaping import Line, Run, shape

_INVISIBLE: Final = 3
NON_ZERO = 1
_LAST_OF_PLANE_0 = 0xFFFF


@dataclass(frozen=True, slots=True)
class Hand:
    """How a text is set: cut, size in points, colour, and space between letters in em."""

    style: Style
    size: float
    colour: Color
    tracking: float = 0.0

    def width(self, line: Line) -> float:
        """Return the length of `line` set like this."""
        return (line.width + self.tracking * max(0, len(line.text) - 1)) * self.size

    def resized(self, size: float) -> Hand:
        """Return the same hand in another size."""
        return replace(self, size=size)


def draw(canvas: Canvas, line: Line, x: float, y: float, hand: Hand) -> None:
    """Draw `line` from `x` on the baseline `y`."""
    canvas.setFillColor(hand.colour)
    for run in line.runs:
        if run.plain:
            _draw_text(canvas, run, x, y, hand)
        else:
            _draw_outlines(canvas, run, x, y, hand)
        x += (run.width + hand.tracking * len(run.text)) * hand.size


def draw_centred(canvas: Canvas, text: str, x: float, y: float, hand: Hand) -> float:
    """Draw `text` around `x` on the baseline `y`; return its length."""
    line = shape(text, hand.style)
    width = hand.width(line)
    draw(canvas, line, x - width / 2, y, hand)
    return width


def trace(path: PDFPathObject, face: Face, glyph: int, place: Callable[[float, float], tuple[float, float]]) -> None:
    """Add the outline of one glyph to `path`; `place` says where a point, given in em, comes to lie."""
    for kind, points in outline(face, glyph):
        placed = [place(x / 1000, y / 1000) for x, y in points]
        _STROKES[kind](path, *(round(number, 2) for point in placed for number in point))


_STROKES: dict[str, Callable[..., object]] = {
    "move": PDFPathObject.moveTo,
    "line": PDFPathObject.lineTo,
    "curve": PDFPathObject.curveTo,
    "close": PDFPathObject.close,
}


def _draw_text(canvas: Canvas, run: Run, x: float, y: float, hand: Hand) -> None:
    """Draw letters as text, with HarfBuzz's kerning between them."""
    font = getFont(run.face.name)
    assert isinstance(font, TTFont)  # noqa: S101 - for mypy: this feature registers nothing else
    places = [
        ShapeData(at, glyph.advance * 1000, 0, 0, 0, font.stringWidth(char, 1000))
        for at, (char, glyph) in enumerate(zip(run.text, run.glyphs, strict=True))
    ]
    line = canvas.beginText(x, y)
    line.setFont(run.face.name, hand.size)
    line.setCharSpace(hand.tracking * hand.size)
    line.textOut(ShapedStr(run.text, places))  # type: ignore[arg-type]  # the stubs expect one place, ReportLab a list
    line.setCharSpace(0)
    canvas.drawText(line)


def _draw_outlines(canvas: Canvas, run: Run, x: float, y: float, hand: Hand) -> None:
    """Draw letters as shapes, over the same text in an invisible font so that it can be searched and copied."""
    _draw_searchable(canvas, run, x, y, hand)
    path = canvas.beginPath()
    pen = 0.0
    for glyph in run.glyphs:
        left, up = x + (pen + glyph.dx) * hand.size, y + glyph.dy * hand.size
        trace(path, run.face, glyph.index, lambda u, v, left=left, up=up: (left + u * hand.size, up + v * hand.size))  # type: ignore[misc]
        pen += glyph.advance + hand.tracking
    canvas.drawPath(path, stroke=0, fill=1, fillMode=NON_ZERO)


def _draw_searchable(canvas: Canvas, run: Run, x: float, y: float, hand: Hand) -> None:
    text = "".join(char for char in run.text if ord(char) <= _LAST_OF_PLANE_0)  # ReportLab's table ends there
    if not run.rightwards:
        text = text[::-1]  # readers of PDF expect the order on paper, and turn it themselves
    natural = stringWidth(text, SEARCHABLE, hand.size)
    if not natural or not run.width:
        return
    line = canvas.beginText(x, y)
    line.setFont(SEARCHABLE, hand.size)
    line.setTextRenderMode(_INVISIBLE)
    line.setHorizScale(100 * run.width * hand.size / natural)
    line.textOut(text)
    line.setHorizScale(100)
    line.setTextRenderMode(0)
    canvas.drawText(line)
