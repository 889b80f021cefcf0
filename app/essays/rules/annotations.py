"""Notes on passages of a text, and how a text is cut so that they can be shown. Pure.

A passage is a range of characters of one version of the text, which never changes: `starts` is counted from 0, `ends`
is the first character after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.shared.errors import Problem, Unreadable
from app.shared.wording import text

LONGEST_NOTE = 2000
MOST_NOTES = 200


@dataclass(frozen=True, slots=True)
class AnnotationValue:
    """One note of a marker on a passage of a version."""

    id: int
    essay_id: int
    version: int
    starts: int
    ends: int
    marker_id: int
    note: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a text with the notes that cover all of it, by id; `ends_here`: those whose passage ends with it."""

    starts: int
    words: str
    notes: tuple[int, ...]
    ends_here: tuple[int, ...]


def check_passage(whole: str, starts: int, ends: int, note: str) -> str:
    """Return the note, stripped. Raises `Unreadable` when the passage lies outside the text or the note is none."""
    problems = []
    if not 0 <= starts < ends <= len(whole):
        problems.append(Problem(text("This passage is not in the text."), "passage"))
    elif not whole[starts:ends].strip():
        problems.append(Problem(text("This passage holds no words."), "passage"))
    if not note.strip():
        problems.append(Problem(text("Please write the note."), "note"))
    if len(note.strip()) > LONGEST_NOTE:
        problems.append(Problem(text("A note has at most %(limit)s characters.", limit=LONGEST_NOTE), "note"))
    if problems:
        raise Unreadable(problems=problems)
    return note.strip()


def cut(words: str, starts: int, notes: Sequence[AnnotationValue]) -> tuple[Piece, ...]:
    """Return a paragraph, whose first character is the text’s `starts`, in pieces that each note covers or not."""
    end = starts + len(words)
    here = [note for note in notes if note.starts < end and note.ends > starts]
    bounds = {starts, end}
    for note in here:
        bounds |= {max(note.starts, starts), min(note.ends, end)}
    places = sorted(bounds)
    return tuple(
        Piece(
            starts=one,
            words=words[one - starts : other - starts],
            notes=tuple(note.id for note in here if note.starts <= one and note.ends >= other),
            ends_here=tuple(note.id for note in here if note.ends == other),
        )
        for one, other in pairwise(places)
    )
