"""What the marks of an essay come to once one of them changed, kept and handed on."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from app.courses.rules import PieceValue
from app.essays.models import EssayAgreement
from app.essays.queries.marking import agreement_of, subject_of
from app.essays.rules.agreement import Verdict, agreement
from app.essays.rules.marking import AgreedBy, counting, final_marks
from app.essays.rules.settings import EssaySettings
from app.essays.rules.values import EssayValue
from app.essays.service.keeping import hand_over_marks
from app.rubrics import queries as rubrics
from app.rubrics.rules import MarkContent, MarkValue, Round
from app.rubrics.service import keep_agreed_mark
from app.shared.database import session
from app.shared.permissions import Actor


def settle(
    essay: EssayValue,
    piece: PieceValue,
    settings: EssaySettings,
    before: Collection[MarkValue],
    *,
    marker_id: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Bring the agreed mark up to the marks as they stand, and hand on what counts if that changed since `before`.

    What was signed by name stays, whatever its markers do afterwards. The system makes the rest: `marker_id` is whose
    mark brought it about.
    """
    if settings.markers > 1:
        _agree(essay, piece, settings, marker_id=marker_id, actor=actor, now=now)
    hand_on(essay, settings, before, marker_id=marker_id, now=now)


def hand_on(
    essay: EssayValue, settings: EssaySettings, before: Collection[MarkValue], *, marker_id: int, now: datetime
) -> None:
    """Tell the keepers what counts now, where it is not what counted `before`."""
    was, is_now = counting(before, settings), counting(rubrics.marks_on(subject_of(essay)), settings)
    points = is_now.content.criteria if is_now else None
    if points != (was.content.criteria if was else None):
        hand_over_marks(essay, points, marker_id=marker_id, now=now)


def note_agreement(
    essay: EssayValue, how: AgreedBy, *, reason: str = "", signed_by: int | None = None, now: datetime
) -> None:
    """Keep how the agreed mark came about."""
    session.add(EssayAgreement(essay_id=essay.id, how=how.value, reason=reason, signed_by=signed_by, made_at=now))
    session.flush()


def _agree(
    essay: EssayValue, piece: PieceValue, settings: EssaySettings, *, marker_id: int, actor: Actor, now: datetime
) -> None:
    stands = agreement_of(essay.id)
    if stands is not None and stands.how is AgreedBy.SIGNED:
        return
    final = {key: mark.content.criteria for key, mark in final_marks(rubrics.marks_on(subject_of(essay))).items()}
    came_to = agreement(final.get(Round.FIRST), final.get(Round.SECOND), final.get(Round.THIRD), settings)
    made = {Verdict.MEAN: AgreedBy.MEAN, Verdict.THIRD: AgreedBy.THIRD}.get(came_to.verdict)
    if made is None and stands is None:
        return
    content = MarkContent(came_to.criteria or {})
    keep_agreed_mark(
        subject_of(essay), content, piece.criteria, final=made is not None, marker_id=marker_id, actor=actor, now=now
    )
    if made is None:
        note_agreement(essay, AgreedBy.WITHDRAWN, now=now)
    elif final.get(Round.AGREED) != content.criteria or stands is None or stands.how is not made:
        note_agreement(essay, made, now=now)
