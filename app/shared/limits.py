"""How often something may be tried: Flask-Limiter, with a store that all workers share.

Redis where `REDIS_URL` is set (with a fall-back in memory while it is down); else a small SQLite file of its own, so
that counting tries never waits for, or fails with, the database.
"""

from __future__ import annotations

import hashlib
import math
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage, Storage
from limits.strategies import FixedWindowRateLimiter, RateLimiter

from app.config import Settings
from app.shared import clock
from app.shared.errors import TooManyRequests
from app.shared.logs import log
from app.shared.wording import text

T = TypeVar("T")
limiter = Limiter(get_remote_address, strategy="fixed-window", headers_enabled=False)


class FileStorage(Storage):
    """Counters in a SQLite file, `ecampus-file://PATH`: fixed windows, shared by every process of one machine."""

    STORAGE_SCHEME = ["ecampus-file"]  # noqa: RUF012 - the base class reads a list

    def __init__(self, uri: str, wrap_exceptions: bool = False, **_options: object) -> None:  # noqa: FBT001, FBT002 - the base class's signature
        """Open (and make) the file behind `uri`."""
        super().__init__(uri, wrap_exceptions=wrap_exceptions)
        self._path = Path(uri.removeprefix("ecampus-file://"))
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._write() as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS tries (key TEXT PRIMARY KEY, count INTEGER, expires REAL)")

    @property
    def base_exceptions(self) -> type[Exception]:
        """Return what a failing store raises."""
        return sqlite3.Error

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count `amount` tries more under `key` in a window of `expiry` seconds; return the window's count."""
        now = clock.now().timestamp()
        with self._write() as connection:
            connection.execute("DELETE FROM tries WHERE expires <= ?", (now,))
            row = connection.execute(
                "INSERT INTO tries VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET count = count + ? RETURNING count",
                (key, amount, now + expiry, amount),
            ).fetchone()
        return int(row[0])

    def get(self, key: str) -> int:
        """Return the count of the window under way."""
        return int(self._row(key)[0])

    def get_expiry(self, key: str) -> float:
        """Return when the window ends, in seconds since the epoch."""
        return float(self._row(key)[1])

    def check(self) -> bool:
        """Tell whether the store answers."""
        try:
            self.get("check")
        except sqlite3.Error:
            return False
        return True

    def reset(self) -> int | None:
        """Forget every count; return how many there were."""
        with self._write() as connection:
            return connection.execute("DELETE FROM tries").rowcount

    def clear(self, key: str) -> None:
        """Forget the count under `key`."""
        with self._write() as connection:
            connection.execute("DELETE FROM tries WHERE key = ?", (key,))

    def _row(self, key: str) -> tuple[int, float]:
        now = clock.now().timestamp()
        with closing(sqlite3.connect(self._path, timeout=10)) as connection:
            row = connection.execute("SELECT count, expires FROM tries WHERE key = ? AND expires > ?", (key, now))
            return row.fetchone() or (0, now)

    @contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, timeout=10, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous=OFF")  # lost with the power at worst; nobody waits for a disk
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")


@dataclass(frozen=True, slots=True)
class Limit:
    """How many tries of one kind (`name`) are open to one key in a window of `seconds`."""

    name: str
    times: int
    seconds: int


def spend(limit: Limit, *key: str) -> None:
    """Count one try. Raises `TooManyRequests`, which says for how long, when the window has no try left."""
    item, hashed = _item(limit), _hashed(key)
    if _counting(lambda counter: counter.hit(item, limit.name, hashed)):
        return
    resets_at = _counting(lambda counter: counter.get_window_stats(item, limit.name, hashed)).reset_time
    seconds = max(1, math.ceil(resets_at - clock.now().timestamp()))
    minutes = math.ceil(seconds / 60)
    waiting = text("Too many tries. Wait %(minutes)s minutes, then try again.", minutes=minutes)
    soon = text("Too many tries. Wait one minute, then try again.")
    raise TooManyRequests(soon if minutes == 1 else waiting, retry_after=seconds)


def give_back(limit: Limit, *key: str) -> None:
    """Take back one try that turned out to be a good one."""
    item, hashed = _item(limit), _hashed(key)
    _counting(lambda counter: counter.hit(item, limit.name, hashed, cost=-1))


def forget(limit: Limit, *key: str) -> None:
    """Open every try of the window again."""
    item, hashed = _item(limit), _hashed(key)
    _counting(lambda counter: counter.clear(item, limit.name, hashed))


_in_memory = FixedWindowRateLimiter(MemoryStorage())


def _counting(work: Callable[[RateLimiter], T]) -> T:
    """Do `work` on the shared store; while that is down, on one of this process alone: limits loosen, nothing stops."""
    try:
        return work(limiter.limiter)
    except limiter.storage.base_exceptions as error:
        log(__name__).warning("limits are not shared", kind=type(error).__name__)
        return work(_in_memory)


def _item(limit: Limit) -> RateLimitItemPerSecond:
    return RateLimitItemPerSecond(limit.times, limit.seconds)


def _hashed(key: tuple[str, ...]) -> str:
    """Return what a store may keep of a key: no address in clear."""
    return hashlib.sha256("\0".join(key).encode()).hexdigest()


def set_up(app: Flask, settings: Settings) -> None:
    """Give the limiter of `app` its store."""
    app.config["RATELIMIT_STORAGE_URI"] = settings.redis_url or f"ecampus-file://{settings.data_dir / 'limits.sqlite3'}"
    if settings.redis_url:
        app.config["RATELIMIT_STORAGE_OPTIONS"] = {"socket_connect_timeout": 1, "socket_timeout": 1}
    app.config["RATELIMIT_IN_MEMORY_FALLBACK_ENABLED"] = bool(settings.redis_url)
    # No limit hangs on a view, verbs count their tries themselves; known as set up, it hooks into no request.
    app.extensions["limiter"] = {limiter}
    limiter.init_app(app)
