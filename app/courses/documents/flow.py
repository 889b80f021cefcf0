"""From a text's tokens to what flows over the pages: headings, paragraphs, lists, quotations, tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    HRFlowable,
    KeepTogether,
    ListFlowable,
    ListItem,
    Paragraph,
    Table,
)

from app.courses.documents import styles
from app.courses.documents.inline import marked_up, plain
from app.courses.documents.tables import as_table
from app.courses.rules.materials.markdown import words_of

_INDENT = 17.0
_BAR = 12.0
_SHORT = 300.0
"""Up to this height, a table is not split over pages."""
_LITTLE_ROOM = 100.0
"""What must be left for headings and a few lines."""
_ROOM = 150.0
"""What must be left on a page for a heading and the beginning of a long table."""


class HeadingLine(Paragraph):
    """A heading that the list of bookmarks names: `level` counts from 0."""

    def __init__(self, markup: str, level: int, words: str, anchor: str) -> None:
        """Set a heading of a level."""
        super().__init__(markup, styles.sheet().headings[min(level + 2, 4)])
        self.level, self.words, self.anchor = level, " ".join(words.split()), anchor


class Barred(Flowable):
    """Something beside a bar: a part of a quotation."""

    def __init__(self, inner: Flowable) -> None:
        """Take what stands beside the bar."""
        super().__init__()
        self._inner = inner
        self.spaceAfter = inner.getSpaceAfter()
        self.spaceBefore = inner.getSpaceBefore()

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803 - as ReportLab has it
        """Return the size within what is there."""
        _, self.height = self._inner.wrapOn(self.canv, availWidth - _BAR, availHeight)
        self.width = availWidth
        return self.width, self.height

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:  # noqa: N803 - as ReportLab has it
        """Return the parts that fit and do not fit."""
        return [Barred(part) for part in self._inner.splitOn(self.canv, availWidth - _BAR, availHeight)]

    def draw(self) -> None:
        """Draw the bar and what stands beside it."""
        self.canv.setStrokeColor(styles.BRAND)
        self.canv.setLineWidth(2)
        self.canv.line(1, -2, 1, self.height)
        self._inner.drawOn(self.canv, _BAR, 0)


@dataclass(slots=True)
class _Run:
    """Where one is among the tokens."""

    tokens: Sequence[Token]
    at: int = 0

    def until(self, closing: str, level: int) -> Sequence[Token]:
        """Return the tokens from here to the one that closes, which is passed."""
        start = self.at
        while not (self.tokens[self.at].type == closing and self.tokens[self.at].level == level):
            self.at += 1
        self.at += 1
        return self.tokens[start : self.at]


def as_flowables(tokens: Sequence[Token]) -> Iterator[Flowable]:
    """Yield what the tokens of a text are on paper. Short tables stay whole, long ones begin under their headings."""
    headings: list[HeadingLine] = []
    for part in _flowables(tokens, styles.MEASURE):
        if isinstance(part, HeadingLine):
            headings.append(part)
            continue
        if isinstance(part, Table):
            yield from _under(headings, part)
        else:
            yield from (*_with_room(headings), part)
        headings = []
    yield from headings


def _with_room(headings: Sequence[HeadingLine]) -> Iterator[Flowable]:
    if headings:
        yield CondPageBreak(_LITTLE_ROOM)
    yield from headings


def _under(headings: Sequence[HeadingLine], table: Table) -> Iterator[Flowable]:
    for heading in headings:
        heading.keepWithNext = 0
    if table.wrap(styles.MEASURE, styles.HEIGHT)[1] <= _SHORT:
        yield KeepTogether([*headings, table])
    else:
        yield from (CondPageBreak(_ROOM), *headings, table)


def _flowables(tokens: Sequence[Token], width: float) -> Iterator[Flowable]:
    run = _Run(tokens)
    while run.at < len(tokens):
        token = tokens[run.at]
        run.at += 1
        if token.type == "heading_open":
            yield _heading(token, run.until("heading_close", token.level)[0])
        elif token.type == "paragraph_open":
            inline = run.until("paragraph_close", token.level)[0]
            yield Paragraph(marked_up(inline.children or ()), styles.sheet().body)
        elif token.type in {"bullet_list_open", "ordered_list_open"}:
            yield _list(token, run.until(token.type.replace("open", "close"), token.level)[:-1], width)
        elif token.type == "blockquote_open":
            inner = run.until("blockquote_close", token.level)[:-1]
            yield from (Barred(part) for part in _flowables(inner, width - _BAR))
        elif token.type == "table_open":
            yield as_table([token, *run.until("table_close", token.level)], width)
        elif token.type in {"fence", "code_block"}:
            yield Paragraph(plain(token.content), styles.sheet().body)
        elif token.type == "hr":
            yield HRFlowable(width="100%", thickness=0.5, color=styles.LINE, spaceBefore=6, spaceAfter=8)


def _heading(opening: Token, inline: Token) -> HeadingLine:
    level = max(int(opening.tag[1:]) - 2, 0)
    face = styles.sheet().headings[min(level + 2, 4)].fontName
    anchor = str(opening.attrGet("id") or "")
    return HeadingLine(marked_up(inline.children or (), face), level, words_of(inline), anchor)


def _list(opening: Token, tokens: Sequence[Token], width: float) -> ListFlowable:
    items: list[ListItem] = []
    run = _Run(tokens)
    while run.at < len(tokens):
        token = tokens[run.at]
        run.at += 1
        if token.type == "list_item_open":
            items.append(ListItem(list(_item(run.until("list_item_close", token.level)[:-1], width - _INDENT))))
    numbered = opening.type == "ordered_list_open"
    return ListFlowable(
        items,  # type: ignore[arg-type]  # the stubs expect one of several kinds
        bulletType="1" if numbered else "bullet",
        start=opening.attrGet("start") or (1 if numbered else "\u2022"),
        bulletFormat="%s." if numbered else None,
        bulletFontName=styles.REGULAR,
        bulletFontSize=11.5 if numbered else 11,
        bulletColor=styles.BRAND,
        bulletDedent=_INDENT - 1 if numbered else 12,
        leftIndent=_INDENT,
        spaceAfter=6,
    )


def _item(tokens: Sequence[Token], width: float) -> Iterator[Flowable]:
    for part in _flowables(tokens, width):
        if isinstance(part, Paragraph) and not isinstance(part, HeadingLine):
            part.style = styles.sheet().item
        yield part
