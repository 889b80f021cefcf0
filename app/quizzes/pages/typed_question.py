"""From what was typed into the form of a question to the question, or to every fault in it with its field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from app.quizzes.pages.question_form import QuestionForm, Row
from app.quizzes.rules.questions import Accepted, BankQuestion, Option, Question
from app.quizzes.rules.typed import readings_of
from app.quizzes.rules.vocabulary import Difficulty, QuestionKind, Scoring, TextFormat
from app.shared.errors import Problem
from app.shared.wording import text

Word = TypeVar("Word", bound=StrEnum)
_PARTS = 2
"""Of a fraction: the number above the line and that below."""


@dataclass(slots=True)
class Reader:
    """Reads a form; `problems` are numbers that are none, by field. What else is wrong the verb finds."""

    form: QuestionForm
    problems: list[Problem] = field(default_factory=list)

    def question(self) -> BankQuestion:
        """Return the question that the form means, rows left blank taken away."""
        form = self.form
        return BankQuestion(
            key=form.key,
            question=Question(
                kind=form.kind,
                text=form.text,
                options=tuple(self._option(row) for row in form.options if not row.is_blank),
                accepted=tuple(self._answers()),
                distractors=tuple(row.text for row in form.distractors if not row.is_blank),
                scoring=_one_of(Scoring, form.scoring, Scoring.ALL_OR_NOTHING),
                match_case=form.match_case,
                shuffle=form.shuffle,
                format=_one_of(TextFormat, form.format, TextFormat.PLAIN),
                feedback=form.feedback,
                difficulty=_one_of(Difficulty, form.difficulty, Difficulty.MEDIUM),
                objective=form.objective,
                source=form.source,
                title=form.title,
            ),
            category="/".join(part.strip() for part in form.category.split("/") if part.strip()),
            tags=tuple(dict.fromkeys(tag for part in form.tags.split(",") if (tag := part.strip().lstrip("#")))),
        )

    def _option(self, row: Row) -> Option:
        return Option(
            key=row.key,
            text=row.text,
            right=row.right,
            feedback=row.feedback,
            fraction=self._share(row.fraction, f"options.{row.key}.fraction") if row.fraction else None,
            match=row.match if self.form.kind is QuestionKind.MATCHING else {},
        )

    def _answers(self) -> Iterator[Accepted]:
        rows = [row for row in self.form.accepted if not row.is_blank]
        for number, row in enumerate(rows):
            where = f"accepted.{number}"
            numeric = self.form.kind is QuestionKind.NUMERIC
            yield Accepted(
                value=self._number(row.value, f"{where}.value") if numeric else None,
                tolerance=self._number(row.tolerance or "0", f"{where}.tolerance"),
                words={} if numeric else {tag: tuple(_lines(words)) for tag, words in row.text.items()},
                fraction=self._share(row.fraction or "1", f"{where}.fraction"),
                feedback=row.feedback,
            )

    def _number(self, written: str, where: str) -> Fraction:
        return self._exact(written, Problem(text("Write the number as 12, 0.5 or -3.25."), where))

    def _share(self, written: str, where: str) -> Fraction:
        return self._exact(written, Problem(text("Write the share as 1, 0.5 or 1/3."), where))

    def _exact(self, written: str, fault: Problem) -> Fraction:
        """Read `0.5`, `0,5` or `1/3`; what is no number is noted, and 1 goes on in its place."""
        parts = [readings_of(part.replace(",", ".")) for part in written.split("/")]
        readable = all(parts) and len(parts) <= _PARTS and written.count(",") + written.count(".") <= len(parts)
        if not readable or (len(parts) == _PARTS and not parts[1][0]):
            self.problems.append(fault)
            return Fraction(1)
        return parts[0][0] / parts[1][0] if len(parts) == _PARTS else parts[0][0]


def _one_of(words: type[Word], written: str, usual: Word) -> Word:
    return next((word for word in words if word.value == written), usual)


def _lines(words: str) -> Iterator[str]:
    return (line.strip() for line in words.splitlines() if line.strip())
