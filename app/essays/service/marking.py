"""Marking an essay: who may, in which round, what counts afterwards, and who is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.courses.queries import enrolments_by_id
from app.courses.rules import CourseValue, PieceValue
from app.courses.service import check_open, lock_course
from app.essays.models import EssayAllocation
from app.essays.queries.allocation import marker_in, work_of
from app.essays.queries.essays import get_essay
from app.essays.queries.marking import allocations_of, subject_of
from app.essays.queries.settings import settings_of
from app.essays.queries.writing import essay_piece
from app.essays.rules.allocation import by_hand, refusals
from app.essays.rules.marking import MARKED_BY_ONE, AllocationValue, How, round_for
from app.essays.rules.settings import EssaySettings
from app.essays.rules.values import EssayValue
from app.essays.service.releases import is_released
from app.essays.service.settling import settle
from app.rubrics import queries as rubrics
from app.rubrics.rules import MarkContent, MarkValue, Round
from app.rubrics.service import check_undecided, save_mark
from app.shared import audit
from app.shared.database import session, take_turn
from app.shared.errors import NotAllowed, NotFound, Problem, RuleBroken, Unreadable
from app.shared.permissions import Actor, Permission
from app.shared.wording import text

LONGEST_REASON = 1000


@dataclass(frozen=True, slots=True)
class Desk:
    """An essay whose marks are about to change, with all that decides what may: read once nobody else changes it."""

    essay: EssayValue
    course: CourseValue
    piece: PieceValue
    settings: EssaySettings
    marks: list[MarkValue]
    allocations: list[AllocationValue]


def mark_essay(
    essay: EssayValue,
    in_round: Round | None,
    content: MarkContent,
    *,
    final: bool,
    base_version: int | None,
    actor: Actor,
    now: datetime,
    reason: str = "",
    handed_in: int | None = None,
) -> MarkValue:
    """Save the actor's mark of an essay in `in_round` (None: in theirs, or the first that is nobody's).

    Who was not given the essay takes it so. A final mark of an only marker counts at once and is handed on; where two
    mark, what their marks come to. `base_version` as for `save_mark`. `handed_in`: the version of the text that the
    marker read; None: not said. Raises `NotFound` (not handed in), `NotAllowed` (no marker, or not of this essay),
    `RuleBroken` (course_closed, decided_by_remark, handed_in_again, round_taken, mark_is_final), `Stale`, and
    `Unreadable`: a criterion, or no `reason` although the author has seen the mark that changes, or its marker the
    final mark of another.
    """
    actor.require(Permission.MARK_ESSAY, essay.course_id)
    marker_id = actor.themselves()
    desk = at_desk(essay)
    check_undecided(subject_of(desk.essay))
    _check_read(desk.essay, handed_in)
    wanted = round_for(marker_id, desk.marks, desk.allocations, desk.settings, in_round)
    if not any(one.marker_id == marker_id for one in desk.allocations):
        _claim(desk, wanted, marker_id, actor=actor, now=now)
    saved = save_mark(
        subject_of(desk.essay),
        wanted,
        content,
        desk.piece.criteria,
        final=final,
        base_version=base_version,
        actor=actor,
        now=now,
        reason=_reason(desk, wanted, marker_id, reason, content),
    )
    if saved.is_final:
        settle(desk.essay, desk.piece, desk.settings, desk.marks, marker_id=marker_id, actor=actor, now=now)
    return saved


def at_desk(essay: EssayValue) -> Desk:
    """Return an essay with its marks, kept from others until the transaction ends.

    Raises `NotFound` (not handed in, its author left, or the course has no essay), `RuleBroken` (course_closed).
    """
    subject = subject_of(essay)
    take_turn(f"marks of {subject.kind} {subject.id}")
    course = lock_course(essay.course_id, shared=True)
    check_open(course)
    present, piece = get_essay(essay.id), essay_piece(course)
    if not present.is_submitted or not enrolments_by_id(course.id, [present.enrolment_id]):
        raise NotFound
    return Desk(present, course, piece, settings_of(course), rubrics.marks_on(subject), allocations_of(essay.id))


def _check_read(essay: EssayValue, handed_in: int | None) -> None:
    """Raise `RuleBroken` when a marker read another version of the text than the one that was handed in last."""
    if handed_in is not None and handed_in != essay.submitted_version:
        raise RuleBroken(
            text("This essay was handed in again meanwhile. Nothing was saved. Please read what it says now."),
            code="handed_in_again",
        )


def _claim(desk: Desk, in_round: Round, marker_id: int, *, actor: Actor, now: datetime) -> None:
    """Give the essay to who begins to mark it, unless the rules keep it from them. Raises `NotAllowed`."""
    held = refusals(marker_in(desk.course, marker_id), work_of(desk.essay), desk.settings)
    if by_hand(held):
        raise NotAllowed(text("The rules of this course give this essay to somebody else to mark."), code=held[0].value)
    session.add(
        EssayAllocation(
            course_id=desk.course.id,
            essay_id=desk.essay.id,
            round=in_round.value,
            marker_id=marker_id,
            how=How.CLAIMED.value,
            allocated_by=marker_id,
            allocated_at=now,
        )
    )
    session.flush()
    audit.record(
        "claim_essay",
        f"essay:{desk.essay.id}",
        actor=actor,
        now=now,
        course_id=desk.course.id,
        after={"round": in_round.value, "marker": marker_id},
    )


def _reason(desk: Desk, in_round: Round, marker_id: int, reason: str, content: MarkContent) -> str:
    """Return why a mark changes; asked for where the mark, or one beside it, has been seen. Raises `Unreadable`."""
    said = reason.strip()
    if len(said) > LONGEST_REASON:
        limit = text("A reason has at most %(limit)s characters.", limit=LONGEST_REASON)
        raise Unreadable(problems=[Problem(limit, "reason")])
    own = next((mark for mark in desk.marks if mark.round is in_round and mark.marker_id == marker_id), None)
    changes = own is not None and own.is_final and own.content != content
    if changes and not said:
        _check_unseen(desk, marker_id)
    return said


def _check_unseen(desk: Desk, marker_id: int) -> None:
    """Raise `Unreadable` when a mark changes without a reason although it, or one beside it, has been seen."""
    others = any(mark.is_final and mark.round in MARKED_BY_ONE and mark.marker_id != marker_id for mark in desk.marks)
    if is_released(desk.essay):
        why = text("The author has seen this mark. Please say why it changes.")
    elif desk.settings.markers > 1 and others:
        why = text("You have seen another marker’s final mark. Please say why yours changes.")
    else:
        return
    raise Unreadable(problems=[Problem(why, "reason")])
