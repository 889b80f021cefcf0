"""The form of a quiz's places: each with its points, moved by buttons, taken out, put in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from werkzeug.datastructures import MultiDict

from app.quizzes.rules.settings import Slot
from app.quizzes.rules.typed import readings_of
from app.shared.errors import Problem, Unreadable
from app.shared.wording import text

Form = MultiDict[str, str]
_MOST_DIGITS = 4


def arranged(form: Form, slots: Sequence[Slot]) -> list[Slot]:
    """Return the places as the form leaves them, its button (`do`) pressed. Raises `Unreadable`.

    `up-3`, `down-3` and `remove-3` name a place (from 0); `add` puts in the questions that are ticked, `pool` one that
    draws; anything else keeps the places and stores their points.
    """
    problems: list[Problem] = []
    kept = [_with_numbers(form, place, slot, problems) for place, slot in enumerate(slots)]
    added = _added(form, problems)
    if problems:
        raise Unreadable(problems=problems)
    verb, _, place = form.get("do", "").partition("-")
    return _moved(kept, verb, int(place)) if _is_place(place) and int(place) < len(kept) else [*kept, *added]


def _moved(slots: list[Slot], verb: str, place: int) -> list[Slot]:
    slot = slots.pop(place)
    if verb != "remove":
        to = place + {"up": -1, "down": 1}.get(verb, 0)
        slots.insert(max(0, to), slot)
    return slots


def _with_numbers(form: Form, place: int, slot: Slot, problems: list[Problem]) -> Slot:
    points = _points(form, f"points-{place}", slot.points, problems)
    draw = _draw(form, f"draw-{place}", slot.draw, problems) if slot.is_pool else slot.draw
    return replace(slot, points=points, draw=draw)


def _added(form: Form, problems: list[Problem]) -> list[Slot]:
    if form.get("do") == "add":
        keys = dict.fromkeys(form.getlist("question"))
        if not keys:
            problems.append(Problem(text("Tick the questions to put in."), "add"))
        return [Slot(question=key) for key in keys]
    if form.get("do") == "pool":
        category, tag = form.get("pool_category", "")[:200], form.get("pool_tag", "")[:80]
        draw = _draw(form, "pool_draw", 1, problems)
        return [Slot(category=category, tag=tag, draw=draw, points=_points(form, "pool_points", Fraction(1), problems))]
    return []


def _points(form: Form, name: str, usual: Fraction, problems: list[Problem]) -> Fraction:
    written = form.get(name, "").strip()
    if not written:
        return usual
    upper, _, lower = written.partition("/")
    parts = [readings_of(part.replace(",", ".")) for part in (upper, lower or "1")]
    if not all(parts) or not parts[1][0]:
        problems.append(Problem(text("A number of points, please, like 1 or 2.5."), name))
        return usual
    return parts[0][0] / parts[1][0]


def _draw(form: Form, name: str, usual: int, problems: list[Problem]) -> int:
    written = form.get(name, "").strip()
    if not written:
        return usual
    if not (written.isascii() and written.isdigit() and len(written) <= _MOST_DIGITS):
        problems.append(Problem(text("A whole number, please."), name))
        return usual
    return int(written)


def _is_place(written: str) -> bool:
    return written.isascii() and written.isdigit() and len(written) <= _MOST_DIGITS
