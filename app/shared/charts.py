"""Charts as SVG: figures and translated labels in, mark-up out. Pure; no script, no style attribute, nothing to load.

Lengths across are percentages of the drawing's own width and text keeps its size, so that a chart reads as well on a
phone and on paper as on a wide screen. Every bar carries its count and percentage in words, and bands differ by
pattern and lightness as well as by hue: no reader depends on colour. The numbers of a chart also stand in a table of
the page that shows it.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

WHOLE = 100
COLOURS = ("#0d5c66", "#4a97a0", "#a8d0d2", "#e3ebeb")
"""From much to little; neighbours differ in lightness, so that they stay apart in grey."""
_INK, _SOFT, _TRACK, _EDGE = "#13272c", "#455a60", "#e6eded", "#08434b"
_ROW, _BAR, _LINE = 46, 14, 18
_LEAST_LABEL = 9  # narrowest part of a bar, percent, that holds its own label


@dataclass(frozen=True, slots=True)
class Slice:
    """One labelled count of a chart."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Threshold:
    """A line that a histogram draws at `value`, and its name."""

    value: Fraction
    label: str


def percent(count: int, whole: int) -> int:
    """Return `count` of `whole` in whole percent, half up; 0 where nobody counts."""
    return int(Fraction(count * WHOLE, whole) + Fraction(1, 2)) if whole else 0


def bars(title: str, description: str, slices: Sequence[Slice], *, whole: int, of: str) -> Markup:
    """Return horizontal bars, one a slice, each out of `whole`.

    `of` is the translated pattern of a share, like "%(count)s of %(whole)s (%(percent)s %%)", with those three names.
    """
    parts = [_bar(index, piece, whole, of) for index, piece in enumerate(slices)]
    return _drawing(title, description, max(len(slices), 1) * _ROW, parts)


def stacked(title: str, description: str, slices: Sequence[Slice], *, of: str) -> Markup:
    """Return one bar cut into the slices, which make the whole, with a legend line for each below it."""
    whole = sum(piece.count for piece in slices)
    name = f"chart-{zlib.crc32(title.encode()):x}"
    parts, at = [_patterns(name), _rect("0%", 0, "100%", 36, fill=_TRACK, rx=4)], Fraction(0)
    for index, piece in enumerate(slices):
        width = Fraction(piece.count * WHOLE, whole) if whole else Fraction(0)
        parts += _segment(name, index, at, width, f"{percent(piece.count, whole)} %")
        parts += _legend(name, index, piece, _share(piece, whole, of))
        at += width
    return _drawing(title, description, 54 + 24 * len(slices), parts)


def histogram(
    title: str,
    description: str,
    totals: Sequence[Fraction],
    *,
    thresholds: Sequence[Threshold] = (),
    maximum: int = WHOLE,
    width: int = 10,
    axis: str = "",
) -> Markup:
    """Return how many `totals` (0 to `maximum`) fall in each class of `width` points, with the thresholds as lines.

    A class holds its lower bound; the last one holds the maximum as well, so that a threshold at a bound parts those
    who reached it from those who did not.
    """
    counts = classes(totals, maximum=maximum, width=width)
    top, base = 44, 204
    tallest, share = max([*counts, 1]), WHOLE / len(counts)
    parts: list[Markup] = []
    figures: list[Markup] = []
    for index, count in enumerate(counts):
        height = (base - top - 16) * count / tallest
        if count:
            parts.append(_rect(f"{index * share + share * 0.06:.2f}%", base - height, f"{share * 0.88:.2f}%", height))
            figures.append(
                _text(f"{(index + 0.5) * share:.2f}%", base - height - 5, str(count), anchor="middle", clear=True)
            )
        parts.append(_tick(index * share, base, str(index * width)))
    parts += [_tick(WHOLE, base, str(maximum)), _rule(base)]
    parts += [part for line in thresholds for part in _threshold(line, maximum, base)]
    parts += figures
    if axis:
        parts.append(_text("50%", base + 42, axis, anchor="middle", soft=True))
    return _drawing(title, description, base + (50 if axis else 28), parts, inset=True)


