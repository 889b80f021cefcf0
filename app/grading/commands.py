"""`flask results` and `grades`, `courses close`, `questions rescore`: results in and out, the end, scores made anew."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from app.accounts.queries import people_by_id
from app.config import Settings
from app.courses.queries import enrolments_by_id, get_course
from app.courses.rules import CourseValue
from app.courses.service import check_open
from app.grading import queries, service
from app.grading.documents import WRITERS
from app.grading.queries.rescoring_preview import Preview, rescoring_preview
from app.grading.rules import Outcome
from app.grading.rules.rescoring import Effect
from app.quizzes.queries import get_quiz
from app.quizzes.queries.rescoring import get_asked_question
from app.quizzes.rules import RescoringAction
from app.quizzes.rules.rescoring import read_decision
from app.quizzes.service import settle_first
from app.shared import clock
from app.shared.amounts import plain_number
from app.shared.commands import one_transaction, output_option, progress, put_out, reading_from, say_done
from app.shared.permissions import SYSTEM

results = AppGroup("results", help="Results that were earned elsewhere.")
grades = AppGroup("grades", help="The gradebook of a course.")
courses = AppGroup("courses")  # create_app adds its commands to those of the feature below
questions = AppGroup("questions")  # as well
groups = (results, grades, courses, questions)

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


@questions.command("rescore")
@click.argument("code")
@click.argument("quiz")
@click.argument("question")
@click.option("--action", type=click.Choice([action.value for action in RescoringAction]), required=True)
@click.option("--right", "right_keys", multiple=True, help="With key_changed: what is right; again for each key.")
@click.option("--reason", default="", help="Why: participants read it.")
@click.option("--digest", default="", help="Of the preview that --dry-run printed: what it showed is done, or nothing.")
@click.option("--dry-run", is_flag=True, help="Print whose score would change, and the digest; change nothing.")
@one_transaction
def rescore(
    code: str,
    quiz: str,
    question: str,
    *,
    action: str,
    right_keys: tuple[str, ...],
    reason: str,
    digest: str,
    dry_run: bool,
) -> None:
    """Score QUESTION of QUIZ in the course CODE anew, by a decision on it."""
    course, now = _settled(code), clock.now()
    found = get_quiz(course.id, quiz)
    asked = get_asked_question(found, question)
    decision = read_decision(RescoringAction(action), right_keys, asked.versions)
    if dry_run:
        check_open(course)
        for line in _preview_lines(rescoring_preview(course, found, asked, decision, now)):
            click.echo(line)
        return
    done = service.rescore_question(course, quiz, question, decision, reason, seen=digest, actor=SYSTEM, now=now)
    if done is None:
        say_done(f"{code}, {quiz}, {question}: scored this way already, nothing has changed")
        return
    say_done(f"{code}, {quiz}, {question}: {len(done.effects)} participants have another score")


def _preview_lines(preview: Preview) -> Iterator[str]:
    """Yield what a decision would change: a line for each participant, what counts for all, the digest."""
    for one in preview.effects:
        change = (
            f"{plain_number(one.score_before)} -> {plain_number(one.score_after)} of {plain_number(preview.out_of)}"
        )
        yield f"{one.enrolment.email}: {change} ({one.counting.value}){_outcomes(one)}"
    yield f"{len(preview.prospect.revised)} attempts would have another score"
    for word, tally in (("scores", preview.scores), ("totals", preview.totals), ("outcomes", preview.outcomes)):
        yield f"{word}: {tally.better} better, {tally.worse} worse, {tally.unchanged} unchanged"
    yield f"digest: {preview.digest}"


def _outcomes(effect: Effect) -> str:
    if not effect.before or not effect.after or not effect.outcome_change:
        return ""
    return f", {effect.before.outcome.value} -> {effect.after.outcome.value}"


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
