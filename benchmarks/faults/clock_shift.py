"""F6: the server's clock leaps by an hour, forwards and back, while people save.

    python -m benchmarks.faults.clock_shift

`clock.c`, compiled by this, shifts the time of day of the server alone, as a wrong step of NTP does; the monotonic one
goes on. (libfaketime 0.9.10 of Debian makes Python's `time.sleep` fail here.) Deadlines follow the server's clock: ten
hours here, so that an hour ends none. Versions tell the order of saves, whatever their instants say, and what a page is
told of the deadline stays the same to the microsecond.
"""

from __future__ import annotations

import struct
import subprocess
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from benchmarks.faults import phases, world
from benchmarks.faults.crash import Client, Server
from benchmarks.faults.phases import Phase
from benchmarks.faults.world import Writer

SOURCE = Path(__file__).with_name("clock.c")
HOUR = 3600
SHIFTS = {"right": 0, "an hour ahead": HOUR, "right again": 0, "an hour behind": -HOUR, "right at last": 0}


def main() -> None:
    """Run it."""
    chosen = phases.options(__doc__.partition("\n")[0], 8774).parse_args()
    with phases.a_folder() as folder, phases.built(folder, chosen.clients) as writers:
        library, shift = folder / "clock.so", folder / "shift"
        subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-o", str(library), str(SOURCE), "-ldl"], check=True)
        _set(shift, 0)
        fake = {"LD_PRELOAD": str(library), "CLOCK_SHIFT": str(shift)}
        server = Server(phases.environ_of(folder, **fake), chosen.port)
        ends = Ends(writers, chosen.port)

        def phase(name: str, by: int) -> Phase:
            def begin() -> None:
                _set(shift, by)
                ends.look(name)

            return Phase(name, begin, chosen.saves)

        try:
            ends.look("before")
            history, wrong = phases.run(server, writers, [phase(name, by) for name, by in SHIFTS.items()])
            ends.look("afterwards", submitted=True)
        finally:
            server.kill()
        phases.finish(history, [*wrong, *unordered(), *ends.wrong])


class Ends:
    """What pages are told of the end of their attempts, each time the clock was set."""

    def __init__(self, writers: Sequence[Writer], port: int) -> None:
        """Have asked nothing yet."""
        self._clients = [Client(writer, port) for writer in writers]
        self._due: dict[int, str] = {}
        self.wrong: list[str] = []

    def look(self, name: str, *, submitted: bool = False) -> None:
        """Ask for every attempt; note whose deadline moved, and which is open or not against expectation."""
        expected = "submitted" if submitted else "open"
        for client in self._clients:
            attempt = client.writer.attempt_id
            state, due = client.end()
            client.hang_up()
            if state != expected:
                self.wrong.append(f"{name}: attempt {attempt} is {state}")
            if self._due.setdefault(attempt, due) != due:
                self.wrong.append(f"{name}: attempt {attempt} is due at {due}, was at {self._due[attempt]}")


def _set(shift: Path, seconds: int) -> None:
    """Shift the clock; the server has the file in its memory, so it is written where it lies."""
    with shift.open("r+b" if shift.exists() else "w+b") as file:
        file.write(struct.pack("q", seconds))


def unordered() -> list[str]:
    """Return a line where the versions of an answer do not follow the order in which it was saved."""
    rows = world.stored_rows()
    places = {(row.attempt, row.number) for row in rows}
    found = []
    for place in sorted(places):
        texts = [
            int(row.text.partition("-")[2])
            for row in sorted(rows, key=lambda row: row.version)
            if (row.attempt, row.number) == place
        ]
        if any(one > other for one, other in pairwise(texts)):
            found.append(f"order: {place} has {texts}")
    return found


if __name__ == "__main__":
    main()
