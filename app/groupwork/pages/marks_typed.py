"""Points and comments by criterion, as they are typed."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from app.groupwork.rules.marks_criteria import Rubric
from app.rubrics.rules import MarkContent
from app.shared.amounts import CellFault, plain_number, read_amount
from app.shared.errors import Problem, Unreadable


def read_points(typed: Mapping[str, str], maxima: Mapping[str, Fraction], prefix: str = "") -> dict[str, Fraction]:
    """Return the numbers typed in the fields named, each up to its maximum; empty ones are left out.

    A decimal comma counts as a point. Raises `Unreadable` with every fault, at the field's name without `prefix`.
    """
    problems: list[Problem] = []
    points = {}
    for key, maximum in maxima.items():
        cell = typed.get(f"{prefix}{key}", "").strip().replace(",", ".")
        if not cell:
            continue
        try:
            points[key] = read_amount(cell, maximum)
        except CellFault as fault:
            problems.append(Problem(fault.reason, key))
    if problems:
        raise Unreadable(problems=problems)
    return points


def read_content(typed: Mapping[str, str], rubric: Rubric) -> MarkContent:
    """Return what the fields `points_KEY`, `comment_KEY` and `comment` say. Raises `Unreadable`."""
    maxima = {criterion.key: criterion.maximum for criterion in rubric.criteria}
    comments = {key: words for key in maxima if (words := typed.get(f"comment_{key}", "").strip())}
    return MarkContent(read_points(typed, maxima, "points_"), comments, typed.get("comment", ""))


def shown_content(content: MarkContent | None) -> dict[str, str]:
    """Return the fields that show a mark."""
    if content is None:
        return {}
    return {
        **{f"points_{key}": plain_number(points) for key, points in content.criteria.items()},
        **{f"comment_{key}": words for key, words in content.comments.items()},
        "comment": content.comment,
    }


def read_version(typed: Mapping[str, str]) -> int:
    """Return the version that the form was made from; 0 for one that no form has shown."""
    version = typed.get("version", "")
    return int(version) if version.isdecimal() and version.isascii() and len(version) < 10 else 0  # noqa: PLR2004 - no version has ten digits
