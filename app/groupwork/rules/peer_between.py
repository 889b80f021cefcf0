"""What groups gave each other's presentations, who rates which, and what it does to a group's mark. Pure. Percent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256

from app.groupwork.rules.peer_words import Missing, Raters
from app.shared.errors import Problem, Unreadable
from app.shared.wording import text

HUNDRED = Fraction(100)
FEWEST_GROUPS = 2
FEW_GROUPS = 3
"""Among so many a group can work out which one rated it: of the two others one is rated by itself, or rates it too."""


@dataclass(frozen=True, slots=True)
class Rating:
    """A final rating of a presentation: whose, for which group it was given (None: no longer in one), its percent."""

    marker_id: int
    rater_group: int | None
    percent: Fraction
    order: int
    """Rises with each rating that is finished: the latest counts where one ambassador follows another."""


@dataclass(frozen=True, slots=True)
class PresentationResult:
    """What a group's presentation got. `percent`: the mean of `ratings`; None without any.

    `owes`: the group was to rate another's presentation, and nobody did for it.
    """

    group_id: int
    ratings: tuple[Rating, ...]
    percent: Fraction | None
    owes: bool


def rotation(groups: Sequence[int], salt: str) -> dict[int, int]:
    """Return which group each one rates: a ring through all of them, in an order drawn with `salt`.

    Nobody rates the own group, each is rated once, and names or numbers do not tell by whom. Fewer than two: nothing.
    """
    if len(groups) < FEWEST_GROUPS:
        return {}
    ring = sorted(groups, key=lambda group: sha256(f"{salt}:{group}".encode()).digest())
    return dict(zip(ring, [*ring[1:], ring[0]], strict=True))


def check_assignment(rated: Mapping[int, int | None], groups: Sequence[int]) -> None:
    """Accept which group each group rates (None: none). Raises `Unreadable` at `rates-ID`."""
    problems = []
    for rater, other in rated.items():
        if rater not in groups or other not in {None, *groups}:
            problems.append(Problem(text("There is no such group."), f"rates-{rater}"))
        elif rater == other:
            problems.append(Problem(text("A group does not rate itself."), f"rates-{rater}"))
    if problems:
        raise Unreadable(problems=problems)


def counted(ratings: Sequence[Rating], raters: Raters) -> tuple[Rating, ...]:
    """Return the ratings that count: every one, or each group's latest where its ambassador rates for it."""
    ordered = sorted(ratings, key=lambda rating: rating.order)
    if raters is Raters.MEMBERS:
        return tuple(ordered)
    latest = {rating.rater_group: rating for rating in ordered}
    return tuple(rating for rating in ordered if latest[rating.rater_group] is rating)


def presentation_results(
    groups: Sequence[int], rated: Mapping[int, int], ratings: Mapping[int, Sequence[Rating]], raters: Raters
) -> dict[int, PresentationResult]:
    """Return the result of every group; `rated` says whom each rates, `ratings` what each group got."""
    counting = {group: counted(ratings.get(group, ()), raters) for group in groups}
    return {
        group: PresentationResult(
            group_id=group,
            ratings=counting[group],
            percent=_mean([rating.percent for rating in counting[group]]),
            owes=group in rated and all(rating.rater_group != group for rating in counting.get(rated[group], ())),
        )
        for group in groups
    }


def _mean(percents: Sequence[Fraction]) -> Fraction | None:
    return sum(percents, Fraction(0)) / len(percents) if percents else None


def group_percent(
    tutors: Fraction | None, result: PresentationResult | None, *, weight: Fraction, missing: Missing, over: bool
) -> Fraction | None:
    """Return a group's mark, 0 to 100: tutors' part and, of `weight` percent, the ratings of its presentation.

    Ratings count once the time for them is `over`, so that no mark moves while others still rate. Without any rating
    tutors' part is the whole. A group that rated nobody gets 0 for that part where not rating forfeits it. None as
    long as tutors gave no mark that counts.
    """
    if tutors is None or result is None or not weight or not over:
        return tutors
    forfeits = missing is Missing.FORFEIT and result.owes
    if result.percent is None and not forfeits:
        return tutors
    peers = Fraction(0) if forfeits or result.percent is None else result.percent
    return (tutors * (HUNDRED - weight) + peers * weight) / HUNDRED
