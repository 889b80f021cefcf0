"""One attempt after another, by so many people at once: what it costs the server, and how long people wait.

    python -m benchmarks.attempts --database sqlite postgresql --clients 1 8 32 256

Every attempt is 22 requests of one person: the course page (which asks to sign in), signing in, home, course page, quiz
page, start, attempt page, ten answers, two heartbeats, submission, review. Afterwards every acknowledged answer is
looked for in the database, and every attempt must have exactly one score. At the end: a table of all runs.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.checks import Acknowledged, check
from benchmarks.client import Browser, Timings, Unexpected
from benchmarks.server import Server, database_cpu_seconds, serving
from benchmarks.tables import marks, print_machine, print_table, print_timings
from benchmarks.world import CODE, PASSWORD, QUIZ, build

QUESTIONS = 10
WARMING_UP = 8
"""Attempts before the measurement begins."""
STEPS = ("start", "save", "submit")
"""What the table at the end gives p50 / p95 / p99 of."""
COURSE = f"/courses/{CODE}"
_OPTION = re.compile(rb'type="(?:radio|checkbox)" name="a(\d+)" value="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Begun:
    """An attempt under way, with the keys of the options that its page offers to each question."""

    attempt_id: int
    options: dict[int, list[str]]

    def choice(self, number: int, turn: int) -> list[str]:
        """Return an answer to a question: another one each `turn`."""
        offered = self.options[number]
        return [offered[turn % len(offered)]]


@dataclass(frozen=True, slots=True)
class Phase:
    """What a part of the run cost."""

    name: str
    requests: int
    seconds: float
    server_cpu: float
    database_cpu: float


def main() -> None:
    """Measure, check, print."""
    options = _options()
    print_machine()
    rows = [_measured(kind, clients, options) for kind in options.database for clients in options.clients]
    print_table(("database", "clients", "attempts/s", "CPU after sign-in", "CPU in all", "CPU/request", *STEPS), rows)


def _measured(kind: str, clients: int, options: argparse.Namespace) -> Sequence[str]:
    """Run once; print everything, return the line of the table at the end."""
    attempts = options.attempts or max(100, 2 * clients)
    with tempfile.TemporaryDirectory() as folder:
        world = build(Path(folder), kind, attempts + WARMING_UP)
        with serving(world.environ, *options.gunicorn.split()) as server:
            timings, acknowledged, phases = asyncio.run(_run(server, world.participants, clients))
        check(world.environ, acknowledged)
    print(f"\n{kind}, {clients} clients, {attempts} attempts\n")
    print_timings(timings)
    _print_phases(phases, attempts)
    signing_in, taking = phases
    seconds, cpu = signing_in.seconds + taking.seconds, signing_in.server_cpu + taking.server_cpu
    figures = (taking.server_cpu / attempts, cpu / attempts, taking.server_cpu / taking.requests)
    costs = [f"{figure * 1000:.1f} ms" for figure in figures]
    return (kind, f"{clients}", f"{attempts / seconds:.1f}", *costs, *(marks(timings.by_step[step]) for step in STEPS))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", nargs="+", choices=("sqlite", "postgresql"), default=["sqlite"])
    parser.add_argument("--clients", nargs="+", type=int, default=[8], help="people at once, a run each")
    parser.add_argument("--attempts", type=int, default=0, help="in all, one a person; 0: two a client, at least 100")
    parser.add_argument("--gunicorn", default="", help="further options of gunicorn, as one word: '--threads 8'")
    return parser.parse_args()


async def _run(
    server: Server, addresses: Sequence[str], clients: int
) -> tuple[Timings, list[Acknowledged], list[Phase]]:
    timings = Timings()
    for address in addresses[:WARMING_UP]:  # so that each worker has read its templates and made its statements
        browser = Browser(server.port, Timings())
        await sign_in(browser, address)
        await attempt(browser)
        await browser.close()
    browsers = {address: Browser(server.port, timings) for address in addresses[WARMING_UP:]}
    acknowledged: list[Acknowledged] = []

    async def signing_in(address: str) -> None:
        await sign_in(browsers[address], address)

    async def attempting(address: str) -> None:
        acknowledged.append(await attempt(browsers[address]))
        await browsers[address].close()

    phases = [
        await _phase("sign-in", server, signing_in, browsers, clients),
        await _phase("attempt", server, attempting, browsers, clients),
    ]
    return timings, acknowledged, phases


async def _phase(
    name: str, server: Server, work: Callable[[str], Awaitable[None]], browsers: dict[str, Browser], clients: int
) -> Phase:
    waiting = list(reversed(browsers))
    before = sum(browser.requests for browser in browsers.values())
    server_cpu, database_cpu, started = server.cpu_seconds(), database_cpu_seconds(), time.perf_counter()

    async def client() -> None:
        while waiting:
            await work(waiting.pop())

    await asyncio.gather(*(client() for _ in range(clients)))
    return Phase(
        name,
        sum(browser.requests for browser in browsers.values()) - before,
        time.perf_counter() - started,
        server.cpu_seconds() - server_cpu,
        database_cpu_seconds() - database_cpu,
    )


async def sign_in(browser: Browser, address: str) -> None:
    """Be sent to the sign-in page, sign in, arrive."""
    await browser.get("course, unknown", COURSE, expect=302)
    await browser.get("sign-in page", "/sign-in")
    await browser.post_form("sign-in", "/sign-in", email=address, password=PASSWORD)
    await browser.close()


async def attempt(browser: Browser) -> Acknowledged:
    """Take the quiz from beginning to end; return what the server acknowledged."""
    await browser.get("home", "/")
    await browser.get("course page", COURSE)
    begun = await start(browser)
    attempt_id, chosen = begun.attempt_id, {}
    for number in range(1, QUESTIONS + 1):
        chosen[number] = await save(browser, attempt_id, number, begun.choice(number, number))
        if number in {4, 8}:
            await browser.send_json("heartbeat", "POST", f"/api/v1/attempts/{attempt_id}/heartbeat", {})
    await submit(browser, attempt_id)
    await browser.get("review", f"/attempts/{attempt_id}/review")
    return Acknowledged(attempt_id, chosen)


async def start(browser: Browser) -> Begun:
    """Read the rules, start, see the questions."""
    await browser.get("quiz page", f"{COURSE}/quizzes/{QUIZ}")
    answer = await browser.post_form("start", f"{COURSE}/quizzes/{QUIZ}/start")
    address = answer.headers["location"]
    page = await browser.get("attempt page", address)
    options: dict[int, list[str]] = {}
    for number, key in _OPTION.findall(page.body):
        options.setdefault(int(number), []).append(key.decode())
    if len(options) != QUESTIONS:
        raise Unexpected(f"attempt page: {len(options)} questions with options")
    return Begun(int(address.rstrip("/").rpartition("/")[2]), options)


async def save(browser: Browser, attempt_id: int, number: int, keys: list[str], base_version: int = 0) -> list[str]:
    """Save an answer as the page's script does; return what was acknowledged."""
    path = f"/api/v1/attempts/{attempt_id}/answers/{number}"
    await browser.send_json("save", "PUT", path, {"chosen": keys, "base_version": base_version})
    return keys


