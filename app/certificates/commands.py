"""`flask certificates`: issue them, see who would get what and why, check a number or a file."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from app.certificates import queries, service
from app.certificates.documents import number_in_any
from app.certificates.rules import Action, Award, Issued, Verdict, Verification, format_number
from app.config import Settings
from app.courses.queries import get_course
from app.quizzes.service import settle_first
from app.shared import clock
from app.shared.commands import one_transaction, output_option, put_out, say_done
from app.shared.database import session
from app.shared.permissions import SYSTEM
from app.shared.tables import write_csv

certificates = AppGroup("certificates", help="Certificates: issue and check them.")
groups = (certificates,)

COLUMNS = ("email", "name", "certificate", "action", "number", "why")


@certificates.command("issue")
@click.argument("code")
@click.option("--dry-run", is_flag=True, help="Only list who would get what, and why.")
@output_option
@one_transaction
def issue(code: str, *, dry_run: bool, output: Path | None) -> None:
    """Issue the certificates of the closed course CODE that are due and not there yet; list everybody as CSV."""
    course = get_course(code)
    settle_first(clock.now(), course_id=course.id)
    if dry_run:
        awards = queries.awards(course)
        put_out(_listed(awards, {}), output)
        stage = "results are frozen" if course.is_closed else "so far, the course is not closed"
        say_done(f"{code}: dry run, nothing issued; {stage}: {_kinds(awards)}")
    else:
        settings: Settings = current_app.extensions["settings"]
        issued = service.issue_certificates(course, base_url=settings.base_url, actor=SYSTEM, now=clock.now())
        session.commit()
        put_out(_listed(issued.awards, issued.numbers), output)
        awards = tuple(issued.awards)
        for fact in _done(issued):
            say_done(f"{code}: {fact}")
    for award in awards:
        if award.action is Action.UNPRINTABLE:
            say_done(f"{award.enrolment.email}: left out, the name cannot be printed: {_unseen(award)}")


@certificates.command("verify")
@click.argument("file_or_number")
@one_transaction
def verify(file_or_number: str) -> None:
    """Say what a verifier is told of a certificate's number or PDF file; exit 0 only for a valid one."""
    file = _file(file_or_number)
    if file is None:
        found = queries.verify_number(file_or_number)
    else:
        found = queries.verify_file(file.read_bytes(), find_number=number_in_any)
    for line in _told(found):
        click.echo(line)
    if found.verdict is not Verdict.VALID:
        click.echo(f"{file_or_number}: {found.headline} {found.advice}", err=True)
        sys.exit(1)


def _file(file_or_number: str) -> Path | None:
    """Return the file that is meant; None for a number."""
    try:
        path = Path(file_or_number)
        return path if path.is_file() else None
    except (OSError, ValueError):
        return None


def _listed(awards: Iterable[Award], numbers: Mapping[int, str]) -> bytes:
    return write_csv(
        COLUMNS,
        [
            (
                award.enrolment.email,
                award.enrolment.name,
                award.kind.value if award.kind else "none",
                award.action.value,
                numbers.get(award.enrolment.id) or (award.current.number if award.current else ""),
                str(award.why),
            )
            for award in awards
        ],
    )


def _kinds(awards: Iterable[Award]) -> str:
    kinds = [award.kind.value if award.kind else "none" for award in awards]
    return ", ".join(f"{kinds.count(kind)} {kind}" for kind in ("achievement", "participation", "none"))


def _done(issued: Issued) -> Iterator[str]:
    kinds = ", ".join(f"{count} {kind.value}" for kind, count in sorted(issued.kinds.items()))
    yield f"{len(issued.numbers)} certificates issued" + (f" ({kinds})" if kinds else "")
    actions = issued.actions
    if actions[Action.REPLACE]:
        yield f"{actions[Action.REPLACE]} of them replace an earlier one"
    if actions[Action.WITHDRAW]:
        yield f"{actions[Action.WITHDRAW]} withdrawn"
    yield f"{actions[Action.KEEP]} were issued before, {actions[Action.NONE]} participants get none"


def _unseen(award: Award) -> str:
    return ", ".join(f"U+{ord(character):04X}" for character in award.unprintable) or "it is empty"


def _told(found: Verification) -> Iterator[str]:
    yield f"verdict: {found.verdict.value}"
    if found.certificate is None:
        return
    certificate, facts = found.certificate, found.certificate.facts
    yield f"status: {certificate.status.value}"
    yield f"number: {format_number(certificate.number)}"
    yield f"certificate: {certificate.kind.value} ({facts.title})"
    yield f"name: {facts.name}"
    yield f"course: {facts.course_code}, {facts.course_title}"
    yield f"held: {facts.starts_on} to {facts.ends_on}"
    yield f"issuer: {facts.issuer}"
    yield f"issued: {facts.issued_on}"
