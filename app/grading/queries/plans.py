"""The plan and the policy by which a course is assessed, from its definition. No statement is needed for either."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from app.courses.rules import CourseValue
from app.grading.rules import Kind, PiecePlan, Policy


@dataclass(frozen=True, eq=False)
class _Definition:
    """A stored definition, told from others by being the very same object: `courses` keeps one for each version."""

    data: Mapping[str, Any]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Definition) and other.data is self.data

    def __hash__(self) -> int:
        return id(self.data)


def policy_of(course: CourseValue) -> Policy:
    """Return the policy that the course's current version states."""
    return _policy(_Definition(course.definition))


def plan_of(course: CourseValue) -> tuple[PiecePlan, ...]:
    """Return the assessed pieces of the course's current version, in order."""
    return _pieces(_Definition(course.definition))


def plan_and_policy(definition: Mapping[str, Any]) -> tuple[tuple[PiecePlan, ...], Policy]:
    """Return the pieces and the policy that a stored definition states, as results frozen under it need them."""
    return tuple(_plan(piece) for piece in definition["pieces"]), Policy.from_data(definition["policy"])


@lru_cache(maxsize=32)
def _policy(definition: _Definition) -> Policy:
    return Policy.from_data(definition.data["policy"])


@lru_cache(maxsize=32)
def _pieces(definition: _Definition) -> tuple[PiecePlan, ...]:
    return tuple(_plan(piece) for piece in definition.data["pieces"])


def _plan(piece: Mapping[str, Any]) -> PiecePlan:
    criteria = tuple(str(criterion["key"]) for criterion in piece["criteria"])
    return PiecePlan(str(piece["key"]), Kind(piece["kind"]), Fraction(piece["maximum"]), criteria)
