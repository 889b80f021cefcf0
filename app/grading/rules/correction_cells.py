"""What somebody typed to correct a frozen result, read strictly. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TypedDict

from app.courses.rules import PieceKind, PieceValue
from app.grading.rules.cells import read_factor
from app.grading.rules.correcting import Corrected, PieceCorrection
from app.grading.rules.policy import Policy
from app.grading.rules.vocabulary import NOT_DONE, PieceState, Standing
from app.shared.amounts import CellFault, plain_number, read_amount
from app.shared.errors import Problem, Unreadable
from app.shared.wording import text


class TypedPiece(TypedDict, total=False):
    """What a piece is to be; what is not named stays as it is. A `score` or `criteria` of None: it was not done."""

    score: str | None
    factor: str
    criteria: Mapping[str, str] | None
    excused: bool


class Typed(TypedDict, total=False):
    """A correction as it was typed; a `bonus` of None: none."""

    pieces: Mapping[str, TypedPiece]
    bonus: str | None


def read_corrected(typed: Typed, standing: Standing, pieces: Sequence[PieceValue], policy: Policy) -> Corrected:
    """Return what a correction says. Raises `Unreadable` with a problem for each value, named `piece.field`."""
    by_key = {piece.key: piece for piece in pieces}
    reading = _Reading(standing, policy)
    stated = typed.get("pieces", {})
    for key in stated:
        if key not in by_key:
            reading.problems.append(Problem(text("This course has no such piece."), key))
    read = {key: reading.piece(by_key[key], one) for key, one in stated.items() if key in by_key}
    bonus = reading.bonus(typed["bonus"]) if "bonus" in typed else None
    if reading.problems:
        raise Unreadable(problems=reading.problems)
    return Corrected(read, bonus, touches_bonus="bonus" in typed)


class _Reading:
    """Reads one value after the other, and keeps what is wrong with each."""

    def __init__(self, standing: Standing, policy: Policy) -> None:
        self.problems: list[Problem] = []
        self._standing, self._policy = standing, policy

    def piece(self, piece: PieceValue, typed: TypedPiece) -> PieceCorrection:
        excused = typed.get("excused", piece.key in self._standing.excused)
        before = self._standing.pieces.get(piece.key, NOT_DONE)
        if piece.kind is PieceKind.GROUP:
            return PieceCorrection(self._group(piece, typed, before), excused)
        if "criteria" in typed:
            criteria = self._criteria(piece, typed["criteria"])
            if criteria is None:
                return PieceCorrection(NOT_DONE, excused)
            total = sum(criteria.values(), Fraction(0))
            written = {key: plain_number(value) for key, value in criteria.items()}
            return PieceCorrection(PieceState(done=True, score=total), excused, written)
        if "score" in typed:
            score = self._amount(f"{piece.key}.score", typed["score"], piece.maximum)
            return PieceCorrection(NOT_DONE if score is None else PieceState(done=True, score=score), excused)
        return PieceCorrection(before, excused)

    def bonus(self, cell: str | None) -> Fraction | None:
        return self._amount("bonus", cell, self._policy.bonus_max)

    def _group(self, piece: PieceValue, typed: TypedPiece, before: PieceState) -> PieceState:
        score, factor = before.score, before.factor
        if "score" in typed:
            score = self._amount(f"{piece.key}.score", typed["score"], piece.maximum)
        if "factor" in typed:
            try:
                factor = read_factor(typed["factor"], self._policy)
            except CellFault as fault:
                self.problems.append(Problem(fault.reason, f"{piece.key}.factor"))
        return PieceState(done=factor is not None and factor > 0, score=score, factor=factor)

    def _criteria(self, piece: PieceValue, typed: Mapping[str, str] | None) -> dict[str, Fraction] | None:
        if typed is None:
            return None
        known = {criterion.key: criterion.maximum for criterion in piece.criteria}
        for key in typed:
            if key not in known:
                self.problems.append(Problem(text("There is no such criterion."), f"{piece.key}.{key}"))
        read = {key: self._amount(f"{piece.key}.{key}", typed.get(key, ""), most) for key, most in known.items()}
        return {key: value for key, value in read.items() if value is not None}

    def _amount(self, where: str, cell: str | None, maximum: Fraction) -> Fraction | None:
        if cell is None:
            return None
        try:
            return read_amount(cell.strip().replace(",", "."), maximum)
        except CellFault as fault:
            self.problems.append(Problem(fault.reason, where))
            return None
