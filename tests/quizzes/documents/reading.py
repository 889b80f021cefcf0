"""Short words for reading a file in a test."""

from __future__ import annotations

from fractions import Fraction

from app.quizzes.documents import Imported, read_questions
from app.quizzes.rules import Question
from app.quizzes.rules.scoring import share


def read(written: str | bytes, language: str = "en") -> Imported:
    imported = read_questions(written if isinstance(written, bytes) else written.encode(), language=language)
    assert imported.total == len(imported.questions) + len(imported.refused)
    return imported


def question(written: str | bytes, language: str = "en") -> Question:
    """The one question of a file, none being refused."""
    imported = read(written, language)
    assert not imported.refused, str(imported.refused[0].reason)
    (asked,) = imported.questions
    return asked.question


def refusal(written: str | bytes) -> str:
    """Why the one question of a file is refused."""
    imported = read(written)
    assert not imported.questions, imported.questions
    (refused,) = imported.refused
    return str(refused.reason)


def notices(written: str | bytes) -> list[str]:
    return [str(notice.reason) for notice in read(written).notices]


def options(asked: Question, language: str = "en") -> list[str]:
    return [option.text[language] for option in asked.options]


def right(asked: Question, language: str = "en") -> list[str]:
    return [option.text[language] for option in asked.options if option.right]


def fractions(asked: Question) -> list[Fraction | None]:
    return [option.fraction for option in asked.options]


def accepted(asked: Question) -> list[tuple]:
    """What a typed question accepts: the words, or the value and its tolerance; and its share."""
    return [
        ((*answer.words["en"], answer.fraction) if answer.words else (answer.value, answer.tolerance, answer.fraction))
        for answer in asked.accepted
    ]


def earns(asked: Question, *chosen: str) -> Fraction:
    """The share that an answer earns; `a` names the first option of the file, `b` the second one."""
    names = {chr(ord("a") + place): option.key for place, option in enumerate(asked.options)}
    return share(
        asked, [names.get(name, name) + mark + side for name, mark, side in (one.partition(">") for one in chosen)]
    )
