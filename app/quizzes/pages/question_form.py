"""The form of a question: filled from a question or from what was typed, and read back into one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.quizzes.rules.opaque import keys_by_text
from app.quizzes.rules.questions import FALSE, TRUE, BankQuestion, Localized, Question
from app.quizzes.rules.right import as_typed
from app.quizzes.rules.vocabulary import Difficulty, QuestionKind, Scoring, TextFormat

if TYPE_CHECKING:
    from fractions import Fraction

    from werkzeug.datastructures import MultiDict

MOST_ROWS = 200
BLANK_ROWS = 2
NEW_ROWS = 4
WITH_OPTIONS = frozenset(
    {QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.TRUE_FALSE, QuestionKind.MATCHING, QuestionKind.ORDERING}
)
TRUE_FALSE_WORDS: Mapping[str, Localized] = {TRUE: {"en": "True", "fr": "Vrai"}, FALSE: {"en": "False", "fr": "Faux"}}

Texts = dict[str, str]


@dataclass(slots=True)
class Row:
    """One option, accepted answer or further right side. `key` "" is a row that has none yet; `place`: its order."""

    key: str = ""
    text: Texts = field(default_factory=dict)
    match: Texts = field(default_factory=dict)
    feedback: Texts = field(default_factory=dict)
    right: bool = False
    fraction: str = ""
    place: str = ""
    value: str = ""
    tolerance: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed that would make it an option."""
        return not any(words.strip() for words in (*self.text.values(), *self.match.values(), self.value))


@dataclass(slots=True)
class QuestionForm:
    """What the form shows. `languages` are those of the course and those that the question has."""

    kind: QuestionKind
    languages: tuple[str, ...]
    key: str = ""
    category: str = ""
    tags: str = ""
    title: str = ""
    text: Texts = field(default_factory=dict)
    feedback: Texts = field(default_factory=dict)
    objective: Texts = field(default_factory=dict)
    source: Texts = field(default_factory=dict)
    difficulty: str = Difficulty.MEDIUM.value
    scoring: str = Scoring.ALL_OR_NOTHING.value
    format: str = TextFormat.PLAIN.value
    match_case: bool = False
    shuffle: bool = True
    options: list[Row] = field(default_factory=list)
    accepted: list[Row] = field(default_factory=list)
    distractors: list[Row] = field(default_factory=list)

    @property
    def has_shares(self) -> bool:
        """Whether an option says what share of the point it brings."""
        return any(row.fraction for row in self.options)


def blank_form(kind: QuestionKind, languages: Sequence[str]) -> QuestionForm:
    """Return the form of a new question."""
    form = QuestionForm(kind, tuple(languages), shuffle=kind is not QuestionKind.TRUE_FALSE)
    if kind is QuestionKind.TRUE_FALSE:
        form.options = [Row(key, _in(words, form.languages)) for key, words in TRUE_FALSE_WORDS.items()]
    return with_blank_rows(form, NEW_ROWS)


def form_of(asked: BankQuestion, languages: Iterable[str]) -> QuestionForm:
    """Return the form of a question as it is stored, with a few rows to add to it."""
    question = asked.question
    form = QuestionForm(
        kind=question.kind,
        languages=tuple(dict.fromkeys((*languages, *question.languages))),
        key=asked.key,
        category=asked.category,
        tags=", ".join(asked.tags),
        title=question.title,
        text=dict(question.text),
        feedback=dict(question.feedback),
        objective=dict(question.objective),
        source=dict(question.source),
        difficulty=question.difficulty.value,
        scoring=question.scoring.value,
        format=question.format.value,
        match_case=question.match_case,
        shuffle=question.shuffle,
        options=list(_option_rows(question)),
        accepted=list(_accepted_rows(question)),
        distractors=[Row(text=dict(side)) for side in question.distractors],
    )
    return with_blank_rows(form, BLANK_ROWS)


