"""How often something may be tried: counted together, forgotten in time, and never in clear."""

import sqlite3
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.config import Settings
from app.shared import clock, limits
from app.shared.errors import TooManyRequests
from app.shared.limits import FileStorage, Limit

TWICE = Limit("test", times=2, seconds=90)


@pytest.fixture
def ticking(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """A clock that a test moves: the last entry is now."""
    moments = [datetime(2022, 3, 20, tzinfo=UTC)]
    monkeypatch.setattr(clock, "now", lambda: moments[-1])
    return moments


@pytest.fixture(autouse=True)
def empty(app: Flask) -> None:
    limits.limiter.reset()


def may(*key: str) -> bool:
    try:
        limits.spend(TWICE, *key)
    except TooManyRequests:
        return False
    return True


def test_a_window_has_so_many_tries(ticking: list[datetime]) -> None:
    assert [may("a"), may("a"), may("a")] == [True, True, False]
    assert may("b")
    assert may("a", "b")
    ticking.append(ticking[0] + timedelta(seconds=89))
    assert not may("a")
    ticking.append(ticking[0] + timedelta(seconds=90))
    assert may("a")


@pytest.mark.parametrize(
    ("passed", "seconds", "said"), [(0, 90, "2 minutes"), (31, 59, "one minute"), (89, 1, "one minute")]
)
def test_a_refusal_says_how_long_it_lasts(ticking: list[datetime], passed: int, seconds: int, said: str) -> None:
    may("a")
    may("a")
    ticking.append(ticking[0] + timedelta(seconds=passed))
    with pytest.raises(TooManyRequests, match=said) as refusal:
        limits.spend(TWICE, "a")
    assert refusal.value.retry_after == seconds


def test_a_good_try_is_given_back_or_all_are_forgotten(ticking: list[datetime]) -> None:
    for _ in range(5):
        assert may("a")
        limits.give_back(TWICE, "a")
    assert [may("b"), may("b"), may("b")] == [True, True, False]
    limits.forget(TWICE, "b")
    assert may("b")


def test_processes_of_a_machine_count_together(tmp_path: Path) -> None:
    first, second = (FileStorage(f"ecampus-file://{tmp_path / 'limits.sqlite3'}") for _ in range(2))
    assert [first.incr("k", 60), second.incr("k", 60), first.incr("k", 60)] == [1, 2, 3]
    assert second.get("k") == 3
    second.clear("k")
    assert first.get("k") == 0
    assert first.check()


def test_threads_lose_no_count(tmp_path: Path) -> None:
    storage = FileStorage(f"ecampus-file://{tmp_path / 'limits.sqlite3'}")
    threads = [threading.Thread(target=lambda: [storage.incr("k", 60) for _ in range(20)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert storage.get("k") == 80


def test_old_counts_are_swept_away(tmp_path: Path, ticking: list[datetime]) -> None:
    storage = FileStorage(f"ecampus-file://{tmp_path / 'limits.sqlite3'}")
    for number in range(5):
        storage.incr(str(number), 60)
    ticking.append(ticking[0] + timedelta(seconds=61))
    storage.incr("new", 60)
    assert storage.reset() == 1


def test_no_key_is_stored_in_clear(settings: Settings) -> None:
    limits.spend(TWICE, "amina@ecampus.test", "192.0.2.7")
    raw = (settings.data_dir / "limits.sqlite3").read_bytes()
    assert b"amina" not in raw
    assert b"192.0.2.7" not in raw


def test_a_store_that_fails_loosens_limits_and_stops_nothing(settings: Settings, app: Flask) -> None:
    limits._in_memory.storage.reset()
    with sqlite3.connect(settings.data_dir / "limits.sqlite3") as broken:
        broken.execute("DROP TABLE tries")
    broken.close()
    assert [may("a"), may("a"), may("a")] == [True, True, False]
    limits.set_up(app, settings)


def test_redis_that_is_down_loosens_limits_and_stops_nothing(app: Flask, settings: Settings, tmp_path: Path) -> None:
    without = Settings.read({"DATA_DIR": str(tmp_path), "REDIS_URL": "redis://127.0.0.1:1/0", "SCHEDULER": "off"})
    limits._in_memory.storage.reset()
    with create_app(without).app_context():
        assert [may("a"), may("a"), may("a")] == [True, True, False]
    limits.set_up(app, settings)
