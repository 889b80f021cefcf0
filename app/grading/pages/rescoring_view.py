"""Questions that can be re-scored as a page shows them: their texts, the key that counts, fields for another one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.quizzes.queries.rescoring import AskedQuestion, RescoringValue
from app.quizzes.rules import Question, QuestionKind
from app.quizzes.rules.answers import PAIR, right_sides
from app.quizzes.rules.questions import Localized
from app.quizzes.rules.right import Decision, key_of
from app.quizzes.rules.vocabulary import RescoringAction
from app.shared.language import pick
from app.shared.markup import plain_text

_OPTIONS = {QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.TRUE_FALSE}


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question of the list: its place, its text, what holds on it (None: as written), and its key in words."""

    number: int
    asked: AskedQuestion
    text: str
    decided: RescoringValue | None
    key: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose: an option, a right side, an entry. `right` by the key that counts, `chosen` in the form."""

    key: str
    text: str
    right: bool = False
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of selects: to an entry on the left (or a place, from 1) one of the choices."""

    text: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class KeyForm:
    """The form of one question. `choices` are ticked, `rows` are selected, `typed` is written, as its kind wants it."""

    line: QuestionLine
    action: str
    choices: tuple[Choice, ...] = ()
    rows: tuple[Row, ...] = ()
    typed: str = ""
    versions: tuple[tuple[int, int], ...] = ()


def question_lines(
    questions: Sequence[AskedQuestion], decided: Sequence[RescoringValue], reader: str
) -> tuple[QuestionLine, ...]:
    """Return the questions that were asked; `decided` has the newest decision first."""
    holding = _holding(decided)
    return tuple(_line(number, asked, holding.get(asked.id), reader) for number, asked in enumerate(questions, 1))


def key_form(
    asked: AskedQuestion, decided: Sequence[RescoringValue], action: str, right: Sequence[str], reader: str
) -> KeyForm:
    """Return the form of a question, with what was chosen in it; else with the key that counts."""
    line = _line(0, asked, _holding(decided).get(asked.id), reader)
    question, held = asked.question, line.decided.decision if line.decided else None
    chosen = tuple(right) if action == RescoringAction.KEY_CHANGED else _key_as_typed(question, held)
    return KeyForm(
        line=line,
        action=action,
        choices=_choices(question, held, chosen, reader),
        rows=_rows(question, chosen, reader),
        typed="\n".join(chosen),
        versions=tuple(sorted(asked.attempts.items())) if len(asked.attempts) > 1 else (),
    )


def _holding(decided: Sequence[RescoringValue]) -> Mapping[int, RescoringValue]:
    newest: dict[int, RescoringValue] = {}
    for one in decided:
        newest.setdefault(one.question_id, one)
    return {key: one for key, one in newest.items() if one.decision.action is not RescoringAction.AS_WRITTEN}


def _line(number: int, asked: AskedQuestion, decided: RescoringValue | None, reader: str) -> QuestionLine:
    question = asked.question
    decision = decided.decision if decided else None
    return QuestionLine(
        number, asked, _said(question.text, question, reader), decided, _key(question, decision, reader)
    )


def _said(localized: Localized, question: Question, reader: str) -> str:
    return plain_text(pick(localized, reader), question.format.value)


def _key(question: Question, decision: Decision | None, reader: str) -> str:
    """Return the key that counts in words."""
    keys = _key_as_typed(question, decision)
    if question.kind in {QuestionKind.NUMERIC, QuestionKind.SHORT}:
        return " · ".join(keys)
    names = {option.key: _said(option.text, question, reader) for option in question.options}
    if question.kind is QuestionKind.MATCHING:
        sides = {key: _said(side, question, reader) for key, side in right_sides(question).items()}
        pairs = (pair.partition(PAIR) for pair in keys)
        return "; ".join(f"{names[left]} → {sides[side]}" for left, _sign, side in pairs)
    if question.kind is QuestionKind.ORDERING:
        return " ".join(f"{place}. {names[key]}" for place, key in enumerate(keys, 1))
    return "; ".join(names[key] for key in keys if key in names)


def _key_as_typed(question: Question, decision: Decision | None) -> tuple[str, ...]:
    """Return the key that counts as it would be typed; a decided one as it was, with its tolerances."""
    if decision is not None and decision.changes_key and question.kind not in _OPTIONS | {QuestionKind.MATCHING}:
        return decision.right_keys
    return key_of(question, decision)


def _choices(question: Question, held: Decision | None, chosen: Sequence[str], reader: str) -> tuple[Choice, ...]:
    if question.kind not in _OPTIONS:
        return ()
    right = key_of(question, held)
    return tuple(
        Choice(option.key, _said(option.text, question, reader), option.key in right, option.key in chosen)
        for option in question.options
    )


def _rows(question: Question, chosen: Sequence[str], reader: str) -> tuple[Row, ...]:
    names = {option.key: _said(option.text, question, reader) for option in question.options}
    if question.kind is QuestionKind.MATCHING:
        sides = {key: _said(side, question, reader) for key, side in right_sides(question).items()}
        return tuple(
            Row(
                names[option.key],
                tuple(
                    Choice(f"{option.key}{PAIR}{key}", side, chosen=f"{option.key}{PAIR}{key}" in chosen)
                    for key, side in sides.items()
                ),
            )
            for option in question.options
            if option.match
        )
    if question.kind is QuestionKind.ORDERING:
        return tuple(
            Row(
                str(place + 1),
                tuple(Choice(key, name, chosen=chosen[place : place + 1] == (key,)) for key, name in names.items()),
            )
            for place in range(len(names))
        )
    return ()
