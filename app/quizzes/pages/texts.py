"""Texts of questions in every language of the course, ready for a page: one language shows, the others can be shown.

Versions of questions never change, so each process renders a question once for each language that is shown first.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from app.quizzes.rules.answers import PAIR, right_sides
from app.quizzes.rules.questions import Localized, Question
from app.quizzes.rules.vocabulary import QuestionKind
from app.shared.language import pick
from app.shared.markup import plain_text, render, render_inline
from app.shared.wording import Text, text

_KEPT = 5000


@dataclass(frozen=True, slots=True)
class Side:
    """A right side of a matching question as an entry of a list: `text` in words, `texts` all languages as JSON."""

    text: str
    texts: str


@dataclass(frozen=True, slots=True)
class QuestionTexts:
    """The texts of a question: itself, its options by key, its right sides by key."""

    text: Markup
    options: Mapping[str, Markup]
    sides: Mapping[str, Side]


@dataclass(frozen=True, slots=True)
class Languages:
    """The languages of a course, and the one that is shown first."""

    known: tuple[str, ...]
    first: str


_texts: dict[tuple[int, Languages], tuple[Question, QuestionTexts]] = {}


def texts_of(question: Question, languages: Languages) -> QuestionTexts:
    """Return the texts of a question that was read by `questions_by_digest`, which keeps one value for each version."""
    kept = _texts.get((id(question), languages))
    if kept is not None and kept[0] is question:
        return kept[1]
    if len(_texts) >= _KEPT:
        _texts.clear()
    made = _made(question, languages)
    _texts[id(question), languages] = question, made
    return made


def spoken(localized: Localized, languages: Languages, text_format: str = "plain", tag: str = "span") -> Markup:
    """Return a text in all languages it has; `data-for` names the languages of the course that each serves.

    Where the course has a language that the text lacks, English (or whatever there is) serves for it.
    """
    serving: dict[str, list[str]] = {}
    for language in languages.known:
        serving.setdefault(_serves(localized, language), []).append(language)
    inline = tag == "span"
    return Markup("").join(
        Markup('<{tag} class="t" lang="{language}" data-for="{serves}"{hidden}>{text}</{tag}>').format(
            tag=tag,
            language=language,
            serves=" ".join(serves),
            hidden="" if languages.first in serves else Markup(" hidden"),
            text=(render_inline if inline else render)(localized[language], text_format),
        )
        for language, serves in serving.items()
        if language in localized
    )


def worth(points: Fraction) -> Text:
    """Return in words how many points a question brings."""
    if points == 1:
        return text("1 point")
    return text("%(points)s points", points=points.numerator if points.denominator == 1 else points)


def answer_in_words(question: Question, chosen: Sequence[str], language: str) -> str:
    """Return an answer as one reads it aloud; an empty one is ""."""
    lines = answer_lines(question, chosen, language)
    if question.kind is QuestionKind.ORDERING:
        return " ".join(f"{place}. {line}" for place, line in enumerate(lines, 1))
    return "; ".join(lines)


def key_in_words(question: Question, key: Sequence[str], language: str) -> str:
    """Return what is right in words; all that is accepted where an answer is typed."""
    typed = question.kind in {QuestionKind.NUMERIC, QuestionKind.SHORT}
    return " · ".join(key) if typed else answer_in_words(question, key, language)


def answer_lines(question: Question, chosen: Sequence[str], language: str) -> tuple[str, ...]:
    """Return the parts of an answer in words: the options chosen, what was typed, each pair, the entries in order."""
    if question.kind in {QuestionKind.NUMERIC, QuestionKind.SHORT}:
        return tuple(chosen)
    names = {option.key: _plain(option.text, question, language) for option in question.options}
    if question.kind is QuestionKind.MATCHING:
        sides = {key: _plain(side, question, language) for key, side in right_sides(question).items()}
        pairs = (pair.partition(PAIR) for pair in chosen)
        return tuple(f"{names[left]} → {sides[right]}" for left, _, right in pairs)
    return tuple(names[key] for key in chosen)


def _made(question: Question, languages: Languages) -> QuestionTexts:
    text_format = question.format.value
    return QuestionTexts(
        text=spoken(question.text, languages, text_format, "div"),
        options={option.key: spoken(option.text, languages, text_format) for option in question.options},
        sides={key: _side(side, question, languages) for key, side in _sides(question)},
    )


def _sides(question: Question) -> Iterable[tuple[str, Localized]]:
    return right_sides(question).items() if question.kind is QuestionKind.MATCHING else ()


def _side(localized: Localized, question: Question, languages: Languages) -> Side:
    texts = {language: _plain(localized, question, language) for language in languages.known}
    return Side(texts[languages.first], json.dumps(texts, ensure_ascii=False))


def _plain(localized: Localized, question: Question, language: str) -> str:
    return plain_text(localized[_serves(localized, language)], question.format.value)


def _serves(localized: Localized, language: str) -> str:
    """Return the language of the text that a reader of `language` gets."""
    if localized.get(language):
        return language
    found = pick(localized, language)
    return next((name for name, text in localized.items() if text == found), language)
