"""Reads Word documents (Office Open XML).

Text is taken as it stands after accepting every tracked change: what was inserted is read, what was deleted is not.
"""

from __future__ import annotations

from app.essays.documents.archives import Archive
from app.essays.documents.xml import Prose, Walker, walk
from app.essays.rules.files import BROKEN, MACROS, MOST_XML, OUTSIDE, not_a_document, refused
from app.essays.rules.words import MOST_CHARACTERS

_TYPES, _SMALL = "[Content_Types].xml", 2_000_000
_DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_SPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_ACTIVE = ("vbaproject", "vbadata", "/activex/", "macrosheets/", "/attachedtoolbars")
_HARMLESS_OUTSIDE = frozenset({"hyperlink", "image"})
"""What may lie elsewhere: links are followed by nobody here; a picture that is missing harms nobody."""
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")


def docx_text(archive: Archive) -> str:
    """Return the text of a document, paragraphs between empty lines, notes after it. Raises `Unreadable`."""
    types = _Types()
    main = _main_part(archive, types)
    relations = _Relations()
    relations.count_on(types)
    for name in sorted(name for name in archive.names if name.endswith(".rels")):
        walk(archive.read(name, _SMALL), relations)
    prose = _WordProse(MOST_CHARACTERS)
    prose.count_on(relations)
    for name in (main, *(note for note in _NOTES if note in archive.names)):
        walk(archive.read(name, MOST_XML), prose)
    return "\n\n".join(prose.paragraphs)


def _main_part(archive: Archive, types: _Types) -> str:
    if any(active in f"/{name.casefold()}" for name in archive.names for active in _ACTIVE):
        raise refused(MACROS)
    walk(archive.read(_TYPES, _SMALL), types)
    if any("macroenabled" in kind.casefold() for kind in types.parts.values()):
        raise refused(MACROS)
    found = [name for name, kind in types.parts.items() if kind == _DOCUMENT]
    if not found:
        raise not_a_document("OFFICE")
    if found[0] not in archive.names:
        raise refused(BROKEN)
    return found[0]


class _Types(Walker):
    """Collects what kind each part is said to be."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: dict[str, str] = {}

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name in {"Override", "Default"}:
            part = attributes.get("PartName", "*" + attributes.get("Extension", ""))
            self.parts[part.removeprefix("/")] = attributes.get("ContentType", "")


class _Relations(Walker):
    """Refuses what would have a reader of the original fetch things from elsewhere."""

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("Type", "").rpartition("/")[2]
        outside = attributes.get("TargetMode", "").casefold() == "external"
        if name == "Relationship" and outside and kind not in _HARMLESS_OUTSIDE:
            raise refused(OUTSIDE)


class _WordProse(Prose):
    """Knows what of a document is text."""

    spaces = (*_SPACES, _COMPATIBILITY)
    _skipped = frozenset({"pPr", "rPr", "sectPr", "moveFrom", "del", "Fallback"})
    _signs = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": ""}  # noqa: RUF012 - constant

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self._in_text = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:  # noqa: ARG002 - as Walker says
        if name in self._skipped:
            self.skip(1)
        elif name == "p":
            self.open_paragraph()
        elif name == "t":
            self._in_text = True
        elif name in self._signs:
            self.add(self._signs[name])

    def finish(self, name: str) -> None:
        if name in self._skipped:
            self.skip(-1)
        elif name == "p":
            self.close_paragraph()
        elif name == "t":
            self._in_text = False

    def data(self, data: str) -> None:
        if self._in_text:
            self.add(data)
