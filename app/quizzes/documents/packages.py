"""Packages: ZIP files in which other systems put questions, their pictures, and a manifest that lists them.

Source: 1EdTech, Content Packaging 1.1 and Common Cartridge; Canvas's own exports.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import unquote

from app.quizzes.documents import canvas, moodle_xml, qti
from app.quizzes.documents.archive import Archive, resolved
from app.quizzes.documents.drafts import Draft, Effort, Entry, RefusedError
from app.quizzes.documents.qti.manifest import MANIFEST, Manifest
from app.quizzes.documents.recognition import of_root
from app.quizzes.documents.sources import MEGABYTE, unreadable
from app.quizzes.documents.trees import Element, attribute, below, parsed, tag
from app.quizzes.documents.values import QuestionFormat
from app.shared.errors import Unreadable
from app.shared.wording import Text, text

LARGEST_XML = 40 * MEGABYTE
"""Bytes of all the XML in a package."""
_SUFFIXES = (".xml", ".qti")
_CANVAS_OWN = "non_cc_assessments/"
_CARTRIDGE = "/assessment_qti.xml"
_BASES = ("$IMS-CC-FILEBASE$", "$IMS_CC_FILE_BASE$", "$IMS-CC-FILEBASE", "/")
_FOLDERS = ("", "web_resources", "resources", "images", "media")


@dataclass(frozen=True, slots=True)
class _File:
    """A file of a package that was looked into: its root, or what is wrong with it."""

    name: str
    root: Element | None = None
    fault: Text | None = None


def package_entries(archive: Archive) -> tuple[QuestionFormat, Iterator[Entry]]:
    """Return the format of a package, and its questions in the manifest's order. Raises `Unreadable`."""
    manifest = Manifest.of(archive)
    files = list(_files(archive, manifest))
    kinds = [kind for file in files if file.root is not None and (kind := of_root(tag(file.root))) is not None]
    if not kinds:
        raise unreadable(text("There is no question in the file."))
    return kinds[0], _entries(archive, manifest, files)


def _files(archive: Archive, manifest: Manifest) -> Iterator[_File]:
    names = [name for name in archive.names if name.lower().endswith(_SUFFIXES) and not name.endswith(MANIFEST)]
    whole = {name.removeprefix(_CANVAS_OWN).partition(".")[0] for name in names if name.startswith(_CANVAS_OWN)}
    size = 0
    for name in sorted(names, key=manifest.rank):
        if name.endswith(_CARTRIDGE) and name.removesuffix(_CARTRIDGE) in whole:
            continue
        raw = archive.read(name)
        size += len(raw)
        if size > LARGEST_XML:
            raise unreadable(text("The package is too large when it is unpacked."), place=name)
        try:
            yield _File(name, parsed(raw, name))
        except Unreadable as error:
            yield _File(name, fault=error.problems[0].reason)


def _entries(archive: Archive, manifest: Manifest, files: Sequence[_File]) -> Iterator[Entry]:
    effort = Effort()
    for file in files:
        if file.root is None:
            yield Entry(partial(_broken, file.fault or text("The file cannot be unpacked.")), place=file.name)
            continue
        kind, find = of_root(tag(file.root)), partial(_find, archive, file.name)
        if kind is QuestionFormat.QTI:
            yield from _of_qti(archive, manifest, file, file.root, effort)
        elif kind is QuestionFormat.CANVAS:
            yield from canvas.entries(file.root, place=file.name, find=find, effort=effort)
        elif kind is QuestionFormat.MOODLE_XML:
            yield from moodle_xml.entries(file.root)


def _of_qti(archive: Archive, manifest: Manifest, file: _File, root: Element, effort: Effort) -> Iterator[Entry]:
    if tag(root) == "assessmentitem":
        yield qti.item_entry(
            root,
            effort,
            place=file.name,
            find=partial(_find, archive, file.name),
            stimulus=partial(_stimulus, archive, file.name),
            metadata=manifest.metadata.get(file.name, qti.Metadata()),
        )
        return
    for reference in below(root, "assessmentitemref"):
        target = resolved(file.name, unquote(attribute(reference, "href")))
        if target not in archive:
            missing = text("The test refers to a question that is not in the package.")
            yield Entry(partial(_broken, missing), name=attribute(reference, "identifier"), place=file.name)


def _broken(reason: Text) -> Draft:
    raise RefusedError(reason)


def _stimulus(archive: Archive, base: str, address: str) -> Element | None:
    raw = archive.find(resolved(base, unquote(address)))
    try:
        return None if raw is None else parsed(raw, address)
    except Unreadable:
        return None


def _find(archive: Archive, base: str, address: str) -> bytes | None:
    """Return a picture by the address that a text at `base` gives it; other hosts are never asked."""
    if "://" in address:
        return None
    plain = unquote(address.partition("?")[0])
    for prefix in _BASES:
        plain = plain.removeprefix(prefix)
    near = [resolved(base, unquote(address)), resolved(base, plain)]
    anywhere = [posixpath.normpath(posixpath.join(folder, plain)) for folder in _FOLDERS]
    return next((raw for name in (*near, *anywhere) if name and (raw := archive.find(name)) is not None), None)
