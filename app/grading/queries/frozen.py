"""Frozen results: how one is written down whole, and how it is read back (rule 14)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from app.grading.models import Result
from app.grading.rules import BonusUse, Derivation, Engagement, Outcome, PieceState, Standing
from app.shared.database import exact, session

_EXACT = ("quiz_points", "group_points", "essay_points", "base", "bonus_offered", "bonus_used", "total")


def frozen_data(standing: Standing, derivation: Derivation) -> dict[str, Any]:
    """Return everything that a result was made from, as JSON data with exact numbers."""
    return {"standing": _standing_data(standing), "derivation": derivation.to_data()}


def frozen_results(course_id: int, enrolment_id: int | None = None) -> dict[int, tuple[int, Standing, Derivation]]:
    """Return (result id, standing, derivation) of the newest result of each enrolment, by enrolment id."""
    highest = select(Result.enrolment_id, func.max(Result.number)).where(Result.course_id == course_id)
    if enrolment_id is not None:
        highest = highest.where(Result.enrolment_id == enrolment_id)
    newest = highest.group_by(Result.enrolment_id).subquery()
    statement = select(Result.id, Result.enrolment_id, Result.derivation).join(
        newest, (newest.c[0] == Result.enrolment_id) & (newest.c[1] == Result.number)
    )
    return {row.enrolment_id: (row.id, *_read(row.derivation)) for row in session.execute(statement)}


def _read(data: Mapping[str, Any]) -> tuple[Standing, Derivation]:
    return _standing(data["standing"]), _derivation(data["derivation"])


def _standing_data(standing: Standing) -> dict[str, Any]:
    excused = {"excused": sorted(standing.excused)} if standing.excused else {}
    return {
        "pieces": {
            key: {"done": state.done, "score": _text(state.score), "factor": _text(state.factor)}
            for key, state in standing.pieces.items()
        },
        "bonus": _text(standing.bonus),
        "hours_attended": _text(standing.hours_attended),
        **excused,
    }


def _standing(data: Mapping[str, Any]) -> Standing:
    pieces = {
        key: PieceState(state["done"], _number(state["score"]), _number(state["factor"]))
        for key, state in data["pieces"].items()
    }
    excused = frozenset(data.get("excused", ()))
    return Standing(pieces, _number(data["bonus"]), _number(data["hours_attended"]), excused)


def _derivation(data: Mapping[str, Any]) -> Derivation:
    values = {**data, **{name: exact(data[name]) for name in _EXACT}}
    values["bonus_use"] = BonusUse(values["bonus_use"])
    values["engagement"] = Engagement(values["engagement"])
    values["outcome"] = Outcome(values["outcome"])
    return Derivation(**values)


def _text(value: object | None) -> str | None:
    return None if value is None else str(value)


def _number(stored: str | None) -> Any:  # noqa: ANN401 - a Fraction or None
    return None if stored is None else exact(stored)
