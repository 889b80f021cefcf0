"""Folders of a course that features above own: `create_app` hands down who reads, counts and loads each."""

from __future__ import annotations

from typing import Any

from app.courses.rules import Part

_parts: dict[str, Part[Any]] = {}


def register_part(part: Part[Any]) -> None:
    """Have `part` take care of its folder in every course. Registering a folder again replaces what was there."""
    _parts[part.folder] = part


def parts() -> tuple[Part[Any], ...]:
    """Return the parts in the order of their registration."""
    return tuple(_parts.values())
