"""Whoever gets what is needed reaches the outcome; whoever gets any less does not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings

from app.grading.rules import Kind, Needed, NeededState, Outcome, PieceState, Policy, Standing, derive, needed
from tests.grading.rules_cast import PLAN
from tests.grading.rules_strategies import open_pieces, policies, standings

A_LITTLE = Fraction(1, 10**6)
RANK = {Outcome.NONE: 0, Outcome.PARTICIPATION: 1, Outcome.ACHIEVEMENT: 2}


def open_keys(person: Standing, still_open: frozenset[str]) -> set[str]:
    """Pieces whose score is not fixed: not done yet, or waiting for a mark."""
    states = {piece.key: person.piece(piece.key) for piece in PLAN}
    return {
        key
        for key, state in states.items()
        if (state.done and state.score is None) or (not state.done and key in still_open)
    }


def work(person: Standing, rules: Policy, keys: Iterable[str], gained: Fraction, *, beyond: bool = False) -> Standing:
    """Do the pieces `keys`, and gain so many points of 100 in them, from the first on; `beyond`: at most."""
    pieces = dict(person.pieces)
    for piece in PLAN:
        if piece.key not in keys:
            continue
        old = person.piece(piece.key)
        factor = old.factor if old.done and old.factor is not None else Fraction(1)
        maxima = sum(other.maximum for other in PLAN if other.kind is piece.kind)
        rate = rules.weight(piece.kind) * factor / maxima
        most = piece.maximum if old.score is None else old.score
        score = min(most, gained / rate) if rate else Fraction(0)
        gained -= score * rate
        if piece.kind is Kind.GROUP and old.score is not None:
            factor, score = score / old.score if old.score else Fraction(1), old.score
            factor = factor or Fraction(1, 10**12)  # a mark that is known is partly earned through the factor
        pieces[piece.key] = PieceState(done=True, score=score, factor=factor if piece.kind is Kind.GROUP else None)
    assert gained <= 0 or beyond, "more is needed than can be earned"
    hours = max(person.hours_attended or Fraction(0), rules.hours_required or Fraction(0))
    return replace(person, pieces=pieces, hours_attended=hours)


def chosen(found: Needed, *, fewer: int = 0) -> set[str]:
    """The pieces that must be done, and as many of the others as are asked for."""
    units = found.choose_from[: found.choose - fewer] if found.choose else ()
    return set(found.must_do).union(*units)


@settings(max_examples=250, deadline=None)
@given(standings(), policies(incomplete_above="participation"), open_pieces)
def test_the_need_is_exact(person: Standing, rules: Policy, still_open: frozenset[str]) -> None:
    keys = open_keys(person, still_open)
    for outcome, found in needed(person, PLAN, rules, still_open).items():
        if found.state is NeededState.REACHED:
            assert RANK[derive(person, PLAN, rules).outcome] >= RANK[outcome]
        elif found.state is NeededState.OUT_OF_REACH:
            best = work(person, rules, keys, Fraction(100), beyond=True)
            assert derive(best, PLAN, rules).outcome is not outcome
        else:
            assert RANK[derive(work(person, rules, keys, found.points), PLAN, rules).outcome] >= RANK[outcome]
            assert chosen(found) <= keys
            if found.points:
                less = work(person, rules, keys, max(found.points - A_LITTLE, Fraction(0)))
                assert derive(less, PLAN, rules).outcome is not outcome


@settings(max_examples=250, deadline=None)
@given(standings(), policies(), open_pieces)
def test_doing_only_what_is_named_is_enough_and_leaving_any_out_is_not(
    person: Standing, rules: Policy, still_open: frozenset[str]
) -> None:
    for outcome, found in needed(person, PLAN, rules, still_open).items():
        if found.state is not NeededState.REACHABLE:
            continue
        keys = open_keys(person, still_open)
        waiting = {key for key in keys if person.piece(key).done}
        for piece in found.must_do:
            without = work(person, rules, keys - {piece}, Fraction(0))
            assert derive(without, PLAN, rules).outcome is not outcome
        if found.choose:
            without = work(person, rules, chosen(found, fewer=1) | waiting, Fraction(0))
            assert derive(without, PLAN, rules).outcome is not outcome
        if not found.points:
            enough = work(person, rules, chosen(found) | waiting, Fraction(0))
            assert RANK[derive(enough, PLAN, rules).outcome] >= RANK[outcome]


@settings(max_examples=250, deadline=None)
@given(standings(), policies(), open_pieces)
def test_one_open_piece_says_the_same_in_its_own_unit(
    person: Standing, rules: Policy, still_open: frozenset[str]
) -> None:
    for found in needed(person, PLAN, rules, still_open).values():
        if found.piece is None or found.score is None or found.state is not NeededState.REACHABLE:
            continue
        assert found.maximum is not None
        assert found.score <= found.maximum
        assert found.score * found.open_points == found.points * found.maximum
