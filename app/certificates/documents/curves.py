"""Smooth curves from formulas: the engraver's part of a certificate. Lengths are in points, angles in radians."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

from reportlab.pdfgen.pathobject import PDFPathObject

Point = tuple[float, float]
Curve = Callable[[float], Point]
_NUDGE = 1e-4


def smooth(path: PDFPathObject, curve: Curve, start: float, end: float, pieces: int) -> None:
    """Add `curve` from `start` to `end` to `path`, in `pieces` cubic pieces that share their tangents."""
    step = (end - start) / pieces
    path.moveTo(*_rounded(curve(start)))
    for piece in range(pieces):
        here, there = start + piece * step, start + (piece + 1) * step
        (x1, y1), (x2, y2) = curve(here), curve(there)
        (u1, v1), (u2, v2) = _slope(curve, here), _slope(curve, there)
        third = step / 3
        first, second = (x1 + u1 * third, y1 + v1 * third), (x2 - u2 * third, y2 - v2 * third)
        path.curveTo(*_rounded(first), *_rounded(second), *_rounded((x2, y2)))


def flower(radius: float, *, depth: float, petals: int, turn: float = 0.0) -> Curve:
    """Return a closed curve around 0: its distance swings between `radius` and `radius - depth`, once a petal."""

    def curve(angle: float) -> Point:
        reach = radius - depth * (1 - math.cos(petals * angle)) / 2
        return reach * math.cos(angle + turn), reach * math.sin(angle + turn)

    return curve


def wave(length: float, *, swing: float, phase: float) -> Curve:
    """Return one period of a sine from 0 to the right, for a parameter from 0 to 1."""
    return lambda share: (length * share, swing * math.sin(math.tau * share + phase))


def polygon(path: PDFPathObject, corners: Iterable[Point]) -> None:
    """Add a closed figure with straight sides."""
    first, *others = corners
    path.moveTo(*_rounded(first))
    for corner in others:
        path.lineTo(*_rounded(corner))
    path.close()


def _slope(curve: Curve, at: float) -> Point:
    (x1, y1), (x2, y2) = curve(at - _NUDGE), curve(at + _NUDGE)
    return (x2 - x1) / (2 * _NUDGE), (y2 - y1) / (2 * _NUDGE)


def _rounded(point: Point) -> Point:
    return round(point[0], 2), round(point[1], 2)
