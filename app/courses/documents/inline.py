"""Words inside a line, in the mark-up that ReportLab's paragraphs read. Whatever people wrote is escaped."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby

from markdown_it.token import Token

from app.courses.documents.styles import BOLD, BRAND, FALLBACK, ITALIC, REGULAR
from app.shared.fonts import characters

_INSTEAD = {"\u2212": "\u2013", "\u2192": "\u203a", "\u2190": "\u2039", "\u2011": "-"}
"""What stands in for a character that no font here draws."""
_LINK = BRAND.hexval().replace("0x", "#")


def marked_up(children: Sequence[Token], face: str = REGULAR) -> str:
    """Return the tokens inside a line as mark-up; `face` is the font in which the line is set."""
    return "".join(_parts(children, face))


def plain(words: str, face: str = REGULAR) -> str:
    """Return words as mark-up that shows just them."""
    return "".join(_faced(words, face))


def _parts(children: Iterable[Token], face: str) -> Iterator[str]:
    faces = [face]
    for child in children:
        if child.type in {"strong_open", "em_open"}:
            faces.append(BOLD if child.type == "strong_open" else ITALIC)
        elif child.type in {"strong_close", "em_close"}:
            faces.pop()
        elif child.type == "link_open":
            address = escape(str(child.attrGet("href") or ""), quote=True)
            yield f'<a href="{address}" color="{_LINK}">'
        elif child.type == "link_close":
            yield "</a>"
        elif child.type == "hardbreak":
            yield "<br/>"
        else:
            yield from _faced(" " if child.type == "softbreak" else child.content, faces[-1])


def _faced(words: str, face: str) -> Iterator[str]:
    drawable = [_drawable(char, face) for char in words.replace("\n", " ")]
    for name, run in groupby(drawable, key=lambda pair: pair[1]):
        said = escape("".join(char for char, _ in run), quote=False)
        yield f'<font name="{name}">{said}</font>'


def _drawable(char: str, face: str) -> tuple[str, str]:
    """Return what to draw for a character, and in which font."""
    compatible = unicodedata.normalize("NFKC", char)
    for wanted in (char, _INSTEAD.get(char, ""), compatible):
        for name in (face, FALLBACK):
            if wanted and all(ord(one) in characters(name) for one in wanted):
                return wanted, name
    return "?", face
