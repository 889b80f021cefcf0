"""A text as a PDF: A4, a title, running heads, bookmarks, and at the end the terms that it uses."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, CondPageBreak, Flowable, Frame, HRFlowable, PageTemplate, Paragraph

from app.courses.documents import styles, wording
from app.courses.documents.booklet import TERM, Booklet
from app.courses.documents.flow import HeadingLine, as_flowables
from app.courses.documents.inline import plain
from app.shared.fonts import drawing

_SMALL, _FOOT_LINE = 9.5, 38.0
"""The size of what stands around the text, and the height of its lowest line."""


def as_pdf(booklet: Booklet) -> bytes:
    """Return the text as a PDF: the same bytes for the same booklet. Untagged: it claims neither PDF/UA nor PDF/A."""
    with drawing:
        rl_config.useA85 = 0  # binary streams: a quarter smaller, and made faster
        paper = BytesIO()
        _Pages(paper, booklet).build(list(_story(booklet)), canvasmaker=_Numbered)
        return paper.getvalue()


def _story(booklet: Booklet) -> Iterator[Flowable]:
    sheet = styles.sheet()
    yield Paragraph(plain(f"{booklet.code} · {booklet.course}"), sheet.small)
    yield Paragraph(plain(booklet.title, styles.BOLD), sheet.title)
    if about := " · ".join(filter(None, (wording.reading_time(booklet), wording.source(booklet)))):
        yield Paragraph(plain(about), sheet.small)
    yield HRFlowable(width="100%", thickness=2, color=styles.BRAND, spaceBefore=5, spaceAfter=14)
    yield from as_flowables(booklet.tokens)
    if booklet.terms:
        yield CondPageBreak(110)
        heading = wording.terms_heading(booklet)
        yield HeadingLine(plain(heading, styles.BOLD), 0, heading, "terms")
        for key, term, definition in booklet.terms:
            words = f'<a name="{TERM}{key}"/>{plain(term, styles.BOLD)}{plain(f": {definition}")}'
            yield Paragraph(words, sheet.term)


class _Pages(BaseDocTemplate):
    """The pages of one booklet."""

    def __init__(self, paper: BytesIO, booklet: Booklet) -> None:
        styles.sheet()
        super().__init__(
            paper,
            pagesize=(styles.WIDTH, styles.HEIGHT),
            title=f"{booklet.title} ({booklet.code})",
            subject=booklet.course,
            author=booklet.source or booklet.course,
            creator="e-Campus",
            lang=booklet.language,
            invariant=1,
            pageCompression=1,
            initialFontName=styles.REGULAR,
        )
        height = styles.HEIGHT - styles.TOP - styles.FOOT
        frame = Frame(styles.MARGIN, styles.FOOT, styles.MEASURE, height, 0, 0, 0, 0)
        self.addPageTemplates([PageTemplate(frames=[frame], onPage=self._draw_around)])
        self._booklet = booklet

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 - as ReportLab has it
        """Give each heading its bookmark."""
        if isinstance(flowable, HeadingLine):
            key = f"heading-{flowable.anchor}"
            self.canv.bookmarkPage(key)
            self.canv.addOutlineEntry(flowable.words, key, flowable.level, closed=0)

    def _draw_around(self, canvas: Canvas, _pages: BaseDocTemplate) -> None:
        """Draw where the text is online at the foot, and from the second page on the running head."""
        canvas.setFont(styles.REGULAR, _SMALL)
        canvas.setFillColor(styles.SOFT)
        address = self._booklet.address
        canvas.drawString(styles.MARGIN, _FOOT_LINE, address)
        right = styles.MARGIN + canvas.stringWidth(address, styles.REGULAR, _SMALL)
        canvas.linkURL(address, (styles.MARGIN, _FOOT_LINE - 3, right, _FOOT_LINE + 9), relative=0)
        if canvas.getPageNumber() > 1:
            self._draw_head(canvas)

    def _draw_head(self, canvas: Canvas) -> None:
        y = styles.HEIGHT - 44
        canvas.setFont(styles.ITALIC, _SMALL)
        canvas.drawString(styles.MARGIN, y, _shortened(self._booklet.title, 90))
        canvas.setFont(styles.REGULAR, _SMALL)
        canvas.drawRightString(styles.WIDTH - styles.MARGIN, y, self._booklet.code)
        canvas.setStrokeColor(styles.LINE)
        canvas.setLineWidth(0.5)
        canvas.line(styles.MARGIN, y - 6, styles.WIDTH - styles.MARGIN, y - 6)


class _Numbered(Canvas):
    """A canvas that knows at the end how many pages there are, and numbers them then."""

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - as ReportLab has it
        super().__init__(*arguments, **options)
        self._kept: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 - as ReportLab has it
        """Keep the page for the end."""
        self._kept.append(dict(self.__dict__))
        self._startPage()  # type: ignore[attr-defined]  # the stubs leave it out

    def save(self) -> None:
        """Write the pages, each with its number."""
        for number, page in enumerate(self._kept, 1):
            self.__dict__.update(page)
            self.setFont(styles.REGULAR, _SMALL)
            self.setFillColor(styles.SOFT)
            self.drawRightString(styles.WIDTH - styles.MARGIN, _FOOT_LINE, f"{number} / {len(self._kept)}")
            super().showPage()
        super().save()


def _shortened(words: str, limit: int) -> str:
    return words if len(words) <= limit else f"{words[: limit - 1].rstrip()}…"
