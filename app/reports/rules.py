"""What the completion statistics of a course are made of: its figures, and who did which piece. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.courses.rules import EnrolmentValue, PieceKind
from app.grading.rules import Derivation, Engagement, MeanOver, Outcome, Standing, Statistics, percent


@dataclass(frozen=True, slots=True)
class PieceFigure:
    """How many of those counted did one piece."""

    key: str
    kind: PieceKind
    title: Mapping[str, str]
    done: int
    of: int

    @property
    def percent(self) -> int:
        """The share of those who did it, whole percent, half up."""
        return percent(self.done, self.of)


@dataclass(frozen=True, slots=True)
class Participation:
    """One participant: which pieces were done, never with how many points."""

    person: EnrolmentValue
    done: Mapping[str, bool]
    pieces_done: int
    pieces_total: int
    engagement: Engagement
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Completion:
    """Everything that the statistics page and the exports show. `sponsor` None: of all participants."""

    code: str
    title: Mapping[str, str]
    sponsor: str | None
    closed: bool
    statistics: Statistics
    pieces: tuple[PieceFigure, ...]
    people: tuple[Participation, ...]
    mean_over: MeanOver
    quiz_points: tuple[Fraction, ...]
    """The quiz points of those who took at least one quiz, in ascending order: who has which cannot be told."""
    everybody: Completion | None = None
    """The same figures over whoever enrolled, where somebody left the course; None where nobody did."""

    def has(self, kind: PieceKind) -> bool:
        """Tell whether the course has a piece of this kind."""
        return any(piece.kind is kind for piece in self.pieces)

    @property
    def mean_denominator(self) -> int:
        """How many participants "above the mean" is out of, as the policy says."""
        counted = self.statistics
        return counted.participants if self.mean_over is MeanOver.ENROLLED else counted.quiz.taken_by

    @property
    def enrolled(self) -> int:
        """How many enrolled, those who left included: the other denominator."""
        return (self.everybody or self).statistics.participants

    @property
    def withdrawn(self) -> int:
        """How many of those who enrolled left the course."""
        return self.enrolled - self.statistics.participants

    def to_data(self) -> dict[str, object]:
        """Return the figures as JSON data in the published shape; `with_withdrawn` has them over all who enrolled."""
        return {
            "code": self.code,
            **self.statistics.to_data(),
            "enrolled": self.enrolled,
            "withdrawn": self.withdrawn,
            "with_withdrawn": self.everybody.statistics.to_data() if self.everybody else None,
        }


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of an export: a number, what it is out of, and what that counts.

    `percent` and `denominator` are None where nothing is shared out.
    """

    figure: str
    value: str
    number: int | str | None
    percent: int | None
    denominator: int | str | None
    unit: str


def participation(
    person: EnrolmentValue, standing: Standing, derivation: Derivation, keys: Sequence[str]
) -> Participation:
    """Return which of the pieces `keys` one participant did."""
    return Participation(
        person=person,
        done={key: standing.piece(key).done for key in keys},
        pieces_done=derivation.pieces_done,
        pieces_total=derivation.pieces_total,
        engagement=derivation.engagement,
        outcome=derivation.outcome,
    )


def figures(completion: Completion) -> Iterator[Figure]:
    """Yield every figure of the statistics with its denominator, in the order in which they are published."""
    counted, everybody = completion.statistics, completion.statistics.participants
    yield Figure("participants", "", everybody, None, None, "participants")
    for band, number in counted.engagement.items():
        yield _share("engagement", band, number, everybody)
    if completion.has(PieceKind.QUIZ):
        yield from _quiz(completion)
    if completion.has(PieceKind.GROUP):
        yield _share("group_work", "took_part", counted.group_work.took_part, everybody)
        yield _share("group_work", "partially", counted.group_work.partially, counted.group_work.took_part)
        yield Figure("group_work", "groups_with_a_mark", counted.group_work.groups, None, None, "groups")
    if completion.has(PieceKind.ESSAY):
        yield _share("essay", "submitted", counted.essay.submitted, everybody)
    for piece in completion.pieces:
        yield _share("piece_done", piece.key, piece.done, piece.of)
    for outcome, number in counted.outcome.items():
        yield _share("outcome", outcome, number, everybody)
    for key, counts in counted.by.items():
        for value, number in counts.items():
            yield _share(f"by_{key}", value, number, everybody)


def _quiz(completion: Completion) -> Iterator[Figure]:
    quiz, everybody = completion.statistics.quiz, completion.statistics.participants
    yield _share("quiz", "taken_by", quiz.taken_by, everybody)
    yield Figure("quiz", "mean_points_of_takers", quiz.mean_points, None, quiz.out_of, "points")
    yield Figure("quiz", "mean_points_of_enrolled", quiz.mean_points_enrolled, None, quiz.out_of, "points")
    yield _share("quiz", "above_mean", quiz.above_mean, completion.mean_denominator)


def _share(figure: str, value: str, number: int, denominator: int) -> Figure:
    return Figure(figure, value, number, percent(number, denominator), denominator, "participants")
