"""The composition of the page: what stands where. A4 landscape; lengths in points, from the foot of the page."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from app.certificates.documents import wording
from app.certificates.documents.code import draw_code
from app.certificates.documents.fitting import Fitted, Room, fit
from app.certificates.documents.fonts import Style, chain
from app.certificates.documents.lettering import Hand, draw, draw_centred
from app.certificates.documents.ornament import HEIGHT, WIDTH, draw_border, draw_divider, draw_ground
from app.certificates.documents.palette import PALETTES, Palette
from app.certificates.documents.seal import draw_seal
from app.certificates.documents.shaping import cleaned
from app.certificates.rules import CertificateFacts, Signatory, format_number
from app.shared.fonts import drawing
from app.shared.language import say, supported

_MIDDLE = WIDTH / 2
_MEASURE = 600.0
_MOST_SIGNATORIES = 4
_TOP, _FOOT = 408.0, 186.0
"""The baseline of "is awarded to", and the lowest line of the text under it."""


def render_certificate(facts: CertificateFacts) -> bytes:
    """Return the certificate as a PDF of one page: the same bytes for the same facts, always.

    Characters that no font draws are left out: ask `unprintable` before issuing.
    """
    with drawing:
        rl_config.useA85 = 0  # binary streams: a quarter smaller, and made faster
        paper = BytesIO()
        canvas = Canvas(
            paper,
            pagesize=(WIDTH, HEIGHT),
            invariant=1,
            pageCompression=1,
            initialFontName=chain(Style.REGULAR)[0].name,  # type: ignore[arg-type]  # the stubs say a number
            lang=supported(facts.language),
        )
        _describe(canvas, facts)
        _draw(canvas, facts, PALETTES[facts.kind])
        canvas.showPage()
        canvas.save()
        return paper.getvalue()


def _describe(canvas: Canvas, facts: CertificateFacts) -> None:
    canvas.setTitle(f"{cleaned(facts.title)} \u2013 {cleaned(facts.name)}")
    canvas.setAuthor(cleaned(facts.issuer))
    canvas.setSubject(f"{cleaned(facts.course_title)} ({cleaned(facts.course_code)})")
    canvas.setKeywords(format_number(facts.number))
    canvas.setCreator("e-Campus")


def _draw(canvas: Canvas, facts: CertificateFacts, palette: Palette) -> None:
    draw_ground(canvas, palette)
    draw_border(canvas, palette)
    _draw_head(canvas, facts, palette)
    _draw_body(canvas, facts, palette)
    legend = facts.issuer or facts.title
    draw_seal(canvas, palette, 122, 118, kind=facts.kind, legend=legend, year=facts.ends_on.year)
    _draw_signatories(canvas, facts.signatories, palette)
    _draw_check(canvas, facts, palette)


def _draw_head(canvas: Canvas, facts: CertificateFacts, palette: Palette) -> None:
    issuer = Hand(Style.MEDIUM, 13, palette.soft, 0.16)
    _draw_block(canvas, _Block(fit(facts.issuer.upper(), issuer, _MEASURE, Room(1, 13, 7)), 0), 530)
    title = Hand(Style.REGULAR, 46, palette.ink, 0.012)
    _draw_block(canvas, _Block(fit(facts.title, title, _MEASURE, Room(1, 46, 20)), 0), 517)
    draw_divider(canvas, palette, _MIDDLE, 439, 90)


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines, and the space over them. `leading` counts in sizes of the type."""

    fitted: Fitted
    before: float
    leading: float = 1.22

    @property
    def height(self) -> float:
        return self.before + len(self.fitted.lines) * self.leading * self.fitted.hand.size


def _draw_body(canvas: Canvas, facts: CertificateFacts, palette: Palette) -> None:
    """Set the sentence from "is awarded to" down, and spread what room is left between its parts."""
    draw_centred(canvas, say(wording.AWARDED_TO, facts.language), _MIDDLE, _TOP, Hand(Style.ITALIC, 17, palette.soft))
    blocks = _blocks(facts, palette)
    spare = max(0.0, _TOP - _FOOT - sum(block.height for block in blocks))
    stretch = 1 + min(1.1, spare / sum(block.before for block in blocks))
    y = _TOP
    for block in blocks:
        y = _draw_block(canvas, block, y - block.before * stretch)


