"""Tells by its content what a file is, and hands it to whoever reads that."""

from __future__ import annotations

from dataclasses import dataclass

import puremagic

from app.essays.documents.archives import Archive
from app.essays.documents.docx import docx_text
from app.essays.documents.odt import odt_text
from app.essays.documents.pdf import pdf_text
from app.essays.documents.texts import decoded
from app.essays.rules.files import EMPTY, NO_TEXT, PROTECTED, TOO_MUCH, FileKind, not_a_document, refused
from app.essays.rules.words import MOST_CHARACTERS, count_words, plain_text
from app.shared.errors import Unreadable

_ZIP, _PDF, _OLE = b"PK\x03\x04", b"%PDF-", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
_SURE = 0.4


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What a file is and says: plain text, as it will be stored."""

    kind: FileKind
    text: str


def read_file(content: bytes) -> ReadFile:
    """Return what a file says. Raises `Unreadable` (`file_refused`) with the reason, whatever the bytes are."""
    if not content:
        raise refused(EMPTY)
    kind, text = _read(content)
    if len(text) > MOST_CHARACTERS:
        raise refused(TOO_MUCH)
    plain = plain_text(text).strip()
    if not count_words(plain):
        raise refused(NO_TEXT)
    return ReadFile(kind, plain)


def _read(content: bytes) -> tuple[FileKind, str]:
    if content.startswith(_PDF):
        return FileKind.PDF, pdf_text(content)
    if content.startswith(_ZIP):
        return _unpacked(Archive(content))
    text = decoded(content)
    if text is None:
        raise _unknown(content)
    return FileKind.TEXT, text


def _unpacked(archive: Archive) -> tuple[FileKind, str]:
    if "[Content_Types].xml" in archive.names:
        return FileKind.DOCX, docx_text(archive)
    if "mimetype" in archive.names:
        return FileKind.ODT, odt_text(archive)
    raise not_a_document("ZIP")


def _unknown(content: bytes) -> Unreadable:
    if content.startswith(_OLE):
        return refused(PROTECTED) if _ENCRYPTED_OFFICE in content else not_a_document("DOC")
    return not_a_document(_looks_like(content))


def _looks_like(content: bytes) -> str:
    """Return the ending that such files have, in capitals; "" where nobody can tell."""
    try:
        found = puremagic.magic_string(content)
    except (puremagic.PureError, ValueError):
        return ""
    return next((one.extension.lstrip(".").upper() for one in found if one.confidence >= _SURE), "")
