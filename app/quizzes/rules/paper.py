"""Which questions an attempt gets and in which order: a keyed hash decides, so that nobody can foresee it. Pure.

The same seed draws the same paper. Only what was drawn is stored with the attempt, and counts.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from app.quizzes.rules.answers import PAIR, right_sides
from app.quizzes.rules.questions import Question
from app.quizzes.rules.vocabulary import QuestionKind

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place:
    """A slot with the questions that may stand there, by id: one of its own, or a pool of which `draw` are drawn."""

    candidates: tuple[int, ...]
    draw: int
    points: Fraction
    is_pool: bool


def seed_of(key: bytes, quiz_id: int, enrolment_id: int, number: int) -> bytes:
    """Return the seed of one attempt: its quiz, its participant and its number under a secret key."""
    return hmac.digest(key, f"paper {quiz_id} {enrolment_id} {number}".encode(), hashlib.sha256)


def shuffled(seed: bytes, what: str, items: Iterable[T]) -> list[T]:
    """Return the items in the order of a keyed hash; `what` says what is shuffled, so that no two orders agree."""
    return sorted(items, key=lambda item: hmac.digest(seed, f"{what} {item}".encode(), hashlib.sha256))


def draw(places: Sequence[Place], seed: bytes, *, shuffle: bool) -> list[tuple[int, Fraction]]:
    """Return the questions of a paper with their points, none of them twice.

    A pool gives as many as its place asks for, of questions that stand nowhere else; where it has too few, all of them.
    """
    taken = {question_id for place in places if not place.is_pool for question_id in place.candidates}
    points: dict[int, Fraction] = {}
    for index, place in enumerate(places):
        found: Sequence[int] = place.candidates
        if place.is_pool:
            free = [question_id for question_id in place.candidates if question_id not in taken]
            found = shuffled(seed, f"pool {index}", free)[: place.draw]
            taken.update(found)
        for question_id in found:
            points.setdefault(question_id, place.points)
    order = shuffled(seed, "questions", points) if shuffle else list(points)
    return [(question_id, points[question_id]) for question_id in order]


def option_keys(question: Question, seed: bytes, number: int, *, shuffle: bool) -> tuple[str, ...]:
    """Return the keys of a question's options in the order shown; the right sides of pairs follow, each after a `>`.

    True stands before false. Entries to be ordered, and right sides, are always mixed: their order would tell the key.
    """
    keys = [option.key for option in question.options]
    mixed = shuffled(seed, f"options {number}", keys)
    if question.kind is QuestionKind.MATCHING:
        sides = shuffled(seed, f"sides {number}", right_sides(question))
        return (*(mixed if shuffle and question.shuffle else keys), *(PAIR + side for side in sides))
    if question.kind is QuestionKind.ORDERING:
        return tuple(mixed if mixed != keys else [*mixed[1:], *mixed[:1]])
    if question.kind is QuestionKind.TRUE_FALSE or not (shuffle and question.shuffle):
        return tuple(keys)
    return tuple(mixed)


def lefts(keys: Iterable[str]) -> tuple[str, ...]:
    """Return the options among the keys that `option_keys` made."""
    return tuple(key for key in keys if not key.startswith(PAIR))


def sides(keys: Iterable[str]) -> tuple[str, ...]:
    """Return the right sides among the keys that `option_keys` made, without their mark."""
    return tuple(key.removeprefix(PAIR) for key in keys if key.startswith(PAIR))
