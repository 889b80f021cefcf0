"""The sample course with four people.

Amina earns Achievement, Bongani Participation, Chloé (in French) Achievement, Didier nothing.
"""

from __future__ import annotations

import io
from typing import Any

import sqlalchemy as sa

from app.accounts.rules import NewPerson
from app.certificates import queries, service
from app.certificates.models import Certificate
from app.certificates.rules import CertificateValue, Issued
from app.courses.queries import get_course
from app.courses.rules import CourseValue
from app.grading import service as grading
from app.grading.models import Result
from app.grading.rules import Outcome
from app.shared.database import Base, session
from app.shared.permissions import SYSTEM, Actor
from tests.cast import AMINA, BONGANI, CHLOE
from tests.conftest import NOW
from tests.grading.cast import all_done, enrolment_of, graded_course, import_rows, mark_groups, result_row

BASE_URL = "https://campus.test"
HALF = {f"quiz_{number}": 9 for number in range(1, 5)}


def marked_course() -> CourseValue:
    """The course with every mark in, not closed."""
    course = graded_course()
    mark_groups(course, g1=80, g2=80)
    import_rows(
        course,
        all_done(AMINA),
        result_row(BONGANI, **HALF, group_participation="full"),
        all_done(CHLOE),
    )
    return get_course(course.code)


def closed_course() -> CourseValue:
    """The course, closed."""
    course = marked_course()
    grading.close_course(course, actor=SYSTEM, now=NOW)
    session.commit()
    return get_course(course.code)


def issue(course: CourseValue, actor: Actor = SYSTEM) -> Issued:
    """Issue what is due, and keep it."""
    issued = service.issue_certificates(course, base_url=BASE_URL, actor=actor, now=NOW)
    session.commit()
    return issued


def certificate_of(course: CourseValue, name: str) -> CertificateValue:
    """The valid certificate with this name on it."""
    return next(one for one in queries.certificates_of(course.id) if one.facts.name.startswith(name) and one.is_valid)


def issued_course() -> CourseValue:
    """The course, closed and with its three certificates issued."""
    course = closed_course()
    issue(course)
    return course


def correct(course: CourseValue, person: NewPerson, outcome: Outcome) -> None:
    """Put a correction beside a frozen result: the same, but for its outcome."""
    enrolment_id = enrolment_of(course, person)
    first = session.scalars(sa.select(Result).where(Result.enrolment_id == enrolment_id)).one()
    derivation = {**first.derivation, "derivation": {**first.derivation["derivation"], "outcome": outcome.value}}
    session.add(Result(**{**columns_of(first), "number": 2, "outcome": outcome.value, "derivation": derivation}))
    session.commit()


def columns_of(row: Base) -> dict[str, Any]:
    """The values of a row, but for its id."""
    return {column.key: getattr(row, column.key) for column in sa.inspect(type(row)).columns if column.key != "id"}


def rename(person: NewPerson, family_name: str) -> None:
    """Give somebody another family name."""
    statement = sa.text("UPDATE people SET family_name = :name WHERE email = :email")
    session.execute(statement, {"name": family_name, "email": person.email})
    session.commit()


def change(certificate: CertificateValue, **values: Any) -> None:
    """Put a stored certificate into another state."""
    session.execute(sa.update(Certificate).where(Certificate.id == certificate.id).values(**values))
    session.commit()


def upload(pdf: bytes, name: str = "certificate.pdf") -> dict[str, Any]:
    """A form with a file."""
    return {"file": (io.BytesIO(pdf), name)}
