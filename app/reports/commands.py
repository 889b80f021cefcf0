"""`flask statistics`: the completion figures of a course, and their export."""

from __future__ import annotations

import json
from pathlib import Path

import click
from flask.cli import AppGroup

from app.courses.queries import get_course
from app.quizzes.service import settle_first
from app.reports.documents import WRITERS, as_text
from app.reports.queries import completion, sponsor_for
from app.reports.rules import Completion
from app.shared import clock
from app.shared.commands import one_transaction, output_option, put_out
from app.shared.permissions import SYSTEM

statistics = AppGroup("statistics", help="Completion figures of a course, each with its denominator.")
groups = (statistics,)

sponsor_option = click.option("--sponsor", metavar="NAME", help="Count only the participants of this sponsor.")


@statistics.command("show")
@click.argument("code")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@sponsor_option
@one_transaction
def show(code: str, form: str, sponsor: str | None) -> None:
    """Show the figures of the course CODE."""
    found = _completion(code, sponsor)
    put_out(
        as_text(found) if form == "text" else json.dumps(found.to_data(), ensure_ascii=False, indent=2) + "\n", None
    )


@statistics.command("export")
@click.argument("code")
@click.option("--format", "form", type=click.Choice(list(WRITERS)), default="csv", show_default=True)
@sponsor_option
@output_option
@one_transaction
def export(code: str, form: str, sponsor: str | None, output: Path | None) -> None:
    """Write the figures of the course CODE, and who did which piece, as a file."""
    put_out(WRITERS[form](_completion(code, sponsor), named=True), output)


def _completion(code: str, sponsor: str | None) -> Completion:
    course = get_course(code)
    settle_first(clock.now(), course_id=course.id)
    return completion(course, sponsor_for(SYSTEM, course, sponsor))
