"""The verbs of remarks: ask for one, write about it, take it back, decide it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction

from sqlalchemy import update

from app.courses import queries as courses
from app.courses.rules import CourseValue, EnrolmentValue, PieceKind, PieceValue
from app.courses.service import lock_course
from app.grading import queries
from app.grading.models import Remark, RemarkMessage
from app.grading.queries import CorrectionPreview
from app.grading.rules.remarks import MessageValue, RemarkState, RemarkValue
from app.grading.service.checks import reason_given
from app.grading.service.remark_changes import NewMark, change_factor, change_mark, piece_of_remark
from app.grading.service.remark_mails import tell_of_decision, tell_of_message, tell_team
from app.shared import audit
from app.shared.database import session, take_turn
from app.shared.errors import NotFound, RuleBroken
from app.shared.permissions import Actor, Permission
from app.shared.wording import text


def ask_for_remark(course: CourseValue, piece_key: str, reason: str, *, actor: Actor, now: datetime) -> RemarkValue:
    """Ask, as a participant, for the own mark of a piece to be looked at again, and mail those who may decide.

    Raises `NotAllowed`, `NotFound`, `Unreadable` (no reason), and `RuleBroken`: not_marked while no mark is known,
    remark_window_over, remark_open where one waits already, remark_decided where this very mark was decided on.
    """
    actor.require(Permission.ASK_FOR_REMARK, course.id)
    present = lock_course(course.id, shared=True)
    enrolment = courses.find_enrolment(present.id, actor.themselves())
    if enrolment is None:
        raise NotFound
    piece = _piece(present, piece_key)
    given = reason_given(reason, unless=text("Say in words what you think is wrong: it is what the team will look at."))
    take_turn(f"remark of enrolment {enrolment.id}")
    score = _may_be_asked(present, enrolment, piece, now)
    row = Remark(
        course_id=present.id,
        piece_id=piece.id,
        enrolment_id=enrolment.id,
        group_id=enrolment.group_id if piece.kind is PieceKind.GROUP else None,
        state=RemarkState.OPEN.value,
        reason=given,
        asked_at=now,
        score_before=score,
    )
    session.add(row)
    session.flush()
    _note("ask_for_remark", row.id, present, enrolment, given, actor=actor, now=now, after={"piece": piece.key})
    remark = queries.get_remark(present.id, row.id)
    tell_team(present, enrolment, piece, remark, message_id=None, body=given, now=now)
    return remark


def write_about_remark(course: CourseValue, remark_id: int, body: str, *, actor: Actor, now: datetime) -> MessageValue:
    """Add to the thread of an open remark, as who asked for it or as somebody who may decide it.

    What the team writes goes to the participant by mail, and what they write to the team. Raises `NotAllowed`,
    `NotFound`, `RuleBroken` (remark_over), `Unreadable`.
    """
    remark, enrolment, own = _open_to(course, remark_id, actor)
    given = reason_given(body, unless=text("Write something first."))
    author_id = actor.themselves()
    row = RemarkMessage(remark_id=remark.id, author_id=author_id, from_staff=not own, body=given, written_at=now)
    session.add(row)
    session.flush()
    _note("write_about_remark", remark.id, course, enrolment, given, actor=actor, now=now, after={"message": row.id})
    piece = piece_of_remark(course, remark)
    if own:
        tell_team(course, enrolment, piece, remark, message_id=row.id, body=given, now=now)
    else:
        tell_of_message(course, enrolment, piece, message_id=row.id, body=given, now=now)
    return MessageValue(author_id, not own, given, now)


def withdraw_remark(course: CourseValue, remark_id: int, *, actor: Actor, now: datetime) -> RemarkValue:
    """Take back, as who asked for it, a remark that is open. Raises `NotAllowed`, `NotFound`, `RuleBroken`."""
    actor.require(Permission.ASK_FOR_REMARK, course.id)
    remark, enrolment, own = _open_to(course, remark_id, actor)
    if not own:
        raise NotFound
    return _settle(course, remark, enrolment, RemarkState.WITHDRAWN, reason="", score=None, actor=actor, now=now)


def decide_remark(
    course: CourseValue,
    remark_id: int,
    reason: str,
    *,
    mark: NewMark | None = None,
    factor: Fraction | None = None,
    actor: Actor,
    now: datetime,
) -> RemarkValue:
    """Decide a remark: the mark stays (None), or becomes another; the participant gets a mail with the reason.

    `factor` changes the member's part in group work, and nothing for the others. What is new is recorded by the
    ordinary verbs. Raises `NotAllowed`, `NotFound`, `Unreadable` (no reason, no new
    mark), and `RuleBroken`: remark_over, own_mark where the decider gave the mark and somebody else could decide,
    needs_correction for a change after closing, which is a signed correction of the result, no_group for a change of
    group work where there was no group, no_factor for a part in another piece.
    """
    actor.require(Permission.DECIDE_REMARK, course.id)
    present = lock_course(course.id, shared=True)
    remark, enrolment, own = _open_to(present, remark_id, actor)
    _check_not_theirs(own=own)
    given = reason_given(reason, unless=text("A decision needs a written reason: the participant reads it."))
    by_marker = _check_not_own(present, remark, enrolment, actor)
    after = None if mark is None else change_mark(present, remark, enrolment, mark, given, actor=actor, now=now)
    if factor is not None and mark is None:
        after = change_factor(present, remark, enrolment, factor, given, actor=actor, now=now)
    state = RemarkState.UPHELD if after is None else RemarkState.CHANGED
    return _settle(
        present, remark, enrolment, state, reason=given, score=after, by_marker=by_marker, actor=actor, now=now
    )


def settle_by_correction(
    preview: CorrectionPreview, remark_id: int, reason: str, *, actor: Actor, now: datetime
) -> None:
    """Decide a remark by the correction that changes its piece. Raises `NotFound`, `RuleBroken` as `decide_remark`."""
    remark, enrolment, own = _open_to(preview.course, remark_id, actor)
    _check_not_theirs(own=own)
    piece = piece_of_remark(preview.course, remark)
    if enrolment.id != preview.enrolment.id or not any(change["what"] == piece.key for change in preview.changes):
        raise RuleBroken(text("The correction does not touch what the re-mark is about."), code="other_piece")
    by_marker = _check_not_own(preview.course, remark, enrolment, actor)
    after = preview.after[0].piece(piece.key).score
    score = Fraction(0) if after is None else after
    state = RemarkState.CHANGED
    _settle(
        preview.course, remark, enrolment, state, reason=reason, score=score, by_marker=by_marker, actor=actor, now=now
    )


def _may_be_asked(course: CourseValue, enrolment: EnrolmentValue, piece: PieceValue, now: datetime) -> Fraction:
    """Return the score that a remark would be about; raise `RuleBroken` where none may be asked for."""
    row = queries.own_row(course, enrolment, courses.pieces_of(course.id))
    known = queries.known_mark(course, row, piece)
    if known is None:
        raise RuleBroken(text("There is no mark of this piece yet."), code="not_marked")
    mine = [one for one in queries.remarks_of(course.id, enrolment.id) if one.piece_id == piece.id]
    if any(one.is_open for one in mine):
        raise RuleBroken(text("You have asked for a re-mark already."), code="remark_open")
    decided = {RemarkState.UPHELD, RemarkState.CHANGED}
    if any(one.state in decided and one.asked_at >= known.since for one in mine):
        raise RuleBroken(text("A re-mark on this mark was decided already."), code="remark_decided")
    until = queries.remark_until(course, known)
    if until is None or now > until:
        raise RuleBroken(text("The time to ask for a re-mark on this mark is over."), code="remark_window_over")
    return known.score


def _open_to(course: CourseValue, remark_id: int, actor: Actor) -> tuple[RemarkValue, EnrolmentValue, bool]:
    """Return a remark that is open, whose it is, and whether it is the actor's own; behind its turn.

    Who asked is answered, also once they have left the course.
    """
    take_turn(f"remark {remark_id}")
    remark = queries.get_remark(course.id, remark_id)
    enrolment = courses.get_enrolment(course.id, remark.enrolment_id, everybody=True)
    own = actor.person_id is not None and enrolment.person_id == actor.person_id
    if not own and not actor.may(Permission.DECIDE_REMARK, course.id):
        raise NotFound
    if not remark.is_open:
        raise RuleBroken(text("This re-mark is decided already."), code="remark_over")
    return remark, enrolment, own


def _check_not_theirs(*, own: bool) -> None:
    if own:
        raise RuleBroken(text("Nobody decides about their own mark."), code="own_mark")


def _check_not_own(course: CourseValue, remark: RemarkValue, enrolment: EnrolmentValue, actor: Actor) -> bool:
    """Return whether the decider gave the mark, or had a part in it.

    Raises `RuleBroken` where somebody else of the team could decide: neither one of its markers nor whose mark it is.
    """
    markers = queries.markers_of(course, remark, piece_of_remark(course, remark))
    gave = actor.person_id in markers
    if gave and queries.others_who_decide(course.id, markers | {enrolment.person_id}):
        raise RuleBroken(text("You gave this mark. Somebody else of the team decides the re-mark."), code="own_mark")
    return gave


def _settle(
    course: CourseValue,
    remark: RemarkValue,
    enrolment: EnrolmentValue,
    state: RemarkState,
    *,
    reason: str,
    score: Fraction | None,
    by_marker: bool = False,
    actor: Actor,
    now: datetime,
) -> RemarkValue:
    decided = {"decision": reason, "decided_at": now, "decided_by": actor.person_id, "by_marker": by_marker}
    statement = update(Remark).where(Remark.id == remark.id, Remark.state == RemarkState.OPEN.value)
    session.execute(statement.values(state=state.value, score_after=score, **decided))
    facts = {"state": state.value, "score": None if score is None else str(score), "by_marker": by_marker}
    _note("decide_remark", remark.id, course, enrolment, reason, actor=actor, now=now, after=facts)
    settled = queries.get_remark(course.id, remark.id)
    if state is not RemarkState.WITHDRAWN:
        tell_of_decision(course, enrolment, piece_of_remark(course, remark), settled, now)
    return settled


def _piece(course: CourseValue, key: str) -> PieceValue:
    piece = next((piece for piece in courses.pieces_of(course.id) if piece.key == key), None)
    if piece is None:
        raise NotFound(text("This course has no such piece."))
    return piece


def _note(
    action: str,
    remark_id: int,
    course: CourseValue,
    enrolment: EnrolmentValue,
    words: str,
    *,
    actor: Actor,
    now: datetime,
    after: Mapping[str, object],
) -> None:
    audit.record(
        action,
        f"remark:{remark_id}",
        actor=actor,
        now=now,
        course_id=course.id,
        after=after,
        personal={"words": words} if words else None,
        person_id=enrolment.person_id,
    )
