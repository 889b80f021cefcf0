"""Reads the files of a folder that defines something: few enough, small enough, and never from outside the folder."""

from __future__ import annotations

import stat
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from app.shared.definitions.section import closest
from app.shared.definitions.source import LARGEST
from app.shared.errors import Problem
from app.shared.wording import Text, text

_MOST_FILES = 2000
_DEEPEST = 3


@dataclass(slots=True)
class Folder:
    """The files that were wanted, by name (`modules/concepts.en.md`; sorted), and what cannot be read, by `file`."""

    files: dict[str, bytes] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def within(self, name: str) -> dict[str, bytes]:
        """Return the files of one folder in this one, by their names there."""
        start = f"{name}/"
        return {path.removeprefix(start): raw for path, raw in self.files.items() if path.startswith(start)}


def read_folder(root: Path, wanted: Collection[str]) -> Folder:
    """Return what `root` holds under the names `wanted` (files, and folders with all in them).

    Other names stay unread, but one that looks like a misspelt wanted one is a problem. So are symbolic links, what is
    no plain file, files over the limit of definitions, and more files or deeper folders than a course needs. Names
    that begin with a full stop are passed over.
    """
    folder = Folder()
    for path in _sorted(root, root, folder):
        if path.name in wanted:
            _take(path, root, folder)
        elif not path.name.startswith(".") and (meant := _misspelt(path, wanted)):
            folder.problems.append(_problem(path, root, text("Did you mean “%(name)s”?", name=meant)))
    return folder


def _misspelt(path: Path, wanted: Collection[str]) -> str | None:
    """Return the name that `path` most likely should have; a file is compared with files, a folder with folders."""
    found = closest(path.name, [name for name in wanted if ("." in name) == ("." in path.name)])
    return found if found and found != path.name else None


def _take(path: Path, root: Path, folder: Folder) -> None:
    if path.name.startswith("."):
        return
    refused = _refused(path, root, folder)
    if refused is not None:
        folder.problems.append(_problem(path, root, refused))
    elif path.is_dir():
        for inner in _sorted(path, root, folder):
            _take(inner, root, folder)
    else:
        _read(path, root, folder)


def _refused(path: Path, root: Path, folder: Folder) -> Text | None:
    """Return why `path` is not read; None when it can be."""
    mode = path.lstat().st_mode
    if stat.S_ISLNK(mode):
        return text("This is a link to another place. Put the file itself here.")
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        return text("This is no plain file.")
    if not path.name.isprintable():
        return text("The name holds a character that cannot be printed.")
    if stat.S_ISDIR(mode) and len(path.relative_to(root).parts) >= _DEEPEST:
        return text("Folders lie too deep here. Move the files up.")
    if len(folder.files) >= _MOST_FILES:
        return text("The folder holds more than %(limit)s files.", limit=_MOST_FILES)
    return None


def _read(path: Path, root: Path, folder: Folder) -> None:
    try:
        with path.open("rb") as stream:
            raw = stream.read(LARGEST + 1)
    except OSError:
        folder.problems.append(_problem(path, root, text("The file cannot be read.")))
        return
    if len(raw) > LARGEST:
        reason = text("The file is larger than %(limit)s MB.", limit=LARGEST // 1_000_000)
        folder.problems.append(_problem(path, root, reason))
        return
    folder.files[path.relative_to(root).as_posix()] = raw


def _sorted(path: Path, root: Path, folder: Folder) -> Iterator[Path]:
    try:
        yield from sorted(path.iterdir())
    except OSError:
        folder.problems.append(_problem(path, root, text("The folder cannot be read.")))


def _problem(path: Path, root: Path, reason: Text) -> Problem:
    name = path.relative_to(root).as_posix()
    return Problem(reason, file=name if name.isprintable() else repr(name))
