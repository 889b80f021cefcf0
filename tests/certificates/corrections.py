"""Corrections in as few words as a test needs."""

from __future__ import annotations

from typing import Any

from app.accounts.rules import NewPerson
from app.certificates import queries, service
from app.certificates.queries import CorrectionEffect
from app.certificates.service import CorrectedResult
from app.courses.queries import get_course, pieces_of
from app.courses.rules import CourseValue
from app.grading.rules.correcting import Corrected
from app.grading.rules.correction_cells import Typed, read_corrected
from app.shared.database import session
from app.shared.permissions import Actor, Grant, Role
from tests.cast import MANAGER, enter_with_role
from tests.certificates.cast import BASE_URL
from tests.conftest import NOW
from tests.grading.cast import enrolment_of

NO_ESSAY: Typed = {"pieces": {"essay": {"criteria": None}}}
NO_QUIZZES: Typed = {"pieces": {f"quiz_{number}": {"score": None} for number in range(1, 7)}}
FULL_ESSAY: Typed = {
    "pieces": {"essay": {"criteria": dict.fromkeys(("clarity", "alignment", "coherence", "gender"), "10")}}
}


def signer(course: CourseValue) -> Actor:
    """The manager, who signs."""
    entered = enter_with_role(MANAGER, Role.ACTIVITY_MANAGER, course.id)
    return Actor(entered.id, f"person:{entered.id}", (Grant(Role.ACTIVITY_MANAGER, course.id),))


def corrected_to(course: CourseValue, person: NewPerson, typed: Typed) -> Corrected:
    """What a correction says, as it was typed."""
    start = queries.correction_effect(course, enrolment_of(course, person), Corrected())
    return read_corrected(typed, start.result.before[0], pieces_of(course.id), start.result.policy)


def effect_of(course: CourseValue, person: NewPerson, typed: Typed) -> CorrectionEffect:
    """What a correction would change."""
    course = get_course(course.code)
    return queries.correction_effect(course, enrolment_of(course, person), corrected_to(course, person, typed))


def correct(course: CourseValue, person: NewPerson, typed: Typed, **changed: Any) -> CorrectedResult:
    """Correct somebody's result as the preview shows it, and keep it."""
    course = get_course(course.code)
    effect = effect_of(course, person, typed)
    stated = {"seen": effect.digest, "actor": signer(course), "now": NOW, "base_url": BASE_URL, **changed}
    reason = stated.pop("reason", "The marks were mixed up.")
    done = service.correct_result(
        course, enrolment_of(course, person), corrected_to(course, person, typed), reason, **stated
    )
    session.commit()
    return done
