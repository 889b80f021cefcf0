"""A question that comes in one language meets the one that the bank has under its key. Pure.

Files of other systems carry one language and little of what we know of a question: objective, source, the other
language. None of that is lost when a question comes back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from app.quizzes.rules.questions import Accepted, Option, Question
from app.quizzes.rules.vocabulary import Difficulty, QuestionKind
from app.shared.wording import Text, text

Words = TypeVar("Words")


class Disagreement(Exception):
    """The bank's question and the one that came in cannot be one question in two languages; `reason` says why."""

    def __init__(self, reason: Text) -> None:
        """Say why."""
        self.reason = reason
        super().__init__(str(reason))


def merged(stored: Question, found: Question, language: str) -> Question:
    """Return the bank's question with its texts of `language` as `found` has them, in every field that files carry.

    What files do not carry stays: the other languages, objective, source, the keys of the options; the difficulty
    unless `found` says one that is not the usual, and all feedback where it has none at all. A question that the bank
    has in this language alone is built anew where the number of options differs. Both are written in one format.
    Raises `Disagreement`.
    """
    others = [tag for tag in stored.languages if tag != language]
    stored, found = _tidied(stored), _tidied(found)
    if stored.kind is not found.kind:
        raise Disagreement(text("It is of another kind than the bank’s question."))
    elsewhere = _spoken_elsewhere(stored, found, language)
    if elsewhere is not None:
        raise Disagreement(
            text(
                "Its text is the one that the bank has in “%(language)s”: import it in that language.",
                language=elsewhere,
            )
        )
    reason = _mismatch(stored, found)
    if reason is not None:
        if others:
            raise Disagreement(reason)
        return _kept_beside(stored, found, options=found.options)
    if language not in stored.text and _key(stored) != _key(found):
        raise Disagreement(text("It says that something else is right than in the language that the bank has."))
    return _aligned(stored, found, language)


def same(one: Question, other: Question) -> bool:
    """Tell whether two questions say the same, however their accepted answers are listed."""
    return _tidied(one) == _tidied(other)


def _spoken_elsewhere(stored: Question, found: Question, language: str) -> str | None:
    """Return the language whose text came in as that of `language`, the file being read in a wrong one; None: none."""
    said = found.text.get(language)
    if language not in stored.text or said == stored.text[language]:
        return None
    return next((tag for tag, words in stored.text.items() if words == said), None)


def _kept_beside(stored: Question, found: Question, *, options: Sequence[Option]) -> Question:
    return replace(
        found,
        options=tuple(options),
        objective=stored.objective,
        source=stored.source,
        title=stored.title and (found.title or stored.title),
        difficulty=stored.difficulty if found.difficulty is Difficulty.MEDIUM else found.difficulty,
    )


def _mismatch(stored: Question, found: Question) -> Text | None:
    """Return how the two differ in build; None where each part of one stands for a part of the other."""
    if len(stored.options) != len(found.options):
        return text(
            "It has %(found)s options; the bank’s question has %(stored)s.",
            found=len(found.options),
            stored=len(stored.options),
        )
    if len(stored.distractors) != len(found.distractors):
        return text("It has another number of right sides without a partner than the bank’s question.")
    if stored.format is not found.format:
        return text("It is written in another format than the bank’s question.")
    shares = [[accepted.fraction for accepted in one.accepted] for one in (stored, found)]
    if shares[0] != shares[1]:
        return text("It accepts other answers, or for other shares of the point, than the bank’s question.")
    return None


def _key(question: Question) -> tuple[object, ...]:
    """Return what is right, as far as it does not depend on a language."""
    rights = tuple(option.right for option in question.options)
    return rights, tuple((one.value, one.tolerance) for one in question.accepted)


def _aligned(stored: Question, found: Question, language: str) -> Question:
    pairs = zip(stored.options, found.options, strict=True)
    answers = zip(stored.accepted, found.accepted, strict=True)
    distractors = zip(stored.distractors, found.distractors, strict=True)
    new = language not in stored.text
    whole = stored if new else _kept_beside(stored, found, options=())
    together = replace(
        whole,
        text=_put(stored.text, found.text, language),
        feedback=_put(stored.feedback, found.feedback, language),
        options=tuple(_option(one, other, language, keep=new) for one, other in pairs),
        accepted=tuple(_accepted(one, other, language, keep=new) for one, other in answers),
        distractors=tuple(_put(one, other, language) for one, other in distractors),
    )
    return together if _explains(found) else _with_feedback_of(stored, together)


def _explains(question: Question) -> bool:
    """Return whether there is any feedback in a question."""
    on_options = any(option.feedback for option in question.options)
    return bool(question.feedback) or on_options or any(accepted.feedback for accepted in question.accepted)


def _with_feedback_of(stored: Question, question: Question) -> Question:
    options = zip(question.options, stored.options, strict=True)
    accepted = zip(question.accepted, stored.accepted, strict=True)
    return replace(
        question,
        feedback=stored.feedback,
        options=tuple(replace(one, feedback=other.feedback) for one, other in options),
        accepted=tuple(replace(one, feedback=other.feedback) for one, other in accepted),
    )


def _option(stored: Option, found: Option, language: str, *, keep: bool) -> Option:
    return Option(
        key=stored.key,
        text=_put(stored.text, found.text, language),
        right=stored.right if keep else found.right,
        fraction=stored.fraction if keep else found.fraction,
        feedback=_put(stored.feedback, found.feedback, language),
        match=_put(stored.match, found.match, language),
    )


def _accepted(stored: Accepted, found: Accepted, language: str, *, keep: bool) -> Accepted:
    return replace(
        stored if keep else found,
        words=_put(stored.words, _own_words(stored, found, language), language),
        feedback=_put(stored.feedback, found.feedback, language),
    )


def _own_words(stored: Accepted, found: Accepted, language: str) -> Mapping[str, Sequence[str]]:
    """Return the words that a file accepts, without those that the bank accepts in another language: files hold all."""
    elsewhere = {word for tag, words in stored.words.items() if tag != language for word in words}
    kept = [word for word in found.words.get(language, ()) if word not in elsewhere]
    here = [word for word in found.words.get(language, ()) if word in stored.words.get(language, ()) or word in kept]
    return {language: tuple(here)} if here else found.words


def _put(stored: Mapping[str, Words], found: Mapping[str, Words], language: str) -> dict[str, Words]:
    """Return the stored texts, that of `language` as it was found, or gone where none was."""
    if language in found:
        return {**stored, language: found[language]}
    return {tag: words for tag, words in stored.items() if tag != language}


def _tidied(question: Question) -> Question:
    """Return a question whose neighbouring accepted answers are one where they bring the same."""
    tidy: list[Accepted] = []
    for accepted in question.accepted:
        last = tidy[-1] if tidy else None
        if question.kind is QuestionKind.SHORT and last is not None and _alike(last, accepted):
            tidy[-1] = replace(last, words=_joined(last.words, accepted.words))
        else:
            tidy.append(replace(accepted, words={tag: tuple(some) for tag, some in accepted.words.items()}))
    return replace(question, accepted=tuple(tidy))


def _alike(one: Accepted, other: Accepted) -> bool:
    return one.fraction == other.fraction and one.feedback == other.feedback


def _joined(one: Mapping[str, Sequence[str]], other: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    return {tag: (*one.get(tag, ()), *other.get(tag, ())) for tag in dict.fromkeys((*one, *other))}
