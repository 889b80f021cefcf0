"""The `flask questions` commands: files of other systems into the bank and a quiz, and out of them."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from app.config import Settings
from app.courses.queries import get_course
from app.courses.rules import CourseValue
from app.quizzes import service
from app.quizzes.queries import find_quiz
from app.quizzes.rules.importing import ImportPlan, Known, Outcome, Planned, Reading
from app.quizzes.service.exporting import FORMATS, Wanted
from app.shared import clock
from app.shared.commands import one_transaction, output_option, put_out, reading_from, say_done
from app.shared.errors import NotFound, TooLarge
from app.shared.language import LANGUAGES
from app.shared.permissions import SYSTEM
from app.shared.wording import text

questions = AppGroup("questions", help="Questions: import files of other systems, export them.")
groups = (questions,)

NO_QUIZ = "-"
MEGABYTE = 1_000_000
language_option = click.option(
    "--language", type=click.Choice(LANGUAGES), help="The language of the texts; by default the course's first."
)


@questions.command("import")
@click.argument("code")
@click.argument("quiz")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@language_option
@click.option("--category", default="", help="Put new questions beneath this category.")
@click.option(
    "--as-new", is_flag=True, help="A key that the bank has means another question: enter it under a new one."
)
@one_transaction
def import_questions(code: str, quiz: str, file: Path, language: str | None, category: str, *, as_new: bool) -> None:
    """Import FILE (GIFT, Moodle XML, QTI, Canvas, Aiken) into the bank of CODE and at the end of QUIZ (- for none)."""
    course = get_course(code)
    known = Known.ANOTHER if as_new else Known.SAME_QUESTION
    reading = Reading(file.name, language or course.languages[0], category, known)
    key = "" if quiz == NO_QUIZ else _existing(course, quiz)
    with reading_from(file):
        done = service.import_questions(course, _content(file), reading, quiz_key=key, actor=SYSTEM, now=clock.now())
    for entry in done.plan.entries:
        for line in _told(entry, file):
            say_done(line)
    say_done(f"{file}: {_counted(done.plan)}")
    if key:
        say_done(f"{code}, quiz {key}: {done.added_to_quiz} questions added")


@questions.command("export")
@click.argument("code")
@click.argument("quiz")
@click.option("--format", "form", type=click.Choice(FORMATS), default=FORMATS[0], show_default=True)
@language_option
@click.option(
    "--category", default="", help="With - for QUIZ: the questions of this category and what lies beneath it."
)
@output_option
@one_transaction
def export_questions(
    code: str, quiz: str, *, form: str, language: str | None, category: str, output: Path | None
) -> None:
    """Write the questions of QUIZ in CODE (- for the whole bank) as a file that other systems read."""
    course = get_course(code)
    wanted = Wanted(category=category) if quiz == NO_QUIZ else Wanted(quiz=_existing(course, quiz))
    exported = service.export_questions(course, wanted, form, language or course.languages[0], actor=SYSTEM)
    put_out(exported.raw, output)
    for refusal in exported.left_out:
        say_done(f"{refusal.name}: left out: {refusal.reason}")
    for notice in exported.notices:
        say_done(f"{notice.name}: {notice.reason}")
    if exported.left_out:
        say_done(f"{len(exported.left_out)} questions are left out")


def _existing(course: CourseValue, key: str) -> str:
    """Return the key of a quiz. Raises `NotFound`, naming it."""
    if find_quiz(course.id, key) is None:
        raise NotFound(text("The course %(code)s has no quiz “%(key)s”.", code=course.code, key=key))
    return key


def _content(file: Path) -> bytes:
    settings: Settings = current_app.extensions["settings"]
    limit = settings.max_import_megabytes
    if file.stat().st_size > limit * MEGABYTE:
        raise TooLarge(text("The file is larger than %(limit)s MB.", limit=limit))
    return file.read_bytes()


def _told(entry: Planned, file: Path) -> list[str]:
    head = f"{entry.place or file}:{entry.line}" if entry.line else f"{entry.place or file}"
    place = f"{head}: question {entry.number}" + (f" ({entry.name})" if entry.name else "")
    if entry.reason is not None:
        return [f"{place}: not imported: {entry.reason}"]
    return [f"{place}: {notice}" for notice in entry.notices]


def _counted(plan: ImportPlan) -> str:
    parts = ", ".join(
        f"{plan.count(outcome)} {outcome.value.replace('_', ' ')}"
        for outcome in Outcome
        if outcome is not Outcome.REFUSED
    )
    return (
        f"{plan.format}, {len(plan.entries)} questions in the file: {len(plan.imported)} imported ({parts}), "
        f"{len(plan.refused)} not imported"
    )
