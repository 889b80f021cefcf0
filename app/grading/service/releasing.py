"""Releasing the marks of a piece: from then on participants see what their markers gave."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert

from app.courses import queries as courses
from app.courses.rules import CourseValue, EnrolmentValue, PieceKind, PieceValue
from app.essays.rules import EssaySettings
from app.grading import queries
from app.grading.models import Release, ReleaseNotice
from app.grading.queries.releasing import RELEASED_TOGETHER, hidden_marks
from app.grading.queries.telling import told_of
from app.grading.rules.remarks import asked_until
from app.grading.service.course_lock import open_course
from app.groupwork.queries.peer_between import assignments_of
from app.groupwork.queries.peer_settings import settings_of
from app.groupwork.queries.peer_windows import peer_window
from app.groupwork.rules.peer_windows import PeerState
from app.groupwork.rules.peer_words import PeerKind
from app.groupwork.service.marking_settling import settle_marks
from app.notifications import service as notifications
from app.notifications.rules import NewMail
from app.shared import audit
from app.shared.database import session
from app.shared.errors import NotFound, RuleBroken
from app.shared.permissions import SYSTEM, Actor, Permission
from app.shared.running import settings
from app.shared.wording import text


@dataclass(frozen=True, slots=True)
class Released:
    """A piece whose marks are known now, and to how many a mail goes."""

    piece: PieceValue
    released_at: datetime
    told: int


def release_marks(course: CourseValue, piece_key: str, *, actor: Actor, now: datetime) -> Released:
    """Let participants see their marks of a piece, all at once, and mail those who have one.

    A mark that is given later is seen at once. Raises `NotAllowed`, `NotFound`, and `RuleBroken`: course_closed,
    told_by_quiz (a quiz tells its scores by its own rule), already_released, nothing_to_release, ratings_pending.
    """
    actor.require(Permission.RELEASE_MARKS, course.id)
    present = open_course(course, exclusive=True)
    piece = _piece(present, piece_key)
    if piece.id in queries.releases_of(present.id):
        raise RuleBroken(text("The marks of this piece are released already."), code="already_released")
    if piece.kind is PieceKind.GROUP:
        _count_ratings(present, now)
    concerned = hidden_marks(queries.gradebook(present))[piece.key]
    if not concerned:
        raise RuleBroken(text("No mark of this piece waits to be released."), code="nothing_to_release")
    return _release(present, piece, concerned, actor=actor, now=now)


def _count_ratings(course: CourseValue, now: datetime) -> None:
    """Hand over what other groups' ratings change, once their time is over.

    Raises `RuleBroken` (ratings_pending) before that: a mark that members know and that then moves tells them what the
    one group gave that rated theirs.
    """
    if not settings_of(course).between.weight or not assignments_of(course.id):
        return
    window = peer_window(course, PeerKind.BETWEEN)
    if window.state(now) is not PeerState.UNSET and not window.may_settle(now):
        raise RuleBroken(
            text(
                "Other groups still rate the presentations, and that counts. A mark that is known and then moves would "
                "tell what each gave: release the marks once the time for ratings is over."
            ),
            code="ratings_pending",
        )
    settle_marks(course, actor=SYSTEM, now=now)


def release_rest(course: CourseValue, book: queries.Gradebook, *, actor: Actor, now: datetime) -> list[Released]:
    """Release whatever marks are hidden still: closing calls this, as results are for their participants to see."""
    hidden = hidden_marks(book)
    return [
        _release(course, piece, hidden[piece.key], actor=actor, now=now)
        for piece in book.pieces
        if hidden[piece.key] and piece.kind in RELEASED_TOGETHER
    ]


def tell_of_later_marks(
    course: CourseValue, piece: PieceValue, enrolments: Collection[EnrolmentValue], now: datetime
) -> None:
    """Mail those whose first mark of a piece came after its release; whoever was told before is not told again."""
    release = queries.releases_of(course.id).get(piece.id)
    if release is None:
        return
    told = told_of(release.id)
    _tell(course, piece, release.id, [one for one in enrolments if one.id not in told], now)


def _piece(course: CourseValue, key: str) -> PieceValue:
    piece = next((piece for piece in courses.pieces_of(course.id) if piece.key == key), None)
    if piece is None:
        raise NotFound(text("This course has no such piece."))
    if piece.kind not in RELEASED_TOGETHER:
        raise RuleBroken(text("A quiz tells its scores by its own rule."), code="told_by_quiz")
    return piece


def _release(
    course: CourseValue, piece: PieceValue, concerned: Sequence[EnrolmentValue], *, actor: Actor, now: datetime
) -> Released:
    row = Release(course_id=course.id, piece_id=piece.id, released_at=now, released_by=actor.person_id)
    session.add(row)
    session.flush()
    _tell(course, piece, row.id, concerned, now)
    audit.record(
        "release_marks",
        f"piece:{piece.id}",
        actor=actor,
        now=now,
        course_id=course.id,
        before={"released": False},
        after={"released": True, "piece": piece.key, "told": len(concerned)},
    )
    return Released(piece, now, len(concerned))


def _tell(
    course: CourseValue, piece: PieceValue, release_id: int, concerned: Sequence[EnrolmentValue], now: datetime
) -> None:
    if not concerned:
        return
    rows = [{"release_id": release_id, "enrolment_id": one.id, "told_at": now} for one in concerned]
    session.execute(insert(ReleaseNotice), rows)
    days = EssaySettings.from_data(course.essay).remark_days
    until = asked_until(now, days, course.timezone).isoformat() if days else None
    notifications.enqueue_many([_mail(course, piece, release_id, one, until) for one in concerned], now=now)


def _mail(
    course: CourseValue, piece: PieceValue, release_id: int, person: EnrolmentValue, until: str | None
) -> NewMail:
    return NewMail(
        dedupe_key=f"release:{release_id}:{person.id}",
        address=person.email,
        language=person.language,
        zone=person.timezone,
        template="marks_released",
        params={
            "name": person.name or person.email,
            "piece": dict(piece.title),
            "course": dict(course.title),
            "until": until,
            "link": f"{settings().base_url}/courses/{course.code}/feedback/{piece.key}",
        },
    )
