"""Reads OpenDocument texts."""

from __future__ import annotations

import re

from app.essays.documents.archives import Archive
from app.essays.documents.xml import Prose, Walker, walk
from app.essays.rules.files import BROKEN, MACROS, MOST_XML, PROTECTED, not_a_document, refused
from app.essays.rules.words import MOST_CHARACTERS

_KIND = b"application/vnd.oasis.opendocument.text"
_CONTENT, _MANIFEST, _SMALL = "content.xml", "META-INF/manifest.xml", 2_000_000
_SPACES = ("urn:oasis:names:tc:opendocument:xmlns:text:1.0", "urn:oasis:names:tc:opendocument:xmlns:office:1.0")
_COUNT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}c"
_ACTIVE = ("basic/", "scripts/", "dialogs/")
_WHITE = re.compile(r"[ \t\r\n]+")
_MOST_SPACES = 100


def odt_text(archive: Archive) -> str:
    """Return the text of a document, paragraphs between empty lines, notes after it. Raises `Unreadable`."""
    if archive.read("mimetype", 200).strip() != _KIND:
        raise not_a_document("OPENDOCUMENT")
    if any(name.casefold().startswith(_ACTIVE) for name in archive.names):
        raise refused(MACROS)
    if not {_CONTENT, _MANIFEST} <= archive.names:
        raise refused(BROKEN)
    walk(archive.read(_MANIFEST, _SMALL), _Manifest())
    prose = _OpenProse(MOST_CHARACTERS)
    walk(archive.read(_CONTENT, MOST_XML), prose)
    return "\n\n".join([*prose.paragraphs, *prose.notes])


class _Manifest(Walker):
    """Refuses documents whose parts are encrypted."""

    def begin(self, name: str, attributes: dict[str, str]) -> None:  # noqa: ARG002 - as Walker says
        if name in {"encryption-data", "encrypted-key"}:
            raise refused(PROTECTED)


class _OpenProse(Prose):
    """Knows what of a document is text. White space in a row is one space, as the format says."""

    spaces = _SPACES
    _skipped = frozenset({"tracked-changes", "annotation", "note-citation", "scripts"})
    _active = frozenset({"script", "event-listeners"})
    _paragraphs = frozenset({"p", "h"})

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name in self._active:
            raise refused(MACROS)
        if name in self._skipped:
            self.skip(1)
        elif name == "note":
            self.note(1)
        elif name in self._paragraphs:
            self.open_paragraph()
        else:
            self.add(_sign(name, attributes))

    def finish(self, name: str) -> None:
        if name in self._skipped:
            self.skip(-1)
        elif name == "note":
            self.note(-1)
        elif name in self._paragraphs:
            self.close_paragraph()

    def data(self, data: str) -> None:
        self.add(_WHITE.sub(" ", data))


def _sign(name: str, attributes: dict[str, str]) -> str:
    """Return what an element stands for that is a sign: spaces, a tab, the end of a line; "" for any other."""
    if name == "s":
        count = attributes.get(_COUNT, "1")
        return " " * min(int(count) if count.isdecimal() and len(count) <= 3 else 1, _MOST_SPACES)  # noqa: PLR2004
    return {"tab": " ", "line-break": "\n"}.get(name, "")
