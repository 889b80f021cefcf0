"""Walks through XML as it streams by: no tree, no entities, no DTD, nothing fetched, and only so much of it."""

from __future__ import annotations

from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from app.essays.rules.files import BROKEN, DECLARATIONS, DEEPEST, MOST_ELEMENTS, TOO_MUCH, refused

_CHUNK = 1 << 16


class Walker:
    """Sees every element begin and end, and the text between; subclasses say what they make of it.

    Names are given without their namespace; `spaces` names the namespaces whose elements are seen ("" sees all).
    """

    spaces: tuple[str, ...] = ()

    def __init__(self) -> None:
        """Begin at the top."""
        self._elements = 0
        self._depth = 0

    def count_on(self, before: Walker) -> None:
        """Count the elements of what `before` saw as well: the limit is one for all the parts of a document."""
        self._elements += before._elements

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Count an element, and look at it."""
        self._elements += 1
        self._depth += 1
        if self._elements > MOST_ELEMENTS or self._depth > DEEPEST:
            raise refused(TOO_MUCH)
        space, _, name = tag.rpartition("}")
        if not self.spaces or space[1:] in self.spaces:
            self.begin(name, attributes)

    def end(self, tag: str) -> None:
        """Leave an element."""
        self._depth -= 1
        space, _, name = tag.rpartition("}")
        if not self.spaces or space[1:] in self.spaces:
            self.finish(name)

    def data(self, data: str) -> None:
        """See text."""

    def close(self) -> None:
        """See the end of the file."""

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """See an element begin."""

    def finish(self, name: str) -> None:
        """See an element end."""


def walk(content: bytes, walker: Walker) -> None:
    """Lead `walker` through a file. Raises `Unreadable` for what is not well formed, or declares a document type."""
    parser = DefusedXMLParser(target=walker, forbid_dtd=True)
    try:
        for place in range(0, len(content), _CHUNK):
            parser.feed(content[place : place + _CHUNK])
        parser.close()
    except DefusedXmlException as error:
        raise refused(DECLARATIONS) from error
    except (ParseError, ValueError, LookupError) as error:
        raise refused(BROKEN) from error


class Prose(Walker):
    """Collects paragraphs. Text boxes and notes are paragraphs within paragraphs: each ends up as one of its own."""

    def __init__(self, most: int) -> None:
        """Take up to `most` characters."""
        super().__init__()
        self.paragraphs: list[str] = []
        self.notes: list[str] = []
        self._open: list[list[str]] = []
        self._left = most
        self._skipping = 0
        self._noting = 0

    def add(self, piece: str) -> None:
        """Add to the paragraph that is open, if one is."""
        if not self._open or self._skipping:
            return
        self._left -= len(piece)
        if self._left < 0:
            raise refused(TOO_MUCH)
        self._open[-1].append(piece)

    def open_paragraph(self) -> None:
        """Begin a paragraph."""
        self._open.append([])

    def close_paragraph(self) -> None:
        """End the paragraph that was begun last."""
        shown = "".join(self._open.pop()).strip() if self._open else ""
        if shown:
            (self.notes if self._noting else self.paragraphs).append(shown)

    def skip(self, by: int) -> None:
        """Enter (1) or leave (-1) what is not part of the text."""
        self._skipping += by

    def note(self, by: int) -> None:
        """Enter (1) or leave (-1) a note: notes stand after the text."""
        self._noting += by
