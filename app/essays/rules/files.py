"""What an essay may come in as a file: its kinds, and how much of one is read. Pure.

Source: docs/decisions/0070-essays.md. A file is what its content says; its name is never asked.
"""

from __future__ import annotations

from enum import StrEnum

from app.shared.errors import Problem, Unreadable
from app.shared.wording import Text, text


class FileKind(StrEnum):
    """The kinds that are read; the value is the ending of the name under which the original is given out."""

    DOCX = "docx"
    ODT = "odt"
    PDF = "pdf"
    TEXT = "txt"

    @property
    def media_type(self) -> str:
        """The media type that is kept with the file and sent with it."""
        return _MEDIA_TYPES[self]

    @classmethod
    def of(cls, media_type: str) -> FileKind:
        """Return the kind that a stored media type stands for. Raises `KeyError` for any other."""
        return {known: kind for kind, known in _MEDIA_TYPES.items()}[media_type]


_MEDIA_TYPES = {
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.ODT: "application/vnd.oasis.opendocument.text",
    FileKind.PDF: "application/pdf",
    FileKind.TEXT: "text/plain",
}

ACCEPTED = ".docx,.odt,.pdf,.txt"
"""What the page's file chooser offers first; a hint only."""

MOST_ENTRIES = 2_000
MOST_UNPACKED = 200_000_000
MOST_RATIO = 100
RATIO_FROM = 5_000_000
"""An archive of up to this many bytes unpacked may be packed as tightly as it likes: it does no harm."""
MOST_XML = 30_000_000
MOST_ELEMENTS = 500_000
DEEPEST = 200
MOST_PAGES = 200
PDF_SECONDS = 20
PDF_MEMORY = 1_000_000_000

BROKEN = text("The file is damaged or incomplete. Open it in your word processor, save it again and upload that.")
PROTECTED = text("The file is protected by a password or by encryption. Save it without protection and upload that.")
MACROS = text("The file holds macros or scripts. Save it without them, as an ordinary document, and upload that.")
OUTSIDE = text("The file fetches parts of itself from elsewhere. Save it as an ordinary document and upload that.")
BOMB = text("The file unpacks to far more than an essay can be, so it is not read.")
HIDDEN = text("There is something before or after the document in this file. Save it again and upload that.")
NAMES = text("The file holds entries with names that no document has, so it is not read.")
TOO_MUCH = text("The document is far longer than an essay can be, so it is not read.")
NO_TEXT = text(
    "There is no text in this file, perhaps only pictures of pages. Upload the document they were made from."
)
EMPTY = text("The file is empty.")
DECLARATIONS = text("The file declares entities of its own, which no word processor does, so it is not read.")


def refused(reason: Text) -> Unreadable:
    """Return the refusal of a file, with the reason at the field in which it came."""
    return Unreadable(text("This file cannot be used."), code="file_refused", problems=[Problem(reason, "file")])


def not_a_document(kind: str) -> Unreadable:
    """Return the refusal of a file that is none of the kinds; `kind` is what it seems to be, "" if nothing known."""
    wanted = text("Upload a DOCX, ODT, PDF or plain-text file.")
    if not kind:
        return refused(text("This is not a document that can be read here. %(wanted)s", wanted=wanted))
    return refused(
        text("By its content this is %(kind)s, not a document to read. %(wanted)s", kind=kind, wanted=wanted)
    )