def columns(title: str, description: str, slices: Sequence[Slice], *, axis: str = "") -> Markup:
    """Return upright bars side by side, each with its count above and its label below; labels are to be short."""
    top, base = 20, 180
    tallest, share = max([piece.count for piece in slices], default=0) or 1, WHOLE / max(len(slices), 1)
    parts: list[Markup] = []
    for index, piece in enumerate(slices):
        height = (base - top) * piece.count / tallest
        if piece.count:
            parts.append(_rect(f"{index * share + share * 0.1:.2f}%", base - height, f"{share * 0.8:.2f}%", height))
            parts.append(_text(f"{(index + 0.5) * share:.2f}%", base - height - 5, str(piece.count), anchor="middle"))
        parts.append(_tick((index + 0.5) * share, base, piece.label))
    parts.append(_rule(base))
    if axis:
        parts.append(_text("50%", base + 42, axis, anchor="middle", soft=True))
    return _drawing(title, description, base + (50 if axis else 28), parts)


def interval(value: float, low: float | None, high: float | None, *, least: float = 0, most: float = 1) -> Markup:
    """Return a line from `least` to `most` with a band for an interval and a mark for a figure, to go with both."""

    def place(at: float) -> float:
        return WHOLE * min(1.0, max(0.0, (at - least) / (most - least)))

    parts = [_rect("0%", 5, "100%", 4, fill=_TRACK)]
    if low is not None and high is not None:
        parts.append(_rect(f"{place(low):.2f}%", 4, f"{place(high) - place(low):.2f}%", 6, fill=COLOURS[1], rx=3))
    parts.append(
        Markup('<circle cx="{0:.2f}%" cy="7" r="5" fill="{1}" stroke="#fff" stroke-width="1.5"/>').format(
            place(value), COLOURS[0]
        )
    )
    return Markup(
        '<svg class="bar" width="100%" height="14" aria-hidden="true" focusable="false" overflow="visible">{0}</svg>'
    ).format(Markup("").join(parts))


