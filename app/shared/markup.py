"""Texts as people wrote them, made safe to show: plain, Markdown or HTML in, clean HTML out. Pure.

Nothing that comes out runs, loads from another host or reaches outside its own text: the tags and attributes below
are all there are (nh3), raw HTML inside Markdown is shown as it was typed, and pictures are those that a text carries
within itself.
"""

from __future__ import annotations

import html
import re
from functools import cache

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

FORMATS = ("plain", "markdown", "html")

_TEXT = """
    a abbr b bdi bdo blockquote br caption cite code col colgroup dd del dfn div dl dt em figcaption figure h2 h3 h4
    h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub sup table tbody td tfoot th thead
    tr tt u ul var wbr
"""
_FORMULA = """
    math mfrac mi mmultiscripts mn mo mover mpadded mphantom mroot mrow mspace msqrt mstyle msub msubsup msup mtable
    mtd mtext mtr munder munderover semantics
"""
_ATTRIBUTES = {
    "*": {"dir", "lang", "title"},
    "a": {"href"},
    "col": {"span"},
    "colgroup": {"span"},
    "img": {"alt", "height", "src", "width"},
    "ol": {"start", "type"},
    "td": {"colspan", "headers", "rowspan"},
    "th": {"colspan", "headers", "rowspan", "scope"},
}
_DROPPED_WHOLE = {
    "annotation",
    "annotation-xml",
    "iframe",
    "noscript",
    "object",
    "script",
    "style",
    "template",
    "title",
}
_PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]+")
_TARGETS = ("http://", "https://", "mailto:")
"""Where links may lead: a whole address. What is relative would lead to pages of ours, by words that are not ours."""
_ONE_PARAGRAPH = re.compile(r"\s*<p(?:\s[^>]*)?>((?:(?!</?p[\s>]).)*)</p>\s*", re.DOTALL)
_BREAKS = re.compile(r"<br>|</(?:p|div|li|tr|h[2-6]|dt|dd|blockquote|pre|caption|figcaption)>")
_TAG = re.compile(r"""<(?:"[^"]*"|[^">])*>""")
_DESCRIPTION = re.compile(r'\balt="([^"]*)"')


def render(source: str, text_format: str) -> Markup:
    """Return `source` as HTML that is safe anywhere in a page's body; `text_format`: `plain`, `markdown` or `html`.

    Markdown is CommonMark with tables. Raises `ValueError` for another format.
    """
    if text_format == "plain":
        return Markup(html.escape(source.strip()).replace("\n", "<br>\n"))  # noqa: S704
    if text_format == "markdown":
        return _clean(_markdown().render(source))
    if text_format == "html":
        return _clean(source)
    raise ValueError(text_format)


def render_inline(source: str, text_format: str) -> Markup:
    """Return `source` as `render` does, for the inside of a line: a text that is a single paragraph loses its `<p>`."""
    if text_format == "markdown" and "\n" not in source.strip():
        return _clean(_markdown().renderInline(source.strip()))
    rendered = render(source, text_format)
    alone = _ONE_PARAGRAPH.fullmatch(rendered)
    return Markup(alone[1]) if alone else rendered  # noqa: S704


def plain_text(source: str, text_format: str) -> str:
    """Return the words of `source` without any markup; a picture is its description. For lists, mail and tables."""
    if text_format == "plain":
        return source.strip()
    words = _TAG.sub(_words_of_tag, _BREAKS.sub("\n", render(source, text_format)))
    return re.sub(r"[ \t]*\n\s*", "\n", html.unescape(words).replace("\xa0", " ")).strip()


def _words_of_tag(tag: re.Match[str]) -> str:
    if tag[0].startswith("<img"):
        described = _DESCRIPTION.search(tag[0])
        return described[1] if described else ""
    return " " if tag[0] in {"</td>", "</th>"} else ""


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set((_TEXT + _FORMULA).split()),
        attributes=_ATTRIBUTES,
        clean_content_tags=_DROPPED_WHOLE,
        url_schemes={"http", "https", "mailto", "data"},
        attribute_filter=_allowed,
        link_rel="noopener noreferrer",
    )


def _allowed(tag: str, attribute: str, value: str) -> str | None:
    """Let `data:` in for pictures only, and for pictures nothing else: other hosts learn nothing of who reads.

    Links lead to whole addresses.
    """
    if attribute == "src":
        return value if tag == "img" and _PICTURE.fullmatch(value) else None
    if attribute == "href":
        return value.strip() if value.strip().lower().startswith(_TARGETS) else None
    return value


def _clean(source: str) -> Markup:
    return Markup(_cleaner().clean(source).strip())  # noqa: S704
