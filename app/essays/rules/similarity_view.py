"""What pages show of shared passages: texts in pieces, and how much is shared. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.essays.rules.similarity import PASSAGE, Span
from app.essays.rules.values import EssayValue

LISTED_FROM = 40
"""Pairs that share fewer words than this are not listed unless asked for: about three lines of print."""
LEAST_LISTED, MOST_LISTED = PASSAGE, 20_000
AROUND = 60
"""So many characters stand before and after a passage where the rest of an essay is not the reader's to see."""
LONGEST_NOTE = 2000


class Finding(StrEnum):
    """What somebody found who looked at a pair."""

    NOTHING = "nothing"
    SOURCE = "source"
    TALK = "talk"


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a text. `passage`: which shared passage it belongs to, from 1; `opens`: it is that one's beginning."""

    text: str
    passage: int | None = None
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """One essay of a pair: the version that was compared, its words, and whether that is what is handed in now."""

    essay: EssayValue
    version_id: int
    words: int
    is_current: bool

    def share(self, shared: int) -> int:
        """Return how many in a hundred of the words are shared, rounded down."""
        return shared * 100 // self.words if self.words else 0


@dataclass(frozen=True, slots=True)
class NoteValue:
    """What somebody noted who looked at a pair."""

    author_id: int
    noted_at: datetime
    finding: Finding
    note: str


@dataclass(frozen=True, slots=True)
class PairValue:
    """Two essays that share passages. `notes`: the newest first."""

    id: int
    first: Side
    second: Side
    shared: int
    passages: tuple[tuple[Span, ...], ...]
    notes: tuple[NoteValue, ...] = ()

    @property
    def same_person(self) -> bool:
        """Whether one person wrote both, in two editions."""
        return self.first.essay.person_id == self.second.essay.person_id


def places(passages: Sequence[Sequence[Span]], *, first: bool) -> list[tuple[int, int, int]]:
    """Return (start, end, passage) for one of the two texts in its order; passages count from 1."""
    found = [
        (span.first_start, span.first_end, number) if first else (span.second_start, span.second_end, number)
        for number, passage in enumerate(passages, start=1)
        for span in passage
    ]
    return sorted(found)


def segments(text: str, marked: Iterable[tuple[int, int, int]]) -> list[Segment]:
    """Return a text in pieces, those that are shared with their passage; put together they are the text again."""
    pieces: list[Segment] = []
    seen: set[int] = set()
    at = 0
    for start, end, passage in marked:
        if start > at:
            pieces.append(Segment(text[at:start]))
        pieces.append(Segment(text[start:end], passage, opens=passage not in seen))
        seen.add(passage)
        at = end
    if at < len(text):
        pieces.append(Segment(text[at:]))
    return pieces


def excerpts(text: str, marked: Sequence[tuple[int, int, int]]) -> list[Segment]:
    """Return only the shared passages of a text, each with a few words around it, “…” where something is left out."""
    pieces = segments(text, marked)
    return [
        piece if piece.passage else Segment(_shortened(piece.text, place, len(pieces)))
        for place, piece in enumerate(pieces)
    ]


def _shortened(text: str, place: int, pieces: int) -> str:
    if len(text) <= 2 * AROUND:
        return text
    after = text[:AROUND] if place > 0 else ""
    before = text[-AROUND:] if place < pieces - 1 else ""
    return f"{after} … {before}"
