"""Loading the demonstration: what is not there yet is made, what is there is left alone."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from app.accounts import service as accounts
from app.accounts.queries import count_participants_outside, people_by_email
from app.accounts.rules import NewGrant, NewPerson, PersonValue, email_key
from app.courses import queries as courses
from app.courses import service as course_verbs
from app.courses.rules import CourseFolder, CourseValue
from app.demo.attempts import ask_for_time, enter_attempts
from app.demo.groupwork import enter_group_work
from app.demo.rules import (
    EXAMPLE,
    LIVE,
    PARTICIPANTS,
    PASSWORD,
    RESERVED,
    SAMPLE,
    STAFF,
    Persona,
    first_day,
    lies_in_live_week,
)
from app.grading import service as grading
from app.shared.errors import Problem, RuleBroken
from app.shared.permissions import SYSTEM
from app.shared.wording import text


class Reader(Protocol):
    """Reads the folder of a course, as `create_app` hands it down."""

    def __call__(self, path: Path, *, code: str | None = None, starts: date | None = None) -> CourseFolder:
        """Return the course in `path`. Raises `Unreadable`."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where the demonstration is read from, and the settings that its loading needs."""

    catalogue: Path
    max_megabytes: int
    base_url: str


_readers: list[Reader] = []


def read_with(reader: Reader) -> None:
    """Have courses read by `reader`."""
    _readers[:] = [reader]


def load(source: Source, *, now: datetime, force: bool = False) -> list[str]:
    """Load the courses, their cohorts and the sign-ins that are missing; return what was done, a fact a line.

    What somebody changed in a demonstration loaded earlier stays; only the dates of the living course follow the
    calendar. Raises `RuleBroken` (`real_people`) where known passwords would be a danger, unless `force`.
    """
    if not force:
        check_safe(source.base_url)
    sample, example = source.catalogue / "a9714776", source.catalogue / "example"
    facts = [
        *_course(SAMPLE, sample, source, now),
        *_living(sample, source, now),
        *_course(EXAMPLE, example, source, now),
    ]
    new = _people([*STAFF, *PARTICIPANTS], source.base_url, now)
    facts += _group_work(sample)
    return [*facts, f"sign-ins: {new} new" if new else "sign-ins: no change"]


def _group_work(folder: Path) -> list[str]:
    """Give both courses of the sample the work of their groups; say where that was new."""
    results = {SAMPLE: folder / "cohort" / "results.csv", LIVE: folder / "live" / "results.csv"}
    entered = {
        code: enter_group_work(courses.get_course(code), file, finished=code == SAMPLE)
        for code, file in results.items()
    }
    return [f"{code}: the work of {groups} groups" for code, groups in entered.items() if groups]


def check_safe(base_url: str) -> None:
    """Raise `RuleBroken` where real people use the system: anybody could sign in there with the known passwords."""
    reasons = []
    if base_url.startswith("https:"):
        reasons.append(text("BASE_URL is %(url)s: people reach this system from outside.", url=base_url))
    if real := count_participants_outside(RESERVED):
        reasons.append(text("Participants with real addresses: %(count)s.", count=real))
    if reasons:
        raise RuleBroken(
            text("The demonstration was not loaded: everybody knows its passwords, one of them an administrator's."),
            code="real_people",
            problems=[Problem(reason) for reason in reasons],
        )


def _read(folder: Path, *, code: str | None = None, starts: date | None = None) -> CourseFolder:
    return _readers[0](folder, code=code, starts=starts)


def _course(code: str, folder: Path, source: Source, now: datetime) -> list[str]:
    """Load a course with its cohort, unless it is there already."""
    if there := courses.find_course(code):
        return [_completed(there, folder, now)]
    read = _read(folder, code=code)
    definition = read.definition
    course = course_verbs.load_course(read, actor=SYSTEM, now=now).definition.course
    cohort = folder / "cohort"
    enrolled = _roster(course, cohort, source, now)
    _results(course, cohort / "results.csv", cohort / "group_marks.csv", source, now)
    attempts = enter_attempts(course, cohort / "results.csv")
    counted = f"{enrolled} participants, {attempts} attempts at quizzes"
    return [f"{code}: created, {definition.starts} to {definition.ends}, {counted}"]


