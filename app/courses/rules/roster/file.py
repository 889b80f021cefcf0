"""How the rows of one participants file fit together. Pure; memory grows by one short entry a person."""

from __future__ import annotations

from app.courses.rules.roster.cells import Newcomer
from app.shared.errors import Problem
from app.shared.wording import text


class RosterFile:
    """What was seen so far of a file: who on which line, and the ambassador that each group gets."""

    def __init__(self) -> None:
        """Start before the first row."""
        self._lines: dict[str, int] = {}
        self._ambassadors: dict[str, int] = {}

    def problem(self, newcomer: Newcomer) -> Problem | None:
        """Note `newcomer`; return why the row cannot stand beside the ones above, if it cannot."""
        first = self._lines.setdefault(newcomer.key, newcomer.line)
        if first != newcomer.line:
            reason = text("“%(email)s” stands on line %(line)s already.", email=newcomer.email, line=first)
            return Problem(reason, where="email", line=newcomer.line)
        if newcomer.ambassador:
            first = self._ambassadors.setdefault(newcomer.group, newcomer.line)
            if first != newcomer.line:
                reason = text(
                    "Group “%(group)s” has its ambassador on line %(line)s; a group has one at most.",
                    group=newcomer.group,
                    line=first,
                )
                return Problem(reason, where="ambassador", line=newcomer.line)
        return None
