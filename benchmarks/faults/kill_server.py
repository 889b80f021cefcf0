"""F1: kill -9 the server in mid-save, again and again, and find every acknowledged answer afterwards.

    python -m benchmarks.faults.kill_server --rounds 200

SQLite in a folder of its own, as delivered (WAL, `synchronous=FULL`); prints its finding, exits 1 with every fault.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from pathlib import Path

import flask_migrate

from app import create_app
from app.config import Settings
from app.shared.database import db, session
from benchmarks.faults import crash, world
from benchmarks.faults.history import Outcome, faults_of


def main() -> None:
    """Run it."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--rounds", type=int, default=200, help="how often the server is killed")
    asked.add_argument("--clients", type=int, default=8, help="participants who save at once")
    asked.add_argument("--saves", type=int, default=60, help="acknowledged saves between two kills")
    asked.add_argument("--port", type=int, default=8771)
    chosen = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="ecampus-faults-") as folder:
        environ = {"DATA_DIR": folder, "SECRET_KEY": "only for breaking things " * 2}
        faults = _run(environ, Path(folder), chosen)
    for fault in faults[:50]:
        print(fault)
    print(f"{len(faults)} faults" if faults else "no fault: every acknowledged answer is stored, one score an attempt")
    raise SystemExit(bool(faults))


def _run(environ: dict[str, str], folder: Path, chosen: argparse.Namespace) -> list[str]:
    app = create_app(Settings.read({**environ, "SCHEDULER": "off", "LOG_LEVEL": "ERROR"}))
    with app.app_context():
        flask_migrate.upgrade()
        writers = world.build(app, chosen.clients)
        session.remove()
        db.engine.dispose()
        history = crash.run(environ, writers, rounds=chosen.rounds, saves=chosen.saves, port=chosen.port)
        faults = faults_of(history, world.stored_rows(), world.stored_attempts())
        told = Counter(save.outcome for save in history.saves)
        print(f"{chosen.rounds} kills, {chosen.clients} clients, {folder}")
        print(
            ", ".join(f"{told[outcome]} {outcome.value}" for outcome in Outcome), f"{len(history.submitted)} submitted"
        )
        session.remove()
        db.engine.dispose()
    return faults


if __name__ == "__main__":
    main()
