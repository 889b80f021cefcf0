"""Who must hear that deadlines moved: attempts are kept above, so `create_app` hands their listener down."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from app.shared.database import session

DeadlineListener = Callable[[int, int | None, Collection[int] | None, datetime], None]
"""Takes a course's id, the piece (None: any), the enrolments (None: all) whose deadlines may have moved, and `now`."""

_listeners: list[DeadlineListener] = []


def register_deadline_listener(listen: DeadlineListener) -> None:
    """Have `listen` called, in the same transaction, after whatever may move deadlines."""
    if listen not in _listeners:
        _listeners.append(listen)


def tell_listeners(course_id: int, piece_id: int | None, enrolment_ids: Collection[int] | None, now: datetime) -> None:
    """Tell every listener that deadlines may have moved; what moved them is stored by then."""
    session.flush()
    for listen in _listeners:
        listen(course_id, piece_id, enrolment_ids, now)
