"""What is still needed for each certificate: the inverse of `derive`, as exact as it is. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from app.grading.rules.derivation import Derivation, bonus_offered, derive, hours_missing, more_than_share
from app.grading.rules.excusing import as_asked, asked_of
from app.grading.rules.needed_words import NeedInNumbers, needed_lines
from app.grading.rules.numbers import HUNDRED, ZERO, exact_sum
from app.grading.rules.policy import Policy
from app.grading.rules.vocabulary import BonusUnit, CountedBy, Kind, Outcome, PiecePlan, PieceState, Standing
from app.shared.wording import Text, text


class NeededState(StrEnum):
    """Whether an outcome, or a better one, is reached already, can be reached, or cannot be any more."""

    REACHED = "reached"
    REACHABLE = "reachable"
    OUT_OF_REACH = "out_of_reach"


@dataclass(frozen=True, slots=True)
class Needed:
    """What one participant still needs for one outcome.

    `points`: the least further points of 100; `open_points`: all that can still be earned. `must_do`: pieces without
    which it cannot be; besides them any `choose` of `choose_from` (pieces, or components as their pieces together).
    Where one piece alone is open, `piece`, `score` and `maximum` say the need in the piece's own unit. `hours` of
    attendance are needed too. `lines` are the sentences; `text` is all of them as one.
    """

    outcome: Outcome
    state: NeededState
    points: Fraction
    open_points: Fraction
    must_do: tuple[str, ...]
    choose: int
    choose_from: tuple[tuple[str, ...], ...]
    piece: str | None
    score: Fraction | None
    maximum: Fraction | None
    hours: Fraction
    lines: tuple[Text, ...]
    text: Text


@dataclass(frozen=True, slots=True)
class _Open:
    """A piece whose score is not fixed: `rate` points of 100 for each unit of score, up to `ceiling` units."""

    key: str
    rate: Fraction
    ceiling: Fraction


@dataclass(frozen=True, slots=True)
class _Todo:
    """The pieces to be done; `possible` is False where they are closed."""

    must_do: tuple[str, ...] = ()
    choose: int = 0
    choose_from: tuple[tuple[str, ...], ...] = ()
    possible: bool = True
    closed: tuple[str, ...] = ()


def needed(
    standing: Standing, plan: Sequence[PiecePlan], policy: Policy, still_open: frozenset[str]
) -> dict[Outcome, Needed]:
    """Return what Achievement and Participation still ask for, in this order.

    `still_open` are the pieces that can still be done. A piece that is done and not marked has its points open; of open
    group work the full factor is assumed. What is excused is not asked. A recorded bonus counts as in rule 6. Missing
    hours can be made up.
    """
    asked, asked_policy = asked_of(standing, plan, policy)
    situation = _Situation(as_asked(standing) if standing.excused else standing, asked, asked_policy, still_open)
    return {outcome: situation.need(outcome) for outcome in (Outcome.ACHIEVEMENT, Outcome.PARTICIPATION)}


class _Situation:
    """One participant's numbers, from which the need for either outcome follows."""

    def __init__(
        self, standing: Standing, plan: Sequence[PiecePlan], policy: Policy, still_open: frozenset[str]
    ) -> None:
        self.standing, self.plan, self.policy = standing, plan, policy
        self.now: Derivation = derive(standing, plan, policy)
        undone = [piece for piece in plan if not standing.piece(piece.key).done]
        self.undone = tuple(piece.key for piece in undone)
        self.to_come = frozenset(piece.key for piece in undone if piece.key in still_open)
        self.open = tuple(
            _open(piece, standing.piece(piece.key), plan, policy) for piece in plan if self._is_open(piece)
        )
        self.open_points = exact_sum(piece.rate * piece.ceiling for piece in self.open)

    def _is_open(self, piece: PiecePlan) -> bool:
        state = self.standing.piece(piece.key)
        return piece.key in self.to_come or (state.done and state.score is None)

    def need(self, outcome: Outcome) -> Needed:
        """Return the least that leads to `outcome`."""
        achievement = outcome is Outcome.ACHIEVEMENT
        base = self._achievement_base() if achievement else self.policy.participation_cut
        points = max(ZERO, base - self.now.base)
        todo = self._required() if achievement else self._for_participation(points)
        hours = hours_missing(self.standing.hours_attended, self.policy) if achievement else ZERO
        return self._answer(outcome, points, todo, hours)

    def _achievement_base(self) -> Fraction:
        """Return the least base that reaches Achievement with the recorded bonus, once every required piece is done."""
        cut = self.policy.achievement_cut
        if self.policy.bonus_unit is BonusUnit.POINTS:
            return cut - bonus_offered(self.standing.bonus, ZERO, self.policy)
        return cut / (1 + bonus_offered(self.standing.bonus, HUNDRED, self.policy) / HUNDRED)

    def _required(self) -> _Todo:
        missing = tuple(key for key in self.undone if self.policy.requires(key))
        closed = tuple(key for key in missing if key not in self.to_come)
        return _Todo(missing, possible=not closed, closed=closed)

    def _for_participation(self, points: Fraction) -> _Todo:
        """Return the share of pieces, and the required ones as well where points without them bar any certificate."""
        base = self.now.base + points
        barred = self.policy.incomplete_above is Outcome.NONE and base >= self.policy.achievement_cut
        must = self._required() if barred else _Todo()
        if not must.possible:
            return must
        units = self._units(frozenset(must.must_do))
        total = self.now.components_total if self.policy.counted_by is CountedBy.COMPONENT else self.now.pieces_total
        done = total - len(units)
        more = next(
            (
                more
                for more in range(len(units) + 1)
                if more_than_share((done + more, total), self.policy.participation_min_done)
            ),
            len(units) + 1,
        )
        attainable = tuple(unit for unit in units if self.to_come.issuperset(unit))
        if more > len(attainable):
            return _Todo(possible=False)
        if more == len(attainable):
            return _Todo(self._in_order(must.must_do + tuple(key for unit in attainable for key in unit)))
        return _Todo(must.must_do, more, attainable if more else ())

    def _units(self, assumed: frozenset[str]) -> tuple[tuple[str, ...], ...]:
        """Return the undone of what Participation counts: single pieces, or the missing pieces of each component."""
        missing = tuple(key for key in self.undone if key not in assumed)
        if self.policy.counted_by is CountedBy.PIECE:
            return tuple((key,) for key in missing)
        kind_of = {piece.key: piece.kind for piece in self.plan}
        units = (tuple(key for key in missing if kind_of[key] is kind) for kind in Kind)
        return tuple(unit for unit in units if unit)

    def _in_order(self, keys: Sequence[str]) -> tuple[str, ...]:
        return tuple(piece.key for piece in self.plan if piece.key in keys)

    def _answer(self, outcome: Outcome, points: Fraction, todo: _Todo, hours: Fraction) -> Needed:
        alone = self.open[0] if len(self.open) == 1 else None
        score = points / alone.rate if alone and alone.rate else None
        state = self._state(outcome, points, todo)
        numbers = NeedInNumbers(
            outcome=outcome,
            reached=state is NeededState.REACHED,
            possible=state is not NeededState.OUT_OF_REACH,
            points=points,
            open_points=self.open_points,
            must_do=todo.must_do,
            choose=todo.choose,
            choose_from=todo.choose_from,
            closed=todo.closed,
            enough_pieces=todo.possible,
            piece=alone.key if alone and score is not None else None,
            score=score,
            maximum=alone.ceiling if alone else None,
            hours=hours,
            barred=self._may_be_barred(outcome),
        )
        lines = needed_lines(numbers, self.plan, self.policy)
        return Needed(
            outcome=outcome,
            state=state,
            points=points,
            open_points=self.open_points,
            must_do=todo.must_do,
            choose=todo.choose,
            choose_from=todo.choose_from,
            piece=numbers.piece,
            score=score,
            maximum=numbers.maximum if numbers.piece else None,
            hours=hours,
            lines=lines,
            text=_one(lines),
        )

    def _state(self, outcome: Outcome, points: Fraction, todo: _Todo) -> NeededState:
        if self.now.outcome is Outcome.ACHIEVEMENT or self.now.outcome is outcome:
            return NeededState.REACHED
        if points <= self.open_points and todo.possible:
            return NeededState.REACHABLE
        return NeededState.OUT_OF_REACH

    def _may_be_barred(self, outcome: Outcome) -> bool:
        """Whether more points could cost the certificate: only where the policy gives none to the incomplete."""
        could_reach = self.now.base + self.open_points >= self.policy.achievement_cut
        strict = self.policy.incomplete_above is Outcome.NONE and not self.now.complete
        return outcome is Outcome.PARTICIPATION and strict and could_reach


def _open(piece: PiecePlan, state: PieceState, plan: Sequence[PiecePlan], policy: Policy) -> _Open:
    maxima = exact_sum(other.maximum for other in plan if other.kind is piece.kind)
    factor = state.factor if state.done and state.factor is not None else Fraction(1)
    ceiling = piece.maximum if state.score is None else state.score
    return _Open(piece.key, policy.weight(piece.kind) * factor / maxima, ceiling)


def _one(lines: Sequence[Text]) -> Text:
    """Return sentences as one paragraph."""
    whole = lines[0]
    for line in lines[1:]:
        whole = text("%(first)s %(second)s", first=whole, second=line)
    return whole
