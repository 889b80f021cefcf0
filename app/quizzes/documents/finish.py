"""From what a reader found to a question of ours: one format, our keys, and the checks that every question passes."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from app.quizzes.documents.drafts import Answer, Choice, Draft, Part, RefusedError
from app.quizzes.documents.scorings import scored
from app.quizzes.documents.texts import clean, one_format, shows, words, written_as
from app.quizzes.rules import (
    FALSE,
    TRUE,
    Accepted,
    BankQuestion,
    Localized,
    Option,
    Question,
    QuestionKind,
    Scoring,
    TextFormat,
)
from app.quizzes.rules.opaque import keys_by_text
from app.shared.wording import text

MOST_OPTIONS = 200
LONGEST_TEXT = 200_000
"""Characters of all the texts of one question, pictures within them included."""
_LONGEST_KEY, _LONGEST_NAME, _LONGEST_CATEGORY, _LONGEST_TAG, _LONGEST_TITLE = 75, 50, 200, 80, 200
_TRUE_FALSE = {TRUE: {"en": "True", "fr": "Vrai"}, FALSE: {"en": "False", "fr": "Faux"}}
_FEWEST = {QuestionKind.SINGLE: 2, QuestionKind.MULTIPLE: 2, QuestionKind.MATCHING: 2, QuestionKind.ORDERING: 2}
_BY_NUMBER = frozenset({Scoring.RIGHT_MINUS_WRONG, Scoring.PER_OPTION})
_TYPED = frozenset({QuestionKind.NUMERIC, QuestionKind.SHORT})


def true_false_words(language: str) -> tuple[str, str]:
    """Return what true and false are called in a language (in English where we have no word)."""
    return tuple(texts.get(language, texts["en"]) for texts in _TRUE_FALSE.values())  # type: ignore[return-value]


@dataclass(slots=True)
class Finisher:
    """Makes questions in one language, with keys that are unique among those it made."""

    language: str
    keys: set[str] = field(default_factory=set)
    used: Counter[str] = field(default_factory=Counter)

    def finish(self, draft: Draft) -> BankQuestion:
        """Return the question of a draft. Raises `RefusedError` where there is none in it."""
        _leave_out_blanks(draft)
        self._check(draft)
        wanted = one_format(_parts(draft))
        question = Question(
            kind=draft.kind,
            text=self._text(draft.text, wanted),
            options=self._options(draft, wanted),
            accepted=tuple(self._accepted(draft, wanted)),
            distractors=tuple(self._text(part, wanted) for part in draft.distractors),
            match_case=draft.match_case,
            shuffle=draft.shuffle and draft.kind is not QuestionKind.TRUE_FALSE,
            format=wanted,
            feedback=self._text(draft.feedback, wanted),
            difficulty=draft.difficulty,
            title="" if draft.title == draft.key else _cut(clean(draft.title), _LONGEST_TITLE),
        )
        scored_question = scored(question, draft)
        return BankQuestion(
            key=self._key(draft),
            question=scored_question,
            category=_category(draft),
            tags=tuple(dict.fromkeys(_cut(clean(tag), _LONGEST_TAG) for tag in draft.tags if tag.strip())),
        )

    def _check(self, draft: Draft) -> None:
        if not shows(draft.text):
            raise RefusedError(text("The question has no text."))
        if len(draft.choices) < _FEWEST.get(draft.kind, 0):
            raise RefusedError(text("The question has fewer than two options."))
        if len(draft.choices) + len(draft.answers) + len(draft.distractors) > MOST_OPTIONS:
            raise RefusedError(text("The question has more than %(most)s options.", most=MOST_OPTIONS))
        if sum(len(part.text) for part in _parts(draft)) > LONGEST_TEXT:
            raise RefusedError(text("The texts of the question are too long."))
        if draft.kind is not QuestionKind.TRUE_FALSE and not all(shows(choice.text) for choice in draft.choices):
            raise RefusedError(text("An option of the question is empty."))
        if draft.kind is QuestionKind.MATCHING and not all(shows(choice.match) for choice in draft.choices):
            raise RefusedError(text("An entry of the question has nothing that it is matched with."))
        if draft.kind in _TYPED and not any(answer.fraction > 0 for answer in draft.answers):
            raise RefusedError(text("The file does not say which answer is right."))

    def _text(self, part: Part, wanted: TextFormat) -> Localized:
        written = clean(written_as(part, wanted))
        return {self.language: written} if written else {}

    def _options(self, draft: Draft, wanted: TextFormat) -> tuple[Option, ...]:
        if draft.kind is QuestionKind.TRUE_FALSE:
            pairs: Iterable[tuple[str, Choice]] = zip((TRUE, FALSE), draft.choices, strict=True)
            spoken = dict(zip((TRUE, FALSE), true_false_words(self.language), strict=True))
            return tuple(self._option(key, choice, wanted, spoken[key]) for key, choice in pairs)
        keys = keys_by_text(self._text(choice.text, wanted) for choice in draft.choices)
        return tuple(self._option(key, choice, wanted) for key, choice in zip(keys, draft.choices, strict=True))

    def _option(self, key: str, choice: Choice, wanted: TextFormat, words: str = "") -> Option:
        return Option(
            key=key,
            text={self.language: words} if words else self._text(choice.text, wanted),
            feedback=self._text(choice.feedback, wanted),
            fraction=choice.fraction,
            match=self._text(choice.match, wanted),
        )

    def _accepted(self, draft: Draft, wanted: TextFormat) -> Iterator[Accepted]:
        for answer in _counting(draft):
            yield Accepted(
                value=answer.value,
                tolerance=answer.tolerance,
                words={self.language: (clean(answer.words),)} if answer.words else {},
                fraction=answer.fraction,
                feedback=self._text(answer.feedback, wanted),
            )

    def _key(self, draft: Draft) -> str:
        named = _slug(draft.key, _LONGEST_KEY)
        base = named or _slug(draft.title, _LONGEST_NAME) or _slug(words(draft.text), _LONGEST_NAME) or "question"
        key = base
        while key in self.keys:
            self.used[base] += 1
            key = f"{base}_{self.used[base] + 1}"
        self.keys.add(key)
        return key


def _leave_out_blanks(draft: Draft) -> None:
    """Take empty options away that nobody would choose, where their number does not count, and empty left sides."""
    if draft.kind is QuestionKind.MATCHING:
        kept = [choice for choice in draft.choices if shows(choice.text)]
        taken = {words(choice.match) for choice in kept}
        left = [choice.match for choice in draft.choices if choice not in kept]
        draft.distractors += [part for part in left if part and words(part) not in taken]
    elif draft.kind in {QuestionKind.SINGLE, QuestionKind.MULTIPLE} and draft.scoring not in _BY_NUMBER:
        kept = [choice for choice in draft.choices if shows(choice.text) or choice.feedback or choice.fraction > 0]
    else:
        return
    draft.note(text("Empty options are left out."), when=len(kept) < len(draft.choices))
    draft.choices = kept


def _counting(draft: Draft) -> Iterator[Answer]:
    """Yield the answers that bring something; what is known as wrong needs no place, unless it was tried first."""
    passed: list[Answer] = []
    for answer in draft.answers:
        if answer.fraction > 0:
            if any(_overlap(wrong, answer, match_case=draft.match_case) for wrong in passed):
                reason = text("An answer that brings nothing comes before one that would also take it.")
                raise RefusedError(reason)
            yield answer
        else:
            passed.append(answer)
            draft.note(text("Feedback on a wrong answer is not carried."), when=answer.feedback)
            draft.note(text("An answer that takes points away brings nothing here."), when=answer.fraction < 0)


def _overlap(wrong: Answer, right: Answer, *, match_case: bool) -> bool:
    if wrong.value is not None and right.value is not None:
        return abs(wrong.value - right.value) <= wrong.tolerance + right.tolerance
    if "*" in wrong.words or "*" in right.words:
        return True
    return wrong.words == right.words or (not match_case and wrong.words.casefold() == right.words.casefold())


def _parts(draft: Draft) -> Iterator[Part]:
    yield from (draft.text, draft.feedback, *draft.distractors)
    yield from chain.from_iterable((choice.text, choice.feedback, choice.match) for choice in draft.choices)
    yield from (answer.feedback for answer in draft.answers)


def _category(draft: Draft) -> str:
    cleaned = clean(draft.category)
    draft.note(text("The category's name is cut, it is too long."), when=len(cleaned) > _LONGEST_CATEGORY)
    return _cut(cleaned, _LONGEST_CATEGORY)


def _cut(written: str, longest: int) -> str:
    return written[:longest].strip()


def _slug(written: str, longest: int) -> str:
    plain = unicodedata.normalize("NFKD", written[:400]).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9_]+", "_", plain).strip("_")[:longest].strip("_")
