"""Passages that two essays share: a hint for whoever reads them, never a verdict. Pure.

Two texts share a passage where the same words follow each other: at least `SEED` in a row, at least `PASSAGE`
together. Between two such rows of words up to `GAP` may differ, which finds a sentence with a word exchanged. What
both put in quotation marks, what stands in a list of references, and what the texts of the course say counts for
nothing. Order does not matter: moved passages are found as well. Why so: docs/decisions/0081-similarity.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from rapidfuzz.distance import LCSseq

from app.essays.rules.similarity_words import Word, quotations, references_from, words_of

SEED = 6
"""So many words in a row must be the same before anything counts. Below that, common turns of phrase abound."""
PASSAGE = 12
"""So many words of a passage must be the same: about a line and a half of print."""
GAP = 8
"""So many words may differ between two rows of the same words within one passage, in either text."""
ECHO = 2
"""Inside a gap, so many words in a row must be the same: a lone “of the” says nothing."""
PLACES = 20
"""So many places of one and the same row of words are tried; a text that repeats itself more is no essay."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A text made ready to be compared. `keys`: its words, None for one that counts for nothing."""

    words: tuple[Word, ...]
    keys: tuple[str | None, ...]
    quoted: frozenset[int]
    seeds: tuple[int | None, ...]
    known: frozenset[int]

    @property
    def order(self) -> tuple[str, ...]:
        """By what two fingerprints are put in order before they are compared, so that either order gives the same."""
        return tuple(word.key for word in self.words)


@dataclass(frozen=True, slots=True)
class Run:
    """`length` words in a row that are the same: from the `first`-th of one text and the `second`-th of the other."""

    first: int
    second: int
    length: int

    @property
    def mirrored(self) -> Run:
        """The run as the other text sees it."""
        return Run(self.second, self.first, self.length)


@dataclass(frozen=True, slots=True)
class Span:
    """A run by its places in the texts: `text[start:end]` of either."""

    first_start: int
    first_end: int
    second_start: int
    second_end: int
    words: int


Passage = tuple[Run, ...]


def common_seeds(texts: Iterable[str]) -> frozenset[int]:
    """Return what a course's own texts say, for `fingerprint` to leave out."""
    found: set[int] = set()
    for text in texts:
        found.update(seed for seed in _seeds([word.key for word in words_of(text)]) if seed is not None)
    return frozenset(found)


def fingerprint(text: str, common: frozenset[int] = frozenset()) -> Fingerprint:
    """Return a text made ready. `common`: seeds of the course's own texts, which count for nothing."""
    words = words_of(text)
    keys: list[str | None] = [word.key for word in words]
    end = references_from(text)
    without = [key if word.end <= end else None for key, word in zip(keys, words, strict=True)]
    for place, seed in enumerate(_seeds(keys)):
        if seed in common:
            without[place : place + SEED] = [None] * SEED
    seeds = tuple(_seeds(without))
    known = frozenset(seed for seed in seeds if seed is not None)
    return Fingerprint(tuple(words), tuple(without), _quoted(text, words), seeds, known)


def compare(one: Fingerprint, other: Fingerprint) -> tuple[Passage, ...]:
    """Return the passages that two texts share, in the order of the first; the other order gives the same, mirrored."""
    if one.known.isdisjoint(other.known):
        return ()
    if other.order < one.order:
        mirrored = (tuple(run.mirrored for run in passage) for passage in _passages(other, one))
        return tuple(sorted(mirrored, key=lambda passage: passage[0].first))
    return tuple(_passages(one, other))


def shared_words(passages: Iterable[Sequence[Run]]) -> int:
    """Return how many words of either text the passages are made of."""
    return sum(run.length for passage in passages for run in passage)


def shared_of(passage: Sequence[Span]) -> int:
    """Return how many words of either text one passage is made of."""
    return sum(span.words for span in passage)


def spans_of(passage: Passage, one: Fingerprint, other: Fingerprint) -> tuple[Span, ...]:
    """Return a passage by its places in both texts."""
    return tuple(
        Span(
            one.words[run.first].start,
            one.words[run.first + run.length - 1].end,
            other.words[run.second].start,
            other.words[run.second + run.length - 1].end,
            run.length,
        )
        for run in passage
    )


