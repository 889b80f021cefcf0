"""Setting a draft aside whose marker cannot finish it: its place among the markers of the essay is free again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete

from app.courses.service import check_open, lock_course
from app.essays.models import EssayAllocation
from app.essays.queries.essays import get_essay
from app.essays.queries.marking import subject_of
from app.essays.queries.stranded import those_gone
from app.essays.rules.marking import MARKED_BY_ONE
from app.essays.rules.values import EssayValue
from app.essays.service.marking import LONGEST_REASON
from app.rubrics import queries as rubrics
from app.rubrics import service as marks
from app.rubrics.rules import MarkValue, Round
from app.shared.database import session, take_turn
from app.shared.errors import NotFound, Problem, RuleBroken, Unreadable
from app.shared.permissions import Actor, Permission
from app.shared.wording import text


def set_draft_aside(essay: EssayValue, in_round: Round, reason: str, *, actor: Actor, now: datetime) -> MarkValue:
    """Set aside the draft of somebody who may not mark here any more; the round can be given to somebody else.

    The draft stays with every state of it, counts nowhere, and is shown to nobody but its marker. Raises `NotAllowed`,
    `NotFound` (not handed in, or nobody has begun this round), `Unreadable` (no reason), and `RuleBroken`:
    course_closed, mark_is_final, marker_is_here (its marker can finish it).
    """
    actor.require(Permission.ALLOCATE_MARKING, essay.course_id)
    said = _checked(reason)
    take_turn(f"allocation {essay.course_id}")
    subject = subject_of(essay)
    take_turn(f"marks of {subject.kind} {subject.id}")
    check_open(lock_course(essay.course_id, shared=True))
    draft = next((mark for mark in rubrics.marks_on(subject) if mark.round is in_round), None)
    if draft is None or in_round not in MARKED_BY_ONE or not get_essay(essay.id).is_submitted:
        raise NotFound(text("Nobody has begun this mark."))
    if not draft.is_final and draft.marker_id not in those_gone(essay.course_id, {draft.marker_id}):
        raise RuleBroken(
            text("Whoever began this mark still marks in this course. It stays with them."), code="marker_is_here"
        )
    aside = marks.set_draft_aside(subject, in_round, draft.marker_id, said, actor=actor, now=now)
    place = {"essay_id": essay.id, "round": in_round.value}
    session.execute(delete(EssayAllocation).filter_by(**place))
    session.flush()
    return aside


def _checked(reason: str) -> str:
    said = reason.strip()
    problem = None
    if not said:
        problem = text("Say why the draft is set aside: the reason is kept.")
    elif len(said) > LONGEST_REASON:
        problem = text("A reason has at most %(limit)s characters.", limit=LONGEST_REASON)
    if problem:
        raise Unreadable(problems=[Problem(problem, "reason")])
    return said
