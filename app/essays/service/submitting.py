"""Handing in: the version that markers read from then on, with a receipt."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from app.courses.rules import CourseValue
from app.essays import queries
from app.essays.models import EssaySubmission
from app.essays.queries.essays import value_of
from app.essays.queries.writing import submission_value
from app.essays.rules import Door, EssayState, SubmissionValue, VersionValue, digest_of
from app.essays.service.keeping import hand_over_submission
from app.essays.service.receipts import send_receipt
from app.essays.service.refusals import EssayChanged, essay_empty
from app.essays.service.turn import Turn, take_essay_turn
from app.shared import audit
from app.shared.database import session
from app.shared.permissions import Actor


def submit_essay(course: CourseValue, version: int | None = None, *, actor: Actor, now: datetime) -> SubmissionValue:
    """Hand in the newest version of the actor's essay; again later, the newer one counts. The same again: its receipt.

    `version` is the one that the author confirmed; None: whatever is the newest. Raises what `take_essay_turn` raises,
    `EssayChanged` (there is a newer version), `RuleBroken` (`essay_empty`).
    """
    turn = take_essay_turn(course, actor=actor, now=now)
    newest = queries.newest_version(value_of(turn.row))
    if version is not None and version != turn.row.version:
        raise EssayChanged(newest, turn.row.language)
    if newest is None or not newest.words:
        raise essay_empty()
    return _found(turn, newest) or _hand_in(turn, newest, actor=actor, now=now)


def _found(turn: Turn, newest: VersionValue) -> SubmissionValue | None:
    same = (EssaySubmission.essay_id == turn.row.id, EssaySubmission.version == newest.number)
    row = session.scalars(select(EssaySubmission).where(*same)).one_or_none()
    return submission_value(row) if row else None


def _hand_in(turn: Turn, newest: VersionValue, *, actor: Actor, now: datetime) -> SubmissionValue:
    row = turn.row
    before = {"version": row.submitted_version} if row.submitted_version else None
    row.state, row.submitted_at, row.submitted_version = EssayState.SUBMITTED.value, now, newest.number
    row.words = newest.words
    row.late = turn.door is Door.LATE
    added = EssaySubmission(
        essay_id=row.id,
        version=newest.number,
        language=row.language,
        words=newest.words,
        sha256=digest_of(newest.text),
        late=row.late,
        submitted_at=now,
    )
    session.add(added)
    session.flush()
    submission = submission_value(added)
    audit.record(
        "submit_essay",
        f"essay:{row.id}",
        actor=actor,
        now=now,
        course_id=row.course_id,
        before=before,
        after={"version": newest.number, "words": newest.words, "sha256": submission.sha256, "late": row.late},
    )
    hand_over_submission(value_of(row), now=now)
    send_receipt(turn.course, turn.piece, turn.enrolment, submission)
    return submission
