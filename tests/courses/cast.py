"""Rosters and people for tests of courses."""

import csv
import io
from dataclasses import replace
from pathlib import Path

from app.accounts.rules import NewPerson, email_key
from app.accounts.service import create_people
from app.courses.queries import get_course
from app.courses.rules import COLUMNS, CourseValue
from app.courses.schemas import read_definition
from app.courses.service import Imported, import_roster, load_definition
from app.shared.permissions import SYSTEM, Actor, Grant, Role
from tests.conftest import NOW
from tests.courses.samples import A9714776, SMALL

ADA = {
    "email": "ada@example.org", "given_name": "Ada", "family_name": "Okoro", "gender": "f", "language": "en",
    "country": "NG", "timezone": "Africa/Lagos", "organization": "Ministry of Labour",
    "organization_type": "government", "sponsor": "SAMM", "group": "1", "ambassador": "1",
}  # fmt: skip
BEN = {**ADA, "email": "ben@example.org", "given_name": "Ben", "family_name": "Sow", "gender": "m", "ambassador": ""}
CLEO = {
    **BEN,
    "email": "cleo@example.org",
    "given_name": "Cléo",
    "family_name": "N’Diaye",
    "language": "fr",
    "group": "2",
}
SAMPLE = Path(A9714776).parent / "cohort" / "participants.csv"


def small_course(code: str = "SMALL-1") -> CourseValue:
    definition = read_definition(SMALL.encode(), code=code)
    return load_definition(definition, actor=SYSTEM, now=NOW).course


def roster_file(*rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue().encode()


def import_rows(course: CourseValue, *rows: dict[str, str], **options: object) -> Imported:
    return import_bytes(course, roster_file(*rows), **options)


def import_bytes(course: CourseValue, raw: bytes, **options: object) -> Imported:
    settings = {"max_megabytes": 50, "actor": SYSTEM, "now": NOW, **options}
    return import_roster(get_course(course.code), io.BytesIO(raw), **settings)


def staff(role: Role, course: CourseValue | None, email: str = "staff@example.org") -> Actor:
    person = create_people([NewPerson(email, "Sam", "Staff")], actor=SYSTEM, now=NOW)[email_key(email)]
    grant = Grant(role, course.id if course else None)
    return Actor(person_id=person.id, label=f"person:{person.id}", grants=(grant,))


def with_role(actor: Actor, role: Role, course: CourseValue) -> Actor:
    return replace(actor, grants=(*actor.grants, Grant(role, course.id)))
