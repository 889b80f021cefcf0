"""XML read without its dangers: no entities, no network, no document types that define anything, no huge trees."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, TypeAlias

from lxml import etree

from app.quizzes.documents.sources import LARGEST_XML, check_size, unreadable
from app.shared.wording import text

Element: TypeAlias = Any
"""An element of lxml, which carries no types."""

MOST_ELEMENTS = 400_000


def parsed(raw: bytes, place: str = "") -> Element:
    """Return the root of an XML document. Raises `Unreadable`, naming the line, for broken and unsafe ones."""
    check_size(raw, LARGEST_XML, place)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        reason = text("The file is no well-formed XML: %(fault)s", fault=_fault(error))
        raise unreadable(reason, line=getattr(error, "lineno", None), place=place) from None
    if root is None:
        raise unreadable(text("The file is empty."), place=place)
    types = root.getroottree().docinfo.internalDTD
    if types is not None and any(True for _ in types.iterentities()):
        raise unreadable(text("The file defines entities, which is not allowed."), line=1, place=place)
    if any(node.tag is etree.Entity for node in root.iter(etree.Entity)):
        raise unreadable(text("The file uses entities, which is not allowed."), line=1, place=place)
    if sum(1 for _ in root.iter()) > MOST_ELEMENTS:
        raise unreadable(text("The file holds too many elements."), place=place)
    return root


def _fault(error: Exception) -> str:
    return str(error).partition(", line ")[0][:200]


def tag(element: Element) -> str:
    """Return an element's name, without its namespace and without the `qti-` of QTI 3, in one spelling: `itembody`."""
    return _spelled(element.tag) if isinstance(element.tag, str) else ""


@lru_cache(maxsize=4096)
def _spelled(name: str) -> str:
    return str(etree.QName(name).localname).lower().removeprefix("qti-").replace("-", "")


def attribute(element: Element, name: str, default: str = "") -> str:
    """Return an attribute, whichever spelling it has: `baseType` in QTI 2 is `base-type` in QTI 3."""
    found = element.get(name)
    if found is not None:
        return str(found)
    wanted = name.lower()
    for key, value in element.attrib.items():
        if etree.QName(key).localname.lower().replace("-", "") == wanted:
            return str(value)
    return default


def elements(element: Element, *names: str) -> Iterator[Element]:
    """Yield the children of an element that have one of the names, or all of them."""
    for child in element:
        if isinstance(child.tag, str) and (not names or tag(child) in names):
            yield child


def first(element: Element | None, *path: str) -> Element | None:
    """Return the first child of that name, its first child of the next name, and so on; None where one is missing."""
    for name in path:
        if element is None:
            return None
        element = next(elements(element, name), None)
    return element


def below(element: Element, *names: str) -> Iterator[Element]:
    """Yield the elements within an element that have one of the names, in document order."""
    for node in element.iterdescendants():
        if isinstance(node.tag, str) and tag(node) in names:
            yield node


def words_in(element: Element | None) -> str:
    """Return the text of an element and of what stands in it."""
    return "" if element is None else "".join(element.itertext()).strip()