def _seeds(keys: Sequence[str | None]) -> Iterator[int | None]:
    """Yield a number for each row of `SEED` words; None where one of them counts for nothing."""
    for place in range(len(keys) - SEED + 1):
        row = tuple(keys[place : place + SEED])
        yield None if None in row else hash(row)


def _quoted(text: str, words: Sequence[Word]) -> frozenset[int]:
    spans = iter(quotations(text))
    start, end = next(spans, (len(text), len(text)))
    found = set()
    for place, word in enumerate(words):
        while word.start >= end and end < len(text):
            start, end = next(spans, (len(text), len(text)))
        if start < word.start and word.end < end:
            found.add(place)
    return frozenset(found)


def _passages(one: Fingerprint, other: Fingerprint) -> Iterator[Passage]:
    for chain in _chains(_rows(one, other)):
        runs = [run for piece in _with_gaps(chain, one, other) for run in _unquoted(piece, one, other)]
        if sum(run.length for run in runs) >= PASSAGE:
            yield tuple(runs)


def _rows(one: Fingerprint, other: Fingerprint) -> Iterator[Run]:
    """Yield the longest rows of the same words from left to right; no word of either text is used twice."""
    shared = one.known & other.known
    places: dict[int, list[int]] = defaultdict(list)
    for place, seed in enumerate(other.seeds):
        if seed is not None and seed in shared and len(places[seed]) < PLACES:
            places[seed].append(place)
    taken = bytearray(len(other.keys))
    at = 0
    while at < len(one.seeds):
        seed = one.seeds[at]
        best = _longest(one, other, at, places.get(seed, ()), taken) if seed is not None else None
        if best is None:
            at += 1
            continue
        taken[best.second : best.second + best.length] = b"\x01" * best.length
        yield best
        at += best.length


def _longest(one: Fingerprint, other: Fingerprint, at: int, places: Iterable[int], taken: bytearray) -> Run | None:
    runs = (Run(at, place, _length(one.keys, other.keys, at, place, taken)) for place in places)
    return max((run for run in runs if run.length >= SEED), key=lambda run: (run.length, -run.second), default=None)


def _length(keys: Sequence[str | None], others: Sequence[str | None], at: int, place: int, taken: bytearray) -> int:
    length = 0
    for key, other, used in zip(
        islice(keys, at, None), islice(others, place, None), islice(taken, place, None), strict=False
    ):
        if key is None or key != other or used:
            break
        length += 1
    return length


def _chains(rows: Iterable[Run]) -> Iterator[list[Run]]:
    """Yield rows that follow each other closely in both texts, together."""
    chain: list[Run] = []
    for row in rows:
        if chain and not _follows(chain[-1], row):
            yield chain
            chain = []
        chain.append(row)
    if chain:
        yield chain


def _follows(before: Run, after: Run) -> bool:
    gap = after.first - before.first - before.length
    other_gap = after.second - before.second - before.length
    return 0 <= gap <= GAP and 0 <= other_gap <= GAP


def _with_gaps(chain: Sequence[Run], one: Fingerprint, other: Fingerprint) -> Iterator[Run]:
    """Yield the rows of a chain and, between them, what the gaps have in common."""
    for before, after in pairwise(chain):
        yield before
        yield from _echoes(before, after, one, other)
    yield chain[-1]


def _echoes(before: Run, after: Run, one: Fingerprint, other: Fingerprint) -> Iterator[Run]:
    start, other_start = before.first + before.length, before.second + before.length
    gap = [key or 1 for key in one.keys[start : after.first]]
    other_gap = [key or 2 for key in other.keys[other_start : after.second]]
    for step in LCSseq.opcodes(gap, other_gap):
        length = step.src_end - step.src_start
        if step.tag == "equal" and length >= ECHO:
            yield Run(start + step.src_start, other_start + step.dest_start, length)


def _unquoted(run: Run, one: Fingerprint, other: Fingerprint) -> Iterator[Run]:
    """Yield the parts of a run that are not quoted in both texts."""
    start = 0
    for step in range(run.length + 1):
        ends = step == run.length or (run.first + step in one.quoted and run.second + step in other.quoted)
        if ends and step > start:
            yield Run(run.first + start, run.second + start, step - start)
        if ends:
            start = step + 1
