"""F6: the server's clock leaps by an hour, forwards and back, while people save.

    python -m benchmarks.faults.clock_shift

`clock.c`, compiled by this, shifts the time of day of the server alone, as a wrong step of NTP does; the monotonic one
goes on. (libfaketime 0.9.10 of Debian makes Python's `time.sleep` fail here.) Deadlines follow the server's clock: ten
hours here, so that an hour ends none. Versions tell the order of saves, whatever their instants say.
"""

from __future__ import annotations

import struct
import subprocess
from itertools import pairwise
from pathlib import Path

from benchmarks.faults import phases, world
from benchmarks.faults.crash import Server
from benchmarks.faults.phases import Phase

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
        steps = [Phase(name, lambda by=by: _set(shift, by), chosen.saves) for name, by in SHIFTS.items()]  # type: ignore[misc]  # bound now
        try:
            history, wrong = phases.run(server, writers, steps)
        finally:
            server.kill()
        phases.finish(history, [*wrong, *unordered()])


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
