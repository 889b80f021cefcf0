"""A server goes through troubles while clients save on: each phase begins with one; everybody submits in the end.

What a client is refused it does not send again (a page does), so that each save stands for itself in the history.
"""

from __future__ import annotations

import argparse
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import flask_migrate

from app import create_app
from app.config import Settings
from app.shared.database import db, session
from benchmarks.faults import world
from benchmarks.faults.crash import Client, Server, checked
from benchmarks.faults.history import History, faults_of
from benchmarks.faults.world import Writer

SECRET = "only for breaking things " * 2
PAUSE = 0.02


@dataclass(frozen=True, slots=True)
class Phase:
    """What is done to the server, how often each client saves afterwards, and what may be answered beside 200."""

    name: str
    begin: Callable[[], None]
    saves: int
    refuses: frozenset[str] = frozenset()
    must_refuse: bool = False


def options(what: str, port: int) -> argparse.ArgumentParser:
    """Return the options that every fault has."""
    asked = argparse.ArgumentParser(description=what)
    asked.add_argument("--clients", type=int, default=8, help="participants who save at once")
    asked.add_argument("--saves", type=int, default=150, help="saves of each in a phase")
    asked.add_argument("--port", type=int, default=port)
    return asked


@contextmanager
def built(folder: Path, clients: int) -> Iterator[list[Writer]]:
    """Make the small world in a folder; inside, the application can read what is stored."""
    environ = {"DATA_DIR": str(folder), "SECRET_KEY": SECRET, "SCHEDULER": "off", "LOG_LEVEL": "ERROR"}
    app = create_app(Settings.read(environ))
    with app.app_context():
        flask_migrate.upgrade()
        writers = world.build(app, clients)
        let_go()
        yield writers
        let_go()


def let_go() -> None:
    """Close every connection to the database."""
    session.remove()
    db.engine.dispose()


def run(server: Server, writers: Sequence[Writer], phases: Sequence[Phase]) -> tuple[History, list[str]]:
    """Go through the phases; return the history, and what was answered that should not have been."""
    clients = [Client(writer, server.port) for writer in writers]
    wrong: list[str] = []
    for phase in phases:
        phase.begin()
        told = _save(clients, phase.saves)
        print(f"{phase.name}: " + ", ".join(f"{count} x {answer}" for answer, count in told.most_common()))
        wrong += [f"{phase.name}: {answer}" for answer in told if answer != "200" and answer not in phase.refuses]
        if phase.must_refuse and set(told) <= {"200"}:
            wrong.append(f"{phase.name}: nothing was refused, so the fault was not there")
    submitted = frozenset(client.writer.attempt_id for client in clients if client.submit())
    for client in clients:
        client.hang_up()
    return History([save for client in clients for save in checked(client)], submitted), wrong


def _save(clients: Sequence[Client], saves: int) -> Counter[str]:
    for client in clients:
        client.told.clear()
    threads = [threading.Thread(target=_save_often, args=(client, saves), daemon=True) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum((client.told for client in clients), Counter())


def _save_often(client: Client, saves: int) -> None:
    """Save so often, a little later each time that something was refused; a line that was cut is opened again."""
    refused = threading.Event()
    for _ in range(saves):
        before = client.acknowledged
        client.save()
        if client.acknowledged == before:
            refused.wait(PAUSE)


def finish(history: History, wrong: Sequence[str]) -> None:
    """Print what was found by the history check; exit 1 where anything was."""
    faults = [*wrong, *faults_of(history, world.stored_rows(), world.stored_attempts())]
    for fault in faults[:50]:
        print(fault)
    good = f"no fault: {len(history.saves)} saves, {len(history.submitted)} submissions, one score an attempt"
    print(f"{len(faults)} faults" if faults else good)
    let_go()
    raise SystemExit(bool(faults))


@contextmanager
def a_folder() -> Iterator[Path]:
    """Return a folder that goes afterwards."""
    with tempfile.TemporaryDirectory(prefix="ecampus-faults-") as folder:
        yield Path(folder)


def environ_of(folder: Path, **more: str) -> Mapping[str, str]:
    """Return the server's environment."""
    return {"DATA_DIR": str(folder), "SECRET_KEY": SECRET, **more}
