"""The ZIP that a marker takes along: the workbook, and each essay as text, with the file that was handed in."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import IO
from unicodedata import normalize

from app.shared.tables import MEGABYTE

FOLDER = "essays"
MOST_OF_ORIGINALS = 500 * MEGABYTE
"""Files that were handed in are taken along up to so many bytes together; every essay's text always is."""
_LONGEST_NAME = 40
_KINDS = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.oasis.opendocument.text": "odt",
    "text/plain": "txt",
}
_AT_ALL_TIMES = (2000, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Original:
    """The file that was handed in; `read` gives its bytes when its turn comes."""

    media_type: str
    size: int
    read: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class BundledEssay:
    """One essay: its name in the ZIP, without an ending; its text; the file, if it came from one."""

    name: str
    text: str
    original: Original | None = None


def file_name(number: int, label: str) -> str:
    """Return a name that every system can store: `007-amina-banda`. `number` counts from 1 and parts namesakes."""
    plain = normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_NAME].strip("-")
    return f"{number:03d}-{words or 'essay'}"


def write_bundle(stream: IO[bytes], workbook: bytes, essays: Iterable[BundledEssay], *, title: str) -> None:
    """Write the ZIP to `stream`, an essay at a time. Texts are UTF-8 with a mark that tells every editor so."""
    taken = 0
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, f"{title}.xlsx", workbook)
        for essay in essays:
            _add(archive, f"{FOLDER}/{essay.name}.txt", essay.text.replace("\n", "\r\n").encode("utf-8-sig"))
            original = essay.original
            if original is not None and taken + original.size <= MOST_OF_ORIGINALS:
                taken += original.size
                ending = _KINDS.get(original.media_type, "bin")
                _add(archive, f"{FOLDER}/{essay.name}-handed-in.{ending}", original.read())


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Add a file with the same date always, so that the same content gives the same ZIP."""
    archive.writestr(zipfile.ZipInfo(name, _AT_ALL_TIMES), content, zipfile.ZIP_DEFLATED)
