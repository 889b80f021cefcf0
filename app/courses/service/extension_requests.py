"""Asking for more time, and the answer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update

from app.courses.models import ExtensionRequest
from app.courses.queries import (
    deadlines_of,
    find_enrolment,
    get_enrolment,
    get_request,
    pieces_of,
    requests_of,
)
from app.courses.rules import CourseValue, EnrolmentValue, PieceKind, PieceValue
from app.courses.rules.deadlines import MoreTime
from app.courses.rules.extensions import LONGEST_REASON, Granted, Receiver, RequestValue, check_more, check_reason
from app.courses.rules.windows import default_more
from app.courses.service.begun_work import begun_work
from app.courses.service.closing import check_open, lock_course
from app.courses.service.extension_mails import Mailing
from app.courses.service.extensions import begin, grant
from app.shared import audit
from app.shared.database import session, take_turn
from app.shared.errors import NotAllowed, Problem, RuleBroken, Unreadable
from app.shared.permissions import Actor, Permission
from app.shared.wording import text


def ask_for_extension(
    course: CourseValue, piece: PieceValue, reason: str, *, actor: Actor, now: datetime
) -> RequestValue:
    """Ask for more time for a piece, and mail the course's tutors; the same reason again is the same request.

    Raises `NotAllowed` (takes no part), `Unreadable` (no reason), `RuleBroken`: `course_closed`, `already_asked`
    while another request for the piece waits.
    """
    actor.require(Permission.ASK_FOR_EXTENSION, course.id)
    reason = check_reason(reason)
    take_turn(f"extensions {course.id}")
    check_open(lock_course(course.id, shared=True))
    enrolment = find_enrolment(course.id, actor.person_id) if actor.person_id is not None else None
    if enrolment is None:
        raise NotAllowed
    for asked in requests_of(course.id, enrolment.id):
        if asked.piece_id == piece.id and asked.granted is None:
            if asked.reason == reason:
                return asked
            raise RuleBroken(text("You have asked for this already. A tutor will answer."), code="already_asked")
    row = ExtensionRequest(
        course_id=course.id, piece_id=piece.id, enrolment_id=enrolment.id, reason=reason, asked_at=now
    )
    session.add(row)
    session.flush()
    audit.record(
        "ask_for_extension",
        f"extension_request:{row.id}",
        actor=actor,
        now=now,
        course_id=course.id,
        after={"piece": piece.key, "enrolment": enrolment.id},
        personal={"reason": reason},
        person_id=enrolment.person_id,
    )
    request = get_request(course.id, row.id)
    begun = begun_work(course, [enrolment.id]).get((enrolment.id, piece.id))
    Mailing(course, piece, now).asked(request, begun)
    return request


def answer_request(
    course: CourseValue,
    request_id: int,
    *,
    granted: bool,
    more: MoreTime | None = None,
    answer: str = "",
    actor: Actor,
    now: datetime,
) -> RequestValue:
    """Grant a request (`more` None: see `default_more`) or refuse it, saying why in `answer`.

    For group work it is granted to the participant's group, who read `answer` and not what was written to the tutors.
    The same answer again changes nothing. Raises `NotAllowed`, `NotFound`, `Unreadable`, and `RuleBroken`:
    `course_closed`, `request_answered` when somebody answered otherwise.
    """
    begin(course, actor)
    answer = _checked(answer)
    request = get_request(course.id, request_id)
    if request.granted is not None:
        if request.granted == granted:
            return request
        raise RuleBroken(text("This request has been answered already."), code="request_answered")
    piece = next(piece for piece in pieces_of(course.id) if piece.id == request.piece_id)
    enrolment = get_enrolment(course.id, request.enrolment_id)
    deadline = deadlines_of(course, [piece], enrolment)[piece.id]
    extension_id = None
    if granted:
        begun = begun_work(course, [enrolment.id]).get((enrolment.id, piece.id))
        more = more or default_more(course, deadline, begun, now)
        check_more(more, now)
        what = Granted(piece.id, _receiver(piece, enrolment), more)
        reason = request.reason if what.receiver.enrolment_id is not None else answer
        done = grant(course, piece, what, reason, actor=actor, now=now)
        extension_id = done.extension.id
    session.execute(
        update(ExtensionRequest)
        .where(ExtensionRequest.id == request.id)
        .values(answered_at=now, answered_by=actor.person_id, granted=granted, answer=answer, extension_id=extension_id)
    )
    _audit(course, piece, request, enrolment, granted=granted, answer=answer, actor=actor, now=now)
    answered = get_request(course.id, request_id)
    if not granted:
        Mailing(course, piece, now).refused(answered, enrolment, deadline)
    return answered


def _checked(answer: str) -> str:
    if len(answer.strip()) > LONGEST_REASON:
        reason = text("A reason has at most %(limit)s characters.", limit=LONGEST_REASON)
        raise Unreadable(reason, problems=[Problem(reason, "answer")])
    return answer.strip()


def _receiver(piece: PieceValue, enrolment: EnrolmentValue) -> Receiver:
    if piece.kind is PieceKind.GROUP and enrolment.group_id is not None:
        return Receiver(group_id=enrolment.group_id)
    return Receiver(enrolment_id=enrolment.id)


def _audit(
    course: CourseValue,
    piece: PieceValue,
    request: RequestValue,
    enrolment: EnrolmentValue,
    *,
    granted: bool,
    answer: str,
    actor: Actor,
    now: datetime,
) -> None:
    audit.record(
        "answer_extension_request",
        f"extension_request:{request.id}",
        actor=actor,
        now=now,
        course_id=course.id,
        after={"piece": piece.key, "enrolment": enrolment.id, "granted": granted},
        personal={"answer": answer} if answer else None,
        person_id=enrolment.person_id,
    )
