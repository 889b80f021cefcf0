"""What was answered how often, by everybody and by the groups at both ends. Pure.

Options that attract nobody, or attract those who know more, are where a question gives itself away (Haladyna, Downing
& Rodriguez, 2002).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.quizzes.rules.answers import PAIR, right_sides
from app.quizzes.rules.items.groups import Groups
from app.quizzes.rules.items.sheets import Answer, Studied
from app.quizzes.rules.questions import Localized, Question
from app.quizzes.rules.right import key_of
from app.quizzes.rules.vocabulary import QuestionKind

OPTIONS = frozenset({QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.TRUE_FALSE})
TYPED = frozenset({QuestionKind.NUMERIC, QuestionKind.SHORT})
MOST_TYPED = 12
"""How many different typed answers are listed, the most frequent ones first."""
SPOKEN = ""
"""The language of what somebody typed: nobody knows."""


@dataclass(frozen=True, slots=True)
class Choice:
    """How many chose (matched, placed rightly, typed) something: of everybody asked, and of the groups at both ends.

    `share`: what it earns by itself, None where that hangs on the rest of the answer.
    """

    key: str
    text: Localized
    right: bool
    count: int
    upper: int
    lower: int
    share: Fraction | None = None


def choices_of(studied: Studied, answers: Mapping[int, Answer], groups: Groups) -> tuple[Choice, ...]:
    """Return what was answered; `answers` by place in the cohort.

    Kinds with options list all of them, in the question's order; matching the right pairs and those that were made;
    ordering each entry, and how often it stood where it belongs; numeric and short the most frequent answers.
    """
    found = {place: _named(studied, answer) for place, answer in answers.items()}
    count = Counter(name for names in found.values() for name in names)
    upper = _within(found, groups.upper)
    lower = _within(found, groups.lower)
    shares = _shares(studied, answers) if studied.question.kind in TYPED else {}
    return tuple(
        Choice(key, text, right, count[key], upper[key], lower[key], shares.get(key))
        for key, text, right in _listed(studied, count, shares)
    )


def typed_as(question: Question, words: str) -> str:
    """Return what a typed answer is counted as: without capitals where they make no difference, single spaces."""
    spaced = " ".join(words.split())
    return spaced if question.match_case else spaced.casefold()


def _within(found: Mapping[int, Sequence[str]], group: Collection[int]) -> Counter[str]:
    return Counter(name for place in group for name in found.get(place, ()))


def _named(studied: Studied, answer: Answer) -> Sequence[str]:
    """Return the names under which an answer is counted."""
    question = studied.question
    if question.kind in TYPED:
        return [typed_as(question, words) for words in answer.chosen]
    if question.kind is QuestionKind.ORDERING:
        right = key_of(question, studied.judged_by)
        return [one for one, other in zip(answer.chosen, right, strict=False) if one == other]
    return answer.chosen


def _shares(studied: Studied, answers: Mapping[int, Answer]) -> Mapping[str, Fraction]:
    return {typed_as(studied.question, answer.chosen[0]): answer.share for answer in answers.values() if answer.chosen}


def _listed(
    studied: Studied, count: Counter[str], shares: Mapping[str, Fraction]
) -> Iterator[tuple[str, Localized, bool]]:
    kind, right = studied.question.kind, set(key_of(studied.question, studied.judged_by))
    if kind in TYPED:
        for words, _number in sorted(count.items(), key=lambda one: (-one[1], one[0]))[:MOST_TYPED]:
            yield words, {SPOKEN: words}, shares[words] == 1
    elif kind is QuestionKind.MATCHING:
        yield from _pairs(studied, right, count)
    else:
        for key, text in _options(studied).items():
            yield key, text, key in right


def _options(studied: Studied) -> Mapping[str, Localized]:
    """Return the options of all versions asked, as the last one that has them puts them."""
    texts: dict[str, Localized] = {option.key: option.text for option in studied.question.options}
    for _number, version in sorted(studied.versions.items(), reverse=True):
        for option in version.options:
            texts.setdefault(option.key, option.text)
    return texts


def _pairs(studied: Studied, right: set[str], count: Counter[str]) -> Iterator[tuple[str, Localized, bool]]:
    lefts = {option.key: option.text for option in studied.question.options}
    sides = right_sides(studied.question)
    pairs = [tuple(pair.split(PAIR)) for pair in right | set(count)]
    known = [pair for pair in pairs if pair[0] in lefts and pair[1] in sides]
    places = {key: place for place, key in enumerate(lefts)}
    for left, side in sorted(known, key=lambda pair: (places[pair[0]], PAIR.join(pair) not in right, pair)):
        text = {language: f"{words} → {sides[side].get(language, '')}" for language, words in lefts[left].items()}
        yield f"{left}{PAIR}{side}", text, f"{left}{PAIR}{side}" in right
