"""The plan and the policy by which a course is assessed, from its definition. No statement is needed for either."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from app.courses.rules import CourseValue
from app.grading.rules import Kind, PiecePlan, Policy


def policy_of(course: CourseValue) -> Policy:
    """Return the policy that the course's current version states."""
    return Policy.from_data(course.policy)


def plan_of(course: CourseValue) -> tuple[PiecePlan, ...]:
    """Return the assessed pieces of the course's current version, in order."""
    return tuple(_plan(piece) for piece in course.definition["pieces"])


def _plan(piece: Mapping[str, Any]) -> PiecePlan:
    criteria = tuple(str(criterion["key"]) for criterion in piece["criteria"])
    return PiecePlan(str(piece["key"]), Kind(piece["kind"]), Fraction(piece["maximum"]), criteria)
