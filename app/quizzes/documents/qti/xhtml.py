"""Texts as the XHTML of QTI 2.1, which has fewer elements than HTML; pictures become files of the package."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, field

from lxml import etree
from lxml import html as lxml_html

from app.quizzes.documents.drafts import Part
from app.quizzes.documents.trees import Element
from app.shared.markup import render

QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"
_MATHML = "http://www.w3.org/1998/Math/MathML"
_FORMULA = frozenset({
    "math", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover", "mpadded", "mphantom", "mroot", "mrow", "mspace",
    "msqrt", "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover", "semantics",
})  # fmt: skip
_BLOCKS = frozenset({"blockquote", "div", "dl", "h2", "h3", "h4", "h5", "h6", "hr", "ol", "p", "pre", "table", "ul"})
_KNOWN = _BLOCKS | frozenset({
    "a", "abbr", "b", "br", "caption", "cite", "code", "col", "colgroup", "dd", "dfn", "dt", "em", "i", "img", "kbd",
    "li", "q", "samp", "small", "span", "strong", "sub", "sup", "tbody", "td", "tfoot", "th", "thead", "tr", "tt",
    "var",
})  # fmt: skip
_AS = {"figure": "div", "figcaption": "p", "ins": "em", "mark": "em", "u": "em"}
_ATTRIBUTES = {
    "a": ("href",),
    "img": ("src", "alt", "width", "height"),
    "td": ("colspan", "rowspan"),
    "th": ("colspan", "rowspan"),
}
_DATA = re.compile(r"data:image/(\w+);base64,(.*)", re.DOTALL)


@dataclass
class Texts:
    """Writes the texts of one package, and gathers the pictures in them: their path, and the bytes."""

    pictures: dict[str, bytes] = field(default_factory=dict)

    def block(self, parent: Element, part: Part) -> None:
        """Add a text to an element that holds paragraphs."""
        if not part:
            return
        holder = self._parsed(part)
        if any(child.tag in _BLOCKS or child.tag in _AS for child in holder):
            parent.append(self._copied(holder, "div"))
        else:
            parent.append(self._copied(holder, "p"))

    def inline(self, parent: Element, part: Part) -> None:
        """Add a text to an element that holds whatever an option may."""
        if not part:
            return
        copied = self._copied(self._parsed(part), "div")
        parent.text = copied.text
        parent.extend(list(copied))

    def _parsed(self, part: Part) -> Element:
        rendered = str(render(part.text, part.format))
        return lxml_html.fragment_fromstring(rendered, create_parent="div")

    def _copied(self, element: Element, name: str) -> Element:
        """Return an element and what is in it as QTI's; unknown ones stand for their content."""
        copy = etree.Element(_named(name))
        for attribute in _ATTRIBUTES.get(name, ()):
            value = element.get(attribute)
            if value is not None:
                copy.set(attribute, self._address(value) if attribute == "src" else value)
        if name == "img":
            copy.set("alt", element.get("alt", ""))
            copy.attrib.setdefault("src", "")
        copy.text = element.text
        for child in element:
            known = _AS.get(child.tag, child.tag)
            known = known if known in _KNOWN or known in _FORMULA else "span"
            made = self._copied(child, known)
            made.tail = child.tail
            copy.append(made)
        return copy

    def _address(self, value: str) -> str:
        within = _DATA.fullmatch(value)
        if within is None:
            return value
        raw = base64.b64decode(within[2])
        path = f"images/{hashlib.sha256(raw).hexdigest()[:16]}.{within[1]}"
        self.pictures[path] = raw
        return path


def _named(name: str) -> str:
    return f"{{{_MATHML if name in _FORMULA else QTI}}}{name}"


def child(parent: Element, name: str, /, words: str = "", **attributes: str) -> Element:
    """Add an element of QTI to another one and return it."""
    made = etree.SubElement(parent, f"{{{QTI}}}{name}", **attributes)
    made.text = words or None
    return made
