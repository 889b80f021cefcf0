"""How many answers a second the server saves, and how long each save takes.

    python -m benchmarks.saves --database sqlite postgresql --clients 8 32 256 --seconds 20

So many people, signed in and each in an open attempt of their own, save answers as fast as the server acknowledges
them: each save changes the answer that the one before stored. Every answer acknowledged last is looked for afterwards.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.attempts import QUESTIONS, Begun, sign_in, start
from benchmarks.checks import Acknowledged, check_stored
from benchmarks.client import Browser, Timings
from benchmarks.server import Server, database_cpu_seconds, serving
from benchmarks.tables import marks, print_machine, print_table, print_timings
from benchmarks.world import build


def main() -> None:
    """Measure, check, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", nargs="+", choices=("sqlite", "postgresql"), default=["sqlite"])
    parser.add_argument("--clients", nargs="+", type=int, default=[8, 32], help="people at once, a run each")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--gunicorn", default="", help="further options of gunicorn, as one word: '--threads 8'")
    options = parser.parse_args()
    print_machine()
    rows = [_measured(kind, clients, options) for kind in options.database for clients in options.clients]
    print_table(("database", "clients", "saves/s", "server CPU a save", "p50 / p95 / p99 ms"), rows)


def _measured(kind: str, clients: int, options: argparse.Namespace) -> Sequence[str]:
    """Run once; print everything, return the line of the table at the end."""
    with tempfile.TemporaryDirectory() as folder:
        world = build(Path(folder), kind, clients)
        with serving(world.environ, *options.gunicorn.split()) as server:
            acknowledged, row = asyncio.run(_run(server, world.participants, kind, options))
        check_stored(world.environ, acknowledged)
    return row


async def _run(
    server: Server, addresses: tuple[str, ...], kind: str, options: argparse.Namespace
) -> tuple[list[Acknowledged], Sequence[str]]:
    timings, people = Timings(), []
    for address in addresses:
        browser = Browser(server.port, Timings())
        await sign_in(browser, address)
        begun = await start(browser)
        await browser.close()
        people.append(_Person(browser.renewed(timings), begun))
    await _together(people, seconds=2)  # to warm up
    timings.by_step.clear()
    server_cpu, database_cpu, began = server.cpu_seconds(), database_cpu_seconds(), time.perf_counter()
    await _together(people, options.seconds)
    server_cpu, database_cpu = server.cpu_seconds() - server_cpu, database_cpu_seconds() - database_cpu
    seconds, count = time.perf_counter() - began, len(timings.by_step["save"])
    print(f"\n{kind}, {len(people)} clients, {seconds:.0f} s {options.gunicorn}\n")
    print_timings(timings)
    print(f"\nsaves a second: {count / seconds:.0f}")
    print(f"server CPU a save: {server_cpu / count * 1000:.2f} ms, database {database_cpu / count * 1000:.2f} ms")
    cost, times = f"{server_cpu / count * 1000:.2f} ms", marks(timings.by_step["save"])
    row = (kind, f"{len(people)}", f"{count / seconds:.0f}", cost, times)
    return [Acknowledged(person.begun.attempt_id, person.chosen) for person in people], row


@dataclass(slots=True)
class _Person:
    """Somebody in an open attempt, with what the server acknowledged last of each question."""

    browser: Browser
    begun: Begun
    chosen: dict[int, list[str]] = field(default_factory=dict)
    versions: dict[int, int] = field(default_factory=dict)
    turn: int = 0

    async def save(self) -> None:
        """Change one answer."""
        number = self.turn % QUESTIONS + 1
        keys = self.begun.choice(number, self.turn // QUESTIONS)
        body = {"chosen": keys, "base_version": self.versions.get(number, 0)}
        path = f"/api/v1/attempts/{self.begun.attempt_id}/answers/{number}"
        answer = await self.browser.send_json("save", "PUT", path, body)
        self.chosen[number], self.versions[number] = keys, answer.json["version"]
        self.turn += 1


async def _together(people: Sequence[_Person], seconds: float) -> None:
    ends = time.perf_counter() + seconds

    async def until_then(person: _Person) -> None:
        while time.perf_counter() < ends:
            await person.save()

    await asyncio.gather(*(until_then(person) for person in people))


if __name__ == "__main__":
    main()
