"""Group commit on SQLite: statements that threads of a process have to write at the same time share one transaction.

A commit waits for the disk, and SQLite lets one writer in at a time. Whoever comes while another commits waits, and the
first of those who waited then writes for all of them: as many as came in the time of one commit. Each is told so only
after the commit. Where anything of a shared transaction fails, all of it is undone and each statement runs alone.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, Insert, PoolProxiedConnection, Update

from app.shared.borrowed import lends_for_writing, writing
from app.shared.statements import prepared, write


@dataclass(slots=True, eq=False)
class _Waiting:
    """A statement to be written, and what became of it."""

    statement: Insert | Update
    values: Mapping[str, Any]
    written: int = 0
    error: Exception | None = None
    done: bool = False


class GroupCommit:
    """The shared transactions of one engine."""

    def __init__(self, engine: Engine) -> None:
        """Stand ready to write to the database of `engine`."""
        self._engine = engine
        self._waiting: deque[_Waiting] = deque()
        self._writing = threading.Lock()
        self._begun = False

    def write(
        self, statement: Insert | Update, values: Mapping[str, Any], lent: PoolProxiedConnection | None = None
    ) -> int:
        """Run a statement that writes, return once it is committed; return how many rows it wrote. Raises its error.

        `lent`: the caller's connection, which whoever writes for all uses; see `writing`.
        """
        one = _Waiting(statement, values)
        self._waiting.append(one)
        with self._writing:
            if not one.done:
                self._write_all(lent)
        if one.error is not None:
            raise one.error
        if not one.done:
            raise RuntimeError("whoever wrote for all of them was stopped")
        return one.written

    def _write_all(self, lent: PoolProxiedConnection | None) -> None:
        """Write for everybody who waits by now."""
        all_of_them = [self._waiting.popleft() for _ in range(len(self._waiting))]
        self._begun = False
        try:
            self._commit(all_of_them, lent)
        except Exception as error:  # noqa: BLE001 - it belongs to whoever waits for it
            if self._begun:
                self._one_by_one(all_of_them, error, lent)
            else:  # the database let nobody write: waiting for it once more for each would only take longer
                for one in all_of_them:
                    one.error, one.done = error, True

    def _one_by_one(self, all_of_them: list[_Waiting], error: Exception, lent: PoolProxiedConnection | None) -> None:
        for one in all_of_them:
            try:
                if len(all_of_them) == 1:
                    raise error
                self._commit([one], lent)
            except Exception as own:  # noqa: BLE001 - as above
                one.error, one.done = own, True

    def _commit(self, some: list[_Waiting], lent: PoolProxiedConnection | None) -> None:
        made = [(one, prepared(self._engine, one.statement, one.values)) for one in some]
        ready = [(one, statement) for one, statement in made if statement is not None]
        if len(ready) < len(some) or not lends_for_writing(self._engine):
            self._commit_slowly(some)
        else:
            with writing(self._engine, lent) as driven:
                self._begun = True
                for one, statement in ready:
                    one.written = statement.written(driven, one.values)
        for one in some:
            one.done = True

    def _commit_slowly(self, some: list[_Waiting]) -> None:
        """Take SQLAlchemy's way: a statement comes for the first time, or somebody listens."""
        with self._engine.begin() as connection:
            self._begun = True
            for one in some:
                one.written = write(connection, one.statement, one.values)
