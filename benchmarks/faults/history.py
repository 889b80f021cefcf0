"""What clients were told against what is stored: ok is there, refused is not, and nobody knows of the rest. Pure.

Every save holds a text of its own, so that each row tells which operation wrote it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Outcome(StrEnum):
    """What a client learned of its operation."""

    OK = "ok"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    """No answer came: it may have happened or not."""


@dataclass(frozen=True, slots=True)
class Save:
    """One save as its client saw it. `version` and `receipt` came with the answer."""

    attempt: int
    number: int
    text: str
    outcome: Outcome
    version: int = 0
    genuine: bool = True
    """Whether the receipt that came with it was found to be ours for exactly this."""


@dataclass(frozen=True, slots=True)
class Row:
    """One save as it is stored."""

    attempt: int
    number: int
    version: int
    text: str


@dataclass(frozen=True, slots=True)
class Ended:
    """An attempt as it is stored: state, number of score revisions, score, and what its answers are worth."""

    state: str
    revisions: int
    score: Fraction | None
    worth: Fraction


@dataclass(frozen=True, slots=True)
class History:
    """Everything that clients did, in the order of each client, and the attempts whose submission was acknowledged."""

    saves: Sequence[Save]
    submitted: frozenset[int]


def faults_of(history: History, rows: Iterable[Row], attempts: Mapping[int, Ended]) -> list[str]:
    """Return every way in which what is stored is not what clients were told; nothing where all is well."""
    stored = list(rows)
    checks = (_lost, _refused, _invented, _twice, _gaps, _final, _receipts)
    return [fault for check in checks for fault in check(history, stored)] + list(_scores(history, attempts))


def _lost(history: History, rows: Sequence[Row]) -> Iterator[str]:
    there = set(rows)
    for save in history.saves:
        if save.outcome is Outcome.OK and Row(save.attempt, save.number, save.version, save.text) not in there:
            yield f"lost: {save.text} was acknowledged as version {save.version} and is not stored so"


def _refused(history: History, rows: Sequence[Row]) -> Iterator[str]:
    there = {row.text for row in rows}
    for save in history.saves:
        if save.outcome is Outcome.REFUSED and save.text in there:
            yield f"refused: {save.text} was refused and is stored all the same"


def _invented(history: History, rows: Sequence[Row]) -> Iterator[str]:
    sent = {(save.attempt, save.number, save.text) for save in history.saves}
    for row in rows:
        if (row.attempt, row.number, row.text) not in sent:
            yield f"invented: nobody sent {row.text} to question {row.number} of attempt {row.attempt}"


def _twice(_history: History, rows: Sequence[Row]) -> Iterator[str]:
    for text, times in Counter(row.text for row in rows).items():
        if times > 1:
            yield f"twice: {text} is stored {times} times"


def _gaps(_history: History, rows: Sequence[Row]) -> Iterator[str]:
    versions: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for row in rows:
        versions[row.attempt, row.number].append(row.version)
    for place, found in versions.items():
        if sorted(found) != list(range(1, len(found) + 1)):
            yield f"versions: {place} has {sorted(found)}"


def _final(history: History, rows: Sequence[Row]) -> Iterator[str]:
    """Check that the answer that counts is the last acknowledged one, or one sent after it of which nobody knows."""
    newest = {(row.attempt, row.number): row for row in sorted(rows, key=lambda row: row.version)}
    may_count: defaultdict[tuple[int, int], list[str]] = defaultdict(list)
    for save in history.saves:
        here = may_count[save.attempt, save.number]
        if save.outcome is Outcome.OK:
            here[:] = [save.text]
        elif save.outcome is Outcome.UNKNOWN:
            here.append(save.text)
    for place, texts in may_count.items():
        counts = newest.get(place)
        if counts is not None and counts.text not in texts:
            yield f"final: {place} counts {counts.text}; it may be {texts}"


def _receipts(history: History, _rows: Sequence[Row]) -> Iterator[str]:
    for save in history.saves:
        if save.outcome is Outcome.OK and not save.genuine:
            yield f"receipt: the one for {save.text} is not genuine"


def _scores(history: History, attempts: Mapping[int, Ended]) -> Iterator[str]:
    for attempt in history.submitted:
        if attempts[attempt].state != "submitted":
            yield f"submission: attempt {attempt} was acknowledged as submitted and is {attempts[attempt].state}"
    for attempt, ended in attempts.items():
        if ended.revisions != (ended.state != "open"):
            yield f"scores: attempt {attempt}, {ended.state}, has {ended.revisions}"
        if ended.state != "open" and ended.score != ended.worth:
            yield f"score: attempt {attempt} has {ended.score}, its answers are worth {ended.worth}"
