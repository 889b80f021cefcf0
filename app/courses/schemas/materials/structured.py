"""One structured file: its values, checked one by one and together, with the line of every fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from marshmallow import ValidationError

from app.courses.rules.materials.figures import decimals
from app.shared.definitions.faults import flat
from app.shared.definitions.languages import incomplete
from app.shared.definitions.section import Section
from app.shared.definitions.source import Fault, read_source
from app.shared.errors import Problem, Unreadable

Loaded = Mapping[str, Any]
Check = Callable[[Loaded], Iterator[Fault]]
"""Takes what could be read of a file, and yields what does not fit together in it."""


def read_structured(
    name: str, raw: bytes, section: type[Section], languages: Sequence[str], *checks: Check
) -> tuple[Loaded | None, list[Problem]]:
    """Return the values of the YAML file called `name`, or None and every fault in it."""
    try:
        source = read_source(raw)
    except Unreadable as error:
        return None, [replace(problem, file=name) for problem in error.problems]
    faults = list(source.faults)
    try:
        data: Loaded = section().load(source.data)
    except ValidationError as error:
        data = error.valid_data if isinstance(error.valid_data, dict) else {}
        faults += flat(error.messages, ())
    told = {fault.path for fault in faults}
    faults += [fault for fault in incomplete(data, (), languages) if fault.path not in told]
    faults += [fault for check in checks for fault in check(data) if fault.path not in told]
    if faults:
        return None, [replace(source.problem(fault), file=name) for fault in faults]
    return data, []


def plain(value: Any) -> Any:  # noqa: ANN401 - whatever a file is made of
    """Return `value` as JSON can hold it: exact numbers as text, no empty keys."""
    if isinstance(value, Fraction):
        return decimals(value)
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value