def _blocks(facts: CertificateFacts, palette: Palette) -> list[_Block]:
    def block(words: str, hand: Hand, *rooms: Room, before: float) -> _Block:
        return _Block(fit(words, hand, _MEASURE, *rooms), before)

    ink, soft = palette.ink, palette.soft
    blocks = [
        block(facts.name, Hand(Style.MEDIUM, 42, ink), Room(1, 42, 28), Room(2, 30, 14), before=6),
        block(facts.statement, Hand(Style.REGULAR, 15, soft), Room(2, 15, 11), Room(3, 12, 8), before=15),
        block(facts.course_title, Hand(Style.SEMIBOLD, 23, ink), Room(1, 23, 20), Room(2, 21, 13), before=5),
        block(wording.details(facts), Hand(Style.REGULAR, 13.5, soft), Room(1, 13.5, 8), before=6),
    ]
    if facts.competences:
        blocks.append(block(wording.competences(facts), Hand(Style.ITALIC, 12, soft), Room(2, 12, 7), before=4))
    return blocks


def _draw_block(canvas: Canvas, block: _Block, y: float, x: float = _MIDDLE) -> float:
    """Draw the block under `y` around `x`, nothing of it far from its line (marks can be piled up); return its foot."""
    hand = block.fitted.hand
    step = block.leading * hand.size
    foot = y - step * len(block.fitted.lines)
    canvas.saveState()
    place = canvas.beginPath()
    place.rect(x - _MEASURE / 2 - 6, foot - 0.7 * hand.size, _MEASURE + 12, y - foot + 0.9 * hand.size)
    canvas.clipPath(place, stroke=0, fill=0)
    for number, line in enumerate(block.fitted.lines, start=1):
        draw(canvas, line, x - hand.width(line) / 2, y - number * step, hand)
    canvas.restoreState()
    return foot


def _draw_signatories(canvas: Canvas, signatories: tuple[Signatory, ...], palette: Palette) -> None:
    """Draw a line to sign on for each, side by side between seal and code; at most four."""
    left, right = 190.0, 652.0
    shown = signatories[:_MOST_SIGNATORIES]
    share = (right - left) / max(2, len(shown))
    for number, signatory in enumerate(shown):
        x = _MIDDLE + (number - (len(shown) - 1) / 2) * share
        width = min(share - 24, 200)
        canvas.setStrokeColor(palette.soft)
        canvas.setLineWidth(0.6)
        canvas.line(x - width / 2, 125, x + width / 2, 125)
        name = fit(signatory.name, Hand(Style.MEDIUM, 13, palette.ink), width, Room(1, 13, 8))
        role = fit(signatory.role, Hand(Style.ITALIC, 11, palette.soft), width, Room(1, 11, 9), Room(2, 10, 6))
        _draw_block(canvas, _Block(name, 0), 125, x)
        _draw_block(canvas, _Block(role, 0), 109, x)


def _draw_check(canvas: Canvas, facts: CertificateFacts, palette: Palette) -> None:
    """Draw what lets anybody check the certificate: code, number, address."""
    side, left, foot = 72.0, 683.0, 84.0
    draw_code(canvas, facts.verify_url, (left, foot), side, palette.ink)
    canvas.linkURL(facts.verify_url, (left, foot, left + side, foot + side), relative=0)
    caption = fit(say(wording.SCAN, facts.language), Hand(Style.ITALIC, 9, palette.soft), side + 40, Room(1, 9, 6))
    _draw_block(canvas, _Block(caption, 0), foot - 1, left + side / 2)
    small = Hand(Style.REGULAR, 9, palette.soft)
    for line, y in zip(wording.footer(facts), (79.0, 67.0), strict=True):
        _draw_block(canvas, _Block(fit(line, small, _MEASURE, Room(1, 9, 5)), 0), y)
