"""QTI's expressions, worked out. Pure.

Source: 1EdTech, QTI 2.2 Information Model, section 11. What depends on chance, on time, or on a whole test is not here:
a question that needs it cannot be scored the same everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Protocol

from app.quizzes.documents.drafts import RefusedError
from app.quizzes.documents.qti.values import Response, Several, Single, Value, base_of, single
from app.quizzes.documents.shares import number
from app.quizzes.documents.trees import Element, attribute, elements, tag, words_in
from app.shared.wording import text

_MOST_DIGITS = 9


class Scope(Protocol):
    """What expressions look things up in."""

    responses: Mapping[str, Response]

    def variable(self, name: str) -> Value:
        """Return the present value of a response or an outcome."""
        ...

    def step(self) -> None:
        """Count a step, so that nothing takes for ever."""
        ...


def work_out(element: Element, scope: Scope) -> Value:
    """Return the value of an expression. Raises `RefusedError` for one that cannot be worked out here."""
    scope.step()
    name = tag(element)
    if name in _LEAVES:
        return _LEAVES[name](element, scope)
    if name not in _OPERATORS:
        raise RefusedError(text("Its scoring uses “%(name)s”, which is not known here.", name=name[:40]))
    return _OPERATORS[name](element, [work_out(child, scope) for child in elements(element)])


def _declared(element: Element, scope: Scope) -> Response:
    name = attribute(element, "identifier")
    if name not in scope.responses:
        raise RefusedError(text("Its scoring names “%(name)s”, which the file does not declare.", name=name[:40]))
    return scope.responses[name]


def _mapped(element: Element, scope: Scope) -> Value:
    declared = _declared(element, scope)
    if declared.mapping is None:
        raise RefusedError(text("Its scoring names “%(name)s”, which the file does not declare.", name="mapping"))
    return declared.mapping.worth(scope.variable(declared.name))


_LEAVES: Mapping[str, Callable[[Element, Scope], Value]] = {
    "basevalue": lambda element, _: single(base_of(element), words_in(element)),
    "variable": lambda element, scope: scope.variable(attribute(element, "identifier")),
    "correct": lambda element, scope: _declared(element, scope).correct,
    "mapresponse": _mapped,
    "null": lambda _element, _scope: None,
}


def same(one: Value, other: Value) -> bool:
    """Tell whether two values are the same; nothing is the same as nothing."""
    if isinstance(one, Several) and isinstance(other, Several):
        return one.same_as(other)
    return type(one) is type(other) and one == other


def _items(value: Value) -> tuple[Single, ...]:
    return value.items if isinstance(value, Several) else () if value is None else (value,)


def _numbers(values: Sequence[Value]) -> list[Fraction] | None:
    """Return the numbers in values; None where one is missing (QTI: the result is then nothing)."""
    found: list[Fraction] = []
    for value in values:
        if value is None:
            return None
        for item in _items(value):
            if not isinstance(item, Fraction):
                raise RefusedError(text("Its scoring takes something for a number that is none."))
            found.append(item)
    return found


def _fold(join: Callable[[Fraction, Fraction], Fraction | None]) -> Callable[[Element, Sequence[Value]], Value]:
    def worked_out(_element: Element, values: Sequence[Value]) -> Value:
        numbers = _numbers(values)
        if not numbers:
            return None
        total: Fraction | None = numbers[0]
        for following in numbers[1:]:
            total = None if total is None else join(total, following)
        return total

    return worked_out


def _compared(test: Callable[[Fraction, Fraction], bool]) -> Callable[[Element, Sequence[Value]], Value]:
    def worked_out(_element: Element, values: Sequence[Value]) -> Value:
        numbers = _numbers(values)
        return None if numbers is None else test(*_two(numbers))

    return worked_out


def _two(values: Sequence[Fraction]) -> tuple[Fraction, Fraction]:
    if len(values) != 2:  # noqa: PLR2004 (two sides)
        raise RefusedError(text("Its scoring cannot be followed."))
    return values[0], values[1]


def tolerances(element: Element) -> tuple[str, Fraction, Fraction]:
    """Return the mode of a comparison with tolerance, and how far below and above it reaches."""
    mode = attribute(element, "toleranceMode", "exact").strip().lower()
    given = [number(word) for word in attribute(element, "tolerance").split()]
    if mode == "exact" or not given:
        return "exact", Fraction(0), Fraction(0)
    return mode, given[0], given[-1]


def _equal(element: Element, values: Sequence[Value]) -> Value:
    numbers = _numbers(values)
    if numbers is None:
        return None
    first, second = _two(numbers)
    mode, below, above = tolerances(element)
    if mode == "relative":
        below, above = abs(first) * below / 100, abs(first) * above / 100
    low, high = first - below, first + above
    with_low = attribute(element, "includeLowerBound", "true").lower() != "false"
    with_high = attribute(element, "includeUpperBound", "true").lower() != "false"
    return (low < second or (with_low and low == second)) and (second < high or (with_high and second == high))


def _equal_rounded(element: Element, values: Sequence[Value]) -> Value:
    numbers = _numbers(values)
    digits = attribute(element, "figures", "0")
    if numbers is None or not digits.isdecimal():
        return None
    if attribute(element, "roundingMode") != "decimalPlaces" or len(digits) > _MOST_DIGITS or int(digits) > 20:  # noqa: PLR2004
        raise RefusedError(text("Its scoring uses “%(name)s”, which is not known here.", name="equalRounded"))
    one, other = (_round(value * 10 ** int(digits)) for value in _two(numbers))
    return one == other


def _string_match(element: Element, values: Sequence[Value]) -> Value:
    one, other = (values[0], values[1]) if len(values) == 2 else (None, None)  # noqa: PLR2004
    if one is None or other is None:
        return None
    written, wanted = (_written(value) for value in (one, other))
    if attribute(element, "caseSensitive", "true").lower() == "false":
        written, wanted = written.casefold(), wanted.casefold()
    return wanted in written if attribute(element, "substring", "false").lower() == "true" else wanted == written


def _written(value: Value) -> str:
    if not isinstance(value, str):
        raise RefusedError(text("Its scoring compares words with something else."))
    return value


def _and(_element: Element, values: Sequence[Value]) -> Value:
    return False if any(value is False for value in values) else None if None in values else True


def _or(_element: Element, values: Sequence[Value]) -> Value:
    return True if any(value is True for value in values) else None if None in values else False


def _member(_element: Element, values: Sequence[Value]) -> Value:
    if len(values) != 2 or values[0] is None or values[1] is None:  # noqa: PLR2004
        return None
    return any(same(values[0], item) for item in _items(values[1]))


def _contains(_element: Element, values: Sequence[Value]) -> Value:
    if len(values) != 2 or values[0] is None or values[1] is None:  # noqa: PLR2004
        return None
    left = list(_items(values[0]))
    return all(item in left and not left.remove(item) for item in _items(values[1]))  # type: ignore[func-returns-value]


def _index(element: Element, values: Sequence[Value]) -> Value:
    place = attribute(element, "n")
    items = _items(values[0]) if values else ()
    found = int(place) if place.isdecimal() and len(place) <= _MOST_DIGITS else 0
    return items[found - 1] if 0 < found <= len(items) else None


def _delete(_element: Element, values: Sequence[Value]) -> Value:
    first, second = (values[0], values[1]) if len(values) == 2 else (None, None)  # noqa: PLR2004
    if first is None or not isinstance(second, Several):
        return None
    left = tuple(item for item in second.items if not same(item, first))
    return Several(left, ordered=second.ordered) if left else None


def _any_n(element: Element, values: Sequence[Value]) -> Value:
    lowest, highest = attribute(element, "min"), attribute(element, "max")
    if not (lowest.isdecimal() and highest.isdecimal() and max(len(lowest), len(highest)) <= _MOST_DIGITS):
        raise RefusedError(text("Its scoring cannot be followed."))
    return int(lowest) <= sum(value is True for value in values) <= int(highest)


def _gathered(*, ordered: bool) -> Callable[[Element, Sequence[Value]], Value]:
    def worked_out(_element: Element, values: Sequence[Value]) -> Value:
        items = tuple(item for value in values for item in _items(value))
        return Several(items, ordered=ordered) if items else None

    return worked_out


def _round(value: Fraction) -> int:
    """Round halves up, as QTI does."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def _whole(how: Callable[[Fraction], int]) -> Callable[[Element, Sequence[Value]], Value]:
    def worked_out(_element: Element, values: Sequence[Value]) -> Value:
        numbers = _numbers(values)
        return Fraction(how(numbers[0])) if numbers else None

    return worked_out


