"""Who would get which certificate, and why: what `--dry-run` lists and what issuing acts upon."""

from __future__ import annotations

from app.certificates.documents import unprintable
from app.certificates.queries.certificates import valid_by_person
from app.certificates.rules import Award, CertificateValue, action_for, kind_of
from app.courses.rules import CourseValue
from app.grading import queries as grading
from app.grading.queries import Gradebook, GradebookRow
from app.grading.rules import explain
from app.shared.wording import Text, text


def awards(course: CourseValue) -> tuple[Award, ...]:
    """Return what everybody in the course would get, sorted by e-mail; before closing, as it stands so far."""
    book = grading.gradebook(course)
    valid = valid_by_person(course.id)
    return tuple(_award(row, book, valid.get(row.enrolment.person_id)) for row in book.rows)


def _award(row: GradebookRow, book: Gradebook, current: CertificateValue | None) -> Award:
    kind = kind_of(row.derivation.outcome)
    unseen = "".join(sorted(unprintable(row.enrolment.name)))
    printable = bool(row.enrolment.name) and not unseen
    return Award(
        enrolment=row.enrolment,
        kind=kind,
        action=action_for(kind, current.kind if current else None, printable=printable),
        why=_why(row, book),
        result_id=row.result_id,
        current=current,
        unprintable=unseen,
    )


def _why(row: GradebookRow, book: Gradebook) -> Text:
    derivation = row.derivation
    return text(
        "%(points)s of 100 points, %(done)s of %(total)s pieces done. %(reason)s",
        points=derivation.total,
        done=derivation.pieces_done,
        total=derivation.pieces_total,
        reason=explain(row.standing, book.plan, book.policy, derivation, closed=row.frozen)[-1],
    )
