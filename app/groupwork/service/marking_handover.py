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
def handing_over(course: CourseValue, *, actor: Actor, now: datetime) -> Iterator[None]:
    """Do what is inside; then hand over the mark of each group of whose work something else counts than before.

    A mark that somebody typed as a plain percent therefore stays until tutors' marks by criteria count.
    """
    before = percents(course, now)
    yield
    for group_id, percent in percents(course, now).items():
        if percent != before.get(group_id):
            hand_over_mark(course.id, group_id, percent, marker_id=actor.themselves(), now=now)
