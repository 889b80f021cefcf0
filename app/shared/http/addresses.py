"""Numbers in addresses: an id that no database can hold is nobody's, and finds nothing."""

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


def register(url_map: Map) -> None:
    """Read every `<int:...>` of rules that are added from now on in this way."""
    url_map.converters = {**url_map.converters, "int": Id}
