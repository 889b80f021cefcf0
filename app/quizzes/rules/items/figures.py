"""The figures of one question, and of a part of those who were asked it. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.quizzes.rules.items.choices import Choice, choices_of
from app.quizzes.rules.items.estimates import Estimate, correlation, proportion, root
from app.quizzes.rules.items.groups import Groups, groups_of
from app.quizzes.rules.items.moments import mean, median, variance
from app.quizzes.rules.items.sheets import Answer, Sheet, Studied

Rests = Mapping[int, Fraction]
"""What share of the other questions those earned who were asked this one and another, by place in the cohort."""


@dataclass(frozen=True, slots=True)
class Part:
    """The same question among those who took one version of it, or took the quiz in one language.

    `elsewhere`: the mean share that they earned in the other questions, None where nobody was asked another.
    """

    name: str
    facility: Estimate
    elsewhere: Fraction | None


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """What classical test theory says about one question.

    `facility`: the mean share earned, blanks as 0 (the proportion right, where there is no partial credit); `sd`: the
    spread of that share, None with one person; `discrimination`: the correlation of the share with the share earned in
    the other questions, so that the question is not compared with itself; `index`: mean share of the upper less that of
    the lower of its `groups`, -1 to 1; `seconds`: the median over the `timed` people whose time is known.
    """

    studied: Studied
    n: int
    facility: Estimate
    sd: float | None
    discrimination: Estimate | None
    index: Fraction | None
    blank: int
    seconds: Fraction | None
    timed: int
    choices: tuple[Choice, ...]
    versions: tuple[Part, ...]
    languages: tuple[Part, ...]
    groups: Groups


def figures_of(studied: Studied, sheets: Sequence[Sheet], rests: Rests) -> ItemFigures | None:
    """Return the figures of a question; None where nobody was asked it."""
    own = studied.question_id
    asked = {place: sheet.answers[own] for place, sheet in enumerate(sheets) if own in sheet.answers}
    if not asked:
        return None
    shares = [answer.share for answer in asked.values()]
    spread = variance(shares)
    timed = [answer.seconds for answer in asked.values() if answer.seconds is not None]
    groups = groups_of(rests)
    upper, lower = (mean([asked[place].share for place in group]) for group in (groups.upper, groups.lower))
    return ItemFigures(
        studied=studied,
        n=len(asked),
        facility=_facility(shares),
        sd=None if spread is None else root(spread),
        discrimination=correlation([asked[place].share for place in rests], list(rests.values())),
        index=None if upper is None or lower is None else upper - lower,
        blank=sum(not answer.chosen for answer in asked.values()),
        seconds=median(timed),
        timed=len(timed),
        choices=choices_of(studied, asked, groups),
        versions=_parts(asked, rests, lambda place: str(asked[place].version)),
        languages=_parts(asked, rests, lambda place: sheets[place].language),
        groups=groups,
    )


def _facility(shares: Sequence[Fraction]) -> Estimate:
    return proportion(mean(shares) or Fraction(0), len(shares))


def _parts(asked: Mapping[int, Answer], rests: Rests, name_of: Callable[[int], str]) -> tuple[Part, ...]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place in asked:
        places[name_of(place)].append(place)
    return tuple(
        Part(
            name,
            _facility([asked[place].share for place in those]),
            mean([rests[place] for place in those if place in rests]),
        )
        for name, those in sorted(places.items(), key=lambda part: (len(part[0]), part[0]))
    )
