"""Reads of the table of certificates."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Select, select

from app.certificates.models import Certificate
from app.certificates.rules import CertificateFacts, CertificateKind, CertificateValue, Status, normalise_number
from app.shared.database import session
from app.shared.errors import NotFound
from app.shared.wording import text


def find_by_number(number: str) -> CertificateValue | None:
    """Return the certificate of a number in its stored form."""
    return next(iter(_read(select(Certificate).where(Certificate.number == number))), None)


def get_by_number(unsafe_number: str) -> CertificateValue:
    """Return the certificate of a number as somebody typed it. Raises `NotFound` (`certificate_unknown`)."""
    try:
        certificate = find_by_number(normalise_number(unsafe_number))
    except ValueError:
        certificate = None
    if certificate is None:
        raise NotFound(text("There is no certificate with this number."), code="certificate_unknown")
    return certificate


def find_valid(course_id: int, person_id: int) -> CertificateValue | None:
    """Return the certificate of a person for a course that counts today; None where there is none."""
    mine = (Certificate.course_id == course_id, Certificate.person_id == person_id)
    return next(iter(_read(select(Certificate).where(*mine, Certificate.status == Status.VALID))), None)


def certificates_of(course_id: int, *, after: int = 0, limit: int | None = None) -> list[CertificateValue]:
    """Return the certificates of a course in the order of issue, those with an id above `after`; up to `limit`."""
    statement = select(Certificate).where(Certificate.course_id == course_id, Certificate.id > after)
    return _read(statement.order_by(Certificate.id).limit(limit))


def valid_by_person(course_id: int) -> dict[int, CertificateValue]:
    """Return the certificates of a course that count today, by person."""
    statement = select(Certificate).where(Certificate.course_id == course_id, Certificate.status == Status.VALID)
    return {certificate.person_id: certificate for certificate in _read(statement)}


def no_longer_valid(course_id: int) -> list[CertificateValue]:
    """Return the certificates of a course that were replaced or revoked, the latest first."""
    statement = select(Certificate).where(Certificate.course_id == course_id, Certificate.status != Status.VALID)
    return _read(statement.order_by(Certificate.id.desc()))


def _read(statement: Select[Certificate]) -> list[CertificateValue]:
    return list(_values(session.scalars(statement.execution_options(populate_existing=True))))


def _values(rows: Iterable[Certificate]) -> Iterable[CertificateValue]:
    for row in rows:
        yield CertificateValue(
            id=row.id,
            number=row.number,
            course_id=row.course_id,
            person_id=row.person_id,
            enrolment_id=row.enrolment_id,
            result_id=row.result_id,
            kind=CertificateKind(row.kind),
            status=Status(row.status),
            facts=CertificateFacts.from_data(row.facts),
            issued_at=row.issued_at,
            revoked_at=row.revoked_at,
        )
