"""The figures of a whole quiz, and of each of its questions. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.quizzes.rules.counting import share_of
from app.quizzes.rules.items.estimates import Estimate, reliability, root
from app.quizzes.rules.items.figures import ItemFigures, figures_of
from app.quizzes.rules.items.moments import TWO, mean, quantile, total, variance
from app.quizzes.rules.items.sheets import Sheet, Studied
from app.shared.wording import Text, text


@dataclass(frozen=True, slots=True)
class Analysis:
    """A quiz after it was taken. Scores are out of `out_of`; `items` in the order of the quiz.

    `quartiles`: first, median, third. `alpha` is None for the reason `no_alpha`; `sem` is the standard error of
    measurement, in points.
    """

    out_of: Fraction
    scores: tuple[Fraction, ...]
    mean: Fraction | None
    sd: float | None
    quartiles: tuple[Fraction, Fraction, Fraction] | None
    alpha: Estimate | None
    no_alpha: Text | None
    sem: float | None
    items: tuple[ItemFigures, ...]

    @property
    def n(self) -> int:
        """How many people are counted."""
        return len(self.scores)


def analyse(studied: Sequence[Studied], sheets: Sequence[Sheet], out_of: Fraction) -> Analysis:
    """Return the figures of a quiz whose score is out of `out_of`.

    Questions that were taken out have figures of their own, but stand in no total that others are compared with.
    """
    counted = [one.question_id for one in studied if not one.taken_out]
    totals = [_earned(sheet, counted) for sheet in sheets]
    scores = tuple(sheet.score * out_of for sheet in sheets)
    spread = variance(scores)
    alpha, no_alpha = _alpha(sheets, counted)
    items = (figures_of(one, sheets, _rests(one, sheets, totals)) for one in studied)
    return Analysis(
        out_of=out_of,
        scores=scores,
        mean=mean(scores),
        sd=None if spread is None else root(spread),
        quartiles=_quartiles(scores),
        alpha=alpha,
        no_alpha=no_alpha,
        sem=_sem(totals, alpha, out_of) if alpha else None,
        items=tuple(item for item in items if item),
    )


Total = tuple[Fraction, Fraction]
"""Points earned, of how many."""


def _earned(sheet: Sheet, counted: Sequence[int]) -> Total:
    answers = [sheet.answers[one] for one in counted if one in sheet.answers]
    return total(one.earned for one in answers), total(one.points for one in answers)


def _rests(studied: Studied, sheets: Sequence[Sheet], totals: Sequence[Total]) -> Mapping[int, Fraction]:
    """Return everybody's share of all questions that count but this one."""
    rests: dict[int, Fraction] = {}
    for place, (sheet, (earned, points)) in enumerate(zip(sheets, totals, strict=True)):
        answer = sheet.answers.get(studied.question_id)
        if answer is None:
            continue
        own = (Fraction(0), Fraction(0)) if studied.taken_out else (answer.earned, answer.points)
        if points > own[1]:
            rests[place] = (earned - own[0]) / (points - own[1])
    return rests


def _quartiles(scores: Sequence[Fraction]) -> tuple[Fraction, Fraction, Fraction] | None:
    if not scores:
        return None
    ordered = sorted(scores)
    return quantile(ordered, Fraction(1, 4)), quantile(ordered, Fraction(1, 2)), quantile(ordered, Fraction(3, 4))


def _alpha(sheets: Sequence[Sheet], counted: Sequence[int]) -> tuple[Estimate | None, Text | None]:
    """Return Cronbach's alpha (1951), or why there is none; of right and wrong it is Kuder and Richardson's 20."""
    if len(sheets) < TWO or len(counted) < TWO:
        return None, text("Reliability needs two participants and two questions at the least.")
    if any(one not in sheet.answers for sheet in sheets for one in counted):
        return None, text("Not everybody was asked the same questions, so that reliability cannot be computed.")
    rows = [[sheet.answers[one].earned for sheet in sheets] for one in counted]
    whole = variance([total(column) for column in zip(*rows, strict=True)])
    if not whole:
        return None, text("Everybody has the same score, so that reliability cannot be computed.")
    parts = total(variance(row) or Fraction(0) for row in rows)
    alpha = Fraction(len(rows), len(rows) - 1) * (1 - parts / whole)
    return reliability(alpha, len(rows), len(sheets)), None


def _sem(totals: Sequence[Total], alpha: Estimate, out_of: Fraction) -> float | None:
    """Return the standard error of measurement: SD x root(1 - alpha) (Lord & Novick, 1968), on the scale of the score.

    Below 0, where questions contradict each other, alpha counts as 0: no score is less certain than its spread.
    """
    spread = variance([share_of(*one) * out_of for one in totals])
    if spread is None:
        return None
    return root(spread * (1 - max(Fraction(0), Fraction(alpha.value))))
