"""Saving what a plain form holds: every answer in it, and nothing over what was saved elsewhere meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from app.quizzes import queries, service
from app.quizzes.pages.attempt_view import Rival, Undecided
from app.quizzes.pages.texts import answer_in_words
from app.quizzes.pages.typed import Form, Typed, typed_in
from app.quizzes.queries.shown import AttemptShown
from app.quizzes.rules.attempts import Asked, StoredAnswer
from app.quizzes.service import AnswerChanged
from app.shared.errors import Problem, Unreadable
from app.shared.permissions import Actor

RESOLVE, MINE = "resolve", "mine"
_MOST_DIGITS = 9


@dataclass(slots=True)
class _Left:
    """What is left to decide, as it comes together."""

    chosen: dict[int, tuple[str, ...]] = field(default_factory=dict)
    bases: dict[int, int] = field(default_factory=dict)
    rivals: dict[int, Rival] = field(default_factory=dict)
    problems: dict[int, tuple[Problem, ...]] = field(default_factory=dict)


def save_form(shown: AttemptShown, form: Form, language: str, *, actor: Actor, now: datetime) -> Undecided:
    """Save the answers in `form`; return those that were changed elsewhere meanwhile, or that cannot be read.

    An answer that the person left as it was is not saved over a newer one. Raises `AttemptClosed`.
    """
    left = _Left()
    for found in typed_in(form, shown.asked):
        if not isinstance(found, Typed):
            asked, error = found
            left.problems[asked.number] = error.problems
            continue
        typed = _decided(found, form.get(RESOLVE, ""))
        if typed is None:
            continue
        try:
            _save(typed, shown, actor, now)
        except AnswerChanged as changed:
            left.chosen[typed.asked.number] = typed.chosen
            left.bases[typed.asked.number] = typed.base
            left.rivals[typed.asked.number] = _rival(typed, changed.stored, language)
        except Unreadable as error:
            left.chosen[typed.asked.number] = typed.chosen
            left.problems[typed.asked.number] = error.problems
    return Undecided(left.chosen, left.bases, left.rivals, left.problems)


def _decided(typed: Typed, resolve: str) -> Typed | None:
    """Apply the button by which the person decided between two answers; None where the one elsewhere is kept."""
    decision, _, rest = resolve.partition(":")
    number, _, version = rest.partition(":")
    if number != str(typed.asked.number) or not (version.isdecimal() and len(version) <= _MOST_DIGITS):
        return typed
    return Typed(typed.asked, typed.chosen, int(version)) if decision == MINE else None


def _save(typed: Typed, shown: AttemptShown, actor: Actor, now: datetime) -> None:
    number = typed.asked.number
    stored = shown.answers.get(number)
    version, chosen = (stored.version, stored.chosen) if stored else (0, ())
    if typed.chosen == chosen or (typed.base < version and typed.chosen == _seen(shown, number, typed.base)):
        return
    saving = queries.get_saving(shown.attempt.id, number)
    service.save_answer(saving, typed.chosen, typed.base, actor=actor, now=now)


def _seen(shown: AttemptShown, number: int, base: int) -> tuple[str, ...]:
    """Return the answer that the form was made from."""
    saves = queries.all_saves(shown.attempt.id)
    return next((one.chosen for one in saves if one.number == number and one.version == base), ())


def _rival(typed: Typed, stored: StoredAnswer | None, language: str) -> Rival:
    return Rival(
        version=stored.version if stored else 0,
        there=_words(typed.asked, stored.chosen if stored else (), language),
        here=_words(typed.asked, typed.chosen, language),
    )


def _words(asked: Asked, chosen: tuple[str, ...], language: str) -> str:
    return answer_in_words(asked.question, chosen, language)
