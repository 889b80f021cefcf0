"""Answers as a plain form sends them.

The fields of a question: `a<number>`, or `a<number>:<key>` for each of its entries, and `v<number>`, the version of the
stored answer that it replaces.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from app.quizzes.rules.answers import PAIR
from app.quizzes.rules.attempts import Asked
from app.quizzes.rules.paper import lefts
from app.quizzes.rules.vocabulary import QuestionKind
from app.shared.errors import Problem, Unreadable
from app.shared.wording import text

Form = MultiDict[str, str]
CLEAR = "clear"


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form says about one question: the answer, and the version of the stored answer that it was made from."""

    asked: Asked
    chosen: tuple[str, ...]
    base: int


def typed_in(form: Form, asked: tuple[Asked, ...]) -> Iterator[Typed | tuple[Asked, Unreadable]]:
    """Yield the answers in a form, or what keeps one from being read; questions that it does not name are left out."""
    for one in asked:
        base = form.get(f"v{one.number}", type=int)
        if base is None:
            continue
        try:
            yield Typed(one, _chosen(form, one), base)
        except Unreadable as error:
            yield one, error


def _chosen(form: Form, asked: Asked) -> tuple[str, ...]:
    name, kind = f"a{asked.number}", asked.question.kind
    if form.get(CLEAR, type=int) == asked.number:
        return ()
    if kind is QuestionKind.MATCHING:
        sides = ((left, form.get(f"{name}:{left}", "")) for left in lefts(asked.option_keys))
        return tuple(f"{left}{PAIR}{side}" for left, side in sides if side)
    if kind is QuestionKind.ORDERING:
        return _order(form, name, asked.option_keys)
    return tuple(value for value in form.getlist(name) if value.strip())


def _order(form: Form, name: str, keys: tuple[str, ...]) -> tuple[str, ...]:
    """Return the entries in the order of the places typed beside them; none where no place was typed."""
    places = {key: form.get(f"{name}:{key}", "") for key in keys}
    if not any(places.values()):
        return ()
    if sorted(places.values()) != sorted(str(place) for place in range(1, len(keys) + 1)):
        raise Unreadable(problems=[Problem(text("Give each entry a place of its own, from the first to the last."))])
    return tuple(sorted(keys, key=lambda key: int(places[key])))
