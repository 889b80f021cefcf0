"""The engraved parts: border, rosette behind the text, rules with a lozenge. Drawn as vectors, the same every time.

What repeats is drawn once, as a form of the PDF, and placed where it stands: a page stays small.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from app.certificates.documents.curves import Point, flower, polygon, smooth, wave
from app.certificates.documents.palette import Palette

WIDTH, HEIGHT = landscape(A4)
_BAND = 30.0
"""From the edge of the paper to the middle of the engraved band."""
_HALF = 8.0
"""Half the band's breadth."""
_CORNER = 12.5
"""Half the side of a corner's square."""
_TILE = 26.0
"""One period of the band's weave; it is stretched a little so that a whole number fills each side."""
_MIDDLE = (WIDTH / 2, HEIGHT / 2 + 10)


def draw_ground(canvas: Canvas, palette: Palette) -> None:
    """Draw the faint rosette that lies behind the text."""
    _define(canvas, "ground", _petals(), 220)
    canvas.setStrokeColor(palette.mist)
    canvas.setLineWidth(0.5)
    for turn in range(8):
        _place(canvas, "ground", _MIDDLE, turn * 360 / 96)


def draw_border(canvas: Canvas, palette: Palette) -> None:
    """Draw the frame: a woven band between fine rules, with a flower in each corner."""
    _define(canvas, "weave", _weave(), 27)
    _define(canvas, "corner", _corner(), 13)
    canvas.setStrokeColor(palette.tint)
    canvas.setLineWidth(0.45)
    for point, angle, stretch in _tiles():
        _place(canvas, "weave", point, angle, stretch)
    canvas.setStrokeColor(palette.accent)
    for inset, weight in ((_BAND - _HALF - 3, 1.1), (_BAND + _HALF + 3, 0.5), (_BAND + _HALF + 6, 1.1)):
        canvas.setLineWidth(weight)
        canvas.rect(inset, inset, WIDTH - 2 * inset, HEIGHT - 2 * inset)
    canvas.setFillColorRGB(1, 1, 1)
    for x, y in _corners():
        canvas.setLineWidth(0.9)
        canvas.rect(x - _CORNER, y - _CORNER, 2 * _CORNER, 2 * _CORNER, stroke=1, fill=1)
        canvas.setLineWidth(0.4)
        _place(canvas, "corner", (x, y))


def draw_divider(canvas: Canvas, palette: Palette, x: float, y: float, half: float) -> None:
    """Draw a fine rule with a lozenge in its middle, `half` to each side of `x`."""
    canvas.setStrokeColor(palette.accent)
    canvas.setFillColor(palette.accent)
    canvas.setLineWidth(0.7)
    canvas.line(x - half, y, x - 7, y)
    canvas.line(x + 7, y, x + half, y)
    path = canvas.beginPath()
    polygon(path, ((x - 4, y), (x, y + 2.4), (x + 4, y), (x, y - 2.4)))
    canvas.drawPath(path, stroke=0, fill=1)


def _define(canvas: Canvas, name: str, path: PDFPathObject, reach: int) -> None:
    """Keep `path`, which lies within `reach` of 0, as a form that takes the line and colour of where it is placed."""
    canvas.beginForm(name, -reach, -reach, reach, reach)
    canvas.drawPath(path)
    canvas.endForm()


def _place(canvas: Canvas, name: str, point: Point, angle: float = 0, stretch: float = 1) -> None:
    canvas.saveState()
    canvas.translate(*point)
    canvas.rotate(angle)
    canvas.scale(stretch, 1)
    canvas.doForm(name)
    canvas.restoreState()


def _corners() -> tuple[Point, ...]:
    right, top = WIDTH - _BAND, HEIGHT - _BAND
    return ((_BAND, _BAND), (right, _BAND), (right, top), (_BAND, top))


def _tiles() -> Iterator[tuple[Point, float, float]]:
    """Give where each tile of the band starts, its direction in degrees, and how much it is stretched."""
    corners = _corners()
    for side, (start, end) in enumerate(zip(corners, corners[1:] + corners[:1], strict=True)):
        count = round(math.dist(start, end) / _TILE)
        for number in range(count):
            share = number / count
            point = (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)
            yield point, side * 90, math.dist(start, end) / count / _TILE


@cache
def _weave() -> PDFPathObject:
    path = PDFPathObject()
    for strand in range(6):
        for swing in (_HALF, _HALF * 0.55):
            smooth(path, wave(_TILE, swing=swing, phase=strand * math.tau / 6), 0, 1, 6)
    return path


@cache
def _corner() -> PDFPathObject:
    path = PDFPathObject()
    for turn in range(4):
        smooth(path, flower(_CORNER - 1.6, depth=_CORNER - 4, petals=6, turn=turn * math.tau / 24), 0, math.tau, 36)
    path.circle(0, 0, 1.2)
    return path


@cache
def _petals() -> PDFPathObject:
    path = PDFPathObject()
    smooth(path, flower(215, depth=150, petals=12), 0, math.tau, 96)
    return path
