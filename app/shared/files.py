"""Files that people hand in: a row for each, its bytes in a store under a name that we made.

The store is a folder, or a bucket (`object_store`). In a folder a file is written beside its place, forced to the disk
and renamed before its row is added, so that a row never lacks its file. What a file says is compared with its row
whenever it is read. What a transaction that failed leaves behind is a file without a row, and so is one that was
forgotten; `sweep` takes those away.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from flask import Flask, current_app
from sqlalchemy import CheckConstraint, ForeignKey, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from app.config import Settings, SettingsError
from app.shared.database import Base, session
from app.shared.errors import NotFound
from app.shared.object_store import ObjectStore
from app.shared.scheduler import Job

ORPHAN_AFTER = timedelta(days=1)
"""No transaction lasts this long: a file without a row that is older belongs to nobody."""

_PARTIAL = ".partial"


class FileDamaged(OSError):
    """What the store gave is not what was put there."""


class Store(Protocol):
    """Where the bytes are. `keys_older_than` yields whatever lies there, with a row or without."""

    def put(self, content: bytes) -> str:
        """Return the key under which `content` is from now on, whatever happens to the machine."""

    def get(self, key: str) -> bytes:
        """Return what was put under `key`. Raises `FileNotFoundError`."""

    def remove(self, key: str) -> None:
        """Take a file away; one that is gone already is no matter."""

    def keys_older_than(self, instant: datetime) -> Iterator[str]:
        """Yield the keys of files last written before `instant`."""


class StoredFile(Base):
    """One file that was handed in. `key` is its name in the store; `name` is what its owner called it."""

    __tablename__ = "stored_files"
    __table_args__ = (CheckConstraint("size >= 0", name="size"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(120))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class FileValue:
    """What is known of a stored file. `size` in bytes; `name` is as its owner wrote it, never a path."""

    id: int
    course_id: int
    owner_id: int
    name: str
    media_type: str
    size: int
    sha256: str
    created_at: datetime


class FolderStore:
    """Files in a folder, two letters of their name deep."""

    def __init__(self, folder: Path) -> None:
        """Use `folder`, which is made when the first file comes."""
        self._folder = folder

    def put(self, content: bytes) -> str:
        """Return the key under which `content` is from now on, whatever happens to the machine."""
        key = secrets.token_hex(16)
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(_PARTIAL)
        with partial.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.rename(path)
        _sync_folder(path.parent)
        return key

    def get(self, key: str) -> bytes:
        """Return what was put under `key`. Raises `FileNotFoundError`."""
        return self._path(key).read_bytes()

    def remove(self, key: str) -> None:
        """Take a file away; one that is gone already is no matter."""
        self._path(key).unlink(missing_ok=True)

    def keys_older_than(self, instant: datetime) -> Iterator[str]:
        """Yield the keys of files last written before `instant`, those never finished included."""
        for path in self._folder.glob("??/*"):
            if path.stat().st_mtime < instant.timestamp():
                yield path.name

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / key


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def register(app: Flask, settings: Settings) -> None:
    """Give `app` its store. Raises `SettingsError` for one that this version cannot use."""
    app.extensions["files"] = _made(settings.storage_url)


def _made(url: str) -> Store:
    if "://" not in url:
        return FolderStore(Path(url))
    try:
        return ObjectStore(url)
    except ValueError:
        raise SettingsError(f"STORAGE_URL is {url!r}, but must be a folder, or s3://bucket/prefix") from None


def _store() -> Store:
    store: Store = current_app.extensions["files"]
    return store


def try_store() -> None:
    """Put something into the store, read it back and take it away. Raises `OSError` where one of the three fails."""
    content = secrets.token_bytes(16)
    key = _store().put(content)
    try:
        if _store().get(key) != content:
            raise FileDamaged(key)
    finally:
        _store().remove(key)


def keep(content: bytes, *, course_id: int, owner_id: int, name: str, media_type: str, now: datetime) -> FileValue:
    """Store a file and add its row in the caller's transaction. `name` is cut to what its column takes."""
    row = StoredFile(
        course_id=course_id,
        owner_id=owner_id,
        name=name[-200:],
        media_type=media_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        key=_store().put(content),
        created_at=now,
    )
    session.add(row)
    session.flush()
    return _value(row)


def forget(file_id: int) -> None:
    """Delete a file's row in the caller's transaction; `sweep` takes its bytes. One without a row is no matter.

    That nothing names the row any more is the caller's to see to: the database refuses it otherwise.
    """
    session.execute(delete(StoredFile).where(StoredFile.id == file_id))


def get_file(file_id: int) -> FileValue:
    """Return what is known of a file. Raises `NotFound`; who may see it is the caller's to say."""
    return _value(_row(file_id))


def content_of(file_id: int) -> bytes:
    """Return the bytes of a file, which are what was handed in. Raises `NotFound`, `FileDamaged`."""
    row = _row(file_id)
    content = _store().get(row.key)
    if hashlib.sha256(content).hexdigest() != row.sha256:
        raise FileDamaged(row.key)
    return content


def sweep(now: datetime) -> int:
    """Take away files without a row that are older than a day; return how many."""
    old = sorted(_store().keys_older_than(now - ORPHAN_AFTER))
    known = set(session.scalars(select(StoredFile.key)))
    orphans = [key for key in old if key not in known]
    for key in orphans:
        _store().remove(key)
    return len(orphans)


jobs = (Job("sweep-files", 6 * 3600, sweep),)


def _row(file_id: int) -> StoredFile:
    row = session.get(StoredFile, file_id)
    if row is None:
        raise NotFound
    return row


def _value(row: StoredFile) -> FileValue:
    return FileValue(
        id=row.id,
        course_id=row.course_id,
        owner_id=row.owner_id,
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        sha256=row.sha256,
        created_at=row.created_at,
    )
