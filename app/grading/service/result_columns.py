"""Which columns a file of results has: they follow the pieces of the course. Source: the cohort's README in docs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.courses.rules import PieceKind, PieceValue
from app.grading.rules import Policy
from app.shared.tables import Columns

EMAIL, GROUP, FACTOR, BONUS, HOURS = "email", "group", "group_participation", "bonus", "hours_attended"
MOST_HOURS = Fraction(999)


@dataclass(frozen=True, slots=True)
class EssayColumn:
    """One criterion of the essay: its key, its column, and the most it brings."""

    criterion: str
    name: str
    maximum: Fraction


@dataclass(frozen=True, slots=True)
class Layout:
    """What the columns of a course's result files mean. A column of a quiz bears the quiz's key."""

    policy: Policy
    quizzes: tuple[PieceValue, ...]
    group_work: PieceValue | None
    essay: PieceValue | None
    essay_columns: tuple[EssayColumn, ...]

    @property
    def columns(self) -> Columns:
        """The columns that must be there, and those that may be.

        Where the course has no group work or no bonus, a column for them may stand there, but nothing in it counts.
        """
        essay = [column.name for column in self.essay_columns]
        group, factor = ([GROUP], [FACTOR]) if self.group_work else ([], [])
        bonus = [BONUS] if self.policy.bonus_max else []
        required = [EMAIL, *group, *(piece.key for piece in self.quizzes), *factor, *essay, *bonus]
        return Columns(required, [name for name in (GROUP, BONUS, HOURS) if name not in required])


def layout_of(pieces: Sequence[PieceValue], policy: Policy) -> Layout:
    """Return the layout for the pieces of a course, which has one group work and one essay at most."""
    essay = next(_of_kind(pieces, PieceKind.ESSAY), None)
    return Layout(
        policy=policy,
        quizzes=tuple(_of_kind(pieces, PieceKind.QUIZ)),
        group_work=next(_of_kind(pieces, PieceKind.GROUP), None),
        essay=essay,
        essay_columns=tuple(
            EssayColumn(criterion.key, f"essay_{criterion.key}", criterion.maximum)
            for criterion in (essay.criteria if essay else ())
        ),
    )


def _of_kind(pieces: Sequence[PieceValue], kind: PieceKind) -> Iterator[PieceValue]:
    return (piece for piece in pieces if piece.kind is kind)
