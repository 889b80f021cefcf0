"""I15: kill -9 a process in mid-upload, at five points and at any instant: no row lacks its file, none acknowledged.

    python -m benchmarks.faults.kill_upload --rounds 50

Each round forks a process that uploads an essay through its page, and dies by SIGKILL. SQLite and files in a folder of
their own, as delivered; prints its finding, exits 1 with every fault. The checker is `faults_of`.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import os
import random
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import flask_migrate
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event

from app import create_app
from app.config import Settings
from app.courses.queries import roster
from app.shared import clock, files, running
from app.shared.database import db, session
from app.shared.files import StoredFile
from benchmarks.faults import world
from benchmarks.faults.phases import SECRET, let_go

UPLOADS_EACH = 20
"""So many rounds a participant: the course keeps 25 originals, and takes 30 uploads an hour."""
ANY = "any instant"
_OCTETS = 20_000


@dataclass(frozen=True, slots=True)
class Row:
    """What a row says of its file."""

    id: int
    key: str
    size: int
    sha256: str


def main() -> None:
    """Run it."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--rounds", type=int, default=50, help="how often at each point")
    asked.add_argument("--seed", type=int, default=1, help="of the instants")
    chosen = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="ecampus-faults-") as folder:
        faults, told = run(Path(folder), rounds=chosen.rounds, seed=chosen.seed)
    print(f"{chosen.rounds} kills at each of {len(POINTS)} points, {chosen.rounds} at any instant:")
    print(", ".join(f"{count} {what}" for what, count in sorted(told.items())))
    for fault in faults[:50]:
        print(fault)
    print(f"{len(faults)} faults" if faults else "no fault: no row without its file, and no file without a row is left")
    raise SystemExit(bool(faults))


def run(folder: Path, *, rounds: int, seed: int = 1) -> tuple[list[str], Counter[str]]:
    """Kill and check; return every fault, and how much of what there was."""
    environ = {"DATA_DIR": str(folder), "SECRET_KEY": SECRET, "SCHEDULER": "off", "LOG_LEVEL": "ERROR"}
    app = create_app(Settings.read(environ))
    with app.app_context():
        flask_migrate.upgrade()
        course = world.course_with(-(-rounds * (len(POINTS) + 2) // UPLOADS_EACH), days=35)
        doors = [world.signed_in(app, one.person_id) for one in roster(course.id)]
        let_go()
        told: Counter[str] = Counter()
        faults: list[str] = []
        took = _undisturbed(app, doors[-1], rounds)
        instants = random.Random(seed)
        points = [point for point in (*POINTS, ANY) for _ in range(rounds)]
        for number, point in enumerate(points):
            after = instants.uniform(0, 1.2 * took) if point == ANY else None
            acknowledged, died = _round(app, doors[number // UPLOADS_EACH], point, after, number)
            told["acknowledged"] += acknowledged
            told["killed"] += died
            if point != ANY and not died:
                faults.append(f"round {number}: the point “{point}” was not reached")
        faults += _found(told, rounds)
        let_go()
    return faults, told


def faults_of(rows: Sequence[Row], stored: Callable[[str], bytes | None], left: int, acknowledged: int) -> list[str]:
    """Return what is wrong: a row without its whole file, a file without a row after the sweep, a lost upload."""
    faults = []
    for row in rows:
        content = stored(row.key)
        if content is None:
            faults.append(f"row {row.id}: its file is not there")
        elif (len(content), hashlib.sha256(content).hexdigest()) != (row.size, row.sha256):
            faults.append(f"row {row.id}: its file is another one")
    if left != len(rows):
        faults.append(f"after the sweep {left} files are left for {len(rows)} rows")
    if len(rows) < acknowledged:
        faults.append(f"{acknowledged} uploads were acknowledged, and {len(rows)} have a row")
    return faults


def _found(told: Counter[str], rounds: int) -> list[str]:
    """Sweep what no row names, and check the rest. Those killed after the commit have a row, though no answer came."""
    store = Path(running.settings().storage_url)
    rows = [Row(row.id, row.key, row.size, row.sha256) for row in session.scalars(sa.select(StoredFile))]
    told["files before the sweep"], told["rows"] = len(_names(store)), len(rows)
    for path in store.glob("??/*"):
        os.utime(path, (0, 0))
    told["swept"] = files.sweep(clock.now())
    return faults_of(rows, lambda key: _read(store, key), len(_names(store)), told["acknowledged"] + rounds)


def _names(store: Path) -> list[str]:
    return [path.name for path in store.glob("??/*")]


def _read(store: Path, key: str) -> bytes | None:
    path = store / key[:2] / key
    return path.read_bytes() if path.exists() else None


def _undisturbed(app: Flask, door: tuple[str, str], rounds: int) -> float:
    """Let one upload pass; return how long it took, so that instants are spread over all of it."""
    began = time.monotonic()
    acknowledged, died = _round(app, door, "", None, rounds)
    if died or not acknowledged:
        raise RuntimeError("an upload that nobody disturbs is not taken")
    return time.monotonic() - began


def _round(app: Flask, door: tuple[str, str], point: str, after: float | None, number: int) -> tuple[bool, bool]:
    """Upload in a process of its own that dies; return whether it was acknowledged before, and whether it died."""
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reads)
        _upload(app, door, point, number, writes)
    os.close(writes)
    if after is not None:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    with os.fdopen(reads, "rb") as answers:
        acknowledged = answers.read() == b"303"
    return acknowledged, os.WIFSIGNALED(status)


def _upload(app: Flask, door: tuple[str, str], point: str, number: int, writes: int) -> None:
    """Send an essay as a browser does; say how it was answered, and end."""
    try:
        if point in POINTS:
            POINTS[point]()
        cookie, csrf = door
        browser = app.test_client()
        browser.set_cookie("ecampus", cookie)
        words = f"Upload {number}. " + "Labour moves. " * (_OCTETS // 14)
        body = {"file": (io.BytesIO(words.encode()), "essay.txt"), "csrf_token": csrf}
        answer = browser.post(f"/courses/{world.CODE}/essay/write/file", data=body)
        os.write(writes, str(answer.status_code).encode())
    finally:
        os._exit(0)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _in_the_file() -> None:
    """Die with half of the file on the disk."""

    def half(handle: int) -> None:
        os.ftruncate(handle, os.fstat(handle).st_size // 2)
        _die()

    os.fsync = half


def _before_the_name() -> None:
    Path.rename = lambda *_: _die()  # type: ignore[assignment, method-assign]


def _before_the_row() -> None:
    event.listen(StoredFile, "init", lambda *_: _die())


def _at_the_commit(moment: str) -> Callable[[], None]:
    """Die at this moment of the first commit that has a file's row in it."""

    def arm() -> None:
        def armed(*_: object) -> None:
            event.listen(db.session(), moment, lambda *_: _die())

        event.listen(StoredFile, "after_insert", armed)

    return arm


POINTS: Mapping[str, Callable[[], None]] = {
    "half the file": _in_the_file,
    "before the name": _before_the_name,
    "before the row": _before_the_row,
    "before the commit": _at_the_commit("before_commit"),
    "after the commit": _at_the_commit("after_commit"),
}


if __name__ == "__main__":
    main()
