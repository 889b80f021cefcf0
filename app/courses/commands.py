"""The `flask courses` and `flask participants` commands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from app.config import Settings
from app.courses.queries import get_course
from app.courses.rules import Change, CourseFolder, is_code
from app.courses.rules.materials import material_figures
from app.courses.schemas import read_course
from app.courses.service import LoadedCourse, import_roster, load_course, parts
from app.shared import clock
from app.shared.commands import complain, one_transaction, progress, reading_from, say_done
from app.shared.errors import Unreadable
from app.shared.permissions import SYSTEM

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
    """List every fault in PATH (a course's folder, or a course.yaml alone), with file, line and what to write.

    Without a fault: what there is, and of every text in every language its words, the mean length of its sentences and
    how easy it is to read (Flesch for English, Kandel and Moles for French; 60 and more is plain).
    """
    folder = _read(path)
    definition = folder.definition
    for figure in _figures(folder):
        say_done(figure)
    counts = f"{len(definition.weeks)} weeks, {len(definition.sessions)} sessions, {len(definition.pieces)} pieces"
    say_done(f"{path}: no faults. {definition.code}, {definition.starts} to {definition.ends}: {counts}")


@courses.command("load")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--code", callback=_code, help="Load it under this code instead of its own.")
@click.option("--starts", type=click.DateTime(["%Y-%m-%d"]), help="Move every date so that the course starts here.")
@one_transaction
def load(path: Path, code: str | None, starts: datetime | None) -> None:
    """Put the course in PATH (its folder, or a course.yaml alone) to work. The same again changes nothing."""
    folder = _read(path, code=code, starts=starts.date() if starts else None)
    with reading_from(path):
        loaded = load_course(folder, actor=SYSTEM, now=clock.now())
    for fact in _facts(folder, loaded):
        say_done(fact)


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


def _read(path: Path, *, code: str | None = None, starts: date | None = None) -> CourseFolder:
    with reading_from(path):
        return read_course(path, parts(), code=code, starts=starts)


def _figures(folder: CourseFolder) -> Iterator[str]:
    yield from material_figures(folder.materials or ())
    for part, data in folder.parts:
        yield from part.figures(data, folder.definition)


def _facts(folder: CourseFolder, loaded: LoadedCourse) -> Iterator[str]:
    definition, course = folder.definition, loaded.definition.course
    name = f"{course.code}, version {course.version}"
    if loaded.definition.created:
        stored = f"; texts and parts: {len(loaded.changes)} new" if loaded.changes else ""
        yield f"{name}: created, {definition.starts} to {definition.ends}{stored}"
        return
    changes = [*map(_told, loaded.definition.changes), *loaded.changes]
    yield from changes
    yield f"{name}: {len(changes)} changes" if changes else f"{name}: no change"


def _told(change: Change) -> str:
    return f"{change.path}: {change.before or 'nothing'} -> {change.after or 'nothing'}"


def _lines(file: Path) -> int:
    with file.open("rb") as stream:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: stream.read(1 << 20), b""))
