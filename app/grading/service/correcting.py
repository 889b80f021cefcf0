"""The grading side of a correction after closing: a new result beside the old one, signed.

The verb is `app.certificates.service.correct_result`, which sets the certificate right in the same transaction.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from app.grading import queries
from app.grading.models import Correction, Result
from app.grading.queries import CorrectionPreview
from app.grading.queries.corrections import PURPOSE, signed_content
from app.grading.rules.correcting import CorrectionValue, digest_of, signature_of
from app.grading.service.checks import reason_given
from app.grading.service.remarks import settle_by_correction
from app.grading.service.result_entries import result_row
from app.shared import audit
from app.shared.database import session
from app.shared.errors import RuleBroken
from app.shared.permissions import Actor, Permission
from app.shared.running import key_for
from app.shared.wording import text


def record_correction(
    preview: CorrectionPreview, reason: str, *, remark_id: int | None = None, actor: Actor, now: datetime
) -> CorrectionValue:
    """Put the corrected result beside the old one, signed by `actor`; the caller holds the course alone.

    With `remark_id` the correction is also the decision on that remark. Raises `NotAllowed` (also for a token and for
    the system: a signature is a person's), `NotFound`, `RuleBroken` (nothing_changes, as settling the remark),
    `Unreadable` (no reason).
    """
    actor.require(Permission.CORRECT_RESULT, preview.course.id)
    person_id = actor.themselves()
    given = reason_given(reason, unless=text("A correction needs a written reason: the participant reads it."))
    if not preview.changes:
        raise RuleBroken(text("Nothing is different from the result as it stands."), code="nothing_changes")
    old = session.scalars(select(Result).where(Result.id == preview.result_id)).one()
    row = result_row(
        preview.course, preview.enrolment.id, preview.after, reason=given, actor=actor, now=now, number=old.number + 1
    )
    new = Result(**{**row, "course_version_id": old.course_version_id})
    session.add(new)
    session.flush()
    if remark_id is not None:
        settle_by_correction(preview, remark_id, given, actor=actor, now=now)
    _sign(preview, old, new, given, person_id=person_id, remark_id=remark_id, now=now)
    _note(preview, new, given, actor=actor, now=now)
    return next(one for one in queries.corrections_of(preview.course.id, old.enrolment_id) if one.result_id == new.id)


def _sign(
    preview: CorrectionPreview,
    old: Result,
    new: Result,
    reason: str,
    *,
    person_id: int,
    remark_id: int | None,
    now: datetime,
) -> None:
    content = signed_content(
        old, new, preview.changes, reason=reason, signed_by=person_id, signed_at=now, remark_id=remark_id
    )
    digest = digest_of(content)
    session.add(
        Correction(
            course_id=preview.course.id,
            enrolment_id=old.enrolment_id,
            result_id=new.id,
            replaces_id=old.id,
            remark_id=remark_id,
            reason=reason,
            changes=preview.changes,
            digest=digest,
            signature=signature_of(digest, key_for(PURPOSE)),
            signed_by=person_id,
            signed_at=now,
        )
    )
    session.flush()


def _note(preview: CorrectionPreview, new: Result, reason: str, *, actor: Actor, now: datetime) -> None:
    (_, before), (_, after) = preview.before, preview.after
    audit.record(
        "correct_result",
        f"enrolment:{preview.enrolment.id}",
        actor=actor,
        now=now,
        course_id=preview.course.id,
        before={"result": preview.result_id, "total": str(before.total), "outcome": before.outcome.value},
        after={
            "result": new.id,
            "number": new.number,
            "total": str(after.total),
            "outcome": after.outcome.value,
            "changes": [change["what"] for change in preview.changes],
        },
        personal={"reason": reason},
        person_id=preview.enrolment.person_id,
    )
