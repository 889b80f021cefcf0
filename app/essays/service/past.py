"""Essays that were written elsewhere, entered whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.courses.rules import EnrolmentValue, PieceValue
from app.essays.models import Essay, EssaySubmission, EssayVersion
from app.essays.queries.essays import value_of
from app.essays.rules import EssayState, EssayValue, Origin, count_words, digest_of, plain_text
from app.shared.database import session
from app.shared.permissions import Actor, Permission


@dataclass(frozen=True, slots=True)
class PastEssay:
    """A participant's essay. `submitted_at` None: a draft."""

    enrolment: EnrolmentValue
    text: str
    language: str
    saved_at: datetime
    submitted_at: datetime | None


def enter_past_essays(piece: PieceValue, past: Sequence[PastEssay], *, actor: Actor) -> list[EssayValue]:
    """Enter essays of participants who have none yet; return those that are new.

    No receipt is sent, and nothing is handed over to whoever keeps grades: results that come with the essays are
    imported on their own. Raises `NotAllowed`.
    """
    actor.require(Permission.IMPORT_RESULTS, piece.course_id)
    known = set(session.scalars(select(Essay.enrolment_id).where(Essay.piece_id == piece.id)))
    new = {one.enrolment.id: one for one in past if one.enrolment.id not in known}
    rows = [_essay(piece, one) for one in new.values()]
    session.add_all(rows)
    session.flush()
    for row in rows:
        session.add_all(_contents(row, new[row.enrolment_id]))
    session.flush()
    return [value_of(row) for row in rows]


def _essay(piece: PieceValue, one: PastEssay) -> Essay:
    return Essay(
        course_id=piece.course_id,
        piece_id=piece.id,
        enrolment_id=one.enrolment.id,
        person_id=one.enrolment.person_id,
        language=one.language,
        state=(EssayState.SUBMITTED if one.submitted_at else EssayState.DRAFT).value,
        version=1,
        words=count_words(one.text),
        created_at=one.saved_at,
        submitted_at=one.submitted_at,
        submitted_version=1 if one.submitted_at else None,
        late=False,
    )


def _contents(row: Essay, one: PastEssay) -> list[EssayVersion | EssaySubmission]:
    text = plain_text(one.text)
    version = EssayVersion(
        essay_id=row.id, number=1, text=text, words=row.words, origin=Origin.TYPED.value, saved_at=one.saved_at
    )
    if one.submitted_at is None:
        return [version]
    submission = EssaySubmission(
        essay_id=row.id,
        version=1,
        language=row.language,
        words=row.words,
        sha256=digest_of(text),
        late=False,
        submitted_at=one.submitted_at,
    )
    return [version, submission]
