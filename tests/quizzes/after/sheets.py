"""Cohorts for item analysis: a table of shares, one row a person, one column a question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from app.quizzes.rules import Question
from app.quizzes.rules.items import Answer, Sheet, Studied
from app.quizzes.rules.right import Decision
from tests.quizzes.questions import single

Row = Sequence[int | str | Fraction | None]


def studied(*questions: Question, decisions: Mapping[int, Decision] | None = None) -> list[Studied]:
    """The questions 1, 2, ... of a quiz, each in one version."""
    return [
        Studied(number, f"q{number}", number, {1: question}, (decisions or {}).get(number))
        for number, question in enumerate(questions, 1)
    ]


def singles(count: int, decisions: Mapping[int, Decision] | None = None) -> list[Studied]:
    """So many questions with the options a to d, of which b is right."""
    return studied(*(single() for _ in range(count)), decisions=decisions)


def sheet(
    row: Row,
    *,
    points: Sequence[int] | None = None,
    language: str = "en",
    chosen: Sequence[str] | None = None,
    version: int = 1,
) -> Sheet:
    """One person who earned these shares; None: the question was not asked. What was chosen is b or a, or `chosen`."""
    worth = points or [1] * len(row)
    answers = {
        number: Answer(version, Fraction(weight), Fraction(share), _picked(chosen, number, share))
        for number, (share, weight) in enumerate(zip(row, worth, strict=True), 1)
        if share is not None
    }
    out_of = sum(answer.points for answer in answers.values())
    return Sheet(language, sum((answer.earned for answer in answers.values()), Fraction(0)) / out_of, answers)


def _picked(chosen: Sequence[str] | None, number: int, share: object) -> tuple[str, ...]:
    words = chosen[number - 1] if chosen else ("b" if share else "a")
    return (words,) if words else ()


def sheets(table: Sequence[Row], points: Sequence[int] | None = None) -> list[Sheet]:
    """One sheet a row."""
    return [sheet(row, points=points) for row in table]
