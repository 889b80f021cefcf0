"""How long a question took, as far as saves tell. Pure.

A save knows when it arrived. The time between it and what was saved before (or the start) was spent on its question,
and on whatever else the person did meanwhile: reading other questions, or making tea. Changing an answer later adds its
own time. What came after the last save is not counted. Medians of many say something; one person's seconds do not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

Span = tuple[datetime, datetime]


def seconds_of(started_at: datetime, saves: Iterable[tuple[datetime, int]], gaps: Sequence[Span]) -> Mapping[int, int]:
    """Return the whole seconds of each question of one attempt; `saves` are (arrival, number), in any order.

    A question with a step during which the page was not heard of (`gaps`) is left out: what was saved offline arrives
    all at once, long after it was thought of.
    """
    spent: defaultdict[int, timedelta] = defaultdict(timedelta)
    unknown: set[int] = set()
    before = started_at
    for at, number in sorted(saves):
        if any(lost_at < at and before < back_at for lost_at, back_at in gaps):
            unknown.add(number)
        spent[number] += at - before
        before = at
    return {number: span // timedelta(seconds=1) for number, span in spent.items() if number not in unknown}
