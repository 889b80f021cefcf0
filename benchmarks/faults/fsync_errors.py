"""F5: the disk fails to write what it was told to keep. A save whose fsync failed is not acknowledged.

    python -m benchmarks.faults.fsync_errors

strace (Debian: `apt-get install strace`) lets every so many-th `fsync` and `fdatasync` of the server answer EIO.
"""

from __future__ import annotations

import sys
from dataclasses import replace

from benchmarks.faults import phases
from benchmarks.faults.crash import Server
from benchmarks.faults.history import Outcome
from benchmarks.faults.phases import Phase


def main() -> None:
    """Run it."""
    asked = phases.options(__doc__.partition("\n")[0], 8773)
    asked.add_argument("--every", type=int, default=7, help="every so many-th call fails")
    chosen = asked.parse_args()
    calls = "fsync,fdatasync"
    failing = f"inject={calls}:error=EIO:when={chosen.every}+{chosen.every}"
    under = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={calls}", "-e", failing]
    with phases.a_folder() as folder, phases.built(folder, chosen.clients) as writers:
        server = Server(phases.environ_of(folder), chosen.port, under=under)
        refuses = frozenset({"503 busy"})
        try:
            history, wrong = phases.run(
                server, writers, [Phase("failing disk", lambda: None, chosen.saves, refuses, must_refuse=True)]
            )
        finally:
            server.kill()
        again = Server(phases.environ_of(folder), chosen.port)
        try:
            later, more = phases.run(again, writers, [Phase("good disk", lambda: None, 0)])
        finally:
            again.kill()
        saves = [replace(one, outcome=unsure(one.outcome)) for one in history.saves]
        phases.finish(replace(history, saves=saves, submitted=history.submitted | later.submitted), [*wrong, *more])


def unsure(outcome: Outcome) -> Outcome:
    """Return what is known of a refusal: whether the disk kept it all the same, nobody can tell."""
    return Outcome.UNKNOWN if outcome is Outcome.REFUSED else outcome


if __name__ == "__main__":
    sys.exit(main())