def classes(totals: Sequence[Fraction], *, maximum: int = WHOLE, width: int = 10) -> list[int]:
    """Return how many `totals` fall in each class [0, width), [width, 2 width), ... ; the last holds `maximum` too."""
    counts = [0] * -(-maximum // width)
    for total in totals:
        counts[min(int(total // width), len(counts) - 1)] += 1
    return counts


def strip(title: str, description: str, totals: Sequence[Fraction], *, thresholds: Sequence[Threshold] = ()) -> Markup:
    """Return a line from 0 to 100 with a mark for every total: who stands where, at a glance."""
    parts = [_rect("0%", 24, "100%", 20, fill=_TRACK, rx=4)]
    parts += [
        Markup('<rect x="{0:.2f}%" y="24" width="3" height="20" fill="{1}" fill-opacity="0.7"/>').format(
            float(total), COLOURS[0]
        )
        for total in totals
    ]
    parts += [part for line in thresholds for part in _threshold(line, WHOLE, 48)]
    parts += [_tick(at, 44, str(at)) for at in (0, WHOLE)]
    return _drawing(title, description, 68, parts, inset=True)


def _drawing(title: str, description: str, height: int, parts: Sequence[Markup], *, inset: bool = False) -> Markup:
    """Frame the parts. `inset` keeps room at both ends for figures that stand under the ends of an axis."""
    body = Markup("\n").join(parts)
    if inset:
        body = Markup('<svg x="2.5%" width="95%" height="{0}" overflow="visible">{1}</svg>').format(height, body)
    return Markup(
        '<svg class="chart" width="100%" height="{0}" role="img" xmlns="http://www.w3.org/2000/svg" font-size="14">'
        "<title>{1}</title><desc>{2}</desc>\n{3}</svg>"
    ).format(height, title, description, body)


def _bar(index: int, piece: Slice, whole: int, of: str) -> Markup:
    top = index * _ROW
    width = f"{min(WHOLE, WHOLE * piece.count / whole) if whole else 0:.2f}%"
    return Markup("").join(
        (
            _text("0%", top + 15, piece.label),
            _text("100%", top + 15, _share(piece, whole, of), anchor="end", soft=True),
            _rect("0%", top + 22, "100%", _BAR, fill=_TRACK, rx=4),
            _rect("0%", top + 22, width, _BAR, rx=4),
        )
    )


def _segment(name: str, index: int, at: Fraction, width: Fraction, label: str) -> list[Markup]:
    if not width:
        return []
    place, wide = f"{float(at):.2f}%", f"{float(width):.2f}%"
    parts = [_rect(place, 0, wide, 36, fill=COLOURS[index % len(COLOURS)], edge="#fff")]
    if index % len(COLOURS) > 1:
        parts.append(_rect(place, 0, wide, 36, fill=f"url(#{name}-{index % len(COLOURS)})"))
    if width >= _LEAST_LABEL:
        dark = index % len(COLOURS) == 0
        middle = f"{float(at + width / 2):.2f}%"
        parts.append(_text(middle, 23, label, anchor="middle", strong=True, colour="#fff" if dark else _INK))
    return parts


def _legend(name: str, index: int, piece: Slice, share: str) -> list[Markup]:
    top = 52 + 24 * index
    tone = index % len(COLOURS)
    parts = [_rect("0%", top, "14", 14, fill=COLOURS[tone], edge=_EDGE)]
    if tone > 1:
        parts.append(_rect("0%", top, "14", 14, fill=f"url(#{name}-{tone})"))
    parts.append(_text("24", top + 12, piece.label))
    parts.append(_text("100%", top + 12, share, anchor="end", soft=True))
    return parts


def _share(piece: Slice, whole: int, of: str) -> str:
    return of % {"count": piece.count, "whole": whole, "percent": percent(piece.count, whole)}


def _patterns(name: str) -> Markup:
    """Return the hatchings of the lighter bands, under ids of this chart's own."""
    return Markup(
        '<defs><pattern id="{0}-2" width="6" height="6" patternUnits="userSpaceOnUse">'
        '<path d="M0 6 6 0" stroke="#4a97a0" stroke-width="1"/></pattern>'
        '<pattern id="{0}-3" width="6" height="6" patternUnits="userSpaceOnUse">'
        '<circle cx="2" cy="2" r="0.9" fill="#8a9a9e"/></pattern></defs>'
    ).format(name)


def _threshold(line: Threshold, maximum: int, base: int) -> list[Markup]:
    place = f"{float(line.value / maximum * WHOLE):.2f}%"
    return [
        Markup(
            '<line x1="{0}" x2="{0}" y1="18" y2="{1}" stroke="{2}" stroke-width="1.5" stroke-dasharray="4 3"/>'
        ).format(place, base, _INK),
        _text(place, 13, line.label, anchor="middle", strong=True),
    ]


def _tick(at: float, base: int, label: str) -> Markup:
    return _text(f"{at:.2f}%", base + 20, label, anchor="middle", soft=True)


def _rule(base: int) -> Markup:
    return Markup('<line x1="0%" x2="100%" y1="{0}" y2="{0}" stroke="{1}"/>').format(base, _SOFT)


def _rect(
    x: str, y: float, width: str, height: float, *, fill: str = COLOURS[0], rx: int = 2, edge: str = ""
) -> Markup:
    outline = Markup(' stroke="{0}"').format(edge) if edge else Markup("")
    return Markup('<rect x="{0}" y="{1:g}" width="{2}" height="{3:g}" rx="{4}" fill="{5}"{6}/>').format(
        x, y, width, height, rx, fill, outline
    )


def _text(
    x: str,
    y: float,
    words: str,
    *,
    anchor: str = "start",
    soft: bool = False,
    strong: bool = False,
    colour: str = "",
    clear: bool = False,
) -> Markup:
    """Return words. `clear` keeps a white edge around them, so that they can be read where a line passes behind."""
    fill = colour or (_SOFT if soft else _INK)
    look = Markup(' font-weight="650"') if strong else Markup("")
    if clear:
        look += Markup(' stroke="#fff" stroke-width="5" stroke-linejoin="round" paint-order="stroke"')
    return Markup('<text x="{0}" y="{1:g}" text-anchor="{2}" fill="{3}"{4}>{5}</text>').format(
        x, y, anchor, fill, look, words
    )
