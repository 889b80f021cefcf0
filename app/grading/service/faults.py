"""Collects what is wrong with a file, up to a number that somebody can work through."""

from __future__ import annotations

from app.shared.errors import Problem, Unreadable
from app.shared.wording import text

MOST = 100


class Faults:
    """The faults found so far; no more than `MOST` are kept."""

    def __init__(self) -> None:
        """Start without a fault."""
        self.found: list[Problem] = []

    @property
    def full(self) -> bool:
        """Whether so many were found that reading on serves nobody."""
        return len(self.found) >= MOST

    def add(self, problem: Problem) -> None:
        """Keep one more fault while there is room."""
        if not self.full:
            self.found.append(problem)

    def refuse(self, cause: Unreadable | None = None) -> None:
        """Raise `Unreadable` with every fault where there is one; `cause` is what ended the reading before its end."""
        for problem in cause.problems if cause else ():
            self.found.append(problem)
        if cause and not cause.problems:
            raise cause
        if self.full:
            raise Unreadable(
                text("Nothing was changed. Here are the first %(count)s faults of the file.", count=len(self.found)),
                problems=self.found,
            )
        if self.found:
            raise Unreadable(
                text("Nothing was changed: the file has faults. Mend them and import it again."), problems=self.found
            )
