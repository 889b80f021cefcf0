"""The body of a QTI item as text: XHTML in, plain text or HTML out, interactions and feedback left aside."""

from __future__ import annotations

import html
from collections.abc import Iterator

from app.quizzes.documents.drafts import Part, RefusedError
from app.quizzes.documents.texts import clean, folded
from app.quizzes.documents.trees import Element, attribute, elements, tag
from app.quizzes.rules import TextFormat
from app.shared.wording import text

GAP = "_____"
INLINE = frozenset({"textentryinteraction", "inlinechoiceinteraction", "endattemptinteraction"})
_ASIDE = frozenset({
    "feedbackblock", "feedbackinline", "rubricblock", "stylesheet", "catalog", "cataloginfo", "companionmaterialsinfo",
    "infocontrol", "modalfeedback", "annotation", "annotationxml",
})  # fmt: skip
_VARIABLE = frozenset({"printedvariable", "templateblock", "templateinline"})
_OPEN = frozenset({
    "itembody", "contentbody", "prompt", "simplechoice", "simpleassociablechoice", "inlinechoice", "stimulusbody",
    "hottext", "gaptext", "font", "center", "custom", "extendedtextinteraction",
})  # fmt: skip
"""Elements that stand for nothing but what is in them."""
_VOID = frozenset({"br", "hr", "img", "col", "wbr"})
_ATTRIBUTES = frozenset(
    {"alt", "colspan", "dir", "height", "href", "lang", "rowspan", "scope", "span", "src", "start", "title", "width"}
)
_SIMPLE = frozenset({"p", "div", "br", "span"})


def part_of(*roots: Element) -> Part:
    """Return what stands in elements as a text: plain where nothing but one paragraph and line breaks is in it."""
    plain = _plain(roots)
    if plain is not None:
        return Part(plain)
    return Part(clean("\n".join("".join(_inside(root)) for root in roots)), TextFormat.HTML)


def is_interaction(element: Element) -> bool:
    """Tell whether an element asks for an answer."""
    return tag(element).endswith("interaction")


def _plain(roots: tuple[Element, ...]) -> str | None:
    """Return the words of elements that hold no more than one paragraph with line breaks; None for others."""
    if len(roots) != 1:
        return None
    blocks, words = 0, []
    for node in _said(roots[0]):
        if isinstance(node, str):
            words.append(node.replace("\n", " "))
            continue
        name = tag(node)
        blocks += name in {"p", "div"}
        bare = name in _SIMPLE or name in _OPEN or name in INLINE
        if not bare or blocks > 1 or _kept(node):
            return None
        if name == "br":
            words.append("\n")
    joined = "".join(words)
    return "\n".join(folded(line) for line in joined.split("\n")).strip()


def _said(root: Element) -> Iterator[Element | str]:
    """Yield elements and texts in document order, without what stands aside."""
    if root.text:
        yield root.text
    for child in elements(root):
        name = tag(child)
        _check(name)
        if name not in _ASIDE and not _only_gap(child):
            if name in INLINE:
                yield GAP
            elif not is_interaction(child):
                yield child
                yield from _said(child)
        if child.tail:
            yield child.tail


def _inside(root: Element) -> Iterator[str]:
    """Yield the HTML of what stands in an element."""
    if root.text:
        yield html.escape(root.text, quote=False)
    for child in elements(root):
        yield from _whole(child)
        if child.tail:
            yield html.escape(child.tail, quote=False)


def _whole(element: Element) -> Iterator[str]:
    name = tag(element)
    _check(name)
    if name in _ASIDE or _only_gap(element):
        return
    if name in INLINE:
        yield GAP
    elif is_interaction(element):
        return
    elif name == "object" and attribute(element, "type").startswith("image/"):
        yield _picture(attribute(element, "data"), "".join(element.itertext()).strip(), element)
    elif name in _OPEN:
        yield from _inside(element)
    elif name in _VOID:
        yield f"<{name}{_kept(element)}>"
    else:
        yield f"<{name}{_kept(element)}>"
        yield from _inside(element)
        yield f"</{name}>"


def _only_gap(element: Element) -> bool:
    """Tell whether a paragraph is nothing but the gap: it then is the place for the answer, not a part of the text."""
    inside = list(elements(element))
    alone = tag(element) in {"p", "div"} and len(inside) == 1 and tag(inside[0]) in INLINE
    return alone and not "".join(element.itertext()).strip()


def _picture(address: str, described: str, element: Element) -> str:
    size = "".join(
        f' {side}="{attribute(element, side)}"' for side in ("width", "height") if attribute(element, side).isdecimal()
    )
    return f'<img src="{html.escape(address)}" alt="{html.escape(described)}"{size}>'


def _kept(element: Element) -> str:
    names = ((key.rpartition("}")[2], value) for key, value in element.attrib.items())
    return "".join(f' {name}="{html.escape(str(value))}"' for name, value in names if name in _ATTRIBUTES)


def _check(name: str) -> None:
    if name in _VARIABLE:
        raise RefusedError(text("Its text or numbers vary by chance from one participant to the next."))
