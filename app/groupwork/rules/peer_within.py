"""What members of a team gave each other, and what it comes to. Pure. Points: Fraction, 0 to 100, two decimals.

Each member shares 100 points over the team. This is the weighting that the literature knows by its tool WebPA
(Loddington, Pond, Wilkinson and Willmot, British Journal of Educational Technology 40(2), 2009), with two changes of
our own, argued in docs/decisions/0076-peer-assessment.md: what members give themselves counts nowhere, and missing
raters are treated by the rule that the manager sets, instead of always scaling up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from app.groupwork.rules.peer_words import Missing, OwnShare
from app.shared.errors import Problem, Unreadable
from app.shared.wording import text

HUNDRED, EVEN = Fraction(100), Fraction(1)
"""What is shared, and the weight of an even share."""

FEWEST_RATINGS = 3
"""Among so many ratings of a member, one that lies apart can be told from the rest."""


@dataclass(frozen=True, slots=True)
class Sharing:
    """What one member gave: points by enrolment, the rater's own share among them where the form asked for it."""

    rater: int
    points: Mapping[int, Fraction]


@dataclass(frozen=True, slots=True)
class Received:
    """What one other gave a member, as a weight: 1 is an even share. `assumed`: they did not rate; see `Missing`."""

    rater: int
    weight: Fraction
    assumed: bool = False
    outlier: bool = False


@dataclass(frozen=True, slots=True)
class MemberResult:
    """What a member's team gave them.

    `weight`: the mean of what the others gave, 1 for an even share; None when nobody rated. `rated_by`: how many others
    did rate. `has_rated`: whether the member did. `disagree`: only two ratings, which lie far apart: neither can be
    called the outlier.
    """

    member: int
    received: tuple[Received, ...]
    weight: Fraction | None
    rated_by: int
    has_rated: bool
    disagree: bool

    @property
    def has_outliers(self) -> bool:
        """Whether a rating lies far from the others."""
        return any(one.outlier for one in self.received)


def rated_members(members: Sequence[int], rater: int, own: OwnShare) -> tuple[int, ...]:
    """Return whom the rater's form lists: the team, the rater only where the setting says so."""
    return tuple(member for member in members if member != rater or own is OwnShare.INCLUDED)


def check_sharing(points: Mapping[int, Fraction], listed: Sequence[int], rater: int) -> None:
    """Accept points for exactly those listed, 0 to 100 with two decimals at most, 100 together, some of it for others.

    Raises `Unreadable` with every fault; a member's is at `points-ID`.
    """
    problems = [
        Problem(text("Give each member of your team points; 0 counts."), f"points-{who}")
        for who in listed
        if who not in points
    ]
    problems += [
        Problem(text("This person is not on the form."), f"points-{who}") for who in points if who not in listed
    ]
    problems += [
        Problem(text("Write points from 0 to 100, with two decimals at most."), f"points-{who}")
        for who, given in points.items()
        if not 0 <= given <= HUNDRED or (given * 100).denominator != 1
    ]
    total = sum(points.values(), Fraction(0))
    if not problems and total != HUNDRED:
        problems.append(Problem(text("The points add up to %(total)s. They must be 100 together.", total=total), "sum"))
    if not problems and not any(given for who, given in points.items() if who != rater):
        problems.append(Problem(text("Give the others at least a part of the points."), "sum"))
    if problems:
        raise Unreadable(problems=problems)


def weights_given(sharing: Sharing, members: Sequence[int]) -> dict[int, Fraction]:
    """Return what the rater gave each *other* who is in the team now, against an even share among those: 1 is even.

    The rater's own share and those of members who left are put aside and the rest is scaled, so that what one keeps for
    oneself changes nothing for the others. Empty when nothing was left for them.
    """
    others = {who: given for who, given in sharing.points.items() if who != sharing.rater and who in members}
    total = sum(others.values(), Fraction(0))
    return {who: given * len(others) / total for who, given in others.items()} if total else {}


def results(
    members: Sequence[int], sharings: Sequence[Sharing], *, missing: Missing, outlier: Fraction
) -> dict[int, MemberResult]:
    """Return every member's result. What people who are no longer in the team gave or got does not count.

    When everybody rates, the mean of all results is exactly 1.
    """
    given = {
        sharing.rater: weights
        for sharing in sharings
        if sharing.rater in members and (weights := weights_given(sharing, members))
    }
    return {member: _result(member, members, given, missing, outlier) for member in members}


def _result(
    member: int,
    members: Sequence[int],
    given: Mapping[int, Mapping[int, Fraction]],
    missing: Missing,
    outlier: Fraction,
) -> MemberResult:
    rated = [Received(rater, weights[member]) for rater, weights in given.items() if member in weights]
    assumed = [
        Received(rater, EVEN, assumed=True)
        for rater in members
        if missing is Missing.EVEN and rated and rater != member and rater not in given
    ]
    counted = [*rated, *assumed]
    return MemberResult(
        member=member,
        received=tuple(sorted((*_marked(rated, outlier), *assumed), key=lambda one: members.index(one.rater))),
        weight=sum((one.weight for one in counted), Fraction(0)) / len(counted) if counted else None,
        rated_by=len(rated),
        has_rated=member in given,
        disagree=len(rated) == FEWEST_RATINGS - 1 and abs(rated[0].weight - rated[1].weight) > outlier,
    )


def _marked(rated: Sequence[Received], outlier: Fraction) -> list[Received]:
    """Return the ratings, each marked where it lies further than `outlier` from the median of all of them.

    An outlier is shown and still counts. Of fewer than three ratings none can be called one: who is right of two?
    """
    if len(rated) < FEWEST_RATINGS:
        return list(rated)
    middle = _median([one.weight for one in rated])
    return [replace(one, outlier=abs(one.weight - middle) > outlier) for one in rated]


def _median(weights: Sequence[Fraction]) -> Fraction:
    ordered = sorted(weights)
    middle, odd = divmod(len(ordered), 2)
    return ordered[middle] if odd else (ordered[middle - 1] + ordered[middle]) / 2


def peers_share(result: MemberResult, *, missing: Missing, over: bool) -> Fraction | None:
    """Return what the team's ratings say of a member's part, 0 to 1, for the proposal of a factor.

    An even share or more is the whole. None: nobody rated. Where not rating forfeits, 0 for those who did not once the
    time is `over`.
    """
    if missing is Missing.FORFEIT and over and not result.has_rated:
        return Fraction(0)
    return None if result.weight is None else min(EVEN, result.weight)