def typed_form(typed: MultiDict[str, str], kind: QuestionKind, languages: Sequence[str]) -> QuestionForm:
    """Return the form as it was sent, rows in the order of their places, those left blank at the end."""
    given = QuestionForm(kind, tuple(languages))
    for name in ("key", "category", "tags", "title", "difficulty", "scoring", "format"):
        setattr(given, name, typed.get(name, getattr(given, name)).strip())
    for name in ("text", "feedback", "objective", "source"):
        setattr(given, name, _texts(typed, name, given.languages))
    given.match_case, given.shuffle = "match_case" in typed, "shuffle" in typed
    given.options = _in_order(_rows(typed, "option", given.languages))
    given.accepted, given.distractors = (
        sorted(_rows(typed, name, given.languages), key=lambda row: row.is_blank) for name in ("accepted", "distractor")
    )
    _name(given.options)
    return given


def with_blank_rows(form: QuestionForm, number: int) -> QuestionForm:
    """Add rows to fill in to a form, where its kind takes any."""
    if form.kind in WITH_OPTIONS and form.kind is not QuestionKind.TRUE_FALSE:
        form.options += [Row() for _ in range(number)]
    if form.kind is QuestionKind.MATCHING:
        form.distractors += [Row() for _ in range(number)]
    if form.kind not in WITH_OPTIONS:
        form.accepted += [Row() for _ in range(number)]
    return form


def _option_rows(question: Question) -> Iterator[Row]:
    for place, option in enumerate(question.options, 1):
        yield Row(
            key=option.key,
            text=dict(option.text),
            match=dict(option.match),
            feedback=dict(option.feedback),
            right=option.right,
            fraction=_number(option.fraction),
            place=str(place),
        )


def _accepted_rows(question: Question) -> Iterator[Row]:
    for accepted in question.accepted:
        yield Row(
            text={tag: "\n".join(some) for tag, some in accepted.words.items()},
            feedback=dict(accepted.feedback),
            fraction=_number(accepted.fraction),
            value=_number(accepted.value),
            tolerance=_number(accepted.tolerance) if accepted.tolerance else "",
        )


def _number(value: Fraction | None) -> str:
    return "" if value is None else as_typed(value)


def _rows(typed: MultiDict[str, str], name: str, languages: Sequence[str]) -> Iterator[Row]:
    for index in range(MOST_ROWS):
        head = f"{name}.{index}"
        if f"{head}.row" not in typed:
            return
        yield Row(
            key=typed.get(f"{head}.key", "").strip()[:80],
            text=_texts(typed, f"{head}.text", languages),
            match=_texts(typed, f"{head}.match", languages),
            feedback=_texts(typed, f"{head}.feedback", languages),
            right=f"{head}.right" in typed,
            **{part: typed.get(f"{head}.{part}", "").strip() for part in ("fraction", "place", "value", "tolerance")},
        )


def _texts(typed: MultiDict[str, str], name: str, languages: Sequence[str]) -> Texts:
    """Return what was typed in each language, the line ends being ours; nothing where nothing was."""
    given = {tag: typed.get(f"{name}.{tag}", "").replace("\r\n", "\n").strip() for tag in languages}
    return {tag: words for tag, words in given.items() if words}


def _in_order(rows: Iterable[Row]) -> list[Row]:
    """Return rows by the places that were typed; one without a place, or with none that is a number, keeps its own."""

    def rank(numbered: tuple[int, Row]) -> tuple[bool, float]:
        own, row = numbered
        return row.is_blank, int(row.place) - 0.5 * (int(row.place) < own) if _is_place(row.place) else own

    return [row for _, row in sorted(enumerate(rows, 1), key=rank)]


def _is_place(written: str) -> bool:
    return written.isascii() and written.isdigit() and len(written) < 5  # noqa: PLR2004 - no list is longer


def _name(rows: Sequence[Row]) -> None:
    """Give options that have no key yet one that tells nothing of their place."""
    nameless = [row for row in rows if not row.key and not row.is_blank]
    keys = keys_by_text((row.text for row in nameless), {row.key for row in rows})
    for row, key in zip(nameless, keys, strict=True):
        row.key = key


def _in(words: Localized, languages: Sequence[str]) -> Texts:
    return {tag: words.get(tag, words["en"]) for tag in languages}
