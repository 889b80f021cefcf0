"""A course with a few participants in it, and short ways to grade them."""

from __future__ import annotations

import csv
import io
from fractions import Fraction
from functools import cache

from app.accounts.rules import NewPerson, PersonValue
from app.courses.queries import enrolments_by_email, get_course, groups_of
from app.courses.rules import CourseValue, Definition
from app.courses.schemas import read_definition
from app.courses.service import import_roster, load_definition
from app.grading import queries, service
from app.grading.queries import GradebookRow
from app.shared.database import session
from app.shared.permissions import SYSTEM, Actor, Grant, Role
from tests.cast import AMINA, BONGANI, CHLOE, enter_with_role
from tests.conftest import NOW
from tests.courses.cast import roster_file
from tests.courses.samples import A9714776

DIDIER = NewPerson("didier@ecampus.test", "Didier", "Letang", "fr", "Indian/Mahe")
TINA = NewPerson("tina@ecampus.test", "Tina", "Tutor", "en", "Europe/Rome")
QUIZZES = tuple(f"quiz_{number}" for number in range(1, 7))
CRITERIA = ("essay_clarity", "essay_alignment", "essay_coherence", "essay_gender")
COLUMNS = ("email", "group", *QUIZZES, "group_participation", *CRITERIA, "bonus")
GROUPS = {AMINA.email: "1", BONGANI.email: "1", CHLOE.email: "2", DIDIER.email: ""}


def graded_course(code: str = "A9714776") -> CourseValue:
    """The sample course with Amina and Bongani in group 1, Chloé in group 2, and Didier in none."""
    course = load_definition(_definition(code), actor=SYSTEM, now=NOW).course
    people = [(AMINA, "SAMM"), (BONGANI, "SAMM"), (CHLOE, "SAMM"), (DIDIER, "")]
    rows = [_roster_row(person, sponsor) for person, sponsor in people]
    import_roster(course, io.BytesIO(roster_file(*rows)), max_megabytes=50, actor=SYSTEM, now=NOW)
    session.commit()
    return get_course(code)


@cache
def _definition(code: str) -> Definition:
    return read_definition(A9714776.read_bytes(), code=code)


def _roster_row(person: NewPerson, sponsor: str) -> dict[str, str]:
    return {
        "email": person.email,
        "given_name": person.given_name,
        "family_name": person.family_name,
        "gender": "f",
        "language": person.language,
        "country": "ZM",
        "timezone": person.timezone,
        "organization": "Ministry of Labour",
        "organization_type": "government",
        "sponsor": sponsor,
        "group": GROUPS[person.email],
        "ambassador": "",
    }


def enrolment_of(course: CourseValue, person: NewPerson) -> int:
    """The id of a participant's enrolment."""
    return enrolments_by_email(course.id, [person.email])[person.email].id


def group_of(course: CourseValue, name: str) -> int:
    """The id of a group."""
    return next(group.id for group in groups_of(course.id) if group.name == name)


def row_of(course: CourseValue, person: NewPerson) -> GradebookRow:
    """A participant's row as it stands now."""
    session.expire_all()
    return queries.row_of(get_course(course.code), enrolment_of(course, person))


def actor(person: NewPerson, role: Role, course: CourseValue) -> Actor:
    """Somebody who holds a role in the course, as verbs see them."""
    entered = enter_with_role(person, role, course.id)
    return Actor(entered.id, f"person:{entered.id}", (Grant(role, course.id),))


def staff(person: NewPerson, role: Role, course: CourseValue) -> PersonValue:
    """Somebody who holds a role in the course, to sign in."""
    return enter_with_role(person, role, course.id)


def mark_groups(course: CourseValue, **percents: int | str) -> None:
    """Give groups their marks: `mark_groups(course, g1=82)`."""
    for name, percent in percents.items():
        group_id = group_of(course, name.removeprefix("g"))
        service.record_group_mark(course, group_id, Fraction(percent), actor=SYSTEM, now=NOW)
    session.commit()


def result_row(person: NewPerson | str, **cells: str | int) -> dict[str, str]:
    """A line of a result file: everything empty but e-mail, group, and what is given."""
    email = person if isinstance(person, str) else person.email
    return {"email": email, "group": GROUPS.get(email, ""), **{name: str(cell) for name, cell in cells.items()}}


def all_done(person: NewPerson, quiz: str | int = 8, essay: str | int = 7, **cells: str | int) -> dict[str, str]:
    """A line of somebody who did every piece."""
    scores = {**dict.fromkeys(QUIZZES, quiz), "group_participation": "full", **dict.fromkeys(CRITERIA, essay)}
    return result_row(person, **{**scores, **cells})


def result_file(*rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> bytes:
    """A result file of these lines."""
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, columns, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue().encode()


def import_rows(course: CourseValue, *rows: dict[str, str], marks: bytes | None = None) -> service.Imported:
    """Import lines of results, as the command does."""
    return import_bytes(course, result_file(*rows), marks)


def import_bytes(course: CourseValue, raw: bytes, marks: bytes | None = None, by: Actor = SYSTEM) -> service.Imported:
    """Import a file of results, with a file of group marks where one is given."""
    read = service.read_group_marks(course, io.BytesIO(marks), max_megabytes=50) if marks is not None else None
    done = service.import_results(course, io.BytesIO(raw), read, actor=by, now=NOW, max_megabytes=50)
    session.commit()
    return done
