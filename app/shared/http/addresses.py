"""Numbers in addresses and forms: an id that no database can hold is nobody's, and finds nothing."""

from __future__ import annotations

from typing import Any

from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1
"""What a column of ids holds on PostgreSQL."""


class Id(IntegerConverter):
    """`<int:...>` in a rule: a whole number from 0 to the largest that is stored."""

    def __init__(self, url_map: Map, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - as werkzeug has it
        """Bound the number unless the rule does."""
        super().__init__(url_map, *arguments, **{"max": LARGEST, **options})


def typed_id(typed: str) -> int:
    """Return the id that a form or a query names; 0, which nothing has, for whatever is no id that can be stored."""
    digits = typed.lstrip("0")
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > len(str(LARGEST)):
        return 0
    return int(digits) if int(digits) <= LARGEST else 0


def register(url_map: Map) -> None:
    """Read every `<int:...>` of rules that are added from now on in this way."""
    url_map.converters = {**url_map.converters, "int": Id}
