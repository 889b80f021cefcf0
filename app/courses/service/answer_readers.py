"""Who can read the answers of a piece already: attempts are kept above, so `create_app` hands their reader down.

An attempt that closed by itself opens again when its time is extended, also after its answers were shown: whoever
extends it is told how many have read them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from app.courses.rules import CourseValue

AnswerReaders = Callable[[CourseValue, datetime], Mapping[int, int]]
"""Returns how many participants could read the right answers of each piece by then; pieces without any are out."""

_readers: list[AnswerReaders] = []


def register_answer_readers(read: AnswerReaders) -> None:
    """Have `read` asked before time is given."""
    if read not in _readers:
        _readers.append(read)


def answer_readers(course: CourseValue, now: datetime) -> Mapping[int, int]:
    """Return, by piece, how many participants of a course can read its answers; pieces without any are left out."""
    return {piece_id: number for read in _readers for piece_id, number in read(course, now).items()}
