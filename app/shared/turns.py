"""Whose turn it is to write to a SQLite file: those who wait get it one after the other.

SQLite's own lock stays what protects the file. But who waits for it only asks again after pauses that grow to a tenth
of a second, and whoever comes meanwhile goes first: under load some wait for a second. Here threads of a process wait
for a mutex, and processes for two locks on a file: who holds the first is next, and who holds the second writes.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
import weakref
from functools import lru_cache
from pathlib import Path
from typing import Any

_NEXT, _WRITES = 0, 1
"""The bytes of the file whose locks say who is next, and who writes."""
PATIENCE = 30.0
"""Seconds after which somebody who waits tries without a turn: SQLite then decides."""
_PAUSE = 0.0005


class Turn:
    """The turn to write to the database in one file."""

    def __init__(self, path: Path | str) -> None:
        """Open (and make) the file of the locks, beside the database."""
        self._inside = threading.Lock()
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        weakref.finalize(self, os.close, self._file)

    def take(self) -> bool:
        """Wait for the turn; tell whether it came in time."""
        ends = time.monotonic() + PATIENCE
        if not self._inside.acquire(timeout=PATIENCE):
            return False
        if self._lock(_NEXT, ends):
            got = self._lock(_WRITES, ends)
            self._unlock(_NEXT)
            if got:
                return True
        self._inside.release()
        return False

    def give(self) -> None:
        """Let the next one write."""
        self._unlock(_WRITES)
        self._inside.release()

    def _lock(self, byte: int, ends: float) -> bool:
        """Wait until this process holds a lock. There is no waiting with an end but to ask again and again."""
        while True:
            try:
                fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, byte)
            except OSError:
                if time.monotonic() > ends:
                    return False
                time.sleep(_PAUSE)
            else:
                return True

    def _unlock(self, byte: int) -> None:
        fcntl.lockf(self._file, fcntl.LOCK_UN, 1, byte)


@lru_cache(maxsize=8)
def turn_at(path: str, _process: int) -> Turn:
    """Return the one turn that all connections of a process to the same database wait for."""
    return Turn(path)


def connection_in_turn(driver: Any, path: Path) -> type[Any]:  # noqa: ANN401 - a driver's module
    """Return a class of connections that write to the database at `path` in turn."""
    place = str(path)

    class InTurn(driver.Connection):  # type: ignore[misc]  # either driver's
        """A connection that gives its turn back when its transaction ends, however it ends."""

        _turn: Turn | None = None

        def begin_writing(self) -> None:
            """Begin a transaction that holds SQLite's write lock. Raises what the driver does when it cannot."""
            turn = turn_at(place, os.getpid())
            self._turn = turn if turn.take() else None
            try:
                self.execute("BEGIN IMMEDIATE")
            except BaseException:
                self._give()
                raise

        def commit(self) -> None:
            """Commit, and let the next one write."""
            try:
                super().commit()
            finally:
                self._give()

        def rollback(self) -> None:
            """Undo, and let the next one write."""
            try:
                super().rollback()
            finally:
                self._give()

        def close(self) -> None:
            """Close, and let the next one write."""
            try:
                super().close()
            finally:
                self._give()

        def _give(self) -> None:
            turn, self._turn = self._turn, None
            if turn is not None:
                turn.give()

    return InTurn
