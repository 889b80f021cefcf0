"""Texts as the XHTML of QTI 2.1, which has fewer elements than HTML; pictures become files of the package."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

from lxml import etree
from lxml import html as lxml_html

from app.quizzes.documents.drafts import Part
from app.quizzes.documents.media import decoded
from app.quizzes.documents.trees import Element
from app.shared.markup import render

QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
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
    "td": ("colspan", "rowspan"),
    "th": ("colspan", "rowspan"),
}
_WRAPS = {"blockquote": "p", "ol": "li", "ul": "li", "dl": "dd"}
_STANDING = {"p": _BLOCKS, "li": frozenset({"li"}), "dd": frozenset({"dd", "dt"})}
_DATA = re.compile(r"data:image/(\w+);base64,(.*)", re.DOTALL)


@dataclass
class Texts:
    """Writes the texts of one package, and gathers the pictures in them: their path, and the bytes."""

    pictures: dict[str, bytes] = field(default_factory=dict)

    def block(self, parent: Element, part: Part) -> None:
        """Add a text to an element that holds paragraphs."""
        if not part:
            return
        holder = _wrapped(self._copied(self._parsed(part), "div"), "p")
        if len(holder) == 0:
            child(parent, "p", holder.text or "")
        parent.extend(list(holder))

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
                copy.set(attribute, value)
        if element.get("lang"):
            copy.set(_LANGUAGE, element.get("lang"))
        copy.text = element.text
        for child in element:
            made = self._picture(child) if child.tag == "img" else self._copied(child, _name_of(child, name))
            made.tail = child.tail
            copy.append(made)
        return _wrapped(copy, _WRAPS[name]) if name in _WRAPS else copy

    def _picture(self, element: Element) -> Element:
        """Return a picture that becomes a file; one that is not in the text itself is its description."""
        described = element.get("alt", "")
        within = _DATA.fullmatch(element.get("src", ""))
        raw = decoded(within[2]) if within else b""
        if within is None or not raw:
            alone = etree.Element(_named("span"))
            alone.text = described
            return alone
        path = f"images/{hashlib.sha256(raw).hexdigest()[:16]}.{within[1]}"
        self.pictures[path] = raw
        copy = etree.Element(_named("img"), src=path, alt=described)
        for side in ("width", "height"):
            if element.get(side, "").isdecimal():
                copy.set(side, element.get(side))
        return copy


def _name_of(element: Element, parent: str) -> str:
    """Return the name that an element of HTML has in QTI."""
    name = str(_AS.get(element.tag, element.tag))
    holds_blocks = any(child.tag in _BLOCKS for child in element.iterdescendants())
    if name == "li" and parent not in {"ol", "ul"}:
        return "div"
    if name in {"span", "ruby"} or (name not in _KNOWN and name not in _FORMULA):
        return "div" if holds_blocks else "span"
    return name


def _wrapped(element: Element, wrap: str) -> Element:
    """Put what stands right in an element, where only certain others may, into one of these."""
    loose = [child for child in element if etree.QName(child).localname not in _STANDING[wrap]]
    if not loose and not (element.text or "").strip() and not any((child.tail or "").strip() for child in element):
        return element
    holder = etree.Element(_named(wrap))
    holder.text, element.text = element.text, None
    made = [holder]
    for child in list(element):
        if child in loose:
            made[-1].append(child)
            continue
        tail, child.tail = child.tail, None
        made += [child, etree.Element(_named(wrap))]
        made[-1].text = tail
    for child in made:
        if len(child) or (child.text or "").strip():
            element.append(child)
    return element


def _named(name: str) -> str:
    return f"{{{_MATHML if name in _FORMULA else QTI}}}{name}"


def child(parent: Element, name: str, /, words: str = "", **attributes: str) -> Element:
    """Add an element of QTI to another one and return it."""
    made = etree.SubElement(parent, f"{{{QTI}}}{name}", **attributes)
    made.text = words or None
    return made
