"""Looks at an uploaded workbook before anything reads it: what kind of file it is, and how large it becomes.

An XLSX is a ZIP of XML. Small ones can unpack to gigabytes, name entities that grow, or hold a million rows. So the
directory is read first, every part is read once within its bound, and only what passes goes on to the reader.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from app.shared.errors import DomainError, TooLarge, Unreadable
from app.shared.tables import MEGABYTE
from app.shared.wording import Text, text

MOST_MEGABYTES = 10
MOST_PARTS = 300
MOST_UNPACKED = 40 * MEGABYTE
MOST_OF_A_SHEET = 8 * MEGABYTE
"""Of a sheet, or of the texts that sheets share."""
MOST_OF_OTHERS = MEGABYTE
"""Of every other part that is XML: styles, relations, properties."""
MOST_RATIO, RATIO_FROM = 200, MEGABYTE
MOST_SHEET_ROWS, MOST_CELLS = 5_000, 200_000

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_LARGE = ("xl/worksheets/", "xl/sharedStrings")


def check_archive(content: bytes) -> None:
    """Let a workbook pass that can be read without harm.

    Raises `TooLarge` (the file, or what it unpacks to) and `Unreadable` (no XLSX, macros, a password, entities).
    """
    if len(content) > MOST_MEGABYTES * MEGABYTE:
        raise TooLarge(text("The file is larger than %(limit)s MB.", limit=MOST_MEGABYTES))
    if content.startswith(_OLD_OFFICE):
        raise Unreadable(text("This workbook has a password or is of an old kind. Save it as XLSX without a password."))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_kind(archive)
            _check_sizes(archive)
            for name, part in _parts(archive):
                _check_part(name, part)
    except DomainError:
        raise
    except Exception:  # noqa: BLE001 - a damaged archive fails in zipfile, zlib, bz2, lzma, each with errors of its own
        raise Unreadable(no_workbook()) from None


def no_workbook() -> Text:
    """Return what is said of a file that is no workbook."""
    return text("This is no workbook that can be read. Upload the XLSX that you downloaded here and filled in.")


def _check_kind(archive: zipfile.ZipFile) -> None:
    names = set(archive.namelist())
    if "mimetype" in names and "content.xml" in names:
        raise Unreadable(text("This is an ODS. Save it as XLSX, and upload that."))
    if not {"[Content_Types].xml", "xl/workbook.xml"} <= names or len(names) != len(archive.infolist()):
        raise Unreadable(no_workbook())
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Unreadable(text("This workbook has macros. Save it as XLSX, which has none."))


def _check_sizes(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    grown = any(
        part.file_size > RATIO_FROM and part.file_size > MOST_RATIO * max(1, part.compress_size) for part in parts
    )
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED or grown:
        raise TooLarge(text("The workbook unpacks to more than can be read."))
    for part in parts:
        if _is_xml(part.filename) and part.file_size > _bound(part.filename):
            raise TooLarge(text("A part of the workbook is too large: %(name)s.", name=part.filename[:60]))


def _parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """Yield every part that is XML, never more of it than its bound, whatever the directory says."""
    for part in archive.infolist():
        if _is_xml(part.filename):
            with archive.open(part) as stream:
                content = stream.read(_bound(part.filename) + 1)
            if len(content) > _bound(part.filename):
                raise TooLarge(text("A part of the workbook is too large: %(name)s.", name=part.filename[:60]))
            yield part.filename, content


def _check_part(name: str, content: bytes) -> None:
    if b"\0" in content or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise Unreadable(text("The workbook holds XML that no spreadsheet program writes: %(name)s.", name=name[:60]))
    if name.startswith("xl/worksheets/"):
        rows, cells = len(_ROW.findall(content)), len(_CELL.findall(content))
        if rows > MOST_SHEET_ROWS or cells > MOST_CELLS:
            raise TooLarge(text("A sheet has more than %(limit)s rows.", limit=MOST_SHEET_ROWS))


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml"))


def _bound(name: str) -> int:
    return MOST_OF_A_SHEET if name.startswith(_LARGE) else MOST_OF_OTHERS
