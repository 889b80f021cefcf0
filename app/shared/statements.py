"""Statements that many requests run, made once: SQL text, how values go in and how they come out.

SQLAlchemy's own way works that out again, or looks it up, at each execution, in ten times the time of the statement
itself. Rows and values are SQLAlchemy's. Where somebody listens (tests count statements), its own way is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Dialect, Engine, Insert, Row, Select, Update
from sqlalchemy.engine.result import SimpleResultMetaData
from sqlalchemy.exc import DBAPIError

Process = Callable[[Any], Any]
Kept = Select[*tuple[Any, ...]] | Insert | Update


@dataclass(frozen=True, slots=True)
class _Form:
    """A statement's text for lists of certain lengths, and the names of its values in the order of the text."""

    text: str
    names: tuple[tuple[str, Process | None], ...]
    lists: Mapping[str, Sequence[str]]


class Prepared:
    """One statement that selects columns or writes, for one kind of database."""

    def __init__(self, statement: Kept, dialect: Dialect, names: Collection[str]) -> None:
        """Work out all that does not depend on values but on their `names`: the columns that an insert fills."""
        self._dialect, self._error = dialect, dialect.loaded_dbapi.Error
        compiled: Any = statement.compile(dialect=dialect, column_keys=list(names))
        self._compiled = compiled
        self._positional: bool = compiled.positional
        binds = compiled.bind_names
        self._lists = sorted(binds[bind] for bind in compiled.post_compile_params)
        self._given = {name: bind.value for bind, name in binds.items() if not bind.required}
        columns = compiled._result_columns  # noqa: SLF001 - SQLAlchemy has no public name for what comes out
        processes = [column.type._cached_result_processor(dialect, None) for column in columns]  # noqa: SLF001 - as above
        self._from_database = processes if any(processes) else None
        meta = SimpleResultMetaData([column.keyname for column in columns])
        self._meta, self._places = meta, meta._key_to_index  # noqa: SLF001 - what a row of SQLAlchemy is made of
        self._form = lru_cache(maxsize=64)(self._made)

    def rows(
        self,
        driven: Any,  # noqa: ANN401 - a driver's connection
        values: Mapping[str, Any],
        owner: Connection | None = None,
    ) -> list[Row[*tuple[Any, ...]]]:
        """Return the rows for these values over a driver's connection, of which `owner` hears when it fails.

        Raises `DBAPIError` as SQLAlchemy does; `KeyError` for a value that is missing.
        """
        found = self._executed(driven, values, owner).fetchall()
        meta, from_database, places = self._meta, self._from_database, self._places
        return [Row(meta, from_database, places, row) for row in found]

    def written(self, driven: Any, values: Mapping[str, Any], owner: Connection | None = None) -> int:  # noqa: ANN401
        """Write with these values; return how many rows it were. Raises as `rows` does."""
        return int(self._executed(driven, values, owner).rowcount)

    def write_all(self, driven: Any, rows: Sequence[Mapping[str, Any]], owner: Connection) -> None:  # noqa: ANN401
        """Write with the values of each row; of no lists. Raises as `rows` does."""
        form = self._form()
        bound = [self._bound(form, {**self._given, **row}) for row in rows]
        self._told(lambda: driven.cursor().executemany(form.text, bound), form.text, bound, owner)

    def _executed(self, driven: Any, values: Mapping[str, Any], owner: Connection | None) -> Any:  # noqa: ANN401 - a driver's
        known = {**self._given, **values}
        form = self._form(*(len(known[name]) for name in self._lists))
        for name, places in form.lists.items():
            known.update(zip(places, known[name], strict=True))
        bound = self._bound(form, known)
        return self._told(lambda: driven.execute(form.text, bound), form.text, bound, owner)

    def _bound(self, form: _Form, known: Mapping[str, Any]) -> Any:  # noqa: ANN401 - as the driver takes values
        named = [(name, known[name] if process is None else process(known[name])) for name, process in form.names]
        return [value for _, value in named] if self._positional else dict(named)

    def _told(self, work: Callable[[], Any], text: str, bound: Any, owner: Connection | None) -> Any:  # noqa: ANN401
        """Do the driver's work; what fails is SQLAlchemy's error, as ever."""
        try:
            return work()
        except self._error as error:
            if owner is not None:
                owner._handle_dbapi_exception(error, text, bound, None, None)  # noqa: SLF001 - so that it fails as ever
            raise DBAPIError.instance(text, bound, error, self._error, dialect=self._dialect) from error

    def _made(self, *lengths: int) -> _Form:
        compiled = self._compiled
        if not lengths:
            return _Form(
                compiled.string, self._named(compiled.positiontup or list(compiled.bind_names.values()), {}), {}
            )
        long = dict(zip(self._lists, lengths, strict=True))
        blank = {bind.key: [None] * long[name] if name in long else None for bind, name in compiled.bind_names.items()}
        state = compiled.construct_expanded_state(blank)
        names = state.positiontup or list(state.parameters)
        return _Form(state.statement, self._named(names, state.processors), state.parameter_expansion)

    def _named(self, names: Sequence[str], further: Mapping[str, Process]) -> tuple[tuple[str, Process | None], ...]:
        processes = {**self._compiled._bind_processors, **further}  # noqa: SLF001 - as above
        return tuple((name, processes.get(name)) for name in names)


_prepared: WeakKeyDictionary[Any, dict[str, Prepared]] = WeakKeyDictionary()


def run(connection: Connection, statement: Kept, values: Mapping[str, Any]) -> Sequence[Any]:
    """Return the rows of a statement for these values. It is prepared when it comes for the second time."""
    made = prepared(connection.engine, statement, values)
    return (
        connection.execute(statement, values).all()
        if made is None
        else made.rows(_driven(connection), values, connection)
    )


def write(connection: Connection, statement: Insert | Update, values: Mapping[str, Any]) -> int:
    """Run a statement that writes; return how many rows it wrote. It is prepared when it comes for the second time."""
    made = prepared(connection.engine, statement, values)
    if made is not None:
        return made.written(_driven(connection), values, connection)
    return connection.execute(statement, values, execution_options={"preserve_rowcount": True}).rowcount


def write_all(connection: Connection, statement: Insert | Update, rows: Sequence[Mapping[str, Any]]) -> None:
    """Run a statement that writes for each of `rows`, of which there is one. It is prepared as in `write`."""
    made = prepared(connection.engine, statement, rows[0])
    if made is not None:
        made.write_all(_driven(connection), rows, connection)
    else:
        connection.execute(statement, list(rows))


def prepared(engine: Engine, statement: Kept, values: Collection[str]) -> Prepared | None:
    """Return a statement prepared; None where it comes for the first time, or where somebody listens."""
    made = _prepared.get(statement)
    if made is None or is_heard(engine):
        _prepared.setdefault(statement, {})
        return None
    name = engine.dialect.name
    if name not in made:
        made[name] = Prepared(statement, engine.dialect, values)
    return made[name]


def is_heard(engine: Engine) -> bool:
    """Tell whether somebody listens to the statements or commits of an engine, and so must be told of each."""
    return bool(engine.dispatch.before_cursor_execute or engine.dispatch.commit)


def _driven(connection: Connection) -> Any:  # noqa: ANN401 - a driver's connection
    return connection.connection.driver_connection
