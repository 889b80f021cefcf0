"""What a marker typed on the desk, read and shown again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from app.courses.rules import Criterion
from app.essays.queries.marking_desk import BankedComment
from app.rubrics.rules import MarkContent, MarkValue
from app.shared.amounts import CellFault, plain_number, read_amount
from app.shared.errors import Problem, Unreadable

_MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields of the form as they stand: points and comments by criterion, the comment on the whole, the version.

    `handed_in`: the version of the text that stood beside the form; None: the form does not say.
    """

    points: Mapping[str, str]
    comments: Mapping[str, str]
    comment: str
    base: int
    reason: str = ""
    handed_in: int | None = None


def of_mark(mark: MarkValue | None) -> Typed:
    """Return the fields that show a mark as stored."""
    content = mark.content if mark else MarkContent()
    points = {key: plain_number(value) for key, value in content.criteria.items()}
    return Typed(points, content.comments, content.comment, mark.version if mark else 0)


def of_form(form: Mapping[str, str], criteria: Collection[Criterion]) -> Typed:
    """Return what was typed."""
    return Typed(
        points={one.key: form.get(f"points_{one.key}", "").strip() for one in criteria},
        comments={one.key: _lines(form.get(f"comment_{one.key}", "")) for one in criteria},
        comment=_lines(form.get("comment", "")),
        base=number_in(form.get("base", "")) or 0,
        reason=form.get("reason", ""),
        handed_in=number_in(form.get("handed_in", "")),
    )


def number_in(typed: str) -> int | None:
    """Return the number in a field that nobody types in; None where there is none that could be stored."""
    readable = typed.isdecimal() and typed.isascii() and len(typed) <= _MOST_DIGITS
    return int(typed) if readable else None


def content_of(typed: Typed, criteria: Collection[Criterion]) -> MarkContent:
    """Return what a marker says; a decimal comma counts as a point. Raises `Unreadable`, naming every criterion."""
    points: dict[str, Fraction] = {}
    problems = []
    for one in criteria:
        cell = typed.points.get(one.key, "").replace(",", ".")
        try:
            if cell:
                points[one.key] = read_amount(cell, one.maximum)
        except CellFault as fault:
            problems.append(Problem(fault.reason, one.key))
    if problems:
        raise Unreadable(problems=problems)
    return MarkContent(points, typed.comments, typed.comment)


def with_comment(content: MarkContent, banked: BankedComment) -> MarkContent:
    """Return a mark with a comment of the bank at the end of the comment that it is for."""
    if not banked.criterion:
        return MarkContent(content.criteria, content.comments, _joined(content.comment, banked.words))
    said = _joined(content.comments.get(banked.criterion, ""), banked.words)
    return MarkContent(content.criteria, {**content.comments, banked.criterion: said}, content.comment)


def _joined(before: str, words: str) -> str:
    return f"{before.rstrip()}\n{words}" if before.strip() else words


def _lines(typed: str) -> str:
    return typed.replace("\r\n", "\n")
