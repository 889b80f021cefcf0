"""Aiken to drafts: a question, options `A. ...` or `A) ...`, and a line `ANSWER: A`. Pure.

Source: Moodle, question/format/aiken/format.php.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial

from app.quizzes.documents.drafts import Choice, Draft, Entry, Part, RefusedError
from app.quizzes.documents.truths import as_true_false
from app.quizzes.rules import QuestionKind
from app.shared.wording import text

OPTION = re.compile(r"\s*([A-Z])[).](?:[ \t]+|(?=\S))(.*\S)\s*")
ANSWER = re.compile(r"\s*ANSWER:\s*(.*?)\s*", re.IGNORECASE)
_LETTER = re.compile(r"[A-Z]\b")


@dataclass(slots=True)
class _Read:
    """The lines of one question as they come."""

    line: int
    asked: list[str] = field(default_factory=list)
    options: list[tuple[str, str]] = field(default_factory=list)
    answer: str | None = None


def entries(written: str) -> Iterator[Entry]:
    """Yield the questions of a file."""
    for read in _questions(written):
        name = " ".join(read.asked) or next((words for _, words in read.options), "")
        yield Entry(partial(_draft, read), name=name, line=read.line)


def _questions(written: str) -> Iterator[_Read]:
    current: _Read | None = None
    after_blank = False
    for number, line in enumerate(written.split("\n"), 1):
        if not line.strip():
            after_blank = True
            continue
        option, answer = OPTION.fullmatch(line), ANSWER.fullmatch(line)
        begins = not option and not answer and current is not None and (current.options or after_blank)
        if current is not None and begins:
            yield current
            current = None
        after_blank = False
        current = current or _Read(number)
        if answer:
            current.answer = answer[1]
            yield current
            current = None
        elif option:
            current.options.append((option[1], option[2]))
        else:
            current.asked.append(line.strip())
    if current is not None:
        yield current


def _draft(read: _Read) -> Draft:
    if not read.asked:
        raise RefusedError(text("There are options without a question before them."))
    if read.answer is None:
        raise RefusedError(text("The line that names the answer (ANSWER: A) is missing."))
    letters = [letter for letter, _ in read.options]
    named = _LETTER.match(read.answer.upper())
    if len(set(letters)) < len(letters):
        raise RefusedError(text("Two options have the same letter."))
    if named is None or named[0] not in letters:
        raise RefusedError(text("The answer “%(answer)s” names none of the options.", answer=read.answer[:40]))
    choices = [Choice(Part(words), Fraction(letter == named[0])) for letter, words in read.options]
    return as_true_false(Draft(QuestionKind.SINGLE, Part("\n".join(read.asked)), choices=choices))