def _completed(course: CourseValue, folder: Path, now: datetime) -> str:
    """Give a course that was loaded before texts belonged to it those of its folder; say what was done."""
    if courses.list_materials(course.id):
        return f"{course.code}: no change"
    changes = course_verbs.load_parts(course, _read(folder, code=course.code), actor=SYSTEM, now=now)
    enter_attempts(course, folder / ("live" if course.code == LIVE else "cohort") / "results.csv")
    return f"{course.code}: texts and parts: {len(changes)} new" if changes else f"{course.code}: no change"


def _living(folder: Path, source: Source, now: datetime) -> list[str]:
    """Load the same course as of today, or move its dates when its sixth week is over."""
    there = courses.find_course(LIVE)
    if there is not None and (there.is_closed or lies_in_live_week(there.starts_on, _today(there.timezone, now))):
        return [_completed(there, folder, now)]
    own = courses.get_course(SAMPLE)
    read = _read(folder, code=LIVE, starts=first_day(own.starts_on, _today(own.timezone, now)))
    definition = read.definition
    days = f"{definition.starts} to {definition.ends}"
    if there is not None:
        course_verbs.load_definition(definition, actor=SYSTEM, now=now)
        return [f"{LIVE}: dates moved, now {days}"]
    course = course_verbs.load_course(read, actor=SYSTEM, now=now).definition.course
    enrolled = _roster(course, folder / "cohort", source, now)
    live = folder / "live"
    _results(course, live / "results.csv", folder / "cohort" / "group_marks.csv", source, now)
    waiting = _submissions(course, live / "submitted.csv", now)
    attempts = enter_attempts(course, live / "results.csv")
    ask_for_time(course, now)
    counted = f"{enrolled} participants, {attempts} attempts at quizzes, {waiting} essays to mark"
    return [f"{LIVE}: created, {days}, {counted}"]


def _today(zone: str, now: datetime) -> date:
    return now.astimezone(ZoneInfo(zone)).date()


def _roster(course: CourseValue, cohort: Path, source: Source, now: datetime) -> int:
    file = cohort / "participants.csv"
    if not file.exists():
        return 0
    with file.open("rb") as stream:
        done = course_verbs.import_roster(course, stream, max_megabytes=source.max_megabytes, actor=SYSTEM, now=now)
    return done.rows


def _results(course: CourseValue, results: Path, group_marks: Path, source: Source, now: datetime) -> None:
    if not results.exists():
        return
    marks = None
    if group_marks.exists():
        with group_marks.open("rb") as stream:
            marks = grading.read_group_marks(course, stream, max_megabytes=source.max_megabytes)
    with results.open("rb") as stream:
        grading.import_results(course, stream, marks, actor=SYSTEM, now=now, max_megabytes=source.max_megabytes)


def _submissions(course: CourseValue, file: Path, now: datetime) -> int:
    """Record the essays that a file lists as handed in; return how many."""
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))
    enrolments = courses.enrolments_by_email(course.id, [row["email"] for row in rows])
    for row in rows:
        enrolment = enrolments[email_key(row["email"])]
        grading.record_submission(course, enrolment.id, row["piece"], actor=SYSTEM, now=now)
    return len(rows)


def _people(personas: Sequence[Persona], base_url: str, now: datetime) -> int:
    """Enter the personas that are missing, with password and roles; return how many can sign in only now."""
    known = people_by_email(persona.email for persona in personas)
    new = [persona for persona in personas if not _activated(known.get(email_key(persona.email)))]
    if not new:
        return 0
    people = accounts.upsert_people([_as_person(persona) for persona in new], actor=SYSTEM, now=now).people
    accounts.grant_roles(list(_grants(new, people)), actor=SYSTEM, now=now)
    for persona in new:
        person = people[email_key(persona.email)]
        accounts.set_password(person.id, PASSWORD, base_url=base_url, actor=SYSTEM, now=now)
    return len(new)


def _activated(person: PersonValue | None) -> bool:
    return person is not None and person.activated


def _as_person(persona: Persona) -> NewPerson:
    names = (persona.given_name, persona.family_name)
    return NewPerson(persona.email, *names, language=persona.language, timezone=persona.timezone)


def _grants(personas: Iterable[Persona], people: dict[str, PersonValue]) -> Iterator[NewGrant]:
    for persona in personas:
        person_id = people[email_key(persona.email)].id
        if not persona.courses:
            yield NewGrant(person_id, persona.role)
        if persona in STAFF:
            for code in persona.courses:
                yield NewGrant(person_id, persona.role, courses.get_course(code).id, persona.sponsor)
