"""Prints what was measured."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from pathlib import Path

from benchmarks.client import Timings


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that `share` of `values` do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered) + 0.5) - 1))]


def print_machine() -> None:
    """Say what the figures were measured on."""
    model = next((line.partition(":")[2].strip() for line in _cpu_lines() if line.startswith("model name")), "unknown")
    print(
        f"{model}, {os.cpu_count()} cores, {platform.system()} {platform.release()}, Python {platform.python_version()}"
    )


def _cpu_lines() -> list[str]:
    return Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()


def print_timings(timings: Timings) -> None:
    """Print p50, p95 and p99 of each kind of request, in milliseconds."""
    print(f"{'request':<16}{'n':>8}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{'max ms':>9}")
    for step, seconds in timings.by_step.items():
        marks = [percentile(seconds, share) * 1000 for share in (0.5, 0.95, 0.99)] + [max(seconds) * 1000]
        print(f"{step:<16}{len(seconds):>8}" + "".join(f"{mark:>9.1f}" for mark in marks))


def marks(seconds: Sequence[float]) -> str:
    """Return p50 / p95 / p99 in milliseconds."""
    return " / ".join(f"{percentile(seconds, share) * 1000:.0f}" for share in (0.5, 0.95, 0.99))


def print_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table as README.md has it."""
    print()
    for row in (header, ["---"] * len(header), *rows):
        print("| " + " | ".join(row) + " |")
