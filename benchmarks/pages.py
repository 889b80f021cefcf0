"""What the pages and files of a course cost a manager's server, by the size of the course.

    python -m benchmarks.pages --database sqlite --participants 200 2000

Each request is sent once to warm up, then so many times in turn by one client: server CPU a request from the
processes' own accounting, waiting time as the client sees it, bytes over the wire as a browser receives them.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.client import Browser, Timings
from benchmarks.server import Server, database_cpu_seconds, serving
from benchmarks.tables import print_machine
from benchmarks.world import CODE, MANAGER, PASSWORD, build

COURSE, API = f"/courses/{CODE}", f"/api/v1/courses/{CODE}"
WORK: dict[str, str] = {
    "gradebook page": f"{COURSE}/gradebook",
    "gradebook, every piece": f"{COURSE}/gradebook?view=pieces",
    "gradebook API, all rows": f"{API}/gradebook?limit=1000",
    "grade export CSV": f"{COURSE}/gradebook.csv",
    "grade export XLSX": f"{COURSE}/gradebook.xlsx",
    "grade export JSON": f"{COURSE}/gradebook.json",
    "participants page": f"{COURSE}/participants",
    "participants API, all": f"{API}/participants?limit=500",
    "course page": COURSE,
    "home": "/",
    "statistics page": f"{COURSE}/statistics",
    "statistics API": f"{API}/statistics",
    "completion export CSV": f"{COURSE}/statistics.csv",
    "completion export XLSX": f"{COURSE}/statistics.xlsx",
}
_ASSET = re.compile(rb'<(?:link|script|img)[^>]*?(?:href|src)="(/[^"]+)"')


@dataclass(frozen=True, slots=True)
class Cost:
    """What one kind of request cost: milliseconds of CPU and of waiting (median), bytes over the wire."""

    name: str
    server_cpu: float
    database_cpu: float
    wall: float
    size: int


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--participants", type=int, nargs="+", default=[200, 2000])
    parser.add_argument("--times", type=int, default=30, help="how often each request is sent")
    parser.add_argument("--only", default="", help="part of the name of what is measured")
    options = parser.parse_args()
    print_machine()
    for participants in options.participants:
        with tempfile.TemporaryDirectory() as folder:
            world = build(Path(folder), options.database, participants, marked=True)
            with serving(world.environ) as server:
                costs, views = asyncio.run(_run(server, world.participants[0], options))
        print_costs(f"{options.database}, {participants} participants", costs, views)


async def _run(server: Server, participant: str, options: argparse.Namespace) -> tuple[list[Cost], list[str]]:
    manager = await signed_in(server, MANAGER)
    costs = [
        await cost_of(server, manager, name, path, options.times)
        for name, path in WORK.items()
        if options.only.casefold() in name.casefold()
    ]
    views = [
        await _view(await signed_in(server, address), COURSE, who)
        for address, who in ((participant, "participant"), (MANAGER, "manager"))
    ]
    return costs, views


async def signed_in(server: Server, address: str) -> Browser:
    """Return a browser in which the person of an address has signed in."""
    browser = Browser(server.port, Timings())
    await browser.get("sign-in page", "/sign-in")
    await browser.post_form("sign-in", "/sign-in", email=address, password=PASSWORD)
    return browser


async def cost_of(server: Server, browser: Browser, name: str, path: str, times: int) -> Cost:
    """Return what a request costs once every worker has answered it."""
    for _ in range(2 * len(server.worker_pids())):
        await _all(browser, path)
    before, waits = browser.bytes_received, []
    server_cpu, database_cpu = server.cpu_seconds(), database_cpu_seconds()
    for _ in range(times):
        started = time.perf_counter()
        await _all(browser, path)
        waits.append(time.perf_counter() - started)
    return Cost(
        name,
        (server.cpu_seconds() - server_cpu) / times * 1000,
        (database_cpu_seconds() - database_cpu) / times * 1000,
        statistics.median(waits) * 1000,
        (browser.bytes_received - before) // times,
    )


async def _all(browser: Browser, path: str) -> None:
    """Fetch a page, or every page of a list of the API."""
    answer = await browser.get("page", path)
    if "?limit=" not in path:
        return
    while cursor := answer.json["next_cursor"]:
        answer = await browser.get("page", f"{path}&cursor={cursor}")


async def _view(browser: Browser, path: str, who: str) -> str:
    """Return what a browser without a cache loads for a page, and what one that has been there loads."""
    await browser.close()
    before = browser.bytes_received
    page = await browser.get("page", path)
    warm = browser.bytes_received - before
    assets = {asset.decode().replace("&amp;", "&") for asset in _ASSET.findall(page.body)}
    for asset in sorted(assets):
        await browser.get("asset", asset)
    first = browser.bytes_received - before
    return f"{path} of a {who}: first view {first:,} bytes in {1 + len(assets)} requests, warm {warm:,} bytes"


def print_costs(title: str, costs: Sequence[Cost], views: Sequence[str]) -> None:
    """Print what was measured."""
    print(f"\n{title}\n\n{'request':<26}{'CPU ms':>10}{'db ms':>10}{'wall ms':>10}{'bytes':>12}")
    for cost in costs:
        figures = f"{cost.server_cpu:>10.1f}{cost.database_cpu:>10.1f}{cost.wall:>10.1f}{cost.size:>12,}"
        print(f"{cost.name:<26}{figures}")
    print(*views, sep="\n")


if __name__ == "__main__":
    main()
