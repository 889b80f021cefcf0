"""A real server that is killed with SIGKILL while clients save, and started again, as often as one likes."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any

from app.quizzes.rules.receipts import Acknowledged
from benchmarks.faults.history import History, Outcome, Save
from benchmarks.faults.world import QUESTIONS, Writer, is_genuine

ROOT = Path(__file__).resolve().parent.parent.parent
_PAUSE = 0.05
_PATIENCE = 1200
_GONE = (OSError, http.client.HTTPException, json.JSONDecodeError)


class Server:
    """gunicorn as it is delivered, in a process group of its own."""

    def __init__(self, environ: Mapping[str, str], port: int, *, under: Sequence[str] = ()) -> None:
        """Start it, `under` another program where one is named, and wait until it answers."""
        self.port = port
        command = [*under, sys.executable, "-m", "gunicorn", "--log-level", "critical", "--workers", "2", "wsgi:app"]
        whole = {**os.environ, **environ, "PORT": str(port), "SCHEDULER": "off", "LOG_LEVEL": "ERROR"}
        self._process = subprocess.Popen(command, cwd=ROOT, env=whole, start_new_session=True)
        for _ in range(_PATIENCE):
            if _ready(port):
                return
            threading.Event().wait(_PAUSE)
        self.kill()
        raise RuntimeError("the server does not answer")

    def kill(self) -> None:
        """Kill every process of it at once, whatever they are doing."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def _ready(port: int) -> bool:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
        try:
            connection.request("GET", "/health/ready")
            answer = connection.getresponse()
            answer.read()
        except _GONE:
            return False
        return answer.status == HTTPStatus.OK


@dataclass
class Client:
    """One participant's device: saves one text after the other, and notes what it was told."""

    writer: Writer
    port: int
    saves: list[Save] = field(default_factory=list)
    receipts: list[tuple[Acknowledged, str]] = field(default_factory=list)
    acknowledged: int = 0
    told: Counter[str] = field(default_factory=Counter)
    """How often each status came, with the code of the problem."""
    _connection: http.client.HTTPConnection | None = None

    def save_until_gone(self) -> None:
        """Save until no answer comes any more."""
        while self.save():
            pass

    def save(self) -> bool:
        """Save once; return whether an answer came."""
        place = len(self.saves)
        number, text = place % QUESTIONS + 1, f"{self.writer.attempt_id}-{place}"
        path = f"/api/v1/attempts/{self.writer.attempt_id}/answers/{number}"
        try:
            status, body = self._send("PUT", path, {"chosen": [text]})
        except _GONE:
            self.hang_up()
            self.saves.append(Save(self.writer.attempt_id, number, text, Outcome.UNKNOWN))
            return False
        self.told[f"{status} {body.get('code', '')}".strip()] += 1
        if status != HTTPStatus.OK:
            self.saves.append(Save(self.writer.attempt_id, number, text, Outcome.REFUSED))
            return True
        self.saves.append(Save(self.writer.attempt_id, number, text, Outcome.OK, body["version"]))
        said = Acknowledged(
            self.writer.attempt_id, number, body["version"], (text,), datetime.fromisoformat(body["saved_at"])
        )
        self.receipts.append((said, body["receipt"]))
        self.acknowledged += 1
        return True

    def submit(self) -> bool:
        """Submit; return whether it was acknowledged."""
        status, _body = self._send("POST", f"/api/v1/attempts/{self.writer.attempt_id}/submission", {})
        return status == HTTPStatus.OK

    def end(self) -> tuple[str, str]:
        """Return the state of the attempt and its deadline, as a page is told them."""
        status, body = self._send("POST", f"/api/v1/attempts/{self.writer.attempt_id}/heartbeat", {})
        return (body["state"], body["due_at"]) if status == HTTPStatus.OK else (str(status), body.get("code", ""))

    def _send(self, method: str, path: str, body: object) -> tuple[int, Any]:
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Content-Type": "application/json", "X-CSRFToken": self.writer.csrf}
        headers["Cookie"] = f"ecampus={self.writer.cookie}"
        self._connection.request(method, path, json.dumps(body), headers)
        answer = self._connection.getresponse()
        return answer.status, json.loads(answer.read())

    def hang_up(self) -> None:
        """Close the line."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None


def run(environ: Mapping[str, str], writers: list[Writer], *, rounds: int, saves: int, port: int) -> History:
    """Kill the server `rounds` times, each time after `saves` more were acknowledged; then everybody submits."""
    clients = [Client(writer, port) for writer in writers]
    for _ in range(rounds):
        server = Server(environ, port)
        try:
            _write_until_killed(clients, saves, server)
        finally:
            server.kill()
    server = Server(environ, port)
    try:
        submitted = frozenset(client.writer.attempt_id for client in clients if client.submit())
    finally:
        server.kill()
        for client in clients:
            client.hang_up()
    return History([save for client in clients for save in checked(client)], submitted)


def _write_until_killed(clients: list[Client], saves: int, server: Server) -> None:
    """Let all clients save at once, and kill the server while they do, when so many more were acknowledged."""
    goal = sum(client.acknowledged for client in clients) + saves
    threads = [threading.Thread(target=client.save_until_gone, daemon=True) for client in clients]
    for thread in threads:
        thread.start()
    while sum(client.acknowledged for client in clients) < goal and any(thread.is_alive() for thread in threads):
        threads[0].join(_PAUSE / 10)
    server.kill()
    for thread in threads:
        thread.join()


def checked(client: Client) -> list[Save]:
    """Return a client's saves, each with whether its receipt is genuine."""
    forged = {said.chosen for said, receipt in client.receipts if not is_genuine(said, receipt)}
    return [replace(one, genuine=(one.text,) not in forged) for one in client.saves]
