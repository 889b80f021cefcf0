"""Whether two questions mean the same: the same words, and the same score for every answer."""

from __future__ import annotations

from fractions import Fraction
from itertools import chain, combinations, permutations, product

from app.quizzes.rules import BankQuestion, Question, QuestionKind
from app.quizzes.rules.answers import right_sides
from app.quizzes.rules.scoring import share
from app.shared.markup import plain_text


def words(question, localized, language="en"):
    """What a reader sees of a text, line ends and spaces being the same."""
    return " ".join(plain_text(localized.get(language, ""), question.format.value).split())


def words_of(question: Question):
    """Every text of a question, in order. A right side is offered once: what belongs to a pair is no distractor."""
    matches = [words(question, option.match) for option in question.options]
    return {
        "text": words(question, question.text),
        "options": [words(question, option.text) for option in question.options],
        "matches": matches,
        "distractors": sorted({words(question, side) for side in question.distractors}.difference(matches)),
    }


def feedback_of(question: Question):
    return {
        "general": words(question, question.feedback),
        "options": [words(question, option.feedback) for option in question.options],
    }


def answers_to(question: Question):
    """Answers worth trying, in terms that do not depend on keys: places of options, texts of right sides, words."""
    places = range(len(question.options))
    if question.kind in {QuestionKind.SINGLE, QuestionKind.TRUE_FALSE}:
        return [(place,) for place in places]
    if question.kind is QuestionKind.MULTIPLE:
        return list(chain.from_iterable(combinations(places, size) for size in range(1, len(places) + 1)))
    if question.kind is QuestionKind.ORDERING:
        return list(permutations(places))
    if question.kind is QuestionKind.MATCHING:
        sides = [None, *dict.fromkeys(words(question, side) for side in right_sides(question).values())]
        return list(product(sides, repeat=len(places)))
    if question.kind is QuestionKind.NUMERIC:
        return [(number,) for number in numbers_near(question)]
    accepted = [word for answer in question.accepted for found in answer.words.values() for word in found]
    typed = [word.replace("\\*", "*") for word in accepted]
    return [(word,) for word in [*typed, *(word.swapcase() for word in typed), *(f"{word}x" for word in typed), "?"]]


def numbers_near(question):
    for accepted in question.accepted:
        step = Fraction(1, 10**9)
        for edge in (accepted.value - accepted.tolerance, accepted.value, accepted.value + accepted.tolerance):
            yield from (edge - step, edge, edge + step)


def as_typed(number: Fraction) -> str:
    """A number whose only reading is that one."""
    scaled = number * 10**15
    return f"{scaled.numerator // scaled.denominator}e-15"


def score(question: Question, answer) -> Fraction:
    keys = [option.key for option in question.options]
    if question.kind is QuestionKind.NUMERIC:
        return share(question, [as_typed(answer[0])])
    if question.kind is QuestionKind.SHORT:
        return share(question, [answer[0]])
    if question.kind is QuestionKind.MATCHING:
        by_words = {words(question, side): key for key, side in reversed(right_sides(question).items())}
        pairs = [f"{key}>{by_words[side]}" for key, side in zip(keys, answer, strict=True) if side is not None]
        return share(question, pairs)
    return share(question, [keys[place] for place in answer])


def differences(one: Question, other: Question):
    """What two questions do not have in common; nothing where they mean the same."""
    if one.kind is not other.kind:
        yield f"kind: {one.kind} and {other.kind}"
        return
    mine, theirs = words_of(one), words_of(other)
    yield from (f"{name}: {mine[name]!r} and {theirs[name]!r}" for name in mine if mine[name] != theirs[name])
    for answer in answers_to(one):
        if score(one, answer) != score(other, answer):
            yield f"{answer} scores {score(one, answer)} and {score(other, answer)}"


def assert_same(one: BankQuestion, other: BankQuestion) -> None:
    found = list(differences(one.question, other.question))
    assert not found, found
