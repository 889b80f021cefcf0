"""A text's tokens as HTML: for pages, and for the file that is read offline. Nothing in it runs or loads anything."""

from __future__ import annotations

import html
from collections.abc import Mapping, MutableMapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from markupsafe import Markup

from app.courses.rules.materials.markdown import words_of

_ALIGNED: Mapping[str, str] = {"text-align:right": "num", "text-align:center": "mid"}
_MOST_STACKED = 4
"""Up to so many columns, a table of words is stacked on a phone; one with figures keeps its columns."""
_ATTRIBUTES = {
    "*": {"id", "class"},
    "a": {"href", "title", "rel"},
    "div": {"role", "tabindex", "aria-label"},
    "ol": {"start"},
    "td": {"data-label"},
    "th": {"scope"},
}
_TAGS = {
    "a", "blockquote", "br", "code", "div", "em", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip


def as_html(tokens: Sequence[Token]) -> Markup:
    """Return tokens whose links have their addresses as HTML; a table scrolls by itself, named by its heading."""
    for place, token in enumerate(tokens):
        if token.type in {"th_open", "td_open"}:
            _align(token)
        elif token.type == "table_open":
            _stack(tokens[place:])
    rendered = _Renderer().render(list(tokens), _options(), {})
    return Markup(_cleaner().clean(rendered))  # noqa: S704 - nh3 let through what is listed above


def _stack(tokens: Sequence[Token]) -> None:
    """Prepare a table of words for phones, where each row stands by itself: every cell gets the name of its column."""
    heads: list[Token] = []
    column = 0
    for token, inner in pairwise(tokens):
        if token.type == "th_open":
            heads.append(token)
            token.meta["name"] = " ".join(words_of(inner).split())
        elif token.type == "tr_open":
            column = 0
        elif token.type == "td_open":
            token.attrSet("data-label", str(heads[column].meta["name"]))
            column += 1
        elif token.type == "table_close":
            break
    aligned = any("style" in head.attrs or "class" in head.attrs for head in heads)
    if len(heads) <= _MOST_STACKED and not aligned:
        tokens[0].attrSet("class", "stacked")


def _align(token: Token) -> None:
    style = str(token.attrs.pop("style", ""))
    if style in _ALIGNED:
        token.attrSet("class", _ALIGNED[style])
    if token.type == "th_open":
        token.attrSet("scope", "col")


@cache
def _options() -> OptionsDict:
    return MarkdownIt("commonmark", {"html": False}).options


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"http", "https", "mailto"}, link_rel=None)


class _Renderer(RendererHTML):
    """The usual HTML, but for tables."""

    def table_open(
        self, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: MutableMapping[str, Any]
    ) -> str:
        """Open the box in which a table scrolls."""
        label = html.escape(" ".join(_heading_before(tokens, idx).split()))
        named = f' aria-label="{label}"' if label else ""
        kind = f' class="{tokens[idx].attrs["class"]}"' if "class" in tokens[idx].attrs else ""
        return f'<div class="table-region" role="region" tabindex="0"{named}>\n<table{kind}>\n'

    def table_close(
        self, _tokens: Sequence[Token], _idx: int, _options: OptionsDict, _env: MutableMapping[str, Any]
    ) -> str:
        """Close the table and its box."""
        return "</table>\n</div>\n"


def _heading_before(tokens: Sequence[Token], place: int) -> str:
    for at in range(place, 0, -1):
        if tokens[at - 1].type == "heading_open":
            return words_of(tokens[at])
    return ""
