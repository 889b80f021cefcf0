"""The `flask courses` and `flask participants` commands."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from app.config import Settings
from app.courses.queries import get_course
from app.courses.rules import Change, Definition, is_code
from app.courses.schemas import LARGEST, read_definition
from app.courses.service import import_roster, load_definition
from app.shared import clock
from app.shared.commands import complain, one_transaction, progress, reading_from, say_done
from app.shared.errors import Unreadable
from app.shared.permissions import SYSTEM
from app.shared.wording import text

FILE_NAME = "course.yaml"

courses = AppGroup("courses", help="Courses: check and load their definitions, close them.")
participants = AppGroup("participants", help="Who takes a course.")
groups = (courses, participants)


def _code(_context: click.Context, _option: click.Parameter, code: str | None) -> str | None:
    if code is not None and not is_code(code):
        raise click.BadParameter("use capital letters, digits and hyphens, like A9714776-2")
    return code


@courses.command("check")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@one_transaction
def check(path: Path) -> None:
    """List every fault of the definition in PATH (a course.yaml or its folder), with its line and what to write."""
    file, definition = _read(path)
    counts = f"{len(definition.weeks)} weeks, {len(definition.sessions)} sessions, {len(definition.pieces)} pieces"
    say_done(f"{file}: no faults. {definition.code}, {definition.starts} to {definition.ends}: {counts}")


@courses.command("load")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--code", callback=_code, help="Load it under this code instead of its own.")
@click.option("--starts", type=click.DateTime(["%Y-%m-%d"]), help="Move every date so that the course starts here.")
@one_transaction
def load(path: Path, code: str | None, starts: datetime | None) -> None:
    """Put the definition in PATH (a course.yaml or its folder) to work. The same again changes nothing."""
    file, definition = _read(path, code=code, starts=starts.date() if starts else None)
    with reading_from(file):
        loaded = load_definition(definition, actor=SYSTEM, now=clock.now())
    name = f"{loaded.course.code}, version {loaded.course.version}"
    for change in loaded.changes:
        say_done(_told(change))
    if loaded.created:
        say_done(f"{name}: created, {definition.starts} to {definition.ends}")
    else:
        say_done(f"{name}: {len(loaded.changes)} changes" if loaded.changes else f"{name}: no change")


@participants.command("import")
@click.argument("code")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--invite", is_flag=True, help="Mail an invitation to everybody who gets a new account.")
@one_transaction
def import_participants(code: str, file: Path, *, invite: bool) -> None:
    """Enrol everybody whom FILE lists in the course CODE, by e-mail; who is enrolled already is brought in line."""
    settings: Settings = current_app.extensions["settings"]
    course = get_course(code)
    with reading_from(file), file.open("rb") as stream, progress("Participants", _lines(file)) as advance:
        done = import_roster(
            course,
            stream,
            max_megabytes=settings.max_import_megabytes,
            actor=SYSTEM,
            now=clock.now(),
            invite_base_url=settings.base_url if invite else None,
            advance=advance,
        )
    for notice in done.notices:
        complain(Unreadable(notice.reason), file)
    say_done(
        f"{code}: {done.rows} participants in the file: {done.enrolled} enrolled, {done.changed} changed, "
        f"{done.unchanged} as they were; {done.people_created} new accounts, {done.invited} invitations"
    )


def _read(path: Path, *, code: str | None = None, starts: date | None = None) -> tuple[Path, Definition]:
    file = path / FILE_NAME if path.is_dir() else path
    with reading_from(file):
        if not file.is_file():
            raise Unreadable(text("There is no %(name)s in this folder.", name=FILE_NAME))
        with file.open("rb") as stream:
            return file, read_definition(stream.read(LARGEST + 1), code=code, starts=starts)


def _told(change: Change) -> str:
    return f"{change.path}: {change.before or 'nothing'} -> {change.after or 'nothing'}"


def _lines(file: Path) -> int:
    with file.open("rb") as stream:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: stream.read(1 << 20), b""))
