"""Which courses are editions of one another. Pure.

Definitions name no edition before them. Codes do: what stands before the first hyphen is the activity, what follows
tells its runs apart (A9714776, A9714776-LIVE, A9714776-2023). Why so: docs/decisions/0081-similarity.md.
"""

from __future__ import annotations

from collections.abc import Iterable

from app.courses.rules import CourseValue

EDITIONS = 6
"""So many editions are compared, the latest; older essays are out of date, and the time it takes stays bounded."""


def activity_of(code: str) -> str:
    """Return the activity of a course's code: what stands before the first hyphen."""
    return code.partition("-")[0]


def editions_of(course: CourseValue, courses: Iterable[CourseValue]) -> list[CourseValue]:
    """Return the editions of a course's activity, itself among them, the latest first, `EDITIONS` at most."""
    same = [one for one in courses if activity_of(one.code) == activity_of(course.code) and one.id != course.id]
    latest = sorted(same, key=lambda one: (one.starts_on, one.id), reverse=True)[: EDITIONS - 1]
    return sorted([course, *latest], key=lambda one: (one.starts_on, one.id), reverse=True)


def is_earlier(one: CourseValue, other: CourseValue) -> bool:
    """Tell whether `one` began before `other`; of two that began on one day, the one that was loaded first did."""
    return (one.starts_on, one.id) < (other.starts_on, other.id)
