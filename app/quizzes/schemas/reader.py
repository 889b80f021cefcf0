"""From the files of a course's `quizzes` folder to quizzes and questions, or to every fault in them with its line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from marshmallow import ValidationError

from app.courses.rules import Definition
from app.quizzes.rules.opaque import key_by_name
from app.quizzes.rules.quality import giveaway_faults
from app.quizzes.rules.questions import FALSE, TRUE, Accepted, BankQuestion, Option, Question
from app.quizzes.rules.settings import QuizDefinition, QuizFile, QuizSettings, Slot
from app.quizzes.rules.vocabulary import Counts, Difficulty, Layout, QuestionKind, Release, Scoring
from app.quizzes.schemas.check_quiz import quiz_faults
from app.quizzes.schemas.quiz_file import SHUFFLED, QuizFileSection
from app.shared.definitions.faults import flat
from app.shared.definitions.source import Fault, Source, read_source
from app.shared.errors import Problem, Unreadable
from app.shared.wording import text

SUFFIX = ".yaml"

Loaded = Mapping[str, Any]


def read_quizzes(files: Mapping[str, bytes], definition: Definition) -> tuple[tuple[QuizFile, ...], list[Problem]]:
    """Return the quizzes that `files` define, and every fault in them: its file, its line, what to write instead."""
    read: list[QuizFile] = []
    problems: list[Problem] = []
    for name, raw in files.items():
        found, faults = _read_file(name, raw, definition)
        problems += [replace(problem, file=name) for problem in faults]
        if found is not None:
            read.append(found)
    return tuple(_in_order(read, definition)), [*problems, *_repeated(read)]


def _read_file(name: str, raw: bytes, definition: Definition) -> tuple[QuizFile | None, list[Problem]]:
    if not name.endswith(SUFFIX):
        return None, [Problem(text("Only files whose names end in .yaml belong into this folder."))]
    try:
        source = read_source(raw)
    except Unreadable as error:
        return None, list(error.problems)
    file, faults = _loaded(source)
    told = {fault.path for fault in (*faults, *source.faults)}
    faults = [*source.faults, *faults, *(fault for fault in quiz_faults(file, definition) if fault.path not in told)]
    if faults:
        return None, [source.problem(fault) for fault in faults]
    quiz = _quiz_file(name, file)
    given_away = () if quiz.quiz.unmarked else giveaway_faults(quiz.questions, definition.languages)
    return quiz, [source.problem(Fault(("questions",), reason)) for reason in given_away]


def _loaded(source: Source) -> tuple[Loaded, list[Fault]]:
    try:
        return QuizFileSection().load(source.data), []
    except ValidationError as error:
        file = error.valid_data if isinstance(error.valid_data, dict) else {}
        return file, list(flat(error.messages, ()))


def _in_order(read: Sequence[QuizFile], definition: Definition) -> list[QuizFile]:
    """Return unmarked quizzes by week and name, then the marked ones in the order of their pieces."""
    places = {piece.key: place for place, piece in enumerate(definition.pieces)}

    def rank(file: QuizFile) -> tuple[int, int, str]:
        return (places.get(file.quiz.key, -1), file.quiz.week or 0, file.quiz.key)

    return sorted(read, key=rank)


def _repeated(read: Sequence[QuizFile]) -> Iterator[Problem]:
    quizzes: dict[str, str] = {}
    questions: dict[str, str] = {}
    for file in read:
        keys = ((quizzes, file.quiz.key), *((questions, asked.key) for asked in file.questions))
        for seen, key in keys:
            if key in seen:
                yield Problem(
                    text("The key “%(key)s” is taken in %(file)s.", key=key, file=seen[key]), where=key, file=file.name
                )
            seen.setdefault(key, file.name)


def _quiz_file(name: str, file: Loaded) -> QuizFile:
    questions = tuple(_bank_question(question) for question in file["questions"])
    fixed = tuple(
        Slot(question=question["key"], points=question["points"] or Fraction(1)) for question in file["questions"]
    )
    pools = tuple(
        Slot(
            category=pool["category"] or "",
            tag=pool["tag"] or "",
            draw=pool["draw"],
            points=pool["points"] or Fraction(1),
        )
        for pool in file["pools"]
    )
    quiz = QuizDefinition(
        key=file["quiz"],
        settings=_settings(file["settings"]),
        slots=pools or fixed,
        unmarked=bool(file["unmarked"]),
        title=file["title"] or {},
        intro=file["intro"] or {},
        week=file["week"],
        minutes=file["minutes"],
    )
    return QuizFile(name, quiz, questions)


def _settings(given: Loaded) -> QuizSettings:
    usual = QuizSettings()
    attempts = given["attempts"]
    shuffled = given["shuffle"] or SHUFFLED
    return QuizSettings(
        attempts=usual.attempts if attempts is None else attempts or None,
        counts=Counts(given["counts"] or usual.counts),
        layout=Layout(given["layout"] or usual.layout),
        going_back=usual.going_back if given["going_back"] is None else given["going_back"],
        shuffle_questions="questions" in shuffled,
        shuffle_options="options" in shuffled,
        release=Release(given["release"] or usual.release),
        release_score=Release(given["release_score"] or usual.release_score),
        show_key=usual.show_key if given["show_key"] is None else given["show_key"],
        grace_seconds=usual.grace_seconds if given["grace_seconds"] is None else given["grace_seconds"],
    )


def _bank_question(given: Loaded) -> BankQuestion:
    kind = QuestionKind(given["kind"])
    question = Question(
        kind=kind,
        text=given["text"],
        difficulty=Difficulty(given["difficulty"]),
        objective=given["objective"],
        source=given["source"] or {},
        feedback=given["feedback"],
        scoring=Scoring(given["scoring"] or Scoring.ALL_OR_NOTHING),
        match_case=bool(given["match_case"]),
    )
    return BankQuestion(
        key=given["key"],
        question=_PARTS[kind](question, given),
        category=given["category"] or "",
        tags=tuple(given["tags"]),
    )


def _choice(question: Question, given: Loaded) -> Question:
    options = (
        Option(
            key_by_name(given["key"], option["key"]),
            option["text"],
            right=bool(option["right"]),
            feedback=option["feedback"] or {},
        )
        for option in given["options"]
    )
    return replace(question, options=tuple(options))


def _true_false(question: Question, given: Loaded) -> Question:
    texts = {TRUE: {"en": "True", "fr": "Vrai"}, FALSE: {"en": "False", "fr": "Faux"}}
    right = TRUE if given["right"] else FALSE
    options = tuple(Option(key, words, right=key == right) for key, words in texts.items())
    return replace(question, options=options, shuffle=False)


def _numeric(question: Question, given: Loaded) -> Question:
    accepted = Accepted(value=given["answer"], tolerance=given["tolerance"] or Fraction(0))
    return replace(question, accepted=(accepted,))


def _short(question: Question, given: Loaded) -> Question:
    words = {language: tuple(listed) for language, listed in given["accepted"].items()}
    return replace(question, accepted=(Accepted(words=words),))


def _matching(question: Question, given: Loaded) -> Question:
    options = tuple(Option(pair["key"], pair["left"], match=pair["right"]) for pair in given["pairs"])
    return replace(question, options=options, distractors=tuple(given["distractors"]))


def _ordering(question: Question, given: Loaded) -> Question:
    return replace(question, options=tuple(Option(item["key"], item["text"]) for item in given["items"]))


_PARTS: Mapping[QuestionKind, Callable[[Question, Loaded], Question]] = {
    QuestionKind.SINGLE: _choice,
    QuestionKind.MULTIPLE: _choice,
    QuestionKind.TRUE_FALSE: _true_false,
    QuestionKind.NUMERIC: _numeric,
    QuestionKind.SHORT: _short,
    QuestionKind.MATCHING: _matching,
    QuestionKind.ORDERING: _ordering,
}
