"""The font files of everything that is set on paper, and how ReportLab gets to know them. Made by make.sh.

EB Garamond in four cuts for Latin, Greek and Cyrillic; Noto for other scripts and for what EB Garamond lacks.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from threading import Lock

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FOLDER = Path(__file__).resolve().parent

drawing = Lock()
"""Held while a document is drawn: ReportLab and HarfBuzz keep a font's state meanwhile."""


@cache
def registered(name: str) -> str:
    """Return `name` (`EBGaramond-Regular`, a file here without its ending), once ReportLab knows the font under it."""
    pdfmetrics.registerFont(TTFont(name, str(FOLDER / f"{name}.ttf")))
    return name


@cache
def characters(name: str) -> frozenset[int]:
    """Return the code points that the registered font `name` draws."""
    font = pdfmetrics.getFont(registered(name))
    return frozenset(font.face.charToGlyph)  # type: ignore[attr-defined]  # the stubs know no faces
