"""What `make run` does once the packages are there: tables, demo, sign-ins, then the server in its place."""

from __future__ import annotations

import os
import socket
import sys
from contextlib import suppress
from pathlib import Path

from flask.cli import FlaskGroup

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
LAST_PORT = 65535


def main() -> None:
    """Bring the database up to date, load the demo (a second time: no change) and serve."""
    port = read_port(os.environ.get("PORT", "8000"))
    refuse_a_busy_port(port)
    os.environ.setdefault("BASE_URL", f"http://{HOST}:{port}")
    os.environ.setdefault("LOG_FORMAT", "console")
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    prepare()
    say(f"\ne-Campus is at {os.environ['BASE_URL']} (stop it with Ctrl+C; what you do in it is kept in var/)\n")
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", "--log-level", "warning", "wsgi:app"])  # noqa: S606


def read_port(written: str) -> int:
    """Return the port that was asked for, or exit and say what a port is."""
    if not (written.isascii() and written.isdigit() and 0 < int(written) <= LAST_PORT):
        sys.exit(f"PORT is {written!r}, but must be a whole number from 1 to {LAST_PORT}")
    return int(written)


def refuse_a_busy_port(port: int) -> None:
    """Exit with what to do about it when something else listens on `port`."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            sys.exit(
                f"Port {port} of {HOST} cannot be used ({error.strerror}). Perhaps e-Campus already runs there?\n"
                f"Look at http://{HOST}:{port}, or take another port: make run PORT={port + 1}"
            )


def prepare() -> None:
    """Run `flask db upgrade`, `flask demo load` and `flask demo sign-ins`, in one process to save time."""
    from app import create_app  # noqa: PLC0415 - after the environment is complete
    from app.config import SettingsError  # noqa: PLC0415

    try:
        app = create_app()
    except SettingsError as error:
        sys.exit(str(error))
    flask = FlaskGroup(create_app=lambda: app)
    flask.main(["db", "upgrade"], standalone_mode=False)
    # Where real people use the system the demo refuses to load, and says so; that is no reason not to serve.
    with suppress(SystemExit):
        flask.main(["demo", "load"], standalone_mode=False)
        flask.main(["demo", "sign-ins"], standalone_mode=False)


def say(line: str) -> None:
    """Write a line that appears before the server's own."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
