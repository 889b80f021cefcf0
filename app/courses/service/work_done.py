"""What a participant has done already: attempts are kept above, so `create_app` hands their reader down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from app.courses.rules import CourseValue
from app.shared.wording import Text

WorkDone = Callable[[CourseValue, int, datetime], Mapping[int, Text]]
"""Takes a course, a person and the present; returns by piece what is to be said of work that is done."""

_readers: list[WorkDone] = []


def register_work_done(read: WorkDone) -> None:
    """Have `read` asked by pages that say what is due."""
    if read not in _readers:
        _readers.append(read)


def work_done(course: CourseValue, person_id: int | None, now: datetime) -> Mapping[int, Text]:
    """Return, by piece, what a person has done and how its score stands; nothing for who takes no part."""
    if person_id is None:
        return {}
    return {piece_id: said for read in _readers for piece_id, said in read(course, person_id, now).items()}