_OPERATORS: Mapping[str, Callable[[Element, Sequence[Value]], Value]] = {
    "and": _and,
    "anyn": _any_n,
    "contains": _contains,
    "containersize": lambda _, values: Fraction(len(_items(values[0])) if values else 0),
    "delete": _delete,
    "divide": _fold(lambda one, other: one / other if other else None),
    "equal": _equal,
    "equalrounded": _equal_rounded,
    "gt": _compared(lambda one, other: one > other),
    "gte": _compared(lambda one, other: one >= other),
    "index": _index,
    "integerdivide": _fold(lambda one, other: Fraction(one // other) if other else None),
    "integermodulus": _fold(lambda one, other: one % other if other else None),
    "integertofloat": lambda _, values: values[0] if values else None,
    "isnull": lambda _, values: not values or values[0] is None or values[0] == "",
    "lt": _compared(lambda one, other: one < other),
    "lte": _compared(lambda one, other: one <= other),
    "match": lambda _, values: None if None in values else same(*values) if len(values) == 2 else None,  # noqa: PLR2004
    "max": _fold(max),
    "member": _member,
    "min": _fold(min),
    "multiple": _gathered(ordered=False),
    "not": lambda _, values: None if not values or values[0] is None else values[0] is False,
    "or": _or,
    "ordered": _gathered(ordered=True),
    "product": _fold(lambda one, other: one * other),
    "round": _whole(_round),
    "stringmatch": _string_match,
    "subtract": _fold(lambda one, other: one - other),
    "sum": _fold(lambda one, other: one + other),
    "truncate": _whole(int),
}
