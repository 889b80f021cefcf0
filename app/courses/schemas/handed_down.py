"""Sections of a course.yaml that features above own: `create_app` hands their checkers down."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol

from app.shared.definitions.source import Fault
from app.shared.wording import Text, text

SectionChecker = Callable[[Mapping[str, Any]], object]
"""Takes the section's data and raises ValueError when it cannot be used: with `faults`, or with a message."""

_checkers: dict[str, SectionChecker] = {}


class SectionFault(Protocol):
    """What a checker's ValueError may list in `faults`: where in the section, why, and what to write."""

    @property
    def key(self) -> str:
        """The keys on the way there, `achievement.points`; entries of a list by number from 0, `signatories.0.role`."""

    @property
    def reason(self) -> Text:
        """What is wrong."""

    @property
    def suggestion(self) -> Text:
        """What to write instead."""


def register_section(name: str, checker: SectionChecker) -> None:
    """Have `checker` look at the section `name` (`policy`, `certificate`) of every definition that is read."""
    _checkers[name] = checker


def section_faults(course: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield what the owners find wrong with their sections."""
    for name, checker in _checkers.items():
        if not isinstance(course.get(name), Mapping):
            continue
        try:
            checker(course[name])
        except ValueError as error:
            listed: tuple[SectionFault, ...] = getattr(error, "faults", ())
            for fault in listed:
                reason = text("%(reason)s %(suggestion)s", reason=fault.reason, suggestion=fault.suggestion)
                parts = (int(part) if part.isdecimal() else part for part in fault.key.split("."))
                yield Fault((name, *parts), reason)
            if not listed:
                yield Fault((name,), text("%(detail)s", detail=str(error)))
