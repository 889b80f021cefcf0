"""`flask essays`: marking offline, as on the page."""

from __future__ import annotations

import io
from pathlib import Path

import click
from flask.cli import AppGroup

from app.accounts.queries import get_person_by_email, grants_of
from app.accounts.rules import PersonValue
from app.courses.queries import get_course
from app.essays.documents.workbook_reader import read_workbook
from app.essays.queries.writing import essay_piece
from app.essays.rules.workbook_merge import Choice
from app.essays.service.workbook import compare_upload, import_marks
from app.essays.service.workbook_bundle import take_along
from app.shared import clock
from app.shared.commands import one_transaction, output_option, put_out, reading_from, say_done
from app.shared.permissions import Actor, Grant

essays = AppGroup("essays", help="Essays and their marks.")
groups = (essays,)

marker_option = click.option("--marker", required=True, metavar="EMAIL", help="Who marks.")


@essays.command("workbook")
@click.argument("code")
@marker_option
@output_option
@one_transaction
def workbook(code: str, marker: str, output: Path | None) -> None:
    """Put out a marker's workbook for the course CODE with the essays, as a ZIP."""
    person, stream = get_person_by_email(marker), io.BytesIO()
    count = take_along(get_course(code), stream, language=person.language, actor=_actor(person))
    put_out(stream.getvalue(), output)
    say_done(f"{count} essays for {person.email}")


@essays.command("import-marks")
@click.argument("code")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@marker_option
@click.option("--conflicts", type=click.Choice([one.value for one in Choice]), help="What holds where both changed.")
@click.option("--reason", default="", help="Why marks change that their authors have seen.")
@one_transaction
def import_workbook(code: str, file: Path, marker: str, conflicts: str | None, reason: str) -> None:
    """Store the marks of the workbook FILE in the course CODE; nothing is changed when anything in it is wrong."""
    course, actor = get_course(code), _actor(get_person_by_email(marker))
    with reading_from(file):
        states = compare_upload(course, read_workbook(file.read_bytes(), essay_piece(course).criteria), actor=actor)
        decided = {
            state.essay_id: {cell.key: Choice(conflicts) for cell in state.conflicts} for state in states if conflicts
        }
        done = import_marks(course, states, decided, actor=actor, now=clock.now(), reason=reason)
    say_done(f"{file}: {done.changed} marks new or changed, {done.final} of them final, {done.unchanged} as they were")
    if done.left_out:
        say_done(f"{file}: left out, as they are not this marker's any more: {', '.join(done.left_out)}")


def _actor(person: PersonValue) -> Actor:
    """Return the marker in person, with the rights that they have."""
    grants = tuple(Grant(one.role, one.course_id, one.sponsor) for one in grants_of(person.id))
    return Actor(person.id, f"person:{person.id}", grants)
