"""What a correction of a frozen result would change, the certificate included: computed, not stored."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from app.certificates.documents import unprintable
from app.certificates.models import Certificate
from app.certificates.queries.certificates import find_valid
from app.certificates.rules import Action, CertificateKind, CertificateValue, action_for, kind_of
from app.courses.rules import CourseValue
from app.grading import queries as grading
from app.grading.rules.correcting import Corrected, digest_of
from app.shared.database import session


@dataclass(frozen=True, slots=True)
class CorrectionEffect:
    """What a correction does: to the result, and to the certificate.

    `action` is `none` also in a course whose certificates were not issued yet: issuing will go by the new result.
    `digest` pins what is shown.
    """

    result: grading.CorrectionPreview
    kind: CertificateKind | None
    current: CertificateValue | None
    action: Action
    unprintable: str

    @property
    def digest(self) -> str:
        """What tells one preview from another."""
        number = self.current.number if self.current else None
        return digest_of([self.result.content, self.kind, number, self.action])


def correction_effect(course: CourseValue, enrolment_id: int, corrected: Corrected) -> CorrectionEffect:
    """Return what a correction would change. Raises `NotFound`, `RuleBroken` (course_open, no_result)."""
    result = grading.correction_preview(course, enrolment_id, corrected)
    person = result.enrolment
    kind, current = kind_of(result.after[1].outcome), find_valid(course.id, person.person_id)
    unseen = "".join(sorted(unprintable(person.name)))
    printable = bool(person.name) and not unseen
    action = action_for(kind, current.kind if current else None, printable=printable)
    if not _was_issued(course.id):
        action = Action.NONE
    return CorrectionEffect(result, kind, current, action, unseen)


def _was_issued(course_id: int) -> bool:
    return session.scalar(select(Certificate.id).where(Certificate.course_id == course_id).limit(1)) is not None
