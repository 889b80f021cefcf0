"""The QR code as one vector path."""

from __future__ import annotations

import segno
from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas


def draw_code(canvas: Canvas, content: str, corner: tuple[float, float], side: float, colour: Color) -> None:
    """Draw `content` as a QR code of `side` points, its lower left corner at `corner`. Leave white around it."""
    x, y = corner
    rows = segno.make(content, error="m", micro=False, boost_error=False).matrix
    module = side / len(rows)
    path = canvas.beginPath()
    for row, cells in enumerate(rows):
        start = 0
        while start < len(cells):
            end = start
            while end < len(cells) and cells[end] == cells[start]:
                end += 1
            if cells[start]:
                left, foot = x + start * module, y + side - (row + 1) * module
                path.rect(round(left, 3), round(foot, 3), round((end - start) * module, 3), round(module, 3))
            start = end
    canvas.setFillColor(colour)
    canvas.drawPath(path, stroke=0, fill=1)
