"""What an answer may hold, by the kind of its question. Pure.

On the wire an answer is a list of texts: one key (single, true_false), any keys (multiple), what was typed (numeric,
short), `left>right` pairs (matching), all keys in order (ordering). An empty list is no answer.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence

from app.quizzes.rules.questions import Localized, Question
from app.quizzes.rules.typed import LONGEST
from app.quizzes.rules.vocabulary import QuestionKind
from app.shared.errors import Problem, Unreadable
from app.shared.wording import Text, text

PAIR = ">"
"""Between the left and the right key of a pair."""
WHERE = "chosen"


def read_answer(question: Question, chosen: Sequence[str]) -> tuple[str, ...]:
    """Return an answer the way it is stored: keys of the kind multiple in their own order, and so on.

    Not in the question's: an answer that names every option would come back in the order in which its author wrote.

    Raises `Unreadable` for unknown, repeated or too many keys, and for typed text that is too long.
    """
    if not chosen:
        return ()
    return _READ[question.kind](question, chosen)


def right_sides(question: Question) -> Mapping[str, Localized]:
    """Return the right sides of a matching question by key (`side_key`), each text once."""
    sides = [option.match for option in question.options if option.match]
    return {side_key(side): side for side in (*sides, *question.distractors)}


def side_key(side: Localized) -> str:
    """Return the key of a right side: made from its text alone, so that it does not tell where the text belongs.

    Participants see keys in the page and in the API; a name taken from the left side would be the answer.
    """
    written = json.dumps(dict(side), ensure_ascii=False, sort_keys=True)
    return f"s{hashlib.sha256(written.encode()).hexdigest()[:10]}"


def right_side_of(question: Question, key: str) -> str | None:
    """Return the right side `key`; None where the question has none of that name."""
    return key if key in right_sides(question) else None


def _one_key(question: Question, chosen: Sequence[str]) -> tuple[str, ...]:
    if len(chosen) > 1:
        raise _refused(text("This question takes one answer."))
    return _known(question, chosen)


def _any_keys(question: Question, chosen: Sequence[str]) -> tuple[str, ...]:
    _known(question, chosen)
    if len(set(chosen)) < len(chosen):
        raise _refused(text("An option was named twice."))
    return tuple(sorted(chosen))


def _typed(_question: Question, chosen: Sequence[str]) -> tuple[str, ...]:
    if len(chosen) > 1:
        raise _refused(text("This question takes one answer."))
    if len(chosen[0]) > LONGEST:
        raise _refused(text("An answer has at most %(limit)s characters.", limit=LONGEST))
    return (chosen[0],) if chosen[0].strip() else ()


def _pairs(question: Question, chosen: Sequence[str]) -> tuple[str, ...]:
    matched: dict[str, str] = {}
    for pair in chosen:
        left, _, right = pair.partition(PAIR)
        _known(question, [left])
        shown = right_side_of(question, right)
        if shown is None:
            raise _unknown(right)
        if matched.setdefault(left, shown) != shown:
            raise _refused(text("An entry was matched twice."))
    return tuple(f"{option.key}{PAIR}{matched[option.key]}" for option in question.options if option.key in matched)


def _whole_order(question: Question, chosen: Sequence[str]) -> tuple[str, ...]:
    _known(question, chosen)
    if sorted(chosen) != sorted(option.key for option in question.options):
        raise _refused(text("An order names every entry once."))
    return tuple(chosen)


def _known(question: Question, keys: Sequence[str]) -> tuple[str, ...]:
    there = {option.key for option in question.options}
    for key in keys:
        if key not in there:
            raise _unknown(key)
    return tuple(keys)


def _unknown(key: str) -> Unreadable:
    return _refused(text("There is no option “%(key)s” in this question.", key=key[:40]))


def _refused(reason: Text) -> Unreadable:
    return Unreadable(problems=[Problem(reason, WHERE)])


_READ: Mapping[QuestionKind, Callable[[Question, Sequence[str]], tuple[str, ...]]] = {
    QuestionKind.SINGLE: _one_key,
    QuestionKind.TRUE_FALSE: _one_key,
    QuestionKind.MULTIPLE: _any_keys,
    QuestionKind.NUMERIC: _typed,
    QuestionKind.SHORT: _typed,
    QuestionKind.MATCHING: _pairs,
    QuestionKind.ORDERING: _whole_order,
}
