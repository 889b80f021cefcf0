"""Questions to Aiken: those with one right option, in plain words."""

from __future__ import annotations

from collections.abc import Sequence

from app.quizzes.documents.aiken.reader import ANSWER, OPTION
from app.quizzes.documents.drafts import Part
from app.quizzes.documents.exporting import LeftOutError, Spoken
from app.quizzes.documents.finish import true_false_words
from app.quizzes.documents.texts import folded, words
from app.quizzes.rules import QuestionKind, TextFormat
from app.shared.wording import text

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def file_of(questions: Sequence[tuple[Spoken, str]]) -> bytes:
    """Return a file of questions that `written` wrote."""
    return "\n".join(f"{block}\n" for _, block in questions).encode()


def written(spoken: Spoken) -> str:
    """Return a question as Aiken has it. Raises `LeftOutError`."""
    question = spoken.question
    if question.kind not in {QuestionKind.SINGLE, QuestionKind.TRUE_FALSE}:
        raise LeftOutError(text("This format has questions with one right option only."))
    if len(question.right_keys) != 1 or len(question.options) > len(_LETTERS):
        raise LeftOutError(text("This format has questions with one right option only."))
    if any(option.fraction not in {None, 0, 1} for option in question.options):
        raise LeftOutError(text("The shares that its answers bring cannot be written exactly."))
    asked = _line(spoken, spoken.text)
    if OPTION.fullmatch(asked) or ANSWER.fullmatch(asked):
        raise LeftOutError(text("Its text looks like an option or an answer of this format."))
    options = _options(spoken)
    right = next(letter for letter, option in zip(_LETTERS, question.options, strict=False) if option.right)
    _note(spoken)
    return "\n".join(
        [asked, *(f"{letter}. {said}" for letter, said in zip(_LETTERS, options, strict=False)), f"ANSWER: {right}"]
    )


def _options(spoken: Spoken) -> list[str]:
    if spoken.question.kind is QuestionKind.TRUE_FALSE:
        return list(true_false_words(spoken.language))
    return [_line(spoken, spoken.part(option.text)) for option in spoken.question.options]


def _line(spoken: Spoken, part: Part) -> str:
    said = folded(words(part))
    spoken.note(text("Markup and pictures are not written, only the words."), when=part.format is not TextFormat.PLAIN)
    if not said:
        raise LeftOutError(text("One of its texts has no words in it."))
    return said


def _note(spoken: Spoken) -> None:
    question, asked = spoken.question, spoken.asked
    told = spoken.feedback_of(question) or any(spoken.feedback_of(option) for option in question.options)
    spoken.note(text("Feedback is not written."), when=told)
    spoken.note(
        text("Its title, category, tags and difficulty are not written."),
        when=question.title or asked.category or asked.tags,
    )
    kept = question.kind is QuestionKind.SINGLE and not question.shuffle
    spoken.note(text("Its options are shuffled, for this format cannot say otherwise."), when=kept)
