"""How pieces, policy and rubric fit together. What a policy's values may be is checked by the feature that owns it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from app.courses.rules import PERCENT, PieceKind
from app.shared.definitions.keys import repeated_keys
from app.shared.definitions.section import closest, quoted
from app.shared.definitions.source import Fault, Path
from app.shared.wording import text

Loaded = Mapping[str, Any]

_RESERVED = frozenset({"email", "group", "bonus", "group_participation", "hours_attended"})
"""Columns of result files beside the pieces' own; a piece of that name could not be told apart."""


def key_faults(course: Loaded) -> Iterator[Fault]:
    """Check that keys are unique and that none is the name of another column of result files."""
    for section in ("sessions", "pieces"):
        yield from repeated_keys(course.get(section, []), (section,))
    for index, entry in enumerate(course.get("pieces", [])):
        key = entry.get("key", "")
        if key in _RESERVED or (key.startswith("essay_") and entry.get("kind") != PieceKind.ESSAY):
            reason = text("“%(key)s” names a column of result files. Choose another key.", key=key)
            yield Fault(("pieces", index, "key"), reason)
        yield from repeated_keys(entry.get("criteria", []), ("pieces", index, "criteria"))


def piece_faults(course: Loaded) -> Iterator[Fault]:
    """Check that a piece has what its kind is scored by and nothing else; one group work, one essay at most."""
    kinds: list[str] = []
    for index, entry in enumerate(course.get("pieces", [])):
        kind = entry.get("kind")
        if kind is None:
            continue
        yield from _scored(entry, PieceKind(kind), ("pieces", index))
        if kind in kinds and kind != PieceKind.QUIZ:
            reason = text("There is another piece of the kind “%(kind)s”; a course has one at most.", kind=kind)
            yield Fault(("pieces", index, "kind"), reason)
        kinds.append(kind)


def _scored(entry: Loaded, kind: PieceKind, path: Path) -> Iterator[Fault]:
    needed = {PieceKind.QUIZ: "questions", PieceKind.ESSAY: "criteria"}.get(kind)
    if needed and not entry.get(needed):
        yield Fault(path, text("A piece of the kind “%(kind)s” needs “%(key)s”.", kind=kind.value, key=needed))
    foreign = {"questions", "criteria", "maximum", "minutes"} - _ALLOWED[kind]
    for key in sorted(foreign):
        if entry.get(key):
            reason = text("“%(key)s” does not belong to the kind “%(kind)s”.", key=key, kind=kind.value)
            yield Fault((*path, key), reason)
    if kind is PieceKind.GROUP and entry.get("maximum") not in {None, PERCENT}:
        yield Fault((*path, "maximum"), text("Group work is marked in percent: the maximum is 100."))
    for index, criterion in enumerate(entry.get("criteria", [])):
        if criterion.get("maximum") == 0:
            yield Fault((*path, "criteria", index, "maximum"), text("A criterion brings more than 0 points."))


_ALLOWED: Mapping[PieceKind, set[str]] = {
    PieceKind.QUIZ: {"questions", "minutes"},
    PieceKind.GROUP: {"maximum"},
    PieceKind.ESSAY: {"criteria"},
}


def weight_faults(course: Loaded) -> Iterator[Fault]:
    """Check that each kind of piece has its weight stated (0 if it brings no points), and no other kind has one."""
    weights = course.get("policy", {}).get("weights")
    if not isinstance(weights, Mapping):
        return
    present = {entry["kind"] for entry in course.get("pieces", []) if "kind" in entry}
    for kind in PieceKind:
        path: Path = ("policy", "weights", kind.value)
        if kind not in present and weights.get(kind.value, 0) not in {0, "0"}:
            reason = text("The course has no piece of the kind “%(kind)s”: its weight is 0.", kind=kind.value)
            yield Fault(path, reason)
        if kind in present and kind.value not in weights:
            reason = text("The course has pieces of the kind “%(kind)s”: state their weight.", kind=kind.value)
            yield Fault(path, reason)


def requires_faults(course: Loaded) -> Iterator[Fault]:
    """Check that pieces which the policy asks for by name are pieces of the course."""
    achievement = course.get("policy", {}).get("achievement")
    required = achievement.get("requires") if isinstance(achievement, Mapping) else None
    if not isinstance(required, list):
        return
    known = [entry["key"] for entry in course.get("pieces", []) if "key" in entry]
    for index, key in enumerate(required):
        if key not in known:
            close = closest(str(key), known) or ", ".join(known)
            reason = text("There is no piece “%(key)s”. Did you mean %(close)s?", key=quoted(key), close=close)
            yield Fault(("policy", "achievement", "requires", index), reason)


def rubric_faults(course: Loaded) -> Iterator[Fault]:
    """Check that a rubric describes criteria that exist, all of them if any, with levels that rise from 0."""
    maxima = {
        (entry.get("key"), criterion.get("key")): criterion.get("maximum")
        for entry in course.get("pieces", [])
        for criterion in entry.get("criteria", [])
    }
    described: set[tuple[str | None, str | None]] = set()
    for index, entry in enumerate(course.get("rubric", [])):
        name = (entry.get("piece"), entry.get("criterion"))
        if name in described:
            yield Fault(("rubric", index), text("This criterion is described above."))
        elif name not in maxima and None not in name:
            known = ", ".join(f"{piece}/{criterion}" for piece, criterion in maxima)
            reason = text(
                "There is no criterion “%(name)s”. Known: %(known)s.", name="/".join(map(str, name)), known=known
            )
            yield Fault(("rubric", index, "criterion"), reason)
        described.add(name)
        yield from _levels(entry.get("levels", []), maxima.get(name), ("rubric", index, "levels"))
    for piece, criterion in maxima:
        if described and (piece, criterion) not in described:
            yield Fault(("rubric",), text("The rubric does not describe “%(name)s”.", name=f"{piece}/{criterion}"))


def _levels(levels: Sequence[Loaded], maximum: Fraction | None, path: Path) -> Iterator[Fault]:
    before: Fraction | None = None
    for index, level in enumerate(levels):
        points: Fraction | None = level.get("points_from")
        if points is None:
            continue
        where = (*path, index, "points_from")
        if index == 0 and points != 0:
            yield Fault(where, text("The first level starts at 0 points."))
        if before is not None and points <= before:
            yield Fault(where, text("Levels rise: this one does not start above the one before."))
        if maximum is not None and points > maximum:
            yield Fault(
                where, text("The level starts above the criterion's maximum of %(maximum)s.", maximum=str(maximum))
            )
        before = points
