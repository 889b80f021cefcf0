"""F4: the disk is full while people save. What is refused says 503 and is not stored; with space again, all goes on.

    python -m benchmarks.faults.disk_full

SQLite in a small tmpfs of its own (needs root), filled up by a file beside it.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.faults import phases
from benchmarks.faults.crash import Server
from benchmarks.faults.phases import Phase

SIZE = "24m"
BUSY = frozenset({"503 busy"})


def main() -> None:
    """Run it."""
    chosen = phases.options(__doc__.partition("\n")[0], 8772).parse_args()
    with phases.a_folder() as folder, small_disk(folder), phases.built(folder, chosen.clients) as writers:
        ballast = folder / "ballast"

        def fill() -> None:
            with ballast.open("wb", buffering=0) as file:
                try:
                    while True:
                        file.write(bytes(4096))
                except OSError:
                    return

        saves = chosen.saves
        server = Server(phases.environ_of(folder), chosen.port)
        try:
            found = phases.run(
                server,
                writers,
                [
                    Phase("space", lambda: None, saves),
                    Phase("full", fill, saves, BUSY, must_refuse=True),
                    Phase("space again", ballast.unlink, saves),
                    Phase("full, with room in the log", fill, saves, BUSY),
                    Phase("space once more", ballast.unlink, saves),
                ],
            )
        finally:
            server.kill()
        phases.finish(*found)


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """Put a file system of its own into a folder."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


if __name__ == "__main__":
    main()
