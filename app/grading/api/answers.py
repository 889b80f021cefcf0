"""From values to the shapes of `schemas.py`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any

from app.grading.queries import GradebookRow
from app.grading.rules import Needed, PiecePlan, PieceState
from app.shared.amounts import plain_number
from app.shared.language import say
from app.shared.wording import points


def row_answer(row: GradebookRow, plan: Sequence[PiecePlan]) -> dict[str, Any]:
    """Return one row; points rounded down."""
    person, result = row.enrolment, row.derivation
    return {
        "id": person.id,
        "email": person.email,
        "given_name": person.given_name,
        "family_name": person.family_name,
        "group": person.group_name,
        "sponsor": person.sponsor,
        "quiz_points": points(result.quiz_points),
        "group_points": points(result.group_points),
        "essay_points": points(result.essay_points),
        "base_points": points(result.base),
        "bonus_offered": points(result.bonus_offered),
        "bonus_used": points(result.bonus_used),
        "total_points": points(result.total),
        "pieces_done": result.pieces_done,
        "pieces_total": result.pieces_total,
        "engagement": result.engagement.value,
        "outcome": result.outcome.value,
        "final": row.frozen,
        "pieces": [
            _piece(piece, row.standing.piece(piece.key), excused=piece.key in row.standing.excused) for piece in plan
        ],
    }


def needed_answer(need: Needed, language: str) -> dict[str, Any]:
    """Return what one outcome asks for; its points rounded up, so that whoever gets them has enough."""
    return {
        "outcome": need.outcome.value,
        "state": need.state.value,
        "points": points(Fraction(-(-need.points * 100 // 1), 100)),
        "must_do": list(need.must_do),
        "text": say(need.text, language),
    }


def number(value: Fraction | None) -> str | None:
    """Return a number exactly, as one would type it."""
    return None if value is None else plain_number(value)


def instant(moment: datetime | None) -> str | None:
    """Return an instant as RFC 3339 in UTC."""
    return None if moment is None else moment.isoformat()


def _piece(piece: PiecePlan, state: PieceState, *, excused: bool) -> dict[str, Any]:
    marked = "unmarked" if state.score is None else "marked"
    undone = "excused" if excused else "not_done"
    return {
        "key": piece.key,
        "kind": piece.kind.value,
        "state": marked if state.done else undone,
        "score": number(state.score),
        "maximum": plain_number(piece.maximum),
        "factor": number(state.factor),
    }
