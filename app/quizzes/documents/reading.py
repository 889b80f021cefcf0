"""Reading a file of questions, whatever its format: every question becomes one of ours, or is listed with why not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from app.quizzes.documents import aiken, canvas, gift, moodle_xml, qti
from app.quizzes.documents.archive import Archive
from app.quizzes.documents.drafts import Entry, RefusedError
from app.quizzes.documents.finish import Finisher
from app.quizzes.documents.packages import package_entries
from app.quizzes.documents.recognition import is_package, is_tag, is_xml, of_root, of_text
from app.quizzes.documents.sources import MOST_QUESTIONS, as_text, unreadable
from app.quizzes.documents.texts import words
from app.quizzes.documents.trees import Element, parsed, tag
from app.quizzes.documents.values import Imported, Notice, QuestionFormat, Refusal
from app.quizzes.rules import BankQuestion
from app.shared.errors import Unreadable
from app.shared.wording import text

_LONGEST_NAME = 100
Found: TypeAlias = tuple[QuestionFormat, Iterable[Entry]]


def read_questions(raw: bytes, *, language: str, name: str = "") -> Imported:
    """Return the questions of a file, and why the others cannot be carried over; the format is found from the content.

    The texts are taken to be in `language`; `name` is the file's: it helps where the content tells little. Raises
    `Unreadable` with line and reason for a file that is none of the formats, broken, too large, or not safe.
    """
    return _gathered(*_found(raw, name), language)


def _found(raw: bytes, name: str) -> Found:
    if is_package(raw):
        return package_entries(Archive(raw))
    root = parsed(raw) if is_xml(raw) else _tree_of(raw)
    return _of_text(as_text(raw), name) if root is None else _of_tree(root, name)


def _tree_of(raw: bytes) -> Element | None:
    """Return the root of a file that begins with a tag, if it is XML: a text of GIFT may begin with one as well."""
    try:
        return parsed(raw) if is_tag(raw) else None
    except Unreadable:
        return None


def _of_tree(root: Element, name: str) -> Found:
    kind = of_root(tag(root))
    if kind is QuestionFormat.MOODLE_XML:
        return kind, moodle_xml.entries(root)
    if kind is QuestionFormat.QTI:
        return kind, qti.entries(root, place=name)
    if kind is QuestionFormat.CANVAS:
        return kind, canvas.entries(root)
    if tag(root) == "manifest":
        raise unreadable(text("This is only the list of a package's files; import the whole package (ZIP)."))
    unknown = text("XML that begins with <%(root)s> holds no questions in a format that is known here.", root=tag(root))
    raise unreadable(unknown, line=root.sourceline)


def _of_text(written: str, name: str) -> Found:
    kind = of_text(written, name)
    if kind is QuestionFormat.AIKEN:
        return kind, aiken.entries(written)
    if kind is QuestionFormat.GIFT:
        return kind, gift.entries(written)
    known = text("This is none of the formats that are known here: GIFT, Moodle XML, IMS QTI, Canvas, Aiken.")
    raise unreadable(known, line=1)


def _gathered(kind: QuestionFormat, entries: Iterable[Entry], language: str) -> Imported:
    """Return what became of every entry. Raises `Unreadable` where there are none, or too many."""
    finisher = Finisher(language)
    questions: list[BankQuestion] = []
    refused: list[Refusal] = []
    notices: list[Notice] = []
    for number, entry in enumerate(entries, 1):
        if number > MOST_QUESTIONS:
            raise unreadable(text("The file holds more than %(most)s questions.", most=MOST_QUESTIONS))
        name = entry.name[:_LONGEST_NAME]
        try:
            draft = entry.read()
            questions.append(finisher.finish(draft))
        except RefusedError as refusal:
            refused.append(Refusal(number, name, refusal.reason, entry.line, entry.place))
            continue
        name = name or words(draft.text)[:_LONGEST_NAME]
        notices += [Notice(number, name, reason) for reason in draft.notices]
    if not questions and not refused:
        raise unreadable(text("There is no question in the file."))
    return Imported(kind, tuple(questions), tuple(refused), tuple(notices))