async def submit(browser: Browser, attempt_id: int) -> None:
    """Hand the attempt in."""
    await browser.send_json("submit", "POST", f"/api/v1/attempts/{attempt_id}/submission", {})


def _print_phases(phases: Sequence[Phase], attempts: int) -> None:
    titles = ("requests", "seconds", "req/s", "CPU ms/attempt", "CPU ms/request", "db ms/request")
    print(f"\n{'phase':<10}" + "".join(f"{title:>16}" for title in titles))
    for phase in phases:
        figures = (
            f"{phase.requests}",
            f"{phase.seconds:.1f}",
            f"{phase.requests / phase.seconds:.0f}",
            f"{phase.server_cpu / attempts * 1000:.1f}",
            f"{phase.server_cpu / phase.requests * 1000:.2f}",
            f"{phase.database_cpu / phase.requests * 1000:.2f}",
        )
        print(f"{phase.name:<10}" + "".join(f"{figure:>16}" for figure in figures))
    seconds, cpu = sum(phase.seconds for phase in phases), sum(phase.server_cpu for phase in phases)
    print(f"\nattempts a second, sign-in included: {attempts / seconds:.1f}")
    print(f"server CPU an attempt, sign-in included: {cpu / attempts:.3f} s")


if __name__ == "__main__":
    main()
