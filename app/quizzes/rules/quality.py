"""What gives the key of a quiz away, in figures. Pure.

Options are shuffled, so a place in the file tells nobody anything; but an author who always puts the right option
first, or makes it the longest, has written questions that can be guessed without knowing. Source: Haladyna, Downing and
Rodriguez, "A review of multiple-choice item-writing guidelines", Applied Measurement in Education 15 (2002): vary the
place of the right answer, keep the length of options about equal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.courses.rules import Definition
from app.quizzes.rules.questions import BankQuestion, Question
from app.quizzes.rules.settings import QuizFile
from app.quizzes.rules.vocabulary import QuestionKind
from app.shared.wording import Text, text

FEWEST_OPTIONS, MOST_OPTIONS = 4, 5
LARGEST_SHARE = Fraction(1, 2)
"""Of the questions with one right option, the share in which it may be the longest, the shortest, or in one place."""
ENOUGH = 4
"""Fewer questions than this with one right option show no pattern."""
LARGEST_RATIO = Fraction(5, 4)
"""How much longer or shorter right options may be than wrong ones, on average over the quiz."""


@dataclass(frozen=True, slots=True)
class Giveaways:
    """How the right options of a quiz stand out in one language, over its `questions` with one right option.

    `length_ratio` is the mean length of right options by that of wrong ones, over single and multiple questions.
    """

    language: str
    questions: int
    longest: int
    shortest: int
    length_ratio: Fraction | None


def giveaways(questions: Sequence[BankQuestion], language: str) -> Giveaways:
    """Count how often the one right option is strictly the longest or the shortest, and compare mean lengths."""
    choices = [
        asked.question for asked in questions if asked.question.kind in {QuestionKind.SINGLE, QuestionKind.MULTIPLE}
    ]
    singles = [question for question in choices if question.kind is QuestionKind.SINGLE]
    right = [len(option.text[language]) for question in choices for option in question.options if option.right]
    wrong = [len(option.text[language]) for question in choices for option in question.options if not option.right]
    return Giveaways(
        language=language,
        questions=len(singles),
        longest=sum(_stands_out(question, language, longest=True) for question in singles),
        shortest=sum(_stands_out(question, language, longest=False) for question in singles),
        length_ratio=Fraction(sum(right) * len(wrong), len(right) * sum(wrong)) if right and wrong else None,
    )


def places(questions: Sequence[BankQuestion]) -> Counter[int]:
    """Count in which place (from 1) the right option of each question with one right option stands."""
    return Counter(
        place
        for asked in questions
        if asked.question.kind is QuestionKind.SINGLE
        for place, option in enumerate(asked.question.options, 1)
        if option.right
    )


def giveaway_faults(questions: Sequence[BankQuestion], languages: Sequence[str]) -> Iterator[Text]:
    """Yield what would let somebody guess right without knowing."""
    for language in languages:
        found = giveaways(questions, language)
        for count, word in ((found.longest, text("longest")), (found.shortest, text("shortest"))):
            if found.questions >= ENOUGH and count > found.questions * LARGEST_SHARE:
                yield text(
                    "In “%(language)s” the right option is the %(word)s in %(count)s of %(questions)s questions.",
                    language=language,
                    word=word,
                    count=count,
                    questions=found.questions,
                )
        if found.length_ratio and not 1 / LARGEST_RATIO <= found.length_ratio <= LARGEST_RATIO:
            yield text(
                "In “%(language)s” right options are %(percent)s %% as long as wrong ones; keep them alike.",
                language=language,
                percent=round(found.length_ratio * 100),
            )
    counted = places(questions)
    most = max(counted.values(), default=0)
    if counted.total() >= ENOUGH and most > counted.total() * LARGEST_SHARE:
        yield text(
            "The right option stands in the same place in %(count)s of %(questions)s questions. Vary its place.",
            count=most,
            questions=counted.total(),
        )


def figures(files: Sequence[QuizFile], definition: Definition) -> list[str]:
    """Return what `flask courses check` prints of the quizzes: counts, and how far right options stand out."""
    lines = []
    for file in files:
        kinds = Counter(asked.question.kind.value for asked in file.questions)
        counted = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
        lines.append(f"quizzes/{file.name}: {len(file.questions)} questions ({counted})")
        counts = places(file.questions)
        if counts.total() >= ENOUGH:
            spread = " ".join(f"{place}:{counts[place]}" for place in sorted(counts))
            lines.append(f"  place of the one right option: {spread}")
            lines += [_length_line(giveaways(file.questions, language)) for language in definition.languages]
    return lines


def _length_line(found: Giveaways) -> str:
    percent = round(found.length_ratio * 100) if found.length_ratio else None
    return (
        f"  {found.language}: right option the longest {found.longest}, the shortest {found.shortest} of "
        f"{found.questions}; right options {percent} % as long as wrong ones"
    )


def _stands_out(question: Question, language: str, *, longest: bool) -> bool:
    right = next(len(option.text[language]) for option in question.options if option.right)
    wrong = [len(option.text[language]) for option in question.options if not option.right]
    return right > max(wrong) if longest else right < min(wrong)
