"""An archive that a document is made of: its table of contents is checked before anything is unpacked.

Nothing is ever unpacked to a path; entries are read into memory, up to a limit, by the few names that a document has.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Sequence

from app.essays.rules.files import (
    BOMB,
    BROKEN,
    HIDDEN,
    MOST_ENTRIES,
    MOST_RATIO,
    MOST_UNPACKED,
    NAMES,
    PROTECTED,
    RATIO_FROM,
    refused,
)

_END = b"PK\x05\x06"
_END_SIZE = 22
_ENCRYPTED = 0x1
_PACKINGS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_LINK = 0o120000
_TYPE = 0o170000
_STRANGE = re.compile(r"(^|/)\.\.(/|$)|^/|\\|^[A-Za-z]:|[\x00-\x1f\x7f]|//")
_LONGEST_NAME = 300
_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
    LookupError,
)
"""What Python's reader raises at archives that somebody has tampered with."""


class Archive:
    """A ZIP archive whose table of contents is sound."""

    def __init__(self, content: bytes) -> None:
        """Check `content`. Raises `Unreadable` with the reason."""
        if content[-_END_SIZE:].startswith(_END) is False or b"%PDF-" in content[:1024]:
            raise refused(HIDDEN if _END in content else BROKEN)
        try:
            self._file = zipfile.ZipFile(io.BytesIO(content))
            entries = self._file.infolist()
        except _FAULTS as error:
            raise refused(BROKEN) from error
        _check(entries)
        self.names: frozenset[str] = frozenset(entry.filename for entry in entries)
        self.first: str = entries[0].filename

    def read(self, name: str, limit: int) -> bytes:
        """Return one entry, which is known to be there. Raises `Unreadable` if it is damaged or above `limit` bytes."""
        try:
            if self._file.getinfo(name).file_size > limit:
                raise refused(BOMB)
            with self._file.open(name) as entry:
                return entry.read(limit)
        except _FAULTS as error:
            raise refused(BROKEN) from error


def _check(entries: Sequence[zipfile.ZipInfo]) -> None:
    if not entries:
        raise refused(BROKEN)
    if len(entries) > MOST_ENTRIES or _too_much(entries):
        raise refused(BOMB)
    if min(entry.header_offset for entry in entries) != 0:
        raise refused(HIDDEN)
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise refused(PROTECTED)
    if any(entry.compress_type not in _PACKINGS for entry in entries):
        raise refused(BROKEN)
    names = [entry.filename for entry in entries]
    if len({name.casefold() for name in names}) < len(names) or any(_strange(entry) for entry in entries):
        raise refused(NAMES)


def _too_much(entries: Sequence[zipfile.ZipInfo]) -> bool:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    return unpacked > MOST_UNPACKED or (unpacked > RATIO_FROM and unpacked > MOST_RATIO * max(packed, 1))


def _strange(entry: zipfile.ZipInfo) -> bool:
    name = entry.orig_filename
    link = (entry.external_attr >> 16) & _TYPE == _LINK
    return link or len(name) > _LONGEST_NAME or _STRANGE.search(name) is not None
