"""An agreed mark: what came of a discussion, signed by name."""

from __future__ import annotations

from datetime import datetime

from app.essays.queries.marking import agreement_of, subject_of
from app.essays.rules.marking import AgreedBy, final_marks
from app.essays.rules.values import EssayValue
from app.essays.service.marking import LONGEST_REASON, Desk, at_desk
from app.essays.service.settling import hand_on, note_agreement
from app.rubrics.rules import MarkContent, MarkValue, Round, check_content
from app.rubrics.service import check_undecided, keep_agreed_mark
from app.shared import audit
from app.shared.errors import NotAllowed, Problem, RuleBroken, Stale, Unreadable
from app.shared.permissions import Actor, Permission
from app.shared.wording import text


def sign_agreed_mark(
    essay: EssayValue,
    content: MarkContent,
    reason: str,
    *,
    base_version: int | None = None,
    actor: Actor,
    now: datetime,
) -> MarkValue:
    """Keep the mark that a discussion came to, under the actor's name; it counts in place of what counted before.

    The marks it came from stay. One of the essay's markers whose own mark is final may sign, and whoever allocates
    marking. `base_version`: of the agreed mark that the actor saw (0: none); None overwrites. The same again changes
    nothing. Raises `NotAllowed`, `RuleBroken` (course_closed, decided_by_remark, two_marks_first), `Unreadable` (a
    criterion, the reason), `Stale` (agreed_meanwhile).
    """
    actor.require(Permission.MARK_ESSAY, essay.course_id)
    signer = actor.themselves()
    desk = at_desk(essay)
    _check_signer(desk, signer, actor)
    check_undecided(subject_of(desk.essay))
    final = final_marks(desk.marks)
    if Round.FIRST not in final or Round.SECOND not in final:
        raise RuleBroken(text("An agreed mark needs two final marks first."), code="two_marks_first")
    said = _checked(reason)
    stands = final.get(Round.AGREED)
    if base_version is not None and base_version != (stands.version if stands else 0):
        if stands is not None and _is_repeated(desk, stands, content, said, signer):
            return stands
        raise Stale(text("Another agreed mark came meanwhile. Read it, then decide."), code="agreed_meanwhile")
    subject = subject_of(desk.essay)
    agreed = keep_agreed_mark(subject, content, desk.piece.criteria, final=True, marker_id=signer, actor=actor, now=now)
    note_agreement(desk.essay, AgreedBy.SIGNED, reason=said, signed_by=signer, now=now)
    audit.record(
        "sign_agreed_mark",
        f"essay:{essay.id}",
        actor=actor,
        now=now,
        course_id=essay.course_id,
        after={"reason": said, "version": agreed.version},
    )
    hand_on(desk.essay, desk.settings, desk.marks, marker_id=signer, now=now)
    return agreed


def _is_repeated(desk: Desk, stands: MarkValue, content: MarkContent, said: str, signer: int) -> bool:
    """Tell whether the very same was signed by the same person: a form that was sent twice."""
    signed = agreement_of(desk.essay.id)
    same = signed is not None and (signed.how, signed.signed_by, signed.reason) == (AgreedBy.SIGNED, signer, said)
    return same and check_content(content, desk.piece.criteria, complete=True) == stands.content


def _check_signer(desk: Desk, signer: int, actor: Actor) -> None:
    if signer == desk.essay.person_id:
        raise NotAllowed
    own = [mark for mark in desk.marks if mark.marker_id == signer and mark.round is not Round.AGREED]
    waits = any(one.marker_id == signer for one in desk.allocations) and not any(mark.is_final for mark in own)
    if waits or not (own or actor.may(Permission.ALLOCATE_MARKING, desk.course.id)):
        raise NotAllowed(text("Who signs an agreed mark has given a final mark, or allocates the marking."))


def _checked(reason: str) -> str:
    said = reason.strip()
    problem = None
    if not said:
        problem = text("Please say what the discussion came to.")
    elif len(said) > LONGEST_REASON:
        problem = text("A reason has at most %(limit)s characters.", limit=LONGEST_REASON)
    if problem:
        raise Unreadable(problems=[Problem(problem, "reason")])
    return said
