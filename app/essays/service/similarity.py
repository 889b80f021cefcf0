"""Comparing essays, and noting what was found by somebody who looked at a pair."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from itertools import combinations, islice, product

from app.essays.models import SimilarityScan, SimilarPair, SimilarPairNote
from app.essays.queries.comparing import Comparable, Comparing, compared_versions
from app.essays.queries.similarity import get_pair
from app.essays.rules.similarity import (
    Fingerprint,
    Span,
    common_seeds,
    compare,
    fingerprint,
    shared_words,
    spans_of,
)
from app.essays.rules.similarity_view import LONGEST_NOTE, Finding
from app.shared import audit
from app.shared.database import session, take_turn
from app.shared.errors import Problem, Unreadable
from app.shared.permissions import Actor, Permission
from app.shared.wording import text

OTHERS_AT_ONCE = 50
"""So many essays are held in memory beside those that wait."""

Texts = Callable[[Sequence[int]], Mapping[int, str]]
CourseTexts = Callable[[int], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Found:
    """Two versions that share passages."""

    first_version_id: int
    second_version_id: int
    first_words: int
    second_words: int
    shared: int
    passages: tuple[tuple[Span, ...], ...]


def find_pairs(work: Comparing, texts: Texts, course_texts: CourseTexts) -> list[Found]:
    """Compare what waits, in memory alone: this takes time, and no transaction stays open meanwhile.

    `texts` and `course_texts` read versions by their ids, and what a course says; each is asked for a few at a time.
    """
    common = _Common(course_texts)
    waiting = _ready(work.waiting, texts, common)
    found = [_found(one, other) for one, other in combinations(waiting, 2)]
    rest = iter(work.others)
    while some := list(islice(rest, OTHERS_AT_ONCE)):
        found += [_found(one, other) for one, other in product(waiting, _ready(some, texts, common))]
    return [pair for pair in found if pair is not None]


def keep_pairs(work: Comparing, found: Iterable[Found], *, now: datetime) -> int:
    """Keep what was found, and that the versions are compared; return how many.

    Where another schedule was quicker nothing is kept, for its essays are still to be compared with these: 0.
    """
    take_turn("comparing essays")
    if compared_versions(work.pieces) != work.compared:
        return 0
    session.add_all(SimilarityScan(version_id=one.version_id, compared_at=now) for one in work.waiting)
    session.add_all(
        SimilarPair(
            first_version_id=pair.first_version_id,
            second_version_id=pair.second_version_id,
            first_words=pair.first_words,
            second_words=pair.second_words,
            shared=pair.shared,
            passages=[[list(astuple(span)) for span in passage] for passage in pair.passages],
            found_at=now,
        )
        for pair in found
    )
    session.flush()
    return len(work.waiting)


def note_pair(
    course_id: int, pair_id: int, finding: Finding, note: str, *, actor: Actor, now: datetime
) -> SimilarPairNote:
    """Note what the actor found who looked at a pair of the course; earlier notes stay.

    Raises `NotAllowed`, `NotFound` (no pair of this course), `Unreadable` (a note too long).
    """
    actor.require(Permission.MARK_ESSAY, course_id)
    author_id = actor.themselves()
    pair = get_pair(course_id, pair_id)
    written = note.strip()
    if len(written) > LONGEST_NOTE:
        reason = text("A note has at most %(limit)s characters.", limit=LONGEST_NOTE)
        raise Unreadable(reason, problems=[Problem(reason, "note")])
    row = SimilarPairNote(pair_id=pair.id, author_id=author_id, noted_at=now, finding=finding.value, note=written)
    session.add(row)
    session.flush()
    after = {"finding": finding.value, "note": row.id}
    audit.record("note_similar_pair", f"similar_pair:{pair.id}", actor=actor, now=now, course_id=course_id, after=after)
    return row


class _Common:
    """What each course says itself, read once."""

    def __init__(self, read: CourseTexts) -> None:
        self._read = read
        self._known: dict[int, frozenset[int]] = {}

    def of(self, course_id: int) -> frozenset[int]:
        if course_id not in self._known:
            self._known[course_id] = common_seeds(self._read(course_id))
        return self._known[course_id]


Ready = tuple[Comparable, Fingerprint]


def _ready(some: Sequence[Comparable], texts: Texts, common: _Common) -> list[Ready]:
    read = texts([one.version_id for one in some])
    return [(one, fingerprint(read[one.version_id], common.of(one.course_id))) for one in some]


def _found(one: Ready, other: Ready) -> Found | None:
    (first, words), (second, other_words) = sorted((one, other), key=lambda ready: ready[0].version_id)
    passages = compare(words, other_words) if first.essay_id != second.essay_id else ()
    if not passages:
        return None
    spans = tuple(spans_of(passage, words, other_words) for passage in passages)
    return Found(
        first.version_id,
        second.version_id,
        len(words.words),
        len(other_words.words),
        shared_words(passages),
        spans,
    )
