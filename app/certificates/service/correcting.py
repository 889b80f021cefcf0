"""Correcting a result after closing: a signed result beside the old one, and the certificate that follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.certificates import queries
from app.certificates.queries import CorrectionEffect
from app.certificates.rules import Action, Award
from app.certificates.service.issuing import carry_out
from app.courses.rules import CourseValue
from app.courses.service import lock_course
from app.grading import service as grading
from app.grading.rules.correcting import Corrected, CorrectionValue
from app.notifications import service as notifications
from app.notifications.rules import NewMail
from app.shared.errors import RuleBroken, Stale
from app.shared.language import decimal
from app.shared.permissions import Actor, Permission
from app.shared.wording import points, text


@dataclass(frozen=True, slots=True)
class CorrectedResult:
    """A correction that was done. `number` is that of a certificate that is new, where there is one."""

    correction: CorrectionValue
    effect: CorrectionEffect
    number: str | None


def correct_result(
    course: CourseValue,
    enrolment_id: int,
    corrected: Corrected,
    reason: str,
    *,
    seen: str,
    base_url: str,
    remark_id: int | None = None,
    actor: Actor,
    now: datetime,
) -> CorrectedResult:
    """Correct a frozen result, and replace, withdraw or issue the certificate as the new one asks for, or do nothing.

    `seen` is the digest of the preview that was looked at: where anything in it is different now, nothing happens. The
    participant gets a mail. Raises `NotAllowed` (also for tokens and the system: a signature is a person's),
    `NotFound`, `Unreadable` (no reason), `Stale`, and `RuleBroken`: course_open, no_result, nothing_changes, own_mark
    for the own result, name_unprintable where a certificate would be due that cannot be printed, and as
    `decide_remark` with a remark.
    """
    actor.require(Permission.CORRECT_RESULT, course.id)
    signer_id = actor.themselves()
    present = lock_course(course.id)
    effect = queries.correction_effect(present, enrolment_id, corrected)
    if effect.result.enrolment.person_id == signer_id:
        raise RuleBroken(text("Nobody corrects their own result."), code="own_mark")
    if effect.digest != seen:
        raise Stale(text("Something changed since you looked at the preview. Look at it again, then decide."))
    if effect.action is Action.UNPRINTABLE:
        raise RuleBroken(
            text("A certificate would be due, and this name cannot be printed. Correct the name first."),
            code="name_unprintable",
        )
    correction = grading.record_correction(effect.result, reason, remark_id=remark_id, actor=actor, now=now)
    numbers = carry_out(present, [_award(effect, correction)], base_url=base_url, actor=actor, now=now)
    _tell(effect, correction, base_url, now)
    return CorrectedResult(correction, effect, numbers.get(enrolment_id))


def _award(effect: CorrectionEffect, correction: CorrectionValue) -> Award:
    return Award(
        enrolment=effect.result.enrolment,
        kind=effect.kind,
        action=effect.action,
        why=text("A correction of the result."),
        result_id=correction.result_id,
        current=effect.current,
    )


def _tell(effect: CorrectionEffect, correction: CorrectionValue, base_url: str, now: datetime) -> None:
    person, course = effect.result.enrolment, effect.result.course
    before, after = (
        decimal(points(made.total), person.language) for _, made in (effect.result.before, effect.result.after)
    )
    mail = NewMail(
        dedupe_key=f"correction:{correction.id}",
        address=person.email,
        language=person.language,
        zone=person.timezone,
        template="result_corrected",
        params={
            "name": person.name or person.email,
            "course": dict(course.title),
            "before": before,
            "after": after,
            "reason": correction.reason,
            "certificate": effect.action.value,
            "link": f"{base_url}/courses/{course.code}/standing",
        },
    )
    notifications.enqueue(mail, now=now)
