"""A package's manifest: which files it lists, in what order, and what it says of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from app.quizzes.documents.archive import Archive, resolved
from app.quizzes.documents.qti.items import Metadata
from app.quizzes.documents.trees import Element, attribute, below, elements, first, parsed, words_in
from app.shared.errors import Unreadable

MANIFEST = "imsmanifest.xml"
_SUBJECT = "discipline"


@dataclass(frozen=True, slots=True)
class Manifest:
    """The files that a manifest lists, in order, and what it says of each."""

    listed: tuple[str, ...] = ()
    metadata: Mapping[str, Metadata] = field(default_factory=dict)

    @classmethod
    def of(cls, archive: Archive) -> Manifest:
        """Return the manifest of a package: an empty one where it has none, or a broken one."""
        names = sorted((name for name in archive.names if name.rpartition("/")[2] == MANIFEST), key=len)
        if not names:
            return cls()
        try:
            root = parsed(archive.read(names[0]), names[0])
        except Unreadable:
            return cls()
        listed: dict[str, Metadata] = {}
        for resource in below(root, "resource"):
            said = _metadata(resource)
            for address in _addresses(resource):
                listed.setdefault(resolved(names[0], unquote(address)), said)
        return cls(tuple(listed), listed)

    def rank(self, name: str) -> tuple[int, str]:
        """Return where a file stands: those that the manifest lists first."""
        return (self.listed.index(name), name) if name in self.metadata else (len(self.listed), name)


def _addresses(resource: Element) -> Iterator[str]:
    if attribute(resource, "href"):
        yield attribute(resource, "href")
    for file in elements(resource, "file"):
        yield attribute(file, "href")


def _metadata(resource: Element) -> Metadata:
    folder = first(resource, "metadata")
    if folder is None:
        return Metadata()
    keywords = [words_in(found) for found in below(folder, "keyword")]
    subjects = [
        words_in(entry)
        for found in below(folder, "classification")
        if words_in(first(found, "purpose", "value")) == _SUBJECT
        for entry in below(found, "entry")
    ]
    return Metadata(tuple(word for word in keywords if word), "/".join(name.replace("/", "-") for name in subjects))
