"""The seal: a medal with a wreath for achievement, a plainer one for participation. Drawn around 0, then placed."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache, lru_cache

from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from app.certificates.documents.curves import Point, flower, polygon, smooth
from app.certificates.documents.fonts import Style
from app.certificates.documents.lettering import NON_ZERO, Hand, draw_centred, trace
from app.certificates.documents.palette import Palette
from app.certificates.documents.shaping import FIXED_SPACE, shape
from app.certificates.rules import CertificateKind

_LEGEND_RADIUS = 29.8
_LEGEND_SIZE = 9.4


def draw_seal(
    canvas: Canvas, palette: Palette, x: float, y: float, *, kind: CertificateKind, legend: str, year: int
) -> None:
    """Draw the seal around a point: `legend` along its rim, `year` in its middle."""
    canvas.saveState()
    canvas.translate(x, y)
    _draw_rim(canvas, palette)
    canvas.setFillColor(palette.ink)
    canvas.drawPath(_legend(legend), stroke=0, fill=1, fillMode=NON_ZERO)
    if kind is CertificateKind.ACHIEVEMENT:
        canvas.setFillColor(palette.accent)
        canvas.drawPath(_wreath_and_star(), stroke=0, fill=1)
        draw_centred(canvas, str(year), 0, -6.5, Hand(Style.SEMIBOLD, 12.5, palette.ink, 0.06))
    else:
        canvas.setLineWidth(0.6)
        canvas.circle(0, 0, 19)
        draw_centred(canvas, str(year), 0, -4.5, Hand(Style.SEMIBOLD, 13.5, palette.ink, 0.06))
    canvas.restoreState()


def _draw_rim(canvas: Canvas, palette: Palette) -> None:
    edge, lace = _edge_and_lace()
    canvas.setFillColorRGB(1, 1, 1)
    canvas.setStrokeColor(palette.accent)
    canvas.setLineWidth(1.1)
    canvas.drawPath(edge, stroke=1, fill=1)
    canvas.setStrokeColor(palette.tint)
    canvas.setLineWidth(0.35)
    canvas.drawPath(lace)
    canvas.setStrokeColor(palette.accent)
    for radius, weight in ((41.5, 0.5), (39.8, 0.9), (26.2, 0.9), (24.6, 0.4)):
        canvas.setLineWidth(weight)
        canvas.circle(0, 0, radius)


@cache
def _edge_and_lace() -> tuple[PDFPathObject, PDFPathObject]:
    edge, lace = PDFPathObject(), PDFPathObject()
    smooth(edge, flower(46, depth=3.2, petals=36), 0, math.tau, 144)
    edge.close()
    for turn in range(4):
        smooth(lace, flower(41, depth=16, petals=24, turn=turn * math.tau / 96), 0, math.tau, 96)
    return edge, lace


@lru_cache(maxsize=16)
def _legend(words: str) -> PDFPathObject:
    """Return `words` set once around the rim, clockwise from its foot, with a dot where they begin and end."""
    runs = shape(f"{words.upper()}{FIXED_SPACE}\u2022{FIXED_SPACE}", Style.SEMIBOLD).runs
    letters = [(run.face, glyph) for run in runs for glyph in run.glyphs]
    natural = sum(glyph.advance for _, glyph in letters)
    size = min(_LEGEND_SIZE, math.tau * _LEGEND_RADIUS / natural)
    gap = (math.tau * _LEGEND_RADIUS / size - natural) / len(letters)
    path, pen = PDFPathObject(), letters[-1][1].advance
    for face, glyph in letters:
        middle = (pen + glyph.advance / 2) * size / _LEGEND_RADIUS
        trace(path, face, glyph.index, _on_the_rim(-math.pi / 2 - middle, size, glyph.advance / 2))
        pen += glyph.advance + gap
    return path


def _on_the_rim(angle: float, size: float, half: float) -> Callable[[float, float], Point]:
    """Return what turns a glyph, given in em and `half` as wide to each side, so that it stands at `angle`."""

    def place(u: float, v: float) -> Point:
        reach, along = _LEGEND_RADIUS + v * size, (u - half) * size
        return (
            reach * math.cos(angle) + along * math.sin(angle),
            reach * math.sin(angle) - along * math.cos(angle),
        )

    return place


@cache
def _wreath_and_star() -> PDFPathObject:
    path = PDFPathObject()
    for side in (-1, 1):
        for leaf in range(7):
            angle = -math.pi / 2 + side * (0.32 + leaf * 0.36)
            root = (18 * math.cos(angle), 18 * math.sin(angle))
            _leaf(path, root, angle + side * 1.15, 7.5)
            _leaf(path, root, angle + side * 2.0, 6.0)
    reaches = (5.2, 2.2) * 5
    turns = [point * math.pi / 5 for point in range(10)]
    polygon(path, [(r * math.sin(turn), 9.5 + r * math.cos(turn)) for r, turn in zip(reaches, turns, strict=True)])
    return path


def _leaf(path: PDFPathObject, root: Point, angle: float, length: float) -> None:
    along, across = (math.cos(angle), math.sin(angle)), (-math.sin(angle), math.cos(angle))

    def at(share: float, off: float) -> Point:
        return (
            round(root[0] + (along[0] * share + across[0] * off) * length, 2),
            round(root[1] + (along[1] * share + across[1] * off) * length, 2),
        )

    path.moveTo(*at(0, 0))
    path.curveTo(*at(0.3, 0.28), *at(0.7, 0.22), *at(1, 0))
    path.curveTo(*at(0.7, -0.22), *at(0.3, -0.28), *at(0, 0))
    path.close()
