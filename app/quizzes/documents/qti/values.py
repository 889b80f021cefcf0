"""Values of QTI's variables: nothing, one, or several; and what an item declares about them. Pure.

Source: 1EdTech, QTI 2.2 Information Model, sections 7 (variables) and 8 (mapping). Numbers are exact here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

from app.quizzes.documents.drafts import RefusedError
from app.quizzes.documents.shares import number
from app.quizzes.documents.trees import Element, attribute, elements, first, words_in
from app.shared.wording import text

Single: TypeAlias = "str | Fraction | bool | tuple[str, ...]"
"""An identifier or string, a number, a truth, a pair (sorted where its direction does not matter)."""


@dataclass(frozen=True, slots=True)
class Several:
    """Values of a container; `ordered` where their order matters."""

    items: tuple[Single, ...]
    ordered: bool = False

    def same_as(self, other: Several) -> bool:
        """Tell whether two containers hold the same."""
        if self.ordered or other.ordered:
            return self.items == other.items
        return sorted(map(repr, self.items)) == sorted(map(repr, other.items))


Value: TypeAlias = "Single | Several | None"

_NUMBERS = frozenset({"float", "integer"})


@dataclass(frozen=True, slots=True)
class Worths:
    """What each value of a response is worth."""

    values: Mapping[Single, Fraction]
    loose: Mapping[str, Fraction]
    """Those that do not depend on capitals, by their text in small letters."""
    default: Fraction
    lowest: Fraction | None
    highest: Fraction | None

    def worth(self, value: Value) -> Fraction:
        """Return what a response is worth in all; each value of a container counts once."""
        items = value.items if isinstance(value, Several) else () if value is None else (value,)
        total = sum((self._one(item) for item in dict.fromkeys(items)), Fraction(0))
        if self.lowest is not None:
            total = max(total, self.lowest)
        return total if self.highest is None else min(total, self.highest)

    def _one(self, item: Single) -> Fraction:
        if item in self.values:
            return self.values[item]
        return self.loose.get(item.casefold(), self.default) if isinstance(item, str) else self.default


@dataclass(frozen=True, slots=True)
class Response:
    """A response that an item declares."""

    name: str
    cardinality: str
    base: str
    correct: Value = None
    mapping: Worths | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """An outcome that an item declares: its value at first, and the table that translates numbers into it."""

    name: str
    value: Value = None
    table: Sequence[tuple[Fraction, bool, Value]] = field(default=())
    """Lowest source value, whether that itself is meant, and the value; from the highest down."""


def single(base: str, written: str) -> Single:
    """Return a value written in XML. Raises `RefusedError` for base types that no question of ours has."""
    plain = written.strip()
    if base in _NUMBERS:
        return number(plain)
    if base == "boolean":
        return plain in {"true", "1"}
    if base in {"identifier", "string", "uri", ""}:
        return plain if base != "string" else written.strip()
    if base in {"pair", "directedpair"}:
        pair = tuple(plain.split())
        if len(pair) != 2:  # noqa: PLR2004 (a pair)
            raise RefusedError(text("A pair in the file does not have two sides."))
        return pair if base == "directedpair" else tuple(sorted(pair))
    raise RefusedError(text("Answers of the type “%(kind)s” are not among those here.", kind=base[:40]))


def container(cardinality: str, items: Sequence[Single]) -> Value:
    """Return values as a variable of that cardinality holds them."""
    if cardinality in {"multiple", "ordered"}:
        return Several(tuple(items), ordered=cardinality == "ordered") if items else None
    return items[0] if items else None


def base_of(element: Element) -> str:
    """Return a declaration's base type in small letters."""
    return attribute(element, "baseType").strip().lower()


def response(element: Element) -> Response:
    """Return a response declaration."""
    base, cardinality = base_of(element), attribute(element, "cardinality", "single").strip().lower()
    if cardinality == "record":
        raise RefusedError(text("Answers of the type “%(kind)s” are not among those here.", kind="record"))
    stated = first(element, "correctresponse")
    written = [] if stated is None else [words_in(value) for value in elements(stated, "value")]
    given = [single(base, value) for value in written if value]
    mapped = first(element, "mapping")
    return Response(
        attribute(element, "identifier"),
        cardinality,
        base,
        container(cardinality, given),
        None if mapped is None else _mapping(mapped, base),
    )


def _mapping(element: Element, base: str) -> Worths:
    values: dict[Single, Fraction] = {}
    loose: dict[str, Fraction] = {}
    for entry in elements(element, "mapentry"):
        key, worth = single(base, attribute(entry, "mapKey")), number(attribute(entry, "mappedValue", "0"))
        values[key] = worth
        if isinstance(key, str) and attribute(entry, "caseSensitive", "true").lower() == "false":
            loose[key.casefold()] = worth
    lowest, highest = attribute(element, "lowerBound"), attribute(element, "upperBound")
    return Worths(
        values,
        loose,
        number(attribute(element, "defaultValue", "0") or "0"),
        number(lowest) if lowest else None,
        number(highest) if highest else None,
    )


def outcome(element: Element) -> Outcome:
    """Return an outcome declaration."""
    base, cardinality = base_of(element), attribute(element, "cardinality", "single").strip().lower()
    stated = first(element, "defaultvalue")
    given = (
        []
        if stated is None
        else [single(base, words_in(value)) for value in elements(stated, "value") if words_in(value)]
    )
    if not given and base in _NUMBERS and cardinality == "single":
        given = [Fraction(0)]
    return Outcome(attribute(element, "identifier"), container(cardinality, given), _table(element, base))


def _table(element: Element, base: str) -> list[tuple[Fraction, bool, Value]]:
    rows: list[tuple[Fraction, bool, Value]] = []
    for table in elements(element, "matchtable", "interpolationtable"):
        for entry in elements(table, "matchtableentry", "interpolationtableentry"):
            source = number(attribute(entry, "sourceValue", "0"))
            included = attribute(entry, "includeBoundary", "true").lower() != "false"
            rows.append((source, included, single(base, attribute(entry, "targetValue"))))
    return sorted(rows, key=lambda row: row[0], reverse=True)
