"""The form of a correction: every value of a frozen result, and which of them were changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.certificates.queries import CorrectionEffect
from app.courses import queries as courses
from app.courses.rules import CourseValue, Localized, PieceKind
from app.grading import queries as grading
from app.grading.rules.correction_cells import Typed, TypedPiece
from app.grading.rules.vocabulary import NOT_DONE
from app.shared.amounts import plain_number


@dataclass(frozen=True, slots=True)
class Field:
    """One value that can be changed: the name of its input, what it is of a piece, what it is now, and its most."""

    name: str
    part: str
    title: Localized | None
    value: str
    maximum: str


@dataclass(frozen=True, slots=True)
class PieceFields:
    """The values of one piece. Fields that are all empty: it was not done."""

    key: str
    title: Localized
    kind: PieceKind
    fields: tuple[Field, ...]
    excused: bool


@dataclass(frozen=True, slots=True)
class Form:
    """Every value of a frozen result that can be changed; `bonus` is "" where none was given."""

    pieces: tuple[PieceFields, ...]
    bonus: str
    most_bonus: str


def form_of(course: CourseValue, effect: CorrectionEffect) -> Form:
    """Return the values of the result as it stands, before any correction of `effect`."""
    standing = effect.result.before[0]
    criteria = grading.criteria_known(course.id, effect.result.enrolment.id)
    shown = []
    for piece in courses.pieces_of(course.id):
        state = standing.pieces.get(piece.key, NOT_DONE)
        score = "" if state.score is None or not (state.done or state.factor is not None) else plain_number(state.score)
        most = plain_number(piece.maximum)
        if piece.kind is PieceKind.ESSAY:
            points = criteria.get(piece.key, {}) if state.done and state.score is not None else {}
            fields = [
                Field(f"{piece.key}.{one.key}", one.key, one.title, points.get(one.key, ""), plain_number(one.maximum))
                for one in piece.criteria
            ]
        else:
            fields = [Field(f"{piece.key}.score", "score", None, score, most)]
        if piece.kind is PieceKind.GROUP:
            factor = "" if state.factor is None else plain_number(state.factor)
            fields.append(Field(f"{piece.key}.factor", "factor", None, factor, "1"))
        shown.append(PieceFields(piece.key, piece.title, piece.kind, tuple(fields), piece.key in standing.excused))
    bonus = "" if standing.bonus is None else plain_number(standing.bonus)
    return Form(tuple(shown), bonus, plain_number(effect.result.policy.bonus_max))


def typed_of(form: Form, typed: Mapping[str, str]) -> Typed:
    """Return what differs from the form as it was shown; a piece whose fields are all emptied was not done."""
    pieces = {piece.key: changed for piece in form.pieces if (changed := _changed(piece, typed))}
    found: Typed = {"pieces": pieces}
    bonus = _cell(typed.get("bonus", form.bonus))
    if bonus != form.bonus:
        found["bonus"] = bonus or None
    return found


def _changed(piece: PieceFields, typed: Mapping[str, str]) -> TypedPiece:
    changed: TypedPiece = {}
    excused = typed.get(f"{piece.key}.excused", "yes" if piece.excused else "no") == "yes"
    if excused != piece.excused:
        changed["excused"] = excused
    cells = {field.part: _cell(typed.get(field.name, field.value)) for field in piece.fields}
    differing = {field.part for field in piece.fields if cells[field.part] != field.value}
    if piece.kind is PieceKind.ESSAY:
        if differing:
            changed["criteria"] = cells if any(cells.values()) else None
        return changed
    if "score" in differing:
        changed["score"] = cells["score"] or None
    if "factor" in differing:
        changed["factor"] = cells["factor"]
    return changed


def _cell(typed: str) -> str:
    return typed.strip().replace(",", ".")
