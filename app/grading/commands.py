"""`flask results`, `flask grades`, and `flask courses close`: results in, the gradebook out, the end of a course."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from app.accounts.queries import people_by_id
from app.config import Settings
from app.courses.queries import enrolments_by_id, get_course
from app.courses.rules import CourseValue
from app.grading import queries, service
from app.grading.documents import WRITERS
from app.grading.rules import Outcome
from app.quizzes.service import settle_first
from app.shared import clock
from app.shared.commands import one_transaction, output_option, progress, put_out, reading_from, say_done
from app.shared.permissions import SYSTEM

results = AppGroup("results", help="Results that were earned elsewhere.")
grades = AppGroup("grades", help="The gradebook of a course.")
courses = AppGroup("courses")  # create_app adds its commands to those of the feature below
groups = (results, grades, courses)

csv_file = click.Path(exists=True, dir_okay=False, path_type=Path)


@results.command("import")
@click.argument("code")
@click.argument("file", type=csv_file)
@click.option("--group-marks", type=csv_file, help="CSV file: group, mark_percent.")
@one_transaction
def import_results(code: str, file: Path, group_marks: Path | None) -> None:
    """Import the results in the CSV FILE into the course CODE; nothing is changed when anything in it is wrong."""
    settings: Settings = current_app.extensions["settings"]
    course = get_course(code)
    marks = _marks(course, group_marks, settings.max_import_megabytes) if group_marks else None
    with reading_from(file), file.open("rb") as stream, progress(file.name, _lines(file)) as advance:
        done = service.import_results(
            course,
            stream,
            marks,
            actor=SYSTEM,
            now=clock.now(),
            max_megabytes=settings.max_import_megabytes,
            advance=advance,
        )
    say_done(f"{file}: {done.rows} rows read, {done.entries} entries new or changed")
    if group_marks:
        say_done(f"{group_marks}: {done.marks} group marks new or changed")


@results.command("corrections")
@click.argument("code")
@one_transaction
def show_corrections(code: str) -> None:
    """List the corrections of the closed course CODE, and whether their signatures hold; exits 1 where one does not."""
    course = get_course(code)
    found = queries.corrections_of(course.id)
    people = people_by_id(one.signed_by for one in found)
    enrolments = enrolments_by_id(course.id, {one.enrolment_id for one in found})
    for one in found:
        person, signer = enrolments.get(one.enrolment_id), people.get(one.signed_by)
        what = ", ".join(change["what"] for change in one.changes)
        verdict = "signature holds" if one.genuine else "SIGNATURE DOES NOT HOLD"
        by = signer.email if signer else one.signed_by
        whose = person.email if person else f"enrolment {one.enrolment_id}"
        click.echo(f"{one.signed_at.isoformat()}  {whose}  result {one.number}  {what}  by {by}  {verdict}")
    say_done(
        f"{code}: {len(found)} corrections, {sum(one.genuine for one in found)} of them with a signature that holds"
    )
    if not all(one.genuine for one in found):
        sys.exit(1)


@grades.command("export")
@click.argument("code")
@click.option("--format", "form", type=click.Choice(list(WRITERS)), default="csv", show_default=True)
@output_option
@one_transaction
def export(code: str, form: str, output: Path | None) -> None:
    """Write the gradebook of the course CODE, one row a participant."""
    put_out(WRITERS[form](queries.gradebook(_settled(code))), output)


@courses.command("close")
@click.argument("code")
@click.option("--accept-unmarked", metavar="REASON", help="Close although work lacks its mark, for this reason.")
@one_transaction
def close(code: str, accept_unmarked: str | None) -> None:
    """Freeze the results of the course CODE; work that lacks its mark is listed, and stands in the way."""
    closed = service.close_course(_settled(code), accept_unmarked=accept_unmarked, actor=SYSTEM, now=clock.now())
    counts = ", ".join(f"{closed.outcomes.get(outcome, 0)} {outcome.value}" for outcome in Outcome)
    say_done(f"{code} is closed: {closed.participants} results frozen ({counts})")
    if closed.unmarked:
        say_done(f"{closed.unmarked} pieces of work stay unmarked: {accept_unmarked}")


def _settled(code: str) -> CourseValue:
    """Return the course, its attempts at quizzes brought up to the present."""
    course = get_course(code)
    settle_first(clock.now(), course_id=course.id)
    return course


def _marks(course: CourseValue, file: Path, max_megabytes: int) -> service.Marks:
    with reading_from(file), file.open("rb") as stream:
        return service.read_group_marks(course, stream, max_megabytes=max_megabytes)


def _lines(file: Path) -> int:
    """Return how many lines a file has, for the progress bar."""
    with file.open("rb") as stream:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: stream.read(1 << 20), b""))
