"""The Markdown that a course's texts are written in, as tokens, and what stands where in it. Pure.

CommonMark with tables; HTML in it is shown as it was typed, pictures are not carried.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

Tokens = list[Token]

HTML = re.compile(r"</?[a-zA-Z][^<>]*>|<!--")
"""What reads like HTML."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its level (2 for ##), its words, the anchor under which links find it, its line in the text."""

    level: int
    words: str
    anchor: str
    line: int


@dataclass(frozen=True, slots=True)
class Link:
    """A link and its line in the text."""

    target: str
    line: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table: how many columns and rows it has (the head included), and its line in the text."""

    columns: int
    rows: int
    line: int


@dataclass(frozen=True, slots=True)
class Outline:
    """What a text is built of, in order."""

    headings: tuple[Heading, ...]
    links: tuple[Link, ...]
    tables: tuple[Table, ...]
    pictures: tuple[int, ...]
    html: tuple[int, ...]
    """The lines on which pictures and HTML stand."""


def parse(text: str) -> Tokens:
    """Return the tokens of a text; headings carry their anchor as `id`."""
    tokens = _parser().parse(unicodedata.normalize("NFC", text))
    seen: dict[str, int] = {}
    for token, following in pairwise(tokens):
        if token.type == "heading_open":
            token.attrSet("id", _anchor(words_of(following), seen))
    return tokens


def outline(tokens: Sequence[Token]) -> Outline:
    """Return what a text is built of."""
    inline = [(token, line_of(token)) for token in tokens if token.type == "inline"]
    children = [(child, line) for token, start in inline for child, line in _with_lines(token, start)]
    return Outline(
        headings=tuple(_headings(tokens)),
        links=tuple(
            Link(str(child.attrGet("href") or ""), line) for child, line in children if child.type == "link_open"
        ),
        tables=tuple(_tables(tokens)),
        pictures=tuple(line for child, line in children if child.type == "image"),
        html=tuple(line for child, line in children if child.type == "text" and HTML.search(child.content)),
    )


def words_of(token: Token) -> str:
    """Return what an inline token says, without its marks."""
    return "".join(_said(child) for child in token.children or ())


def line_of(token: Token) -> int:
    """Return the line of the text, from 1, on which a token starts."""
    return token.map[0] + 1 if token.map else 1


def anchor(words: str) -> str:
    """Return `words` as they stand in an address: small letters without accents, digits and hyphens."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", words) if not unicodedata.combining(char))
    return re.sub(r"[^a-z0-9]+", "-", plain.casefold()).strip("-") or "part"


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _anchor(words: str, seen: dict[str, int]) -> str:
    found = anchor(words)
    seen[found] = seen.get(found, 0) + 1
    return found if seen[found] == 1 else f"{found}-{seen[found]}"


def _said(child: Token) -> str:
    if child.type in {"softbreak", "hardbreak"}:
        return "\n"
    return child.content if child.type in {"text", "code_inline"} else ""


def _with_lines(token: Token, line: int) -> Iterator[tuple[Token, int]]:
    for child in token.children or ():
        yield child, line
        line += child.type in {"softbreak", "hardbreak"}


def _headings(tokens: Sequence[Token]) -> Iterator[Heading]:
    for token, following in pairwise(tokens):
        if token.type == "heading_open":
            yield Heading(int(token.tag[1:]), words_of(following), str(token.attrGet("id") or ""), line_of(token))


def _tables(tokens: Sequence[Token]) -> Iterator[Table]:
    line = columns = rows = 0
    for token in tokens:
        if token.type == "table_open":
            line, columns, rows = line_of(token), 0, 0
        elif token.type == "tr_open":
            rows += 1
        elif token.type == "th_open":
            columns += 1
        elif token.type == "table_close":
            yield Table(columns, rows, line)
