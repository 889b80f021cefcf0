"""The measured server: gunicorn as it is delivered, and what CPU time its processes have used."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TICKS = os.sysconf("SC_CLK_TCK")
PORT = 8765
_FIELDS_BEFORE_PPID, _UTIME, _STIME = 1, 11, 12


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    pid: int
    port: int

    @property
    def base_url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def cpu_seconds(self) -> float:
        """Return the CPU time, user and system, that gunicorn's processes have used so far."""
        return sum(used for pid, (parent, used) in _processes().items() if self.pid in {pid, parent})

    def worker_pids(self) -> list[int]:
        """Return the processes that answer requests."""
        return [pid for pid, (parent, _) in _processes().items() if parent == self.pid]


def database_cpu_seconds() -> float:
    """Return the CPU time that PostgreSQL's processes on this machine have used so far."""
    return sum(used for used in _by_name("postgres"))


@contextmanager
def serving(environ: dict[str, str], *options: str, port: int = PORT) -> Iterator[Server]:
    """Run `gunicorn wsgi:app` with its own configuration file until the block ends."""
    command = [sys.executable, "-m", "gunicorn", "--log-level", "warning", *options, "wsgi:app"]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environ, "PORT": str(port)})
    try:
        _wait(f"http://127.0.0.1:{port}/health/ready", process)
        yield Server(process.pid, port)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if process.poll() is not None:
            raise SystemExit("the server stopped before it answered")
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise SystemExit(f"no answer at {address}")


def _processes() -> dict[int, tuple[int, float]]:
    """Return parent and CPU seconds of every process, its own threads included."""
    found = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            used = (int(fields[_UTIME]) + int(fields[_STIME])) / TICKS
            found[int(folder.name)] = (int(fields[_FIELDS_BEFORE_PPID]), used)
    return found


def _by_name(name: str) -> Iterator[float]:
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                if (folder / "comm").read_text().strip() != name:
                    continue
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            # Children that have ended are counted with their parent: fields 13 and 14.
            yield sum(int(fields[place]) for place in (_UTIME, _STIME, _UTIME + 2, _STIME + 2)) / TICKS
