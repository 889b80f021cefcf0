"""Questions of every kind, as small as they can be."""

from __future__ import annotations

from fractions import Fraction

from app.quizzes.rules import Accepted, BankQuestion, Option, Question, QuestionKind, Scoring
from app.quizzes.rules.answers import side_key


def option(key: str, **values: object) -> Option:
    """An option whose text says its key, in both languages."""
    return Option(key, {"en": f"Option {key}", "fr": f"Choix {key}"}, **values)


def single(right: str = "b", keys: str = "abcd", **values: object) -> Question:
    """One of the options is right."""
    return _asked(QuestionKind.SINGLE, options=tuple(option(key, right=key == right) for key in keys), **values)


def multiple(right: str = "ab", keys: str = "abcd", **values: object) -> Question:
    """Some of the options are right."""
    return _asked(QuestionKind.MULTIPLE, options=tuple(option(key, right=key in right) for key in keys), **values)


def true_false(right: str = "true") -> Question:
    """A statement that holds, or does not."""
    return _asked(QuestionKind.TRUE_FALSE, options=tuple(option(key, right=key == right) for key in ("true", "false")))


def numeric(value: str = "12.5", tolerance: str = "0", *others: Accepted) -> Question:
    """A number, exact or within a tolerance."""
    return _asked(QuestionKind.NUMERIC, accepted=(Accepted(Fraction(value), Fraction(tolerance)), *others))


def short(*words: str, **values: object) -> Question:
    """A few words; those given are accepted in English, and `mot` in French."""
    return _asked(QuestionKind.SHORT, accepted=(Accepted(words={"en": words, "fr": ("mot",)}),), **values)


AFRICA, EUROPE, ASIA = (
    side_key({"en": english, "fr": french})
    for english, french in (("Africa", "Africa"), ("Europe", "Europe"), ("Asia", "Asie"))
)
"""The right sides of `matching`."""


def matching(scoring: Scoring = Scoring.PER_OPTION, **values: object) -> Question:
    """Three pairs and a distractor; the third right side is the same as the first."""
    sides = {"a": "Africa", "b": "Europe", "c": "Africa"}
    options = tuple(option(key, match={"en": side, "fr": side}) for key, side in sides.items())
    return _asked(
        QuestionKind.MATCHING, options=options, distractors=({"en": "Asia", "fr": "Asie"},), scoring=scoring, **values
    )


def ordering(scoring: Scoring = Scoring.PER_OPTION) -> Question:
    """Four entries in their right order."""
    return _asked(QuestionKind.ORDERING, options=tuple(option(key) for key in "abcd"), scoring=scoring)


def _asked(kind: QuestionKind, **values: object) -> Question:
    return Question(kind=kind, text={"en": f"A {kind} question", "fr": f"Une question {kind}"}, **values)


EVERY_KIND = {
    QuestionKind.SINGLE: single(),
    QuestionKind.MULTIPLE: multiple(),
    QuestionKind.TRUE_FALSE: true_false(),
    QuestionKind.NUMERIC: numeric(),
    QuestionKind.SHORT: short("word"),
    QuestionKind.MATCHING: matching(),
    QuestionKind.ORDERING: ordering(),
}


def bank(*questions: Question, category: str = "", tags: tuple[str, ...] = ()) -> tuple[BankQuestion, ...]:
    """The questions under the keys q1, q2, ..."""
    return tuple(BankQuestion(f"q{place}", one, category, tags) for place, one in enumerate(questions, 1))
