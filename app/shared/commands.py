"""What every `flask` command shares: one transaction, errors with file, line and reason, data apart from facts."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ParamSpec, TypeVar

import click
from sqlalchemy.exc import OperationalError, ProgrammingError

from app.shared.database import session
from app.shared.errors import DomainError
from app.shared.logs import log

P = ParamSpec("P")
R = TypeVar("R")

output_option = click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file, not standard output."
)


def one_transaction(command: Callable[P, R]) -> Callable[P, R]:
    """Commit what `command` did when it returns; on a domain error undo all of it, say why, and exit with 1."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            result = command(*args, **kwargs)
            session.commit()
        except DomainError as error:
            session.rollback()
            complain(error)
            sys.exit(1)
        except (OperationalError, ProgrammingError) as error:
            session.rollback()
            log(__name__).debug("command failed", exc_info=error)
            click.echo(f"The database failed: {error.orig}. Run flask db upgrade, or flask doctor.", err=True)
            sys.exit(1)
        except BaseException:
            session.rollback()
            raise
        return result

    return run


def complain(error: DomainError, file: str | Path | None = None) -> None:
    """Write an error to standard error: a line for each problem as `file:line: place: reason`, then what it means."""
    named = getattr(error, "file", None) or file
    for problem in error.problems:
        source = problem.file or named
        line = f"line {problem.line}" if problem.line is not None and not source else problem.line
        head = ":".join(str(part) for part in (source, line) if part is not None)
        click.echo(": ".join(part for part in (head, problem.where, str(problem.reason)) if part), err=True)
    head = f"{named}: " if named and not error.problems else ""
    click.echo(f"{head}{error.text}", err=True)


@contextmanager
def reading_from(path: Path) -> Iterator[None]:
    """Name `path` in the problems of any domain error raised inside."""
    try:
        yield
    except DomainError as error:
        if getattr(error, "file", None) is None:
            error.file = str(path)  # type: ignore[attr-defined]  # only commands know files by name
        raise


def say_done(fact: str) -> None:
    """Write one fact about what was done to standard error."""
    click.echo(fact, err=True)


def put_out(data: bytes | str, output: Path | None) -> None:
    """Write data to `output`, or to standard output when None. Text ends with a line end. Raises `ClickException`."""
    raw = (data.rstrip("\n") + "\n").encode() if isinstance(data, str) else data
    if output is None:
        sys.stdout.buffer.write(raw)
        sys.stdout.buffer.flush()
        return
    try:
        output.write_bytes(raw)
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror}.") from None
    say_done(f"{output}: {len(raw)} bytes written")


@contextmanager
def progress(label: str, length: int) -> Iterator[Callable[[int], None]]:
    """Show a progress bar on a terminal, nothing in a pipe; yield what advances it by a number of rows."""
    if not sys.stderr.isatty():
        yield lambda _rows: None
        return
    with click.progressbar(length=length, label=label, file=sys.stderr, show_pos=True) as bar:
        yield bar.update
