"""What the questions of a file would do to the bank: new, changed, in another language, the same, or refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from itertools import count

from app.quizzes.documents import Imported, Refusal, read_questions
from app.quizzes.documents.drafts import Part
from app.quizzes.documents.texts import one_format, written_as
from app.quizzes.queries.bank import bank_of, questions_in_full
from app.quizzes.rules.bank import BankEntry
from app.quizzes.rules.differences import changes
from app.quizzes.rules.importing import ImportPlan, Known, Outcome, Planned, Reading, in_category, with_more
from app.quizzes.rules.merging import Disagreement, merged, same
from app.quizzes.rules.questions import BankQuestion, Localized, Question
from app.quizzes.rules.soundness import LONGEST_KEY, faults_of
from app.quizzes.rules.vocabulary import TextFormat
from app.shared.errors import Unreadable
from app.shared.language import LANGUAGES
from app.shared.wording import Text, text


def plan_import(course_id: int, raw: bytes, reading: Reading) -> ImportPlan:
    """Return what importing a file would do, and change nothing; two statements for each five hundred questions.

    Raises `Unreadable`, with line and reason, for a file that is none of the formats, broken, too large or not safe.
    """
    if reading.language not in LANGUAGES:
        raise Unreadable(text("The language “%(language)s” is not offered.", language=reading.language))
    read = read_questions(raw, language=reading.language, name=reading.name)
    bank = {entry.key: entry for entry in bank_of(course_id)}
    same_keys = reading.known is Known.SAME_QUESTION
    found = (_known_by_words if same_keys else _under_free_keys)(read.questions, bank, reading.language)
    stored = questions_in_full(course_id, [bank[asked.key] for asked in found if asked.key in bank])
    placed = [replace(asked, category=in_category(reading.category, asked.category)) for asked in found]
    planned = [
        _planned(number, asked, stored, reading.language) for number, asked in zip(_numbers(read), placed, strict=False)
    ]
    notices = _notices(read)
    told = [replace(entry, notices=tuple(notices[entry.number])) for entry in planned]
    entries = sorted((*told, *map(_refused, read.refused)), key=lambda entry: entry.number)
    return ImportPlan(read.format.value, tuple(entries))


def _numbers(read: Imported) -> Iterator[int]:
    """Yield which of the file's questions each one is that could be carried over."""
    refused = {refusal.number for refusal in read.refused}
    return (number for number in count(1) if number not in refused)


def _notices(read: Imported) -> Mapping[int, list[Text]]:
    by_number: defaultdict[int, list[Text]] = defaultdict(list)
    for notice in read.notices:
        by_number[notice.number].append(notice.reason)
    return by_number


def _refused(refusal: Refusal) -> Planned:
    return Planned(
        refusal.number, refusal.name, Outcome.REFUSED, reason=refusal.reason, line=refusal.line, place=refusal.place
    )


def _known_by_words(
    found: Collection[BankQuestion], bank: Mapping[str, BankEntry], language: str
) -> list[BankQuestion]:
    """Return the questions; one without a name has the key of the bank's question that says the same, if one does."""
    free = {(entry.kind, _said(entry.text, language)): key for key, entry in bank.items() if language in entry.text}
    known = []
    for asked in found:
        question = asked.question
        nameless = not question.title and asked.key not in bank
        key = free.pop((question.kind, _said(question.text, language)), None) if nameless else None
        known.append(replace(asked, key=key) if key else asked)
    return known


def _said(texts: Localized, language: str) -> str:
    return " ".join(texts[language].split())


def _under_free_keys(
    found: Collection[BankQuestion], bank: Mapping[str, BankEntry], _language: str
) -> list[BankQuestion]:
    """Return the questions under keys that the bank does not have."""
    taken = set(bank)
    renamed = []
    for asked in found:
        wanted = (asked.key, *(f"{asked.key[: LONGEST_KEY - 5]}_{number}" for number in range(2, len(taken) + 3)))
        key = next(key for key in wanted if key not in taken)
        taken.add(key)
        renamed.append(replace(asked, key=key))
    return renamed


def _planned(number: int, found: BankQuestion, stored: Mapping[str, BankQuestion], language: str) -> Planned:
    faults = faults_of(found)
    if faults:
        return Planned(number, _name(found), Outcome.REFUSED, reason=faults[0].reason)
    known = stored.get(found.key)
    if known is None:
        return Planned(number, _name(found), Outcome.NEW, found)
    before, after = _in_one_format(known.question, found.question)
    try:
        together = merged(before, after, language)
    except Disagreement as disagreement:
        return Planned(number, _name(found), Outcome.REFUSED, reason=_explained(disagreement, found.key))
    if same(known.question, together):
        together = known.question
    asked = BankQuestion(found.key, together, known.category, with_more(known.tags, found.tags))
    differs = changes(known.question, together)
    return Planned(number, _name(found), _outcome(known.question, together, language), asked, differs)


def _outcome(before: Question, after: Question, language: str) -> Outcome:
    if language not in before.text:
        return Outcome.LANGUAGE_ADDED
    return Outcome.SAME if before == after else Outcome.CHANGED


def _name(asked: BankQuestion) -> str:
    return asked.question.title or asked.key


def _explained(disagreement: Disagreement, key: str) -> Text:
    return text(
        "The bank has a question “%(key)s” that it does not agree with. %(reason)s Change it there, or import this one "
        "as another question.",
        key=key,
        reason=disagreement.reason,
    )


def _in_one_format(one: Question, other: Question) -> tuple[Question, Question]:
    """Return two questions with their texts in one format, the simplest that takes both."""
    wanted = one_format([Part("x", one.format), Part("x", other.format)])
    return _written(one, wanted), _written(other, wanted)


def _written(question: Question, wanted: TextFormat) -> Question:
    if question.format is wanted:
        return question

    def put(texts: Localized) -> Localized:
        return {tag: written_as(Part(words, question.format), wanted) for tag, words in texts.items()}

    return _mapped(replace(question, format=wanted), put)


def _mapped(question: Question, put: Callable[[Localized], Localized]) -> Question:
    options = (
        replace(one, text=put(one.text), feedback=put(one.feedback), match=put(one.match)) for one in question.options
    )
    return replace(
        question,
        text=put(question.text),
        feedback=put(question.feedback),
        options=tuple(options),
        accepted=tuple(replace(one, feedback=put(one.feedback)) for one in question.accepted),
        distractors=tuple(map(put, question.distractors)),
    )
