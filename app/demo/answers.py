"""The answers behind the sample's quiz scores. Pure.

The sample cohort tells how many points each participant earned, not how. Here every score becomes an attempt, the same
one each time: which questions were answered rightly, which distractor was taken, when. A hash of who and what decides;
difficult questions are missed more often, so that statistics of the questions have a shape.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.quizzes.rules import Difficulty, Question, QuestionKind
from app.quizzes.rules.right import key_of
from app.quizzes.rules.scoring import share

_EASE: Mapping[Difficulty, int] = {Difficulty.EASY: 350, Difficulty.MEDIUM: 0, Difficulty.HARD: -350}
_SCALE = 1000
_FIRST_HOUR, _HOURS = 16, 5
_LONGEST = timedelta(minutes=24)
_SHORTEST = timedelta(minutes=9)


@dataclass(frozen=True, slots=True)
class Sitting:
    """One attempt that earns a score of the sample: answers by question, and when one after another was saved."""

    started_at: datetime
    ended_at: datetime
    answers: Mapping[str, tuple[str, ...]]
    moments: tuple[datetime, ...]


def sitting(who: str, quiz: str, questions: Mapping[str, Question], score: int, opens_at: datetime) -> Sitting:
    """Return the attempt of `who` at a quiz, right in exactly `score` of its `questions` (by key, in their order).

    It begins in the late afternoon of one of the four days after the quiz opened. Raises `ValueError` for a score that
    cannot be reached.
    """
    if not 0 <= score <= len(questions):
        raise ValueError(f"{len(questions)} questions give no score of {score}")
    right = _right_ones(who, questions, score)
    evening = timedelta(hours=_FIRST_HOUR - opens_at.hour, minutes=chance(_HOURS * 60, who, quiz, "minute"))
    started_at = opens_at + timedelta(days=chance(4, who, quiz, "day")) + evening
    length = _SHORTEST + (_LONGEST - _SHORTEST) * chance(_SCALE, who, quiz, "length") / _SCALE
    answers = {
        key: key_of(question) if key in right else _wrong(who, key, question) for key, question in questions.items()
    }
    return Sitting(
        started_at, started_at + length, answers, _moments(f"{who} {quiz}", len(questions), started_at, length)
    )


def chance(below: int, *words: str) -> int:
    """Return a number from 0 to `below` - 1 that these words always give."""
    return int.from_bytes(hashlib.sha256(" ".join(words).encode()).digest()[:8]) % below


def _right_ones(who: str, questions: Mapping[str, Question], score: int) -> set[str]:
    def ease(key: str) -> int:
        return chance(_SCALE, who, key, "knows") + _EASE[questions[key].difficulty]

    return set(sorted(questions, key=ease, reverse=True)[:score])


def _moments(which: str, count: int, started_at: datetime, length: timedelta) -> tuple[datetime, ...]:
    """Return when one question after another was answered: some take three times as long as others."""
    weights = [_SCALE + chance(2 * _SCALE, which, str(place), "time") for place in range(count)]
    total = sum(weights) + _SCALE
    return tuple(started_at + length * sum(weights[: place + 1]) / total for place in range(count))


def _wrong(who: str, key: str, question: Question) -> tuple[str, ...]:
    """Return an answer that earns nothing: now and then none at all, else what looks plausible."""
    if chance(25, who, key, "blank") == 0:
        return ()
    wrong = [option.key for option in question.options if not option.right]
    # The smaller of two throws: distractors that stand first are the more tempting ones.
    taken = wrong[min(chance(len(wrong), who, key, "first"), chance(len(wrong), who, key, "second"))]
    if question.kind is QuestionKind.MULTIPLE:
        mixed = _with_a_right_one(who, key, question, taken)
        return mixed if share(question, mixed) == 0 else (taken,)
    return (taken,)


def _with_a_right_one(who: str, key: str, question: Question, taken: str) -> tuple[str, ...]:
    right = question.right_keys[chance(len(question.right_keys), who, key, "right")]
    return tuple(option.key for option in question.options if option.key in {taken, right})
