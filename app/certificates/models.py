"""The table of certificates. At most one of a person and course is valid, and the database itself sees to it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from app.certificates.rules import CertificateKind, Status
from app.shared.database import Base

_VALID = sql(f"status = '{Status.VALID}'")


class Certificate(Base):
    """One certificate: everything that is printed on it (`facts`), and what it counts for today.

    `facts` is what `CertificateFacts.to_data` writes; the PDF is made of it on request. `superseded_by` is the
    certificate that took this one's place.
    """

    __tablename__ = "certificates"
    __table_args__ = (
        Index(
            "ix_certificates_one_valid",
            "course_id",
            "person_id",
            unique=True,
            postgresql_where=_VALID,
            sqlite_where=_VALID,
        ),
        CheckConstraint("kind IN ({})".format(", ".join(f"'{kind}'" for kind in CertificateKind)), name="kind"),
        CheckConstraint("status IN ({})".format(", ".join(f"'{status}'" for status in Status)), name="status"),
        CheckConstraint("(status = 'revoked') = (revoked_at IS NOT NULL)", name="revoked_when_revoked"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"))
    result_id: Mapped[int] = mapped_column(ForeignKey("results.id"))
    kind: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(10))
    facts: Mapped[dict[str, Any]]
    status: Mapped[str] = mapped_column(String(12), default=Status.VALID.value)
    issued_at: Mapped[datetime]
    issued_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    superseded_by: Mapped[int | None] = mapped_column(ForeignKey("certificates.id"))
    revoked_at: Mapped[datetime | None]
    revoked_reason: Mapped[str] = mapped_column(default="")
