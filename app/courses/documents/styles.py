"""How a text is set on paper: page, type, colours. Lengths are in points."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle

from app.shared.fonts import registered

WIDTH, HEIGHT = A4
MARGIN, TOP, FOOT = 62.0, 72.0, 66.0
MEASURE = WIDTH - 2 * MARGIN
"""The length of a full line."""

INK, SOFT, LINE, TINT, BRAND = map(HexColor, ("#13272c", "#455a60", "#c9d3d4", "#eef4f4", "#0d5c66"))
REGULAR, BOLD, ITALIC, FALLBACK = "EBGaramond-Regular", "EBGaramond-SemiBold", "EBGaramond-Italic", "NotoSerif"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The styles of a file."""

    title: ParagraphStyle
    small: ParagraphStyle
    body: ParagraphStyle
    item: ParagraphStyle
    term: ParagraphStyle
    headings: dict[int, ParagraphStyle]


@cache
def sheet() -> Sheet:
    """Return the styles, every font known to ReportLab."""
    for name in (REGULAR, BOLD, ITALIC, FALLBACK):
        registered(name)
    body = _style("body", 11.5, 15.5, after=7)
    return Sheet(
        title=_style("title", 27, 31, font=BOLD, after=5),
        small=_style("small", 9.5, 12.5, colour=SOFT, after=3),
        body=body,
        item=_style("item", 11.5, 15, after=3),
        term=_style("term", 10.5, 13.5, after=4),
        headings={
            2: _style("h2", 17, 21, font=BOLD, before=16, after=5, keep=True),
            3: _style("h3", 13, 16.5, font=BOLD, before=10, after=3, keep=True),
            4: _style("h4", 11.5, 15, font=ITALIC, before=7, after=2, keep=True),
        },
    )


def cell(size: float, *, aligned: str = "", head: bool = False) -> ParagraphStyle:
    """Return the style of a table's cell: its type size, `num` for right-aligned, `mid` for centred."""
    style = _style(f"cell-{size}-{aligned}-{head}", size, size * 1.25, font=BOLD if head else REGULAR)
    style.alignment = TA_RIGHT if aligned == "num" else TA_CENTER if aligned == "mid" else TA_LEFT
    return style


def _style(
    name: str,
    size: float,
    leading: float,
    *,
    font: str = REGULAR,
    colour: Color = INK,
    before: float = 0,
    after: float = 0,
    keep: bool = False,
) -> ParagraphStyle:
    return ParagraphStyle(
        name,
        fontName=font,
        bulletFontName=font,
        fontSize=size,
        leading=leading,
        textColor=colour,
        spaceBefore=before,
        spaceAfter=after,
        keepWithNext=int(keep),
        allowWidows=0,
        allowOrphans=0,
        splitLongWords=1,
    )
