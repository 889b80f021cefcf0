"""Tables of a text on paper: columns as wide as their words need, heads repeated on each page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markdown_it.token import Token
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Paragraph, Table

from app.courses.documents import styles
from app.courses.documents.inline import marked_up
from app.courses.rules.materials.markdown import words_of

_SIZES = (10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0)
_PADDING = 5.0
_NARROWEST = 30.0
"""What a column gets at least; where even that is too much, its cells have no padding."""
_ALIGNED: Mapping[str, str] = {"text-align:right": "num", "text-align:center": "mid"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its tokens, how it is aligned (`num`, `mid` or nothing), whether it belongs to the head."""

    token: Token
    aligned: str
    head: bool

    @property
    def words(self) -> list[str]:
        """The words that are never broken."""
        return words_of(self.token).replace("\u00a0", "_").split() or [""]


def as_table(tokens: Sequence[Token], width: float) -> Table:
    """Return the table that `tokens` (from its opening to its closing) make, `width` points wide."""
    rows = _rows(tokens)
    size, columns = _widths(rows, width)
    padding = _PADDING if min(columns) > 3 * _PADDING else 0.0
    grid = [[_paragraph(cell, size) for cell in row] for row in rows]
    table = Table(grid, colWidths=columns, repeatRows=1, splitInRow=1, spaceBefore=3, spaceAfter=10)
    table.setStyle(
        [
            ("FONTNAME", (0, 0), (-1, -1), styles.REGULAR),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("BACKGROUND", (0, 0), (-1, 0), styles.TINT),
            ("LINEBELOW", (0, 0), (-1, -1), 0.5, styles.LINE),
            ("LINEBELOW", (0, 0), (-1, 0), 0.9, styles.BRAND),
            ("LINEABOVE", (0, 0), (-1, 0), 0.5, styles.LINE),
            ("LEFTPADDING", (0, 0), (-1, -1), padding),
            ("RIGHTPADDING", (0, 0), (-1, -1), padding),
            ("TOPPADDING", (0, 0), (-1, -1), 3),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
        ]
    )
    return table


def _paragraph(cell: Cell, size: float) -> Paragraph:
    style: ParagraphStyle = styles.cell(size, aligned=cell.aligned, head=cell.head)
    return Paragraph(marked_up(cell.token.children or (), style.fontName), style)


def _rows(tokens: Sequence[Token]) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for before, token in pairwise(tokens):
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            style = f"{before.attrs.get('style', '')}{before.attrs.get('class', '')}"
            aligned = (
                "num" if "right" in style or "num" in style else "mid" if "center" in style or "mid" in style else ""
            )
            rows[-1].append(Cell(token, aligned, before.type == "th_open"))
    return rows


def _widths(rows: Sequence[Sequence[Cell]], width: float) -> tuple[float, list[float]]:
    """Return the largest size of type in which no word is broken, and the widths of the columns in it."""
    least: list[float] = []
    for size in _SIZES:
        least, most = _needed(rows, size)
        if sum(least) <= width:
            return size, _spread(least, most, width)
    return _SIZES[-1], _squeezed(least, width)


def _squeezed(least: Sequence[float], width: float) -> list[float]:
    """Return widths where words must be broken: what all columns need to be seen, the rest by what each would use."""
    floor = min(_NARROWEST, width / len(least))
    spare = width - floor * len(least)
    wishes = [max(need - floor, 0.0) for need in least]
    return [floor + spare * wish / sum(wishes) for wish in wishes]


def _needed(rows: Sequence[Sequence[Cell]], size: float) -> tuple[list[float], list[float]]:
    """Return by column the width of the longest word and that of the longest cell in one line."""
    columns = range(max(map(len, rows)))
    least, most = [2 * _PADDING] * len(columns), [2 * _PADDING] * len(columns)
    for row in rows:
        for at, cell in enumerate(row):
            font = styles.BOLD if cell.head or cell.token.content.startswith("**") else styles.REGULAR
            lengths = [stringWidth(word, font, size) for word in cell.words]
            line = sum(lengths) + stringWidth(" ", font, size) * (len(lengths) - 1)
            least[at] = max(least[at], max(lengths) + 2 * _PADDING + 1)
            most[at] = max(most[at], line + 2 * _PADDING + 1)
    return least, most


def _spread(least: Sequence[float], most: Sequence[float], width: float) -> list[float]:
    """Share what is left between columns by what each would still use; all of it is given out."""
    wishes = [max(wish - need, 0.0) for need, wish in zip(least, most, strict=True)]
    spare = width - sum(least)
    if not sum(wishes):
        return [need + spare / len(least) for need in least]
    if sum(most) <= width:
        return [wish + (width - sum(most)) * wish / sum(most) for wish in most]
    return [need + spare * wish / sum(wishes) for need, wish in zip(least, wishes, strict=True)]
