"""The texts of QTI 1.2: `material` with words, HTML or pictures."""

from __future__ import annotations

import html
from collections.abc import Iterator

from app.quizzes.documents.drafts import Part
from app.quizzes.documents.texts import html_part, joined
from app.quizzes.documents.trees import Element, attribute, elements, tag, words_in
from app.quizzes.rules import TextFormat

RESPONSES = frozenset(
    {"response_lid", "response_str", "response_num", "response_grp", "response_xy", "response_extension"}
)
_HTML = frozenset({"text/html", "html", "text/xhtml", "smart_text", "text/rtf"})
_EMBEDDED = frozenset({"mataudio", "matvideo", "matapplet", "matapplication"})


def part_of(element: Element, *, through: bool = True) -> Part:
    """Return what the materials in an element say, but not those of responses; `through`: deeper elements too."""
    return joined(*_parts(element, through=through))


def _parts(element: Element, *, through: bool) -> Iterator[Part]:
    for child in elements(element):
        name = tag(child)
        if name in RESPONSES or name in {"render_choice", "render_fib", "itemfeedback"}:
            continue
        if name in {"mattext", "matemtext"}:
            yield _worded(child, attribute(child, "texttype", "text/plain"))
        elif name == "mat_formattedtext":
            yield _worded(child, attribute(child, "type", "html"))
        elif name == "matimage":
            yield _picture(child)
        elif name in _EMBEDDED:
            yield Part("<object></object>", TextFormat.HTML)
        elif name in {"material", "mat_extension"} or through:
            yield from _parts(child, through=through)


def _worded(element: Element, kind: str) -> Part:
    written = words_in(element)
    return html_part(written) if kind.strip().lower() in _HTML else Part(written)


def _picture(element: Element) -> Part:
    address = attribute(element, "uri")
    return Part(f'<img src="{html.escape(address)}" alt="{html.escape(attribute(element, "label"))}">', TextFormat.HTML)
