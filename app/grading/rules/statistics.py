"""The completion statistics of a set of participants: counts, percentages, means with their denominators. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction

from app.grading.rules.derivation import Derivation
from app.grading.rules.excusing import asked_of
from app.grading.rules.numbers import ZERO, half_up, half_up_text, written
from app.grading.rules.policy import Policy
from app.grading.rules.vocabulary import Engagement, Excused, Kind, MeanOver, Outcome, PiecePlan, PieceState, Standing

DEMOGRAPHICS = ("language", "organization_type", "country", "gender", "sponsor")
"""What the outcome of a course is broken down by; an unknown value counts under ""."""


@dataclass(frozen=True, slots=True)
class Row:
    """One enrolled participant."""

    derivation: Derivation
    standing: Standing
    demographics: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class QuizFigures:
    """Quiz points: means rounded half up to two decimals, None where nobody counts (rule 13)."""

    taken_by: int
    mean_points: str | None
    mean_points_enrolled: str | None
    out_of: int | str
    above_mean: int


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """Group work: participants with a factor above 0, those of them with less than 1, groups that have a mark."""

    took_part: int
    partially: int
    groups: int


@dataclass(frozen=True, slots=True)
class EssayFigures:
    """Essays submitted, marked or not."""

    submitted: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """The figures of a course, or of one sponsor's participants; `participants` is their denominator."""

    participants: int
    engagement: Mapping[str, int]
    engagement_percent: Mapping[str, int]
    quiz: QuizFigures
    group_work: GroupFigures
    essay: EssayFigures
    outcome: Mapping[str, int]
    by: Mapping[str, Mapping[str, int]]

    def to_data(self) -> dict[str, object]:
        """Return the figures as JSON data, in the published shape without the course's code."""
        return {
            "participants": self.participants,
            "engagement": dict(self.engagement),
            "engagement_percent": dict(self.engagement_percent),
            "quiz": asdict(self.quiz),
            "group_work": asdict(self.group_work),
            "essay": asdict(self.essay),
            "outcome": dict(self.outcome),
            "by": {key: dict(counts) for key, counts in self.by.items()},
        }


def summarise(rows: Sequence[Row], plan: Sequence[PiecePlan], policy: Policy, groups_with_mark: int) -> Statistics:
    """Return the figures of `rows`; the caller counts the groups, whose marks no row holds."""
    engagement = Counter(row.derivation.engagement for row in rows)
    outcome = Counter(row.derivation.outcome for row in rows)
    return Statistics(
        participants=len(rows),
        engagement={band.value: engagement[band] for band in Engagement},
        engagement_percent={band.value: percent(engagement[band], len(rows)) for band in Engagement},
        quiz=_quiz(rows, plan, policy),
        group_work=_group(rows, plan, groups_with_mark),
        essay=EssayFigures(sum(bool(_done(row, plan, Kind.ESSAY)) for row in rows)),
        outcome={result.value: outcome[result] for result in Outcome},
        by={key: _counts(rows, key) for key in DEMOGRAPHICS},
    )


def percent(count: int, total: int) -> int:
    """Return a whole percentage, half up; 0 of nobody is 0."""
    return half_up(Fraction(100 * count, total)) if total else 0


def _done(row: Row, plan: Sequence[PiecePlan], kind: Kind) -> list[PieceState]:
    states = (row.standing.piece(piece.key) for piece in plan if piece.kind is kind)
    return [state for state in states if state.done]


def _quiz(rows: Sequence[Row], plan: Sequence[PiecePlan], policy: Policy) -> QuizFigures:
    enrolled = [points for row in rows if (points := quiz_points(row, plan, policy)) is not None]
    takers = [
        points for row in rows if _done(row, plan, Kind.QUIZ) and (points := quiz_points(row, plan, policy)) is not None
    ]
    counted = takers if policy.mean_over is MeanOver.TAKERS else enrolled
    mean = _mean(counted)
    return QuizFigures(
        taken_by=len(takers),
        mean_points=_shown(_mean(takers)),
        mean_points_enrolled=_shown(_mean(enrolled)),
        out_of=written(policy.quiz_weight),
        above_mean=sum(points > mean for points in counted) if mean is not None else 0,
    )


def quiz_points(row: Row, plan: Sequence[PiecePlan], policy: Policy) -> Fraction | None:
    """Return somebody's quiz points, comparable with everybody's; None where no quiz was asked of them.

    Where a whole other component is excused, the quizzes weigh more in that person's total: not here.
    """
    asked, weighed = asked_of(row.standing, plan, policy)
    if not any(piece.kind is Kind.QUIZ for piece in asked):
        return None
    points = row.derivation.quiz_points
    if not row.standing.excused or policy.excused is Excused.EARNS_NOTHING or not weighed.quiz_weight:
        return points
    return points * policy.quiz_weight / weighed.quiz_weight


def _mean(points: Sequence[Fraction]) -> Fraction | None:
    return sum(points, ZERO) / len(points) if points else None


def _shown(mean: Fraction | None) -> str | None:
    return None if mean is None else half_up_text(mean)


def _group(rows: Sequence[Row], plan: Sequence[PiecePlan], groups_with_mark: int) -> GroupFigures:
    parts = [done for row in rows if (done := _done(row, plan, Kind.GROUP))]
    partially = sum(any(state.factor is not None and 0 < state.factor < 1 for state in part) for part in parts)
    return GroupFigures(took_part=len(parts), partially=partially, groups=groups_with_mark)


def _counts(rows: Sequence[Row], key: str) -> dict[str, int]:
    return dict(sorted(Counter(row.demographics.get(key) or "" for row in rows).items()))
