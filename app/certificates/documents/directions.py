"""Which way each letter of a line runs: the Unicode Bidirectional Algorithm (UAX #9) for one line without controls.

Left out: explicit embeddings (rules X, their characters are removed before) and paired brackets (N0), whose outcome in
a name is the same through N1 and N2.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TypeVar

_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_STRONG = frozenset({"L", "R", "AL"})
_NUMBERS = frozenset({"EN", "AN"})
_NEUTRAL = frozenset({"B", "S", "WS", "ON", "BN", "ET", "ES", "CS"})
_Item = TypeVar("_Item")


def levels(text: str) -> list[int]:
    """Return the embedding level of each character: even from left to right, odd from right to left."""
    kinds = [unicodedata.bidirectional(char) or "L" for char in text]
    if not any(kind in _RIGHT_TO_LEFT or kind == "AN" for kind in kinds):
        return [0] * len(text)
    base = int(next((kind for kind in kinds if kind in _STRONG), "L") in _RIGHT_TO_LEFT)
    outside = "LR"[base]
    resolved = _neutrals(_weak(kinds, outside), outside)
    return [base + _raised(kind, base) for kind in resolved]


def in_visual_order(items: Iterable[tuple[int, _Item]]) -> Iterator[_Item]:
    """Give items, each with its level, from left to right (rule L2): reverse every sequence at a level or above it."""
    ordered = list(items)
    for level in range(max((level for level, _ in ordered), default=0), 0, -1):
        sequences = [(high, list(group)) for high, group in groupby(ordered, key=lambda item: item[0] >= level)]
        ordered = [item for high, group in sequences for item in (reversed(group) if high else group)]
    return (item for _, item in ordered)


def _weak(kinds: list[str], outside: str) -> list[str]:
    """Resolve marks, numbers and what stands between numbers (rules W1 to W7)."""
    resolved: list[str] = []
    strong = outside
    for kind in kinds:
        actual = (resolved[-1] if resolved else outside) if kind == "NSM" else kind  # W1
        if kind in _STRONG:
            strong = kind
        resolved.append("AN" if actual == "EN" and strong == "AL" else actual)  # W2
    for at in range(1, len(resolved) - 1):  # W4
        before, here, after = resolved[at - 1 : at + 2]
        if before == after and (before, here) in {("EN", "ES"), ("EN", "CS"), ("AN", "CS")}:
            resolved[at] = before
    for order in (range(1, len(resolved)), range(len(resolved) - 2, -1, -1)):  # W5
        for at in order:
            if resolved[at] == "ET" and resolved[at - order.step] == "EN":
                resolved[at] = "EN"
    strong = outside
    for at, kind in enumerate(resolved):
        strong = kind if kind in _STRONG else strong
        resolved[at] = "R" if kind == "AL" else "L" if kind == "EN" and strong == "L" else kind  # W3, W7
    return resolved


def _neutrals(kinds: list[str], outside: str) -> list[str]:
    """Give spaces and signs the direction of what is on both sides of them, or else that of the line (N1, N2)."""
    resolved: list[str] = []
    groups = [(neutral, list(group)) for neutral, group in groupby(kinds, key=lambda kind: kind in _NEUTRAL)]
    for at, (neutral, group) in enumerate(groups):
        if neutral:
            before = _side(groups[at - 1][1][-1]) if at else outside
            after = _side(groups[at + 1][1][0]) if at + 1 < len(groups) else outside
            resolved += [before if before == after else outside] * len(group)
        else:
            resolved += group
    return resolved


def _side(kind: str) -> str:
    return "R" if kind in _NUMBERS else kind


def _raised(kind: str, base: int) -> int:
    """Return how far `kind` lies above the level of the line (I1, I2)."""
    if base:
        return int(kind != "R")
    return {"L": 0, "R": 1}.get(kind, 2)
