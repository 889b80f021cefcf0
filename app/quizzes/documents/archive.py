"""ZIP files read within limits: how many files, how large, how tightly packed, and where they say they belong."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib

from app.quizzes.documents.sources import MEGABYTE, unreadable
from app.shared.wording import text

LARGEST_ARCHIVE = 50 * MEGABYTE
LARGEST_FILE = 10 * MEGABYTE
"""Bytes of one file of a package, unpacked, that is read at all."""
LARGEST_CONTENT = 200 * MEGABYTE
"""Bytes that all files of a package say they are, unpacked."""
MOST_FILES = 6_000
LARGEST_RATIO = 200
"""How much larger a file may be unpacked than packed, past `FREE_SIZE`."""
FREE_SIZE = MEGABYTE
_PACKAGES = (".zip", ".imscc", ".jar", ".h5p", ".docx", ".gz", ".7z", ".rar", ".tar")
_ENCRYPTED = 0x1
_FAULTS = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError, KeyError)


class Archive:
    """A package; its files are unpacked one by one, when they are asked for. Raises `Unreadable` for an unsafe one."""

    def __init__(self, raw: bytes) -> None:
        """Open a package and check what it says of itself."""
        if len(raw) > LARGEST_ARCHIVE:
            raise unreadable(text("The package is larger than %(limit)s MB.", limit=LARGEST_ARCHIVE // MEGABYTE))
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(raw))
            listed = self._zip.infolist()
        except _FAULTS:
            raise unreadable(text("The package is no ZIP file that can be opened.")) from None
        if len(listed) > MOST_FILES:
            raise unreadable(text("The package holds more than %(most)s files.", most=MOST_FILES))
        if sum(info.file_size for info in listed) > LARGEST_CONTENT:
            raise unreadable(text("The package is too large when it is unpacked."))
        for info in listed:
            _check(info)
        self._infos = {_path(info.filename): info for info in listed if not info.is_dir()}
        self._left = LARGEST_CONTENT

    @property
    def names(self) -> tuple[str, ...]:
        """The paths of the files, in the package's order, without what macOS adds."""
        return tuple(name for name in self._infos if not name.startswith("__MACOSX/"))

    def __contains__(self, name: str) -> bool:
        """Whether there is a file of that path."""
        return name in self._infos

    def read(self, name: str) -> bytes:
        """Return a file. Raises `Unreadable` where it cannot be unpacked, or is larger than it says or may be."""
        info = self._infos[name]
        try:
            with self._zip.open(info) as packed:
                content = packed.read(min(LARGEST_FILE, self._left) + 1)
        except _FAULTS:
            raise unreadable(text("The file cannot be unpacked."), place=name) from None
        self._left -= len(content)
        if len(content) > LARGEST_FILE or self._left < 0:
            raise unreadable(text("The file is too large when it is unpacked."), place=name)
        return content

    def find(self, name: str) -> bytes | None:
        """Return a file; None where there is none, or it cannot be read."""
        if name not in self._infos or self._infos[name].file_size > LARGEST_FILE:
            return None
        return self.read(name)


def resolved(base: str, address: str) -> str:
    """Return the path of what a file at `base` calls `address`; empty where that leads out of the package."""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(base), address))
    return "" if path.startswith(("../", "/")) or path in {"..", "."} else path


def _check(info: zipfile.ZipInfo) -> None:
    name = info.filename
    if name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name.partition("/")[0]:
        raise unreadable(text("A file of the package wants to be unpacked elsewhere."), place=name[:200])
    if info.flag_bits & _ENCRYPTED:
        raise unreadable(text("The package is encrypted."), place=name[:200])
    if name.lower().endswith(_PACKAGES):
        raise unreadable(text("The package holds another package; unpack it first."), place=name[:200])
    if info.file_size > FREE_SIZE and info.file_size > info.compress_size * LARGEST_RATIO:
        raise unreadable(text("A file of the package is packed too tightly to be trusted."), place=name[:200])


def _path(name: str) -> str:
    return posixpath.normpath(name.replace("\\", "/"))
