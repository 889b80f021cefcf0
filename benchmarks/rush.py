"""Everybody at once: so many people start within a minute and submit within the last 30 seconds of the window.

    python -m benchmarks.rush --database sqlite --people 2000

The window is set to end `--minutes` after the start, so that one deadline is everybody's. Each person saves ten answers
in between, sends a heartbeat every 15 seconds as the page does, and submits at a random moment of the last 30 seconds.
Nothing may be lost and nothing in time refused: what is refused is counted, and how late it was sent.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from benchmarks.attempts import QUESTIONS, save, sign_in, start, submit
from benchmarks.checks import Acknowledged, check
from benchmarks.client import Browser, Timings, Unexpected
from benchmarks.server import serving
from benchmarks.tables import print_machine, print_timings
from benchmarks.world import build, set_closing

STARTING, SUBMITTING, BEAT = 60, 30, 15
SIGNING_IN_AT_ONCE = 8


def main() -> None:
    """Measure, check, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--minutes", type=float, default=4, help="from the first start to the deadline")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    print_machine()
    with tempfile.TemporaryDirectory() as folder:
        world = build(Path(folder), options.database, options.people)
        with serving(world.environ) as server:
            people = {address: Browser(server.port, Timings()) for address in world.participants}
            asyncio.run(_sign_in(people))
            set_closing(world.environ, timedelta(minutes=options.minutes))
            timings = Timings()
            acknowledged, refused = asyncio.run(_rush(timings, people, options))
        check(world.environ, acknowledged)
    print(f"\n{options.database}, {options.people} people, {options.minutes} minutes\n")
    print_timings(timings)
    print(f"\nrefused: {len(refused)}")
    for one in refused[:10]:
        print(f"{one.step} sent {one.before_end:.1f} s before the end: {one.answer}")


@dataclass(frozen=True, slots=True)
class Refused:
    """A request that the server refused, and how long before the deadline it was sent, in seconds."""

    step: str
    before_end: float
    answer: str


async def _sign_in(people: dict[str, Browser]) -> None:
    waiting = list(people.items())

    async def client() -> None:
        while waiting:
            address, browser = waiting.pop()
            await sign_in(browser, address)

    await asyncio.gather(*(client() for _ in range(SIGNING_IN_AT_ONCE)))


async def _rush(
    timings: Timings, people: dict[str, Browser], options: argparse.Namespace
) -> tuple[list[Acknowledged], list[Refused]]:
    refused: list[Refused] = []
    chance = random.Random(options.seed)
    began, ends = time.perf_counter(), time.perf_counter() + options.minutes * 60
    plans = [
        (browser.renewed(timings), chance.uniform(0, STARTING), chance.uniform(2, SUBMITTING), chance.random())
        for browser in people.values()
    ]
    people_at_work = (
        _person(browser, (began + starts, ends - before_end, ends), pace, refused)
        for browser, starts, before_end, pace in plans
    )
    return list(await asyncio.gather(*people_at_work)), refused


async def _person(
    browser: Browser, times: tuple[float, float, float], pace: float, refused: list[Refused]
) -> Acknowledged:
    """Start, save and submit at these moments; `times`: start, submission, deadline."""
    starts, submits, ends = times
    await _until(starts)
    begun = await start(browser)
    attempt_id = begun.attempt_id
    chosen: dict[int, list[str]] = {}
    now = time.perf_counter()
    moments = [now + (submits - now) * (number + pace) / (QUESTIONS + 1) for number in range(QUESTIONS)]
    beats = asyncio.create_task(_beat(browser, attempt_id, submits))
    sent, step = now, "save"
    try:
        for number, moment in enumerate(moments, 1):
            await _until(moment)
            sent = time.perf_counter()
            chosen[number] = await save(browser, attempt_id, number, begun.choice(number, number))
        await _until(submits)
        sent, step = time.perf_counter(), "submit"
        await submit(browser, attempt_id)
    except Unexpected as error:
        refused.append(Refused(step, ends - sent, str(error)))
        return Acknowledged(attempt_id, chosen, submitted=False)
    finally:
        beats.cancel()
        await browser.close()
    return Acknowledged(attempt_id, chosen)


async def _beat(browser: Browser, attempt_id: int, until: float) -> None:
    while time.perf_counter() + BEAT < until:
        await asyncio.sleep(BEAT)
        await browser.send_json("heartbeat", "POST", f"/api/v1/attempts/{attempt_id}/heartbeat", {})


async def _until(moment: float) -> None:
    await asyncio.sleep(max(0.0, moment - time.perf_counter()))


if __name__ == "__main__":
    main()
