"""What is still needed, in sentences. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.grading.rules.naming import certificate_name, listing, named
from app.grading.rules.numbers import at_least, score_shown
from app.grading.rules.policy import Policy
from app.grading.rules.vocabulary import Outcome, PiecePlan
from app.shared.amounts import shown
from app.shared.wording import Text, text


@dataclass(frozen=True, slots=True)
class NeedInNumbers:
    """A need before it is put into words; the fields of `Needed`, and why it may be impossible.

    `closed`: required pieces that can no longer be done. `enough_pieces`: the pieces asked for can be done.
    `barred`: more points without every required piece would cost the certificate.
    """

    outcome: Outcome
    reached: bool
    possible: bool
    points: Fraction
    open_points: Fraction
    must_do: tuple[str, ...]
    choose: int
    choose_from: tuple[tuple[str, ...], ...]
    closed: tuple[str, ...]
    enough_pieces: bool
    piece: str | None
    score: Fraction | None
    maximum: Fraction | None
    hours: Fraction
    barred: bool


def needed_lines(need: NeedInNumbers, plan: Sequence[PiecePlan], policy: Policy) -> tuple[Text, ...]:
    """Return the sentences that tell a participant what is still needed; at least one."""
    if need.reached:
        reached = text("%(certificate)s: reached, nothing more is needed.", certificate=certificate_name(need.outcome))
        return (reached, *_barred(need, policy))
    if not need.possible:
        return (_out_of_reach(need, plan),)
    return (*_points(need, plan), *_pieces(need, plan), *_hours(need), *_barred(need, policy))


def _out_of_reach(need: NeedInNumbers, plan: Sequence[PiecePlan]) -> Text:
    certificate = certificate_name(need.outcome)
    if need.closed:
        return text(
            "%(certificate)s: out of reach, because what it asks for was not done and is closed: %(pieces)s.",
            certificate=certificate,
            pieces=named(need.closed, plan),
        )
    if not need.enough_pieces:
        return text(
            "%(certificate)s: out of reach, because too few pieces are done or still open.", certificate=certificate
        )
    return text(
        "%(certificate)s: out of reach, because %(needed)s more points are needed and %(open)s are still open.",
        certificate=certificate,
        needed=at_least(need.points),
        open=need.open_points,
    )


def _points(need: NeedInNumbers, plan: Sequence[PiecePlan]) -> Iterator[Text]:
    certificate = certificate_name(need.outcome)
    if not need.points:
        yield text("%(certificate)s: the points are enough already.", certificate=certificate)
    elif need.piece is not None and need.score is not None and need.maximum is not None:
        yield text(
            "For the %(certificate)s: at least %(score)s of %(maximum)s in %(piece)s.",
            certificate=certificate,
            score=at_least(need.score),
            maximum=score_shown(need.maximum),
            piece=named((need.piece,), plan),
        )
    else:
        yield text(
            "For the %(certificate)s: at least %(needed)s more points of the %(open)s that are still open.",
            certificate=certificate,
            needed=at_least(need.points),
            open=need.open_points,
        )


def _pieces(need: NeedInNumbers, plan: Sequence[PiecePlan]) -> Iterator[Text]:
    by_itself = need.points > 0 and need.must_do == (need.piece,)
    if need.must_do and not by_itself:
        yield text("Still to be done, with whatever mark: %(pieces)s.", pieces=named(need.must_do, plan))
    if need.choose and all(len(unit) == 1 for unit in need.choose_from):
        yield text(
            "Still to be done, with whatever mark: any %(count)s of %(pieces)s.",
            count=need.choose,
            pieces=named((key for unit in need.choose_from for key in unit), plan),
        )
    elif need.choose:
        units = listing(_unit(unit, plan) for unit in need.choose_from)
        yield text(
            "Still to be done as a whole, with whatever mark: any %(count)s of these components: %(components)s.",
            count=need.choose,
            components=units,
        )


def _unit(unit: Sequence[str], plan: Sequence[PiecePlan]) -> Text:
    return text("(%(pieces)s)", pieces=named(unit, plan))


def _hours(need: NeedInNumbers) -> Iterator[Text]:
    if need.hours:
        yield text("Hours still to be attended: %(hours)s.", hours=at_least(need.hours))


def _barred(need: NeedInNumbers, policy: Policy) -> Iterator[Text]:
    if need.barred:
        yield text(
            "Take care: in this course, %(threshold)s points without every required piece bring no certificate.",
            threshold=shown(policy.achievement_points),
        )
