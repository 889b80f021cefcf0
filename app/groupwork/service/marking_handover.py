"""Tells whoever keeps grades what counts of a group's work, whenever that changes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from app.courses.rules import CourseValue
from app.groupwork.queries.marks import percents
from app.groupwork.service.keeping import hand_over_mark
from app.shared.permissions import Actor


@contextmanager
def handing_over(course: CourseValue, group_id: int | None = None, *, actor: Actor, now: datetime) -> Iterator[None]:
    """Do what is inside; then hand over the mark of each group of whose work something else counts than before.

    With `group_id` of that group only: what happens to others meanwhile is for those to tell who do it. A mark that
    somebody typed as a plain percent stays until tutors' marks by criteria count.
    """
    before = percents(course, now)
    yield
    for group, percent in percents(course, now).items():
        if percent != before.get(group) and group_id in {None, group}:
            hand_over_mark(course.id, group, percent, marker_id=actor.themselves(), now=now)
