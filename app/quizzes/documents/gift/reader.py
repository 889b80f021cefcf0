"""GIFT to drafts: names, formats, general feedback, and what kind of question the answers make. Pure.

Source: Moodle, question/format/gift/format.php, whose order of decisions this keeps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from app.quizzes.documents.categories import from_path
from app.quizzes.documents.drafts import NOTHING, Draft, Entry, Part, RefusedError
from app.quizzes.documents.gift import choices, typed
from app.quizzes.documents.gift.parts import Formatted, split_format
from app.quizzes.documents.gift.scanner import Block, blocks, restore
from app.quizzes.documents.marks import take_marks
from app.quizzes.documents.media import carry
from app.quizzes.documents.shares import note_rounded
from app.quizzes.rules import QuestionKind
from app.shared.wording import text

_NAME = re.compile(r"\s*::(.*?)::\s*", re.DOTALL)
_ID = re.compile(r"\[id:((?:\\\]|[^\]\x00-\x1f])+)\]")
_TAG = re.compile(r"\[tag:((?:\\\]|[^\]\x00-\x1f])+)\]")
_GAP = "_____"


def entries(written: str) -> Iterator[Entry]:
    """Yield the questions of a file, each under the category that was set last."""
    category = ""
    for block in blocks(written):
        if block.category is not None:
            category = from_path(block.category)
            continue
        name, rest = _name(block.text)
        name = name or " ".join(restore(rest[:200]).split())
        yield Entry(partial(_draft, block, category), name=name, line=block.number)


def _name(written: str) -> tuple[str, str]:
    found = _NAME.match(written)
    if found is None:
        return "", written
    return " ".join(restore(found[1]).split()), written[found.end() :]


def _draft(block: Block, category: str) -> Draft:
    name, rest = _name(block.text)
    asked, answers = _sections(rest)
    answers, general = _general_feedback(answers)
    formatted, asked = split_format(asked)
    draft = read_answers(answers, formatted, formatted.part(asked))
    draft.title, draft.category = name, category
    draft.feedback = formatted.read(general) if general else NOTHING
    _comments(draft, block.comments)
    take_marks(draft)
    note_rounded(draft)
    carry(draft, {})
    return draft


def _sections(written: str) -> tuple[str, str]:
    """Return the question's text, a gap where it goes on after the answers, and what stands in the braces."""
    before, opened, rest = written.partition("{")
    inside, closed, after = rest.partition("}")
    if not opened and "}" not in before:
        raise RefusedError(text("A text without answers asks nothing."))
    if not opened or not closed or "}" in before or "{" in inside:
        raise RefusedError(text("The braces around the answers do not match."))
    if "{" in after or "}" in after:
        raise RefusedError(text("The question has more than one set of answers."))
    asked = f"{before.rstrip()} {_GAP} {after.lstrip()}" if after.strip() else before
    return _without_space_before_marks(asked.strip()), inside.strip()


def _without_space_before_marks(asked: str) -> str:
    return re.sub(rf"{_GAP} (?=[.,;:!?)])", _GAP, asked)


def _general_feedback(answers: str) -> tuple[str, str]:
    at = answers.rfind("####")
    return (answers, "") if at < 0 else (answers[:at].strip(), answers[at + 4 :].strip())


def read_answers(answers: str, formatted: Formatted, asked: Part) -> Draft:
    """Return the draft that a set of answers makes, by the signs that stand in it."""
    if not answers:
        raise RefusedError(text("Essays, which a person marks, are not part of a quiz here."))
    if answers.startswith("#"):
        return Draft(QuestionKind.NUMERIC, asked, answers=list(typed.numbers(answers[1:], formatted)))
    if answers.startswith(">"):
        return choices.ordering(answers[1:], formatted, asked)
    if "~" in answers:
        return choices.choice(answers, formatted, asked)
    if "=" in answers and "->" in answers:
        return choices.matching(answers, formatted, asked)
    right = typed.truth(answers)
    if right is not None:
        return choices.true_false(answers, formatted, asked, right=right)
    return Draft(QuestionKind.SHORT, asked, answers=list(typed.words(answers, formatted)))


def _comments(draft: Draft, comments: str) -> None:
    named = _ID.search(comments)
    draft.key = _unescaped(named[1]) if named else ""
    draft.tags = [_unescaped(found) for found in _TAG.findall(comments)]


def _unescaped(written: str) -> str:
    return written.replace("\\]", "]").strip()
