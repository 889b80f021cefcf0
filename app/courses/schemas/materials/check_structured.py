"""How the values of structured files fit together, and fit the course. Works on what could be read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction
from typing import Any

from marshmallow import ValidationError

from app.courses.rules import Definition, PieceKind
from app.courses.rules.materials.figures import decimals
from app.courses.rules.materials.glossary import spelling
from app.courses.rules.materials.messages import PLACEHOLDERS, SENT, placeholders, stray_braces
from app.courses.schemas.materials.sections import ItemKind
from app.courses.schemas.materials.structured import Check, Loaded
from app.shared.definitions.faults import flat
from app.shared.definitions.fields import Amount
from app.shared.definitions.keys import repeated_keys
from app.shared.definitions.section import closest, quoted
from app.shared.definitions.source import Fault, Path
from app.shared.wording import Text, text

_WITH_OPTIONS = frozenset({ItemKind.CHOICE, ItemKind.CHOICES})
_FEWEST_OPTIONS = 2


def named(field: str, stem: str) -> Check:
    """Check that the key in `field` is the file's name without its ending."""

    def check(data: Loaded) -> Iterator[Fault]:
        if data.get(field, stem) != stem:
            yield Fault((field,), text("The file is called “%(name)s”: write that here, or rename it.", name=stem))

    return check


def unique(*fields: str) -> Check:
    """Check that no two entries of the lists in `fields` have the same key."""

    def check(data: Loaded) -> Iterator[Fault]:
        for field in fields:
            yield from repeated_keys(data.get(field) or [], (field,))

    return check


def form_faults(data: Loaded) -> Iterator[Fault]:
    """Check that no two terms of a glossary are written alike in a language."""
    seen: dict[tuple[str, str], str] = {}
    for index, entry in enumerate(data.get("terms") or []):
        forms = [(language, form, "term") for language, form in (entry.get("term") or {}).items()]
        forms += [(lang, form, "also") for lang, listed in (entry.get("also") or {}).items() for form in listed]
        for language, form, field in forms:
            other = seen.setdefault((language, spelling(form)), entry.get("key", ""))
            if other != entry.get("key"):
                reason = text("“%(form)s” stands at the term “%(other)s” already.", form=form, other=other)
                yield Fault(("terms", index, field, language), reason)


def item_faults(data: Loaded) -> Iterator[Fault]:
    """Check the parts of a questionnaire: keys, options where they belong, scales that rise, minutes that add up."""
    seen: set[str] = set()
    for place, section in enumerate(data.get("sections") or []):
        path: Path = ("sections", place, "items")
        items = section.get("items") or []
        yield from repeated_keys(items, path, seen)
        for index, item in enumerate(items):
            yield from _item(item, (*path, index))
    minutes = [section.get("minutes") for section in data.get("sections") or []]
    if minutes and all(minutes) and data.get("minutes") not in {None, sum(minutes)}:
        reason = text(
            "The parts take %(sum)s minutes together, not %(stated)s.", sum=sum(minutes), stated=data["minutes"]
        )
        yield Fault(("minutes",), reason)


def _item(item: Loaded, path: Path) -> Iterator[Fault]:
    kind, options, scale = item.get("kind"), item.get("options") or [], item.get("scale")
    if kind in _WITH_OPTIONS and len(options) < _FEWEST_OPTIONS:
        yield Fault((*path, "options"), text("To choose from, there must be two options or more."))
    if kind is not None and kind not in _WITH_OPTIONS and options:
        reason = text("“%(key)s” does not belong to the kind “%(kind)s”.", key="options", kind=kind)
        yield Fault((*path, "options"), reason)
    yield from repeated_keys(options, (*path, "options"))
    if kind == ItemKind.SCALE and not scale:
        yield Fault((*path, "scale"), text("A piece of the kind “%(kind)s” needs “%(key)s”.", kind=kind, key="scale"))
    if scale and scale.get("from", 0) >= scale.get("to", 1000):
        yield Fault((*path, "scale", "to"), text("The scale ends before it starts."))


def message_faults(data: Loaded) -> Iterator[Fault]:
    """Check what stands in braces: known, at hand when the mail is sent, the same in every language."""
    known = sorted(SENT.get(data.get("message", ""), PLACEHOLDERS))
    for field in ("subject", "body"):
        used: dict[str, frozenset[str]] = {}
        for language, words in (data.get(field) or {}).items():
            used[language] = frozenset(placeholders(words))
            if stray_braces(words):
                yield Fault((field, language), text("A brace has no partner. Write {course}, for example."))
            for name in sorted(used[language] - set(known)):
                close = closest(name, known) or ", ".join(known)
                reason = text("“{%(name)s}” is not known here. Did you mean %(close)s?", name=quoted(name), close=close)
                yield Fault((field, language), reason)
        if len(set(used.values())) > 1:
            reason = text("Not every language has the same words in braces.")
            yield Fault((field,), reason)


def group_work(definition: Definition) -> Check:
    """Check that the course has group work at all."""

    def check(_data: Loaded) -> Iterator[Fault]:
        if not any(piece.kind is PieceKind.GROUP for piece in definition.pieces):
            yield Fault((), text("The course has no piece of the kind “%(kind)s”.", kind=PieceKind.GROUP.value))

    return check


def task_faults(data: Loaded) -> Iterator[Fault]:
    """Check that no role has two tasks of one key."""
    for index, role in enumerate(data.get("roles") or []):
        yield from repeated_keys(role.get("tasks") or [], ("roles", index, "tasks"))


def calibration(definition: Definition) -> Check:
    """Check that the marks of the excerpt are those of the essay's criteria, one each, none above its maximum."""

    def check(data: Loaded) -> Iterator[Fault]:
        marks = data.get("marks") or []
        points = {mark["criterion"]: mark.get("points") for mark in marks if "criterion" in mark}
        for fault in criteria_faults(definition, points, ("marks",)):
            index = next((at for at, mark in enumerate(marks) if mark.get("criterion") == fault.path[-1]), None)
            yield fault if index is None else Fault(("marks", index, "criterion"), fault.reason)
        if len(points) < sum("criterion" in mark for mark in marks):
            yield Fault(("marks",), text("A criterion stands here twice."))

    return check


def criteria_faults(definition: Definition, points: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    """Check that `points` has the criteria of the course's essay and no others, each from 0 to its maximum."""
    maxima = _criteria(definition)
    for key in maxima.keys() - points.keys():
        yield Fault(path, text("The criterion “%(key)s” has no mark here.", key=key))
    for key, value in points.items():
        if key not in maxima:
            yield Fault((*path, key), _unknown(key, maxima))
            continue
        try:
            exact = value if isinstance(value, Fraction) else Amount().read(value)
        except ValidationError as error:
            yield from flat(error.messages, (*path, key))
            continue
        if exact > maxima[key]:
            reason = text("“%(key)s” brings %(maximum)s points at most.", key=key, maximum=decimals(maxima[key]))
            yield Fault((*path, key), reason)


def _criteria(definition: Definition) -> dict[str, Fraction]:
    return {criterion.key: criterion.maximum for piece in definition.pieces for criterion in piece.criteria}


def _unknown(key: str, known: Collection[str]) -> Text:
    close = closest(str(key), known) or ", ".join(known)
    return text("There is no criterion “%(key)s”. Did you mean %(close)s?", key=quoted(key), close=close)
