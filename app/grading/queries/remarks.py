"""Reads of remarks, of the marks they are about, and of who may decide them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, select

from app.accounts.queries import team_of
from app.courses.rules import CourseValue, PieceKind, PieceValue
from app.essays import queries as essays
from app.essays.rules import EssaySettings
from app.grading.models import Remark, RemarkMessage
from app.grading.queries.corrections import corrections_of
from app.grading.queries.entries import entries_of, find_entry, find_factor, find_group_mark, group_marks
from app.grading.queries.telling import releases_of
from app.grading.rules.entries import EntryKind, Source
from app.grading.rules.remarks import KnownMark, MessageValue, RemarkState, RemarkValue, asked_until
from app.grading.rules.values import Entry, GradebookRow, GroupMark
from app.rubrics.queries import marks_on
from app.rubrics.rules import MarkValue, Subject, SubjectKind
from app.shared.database import session
from app.shared.errors import NotFound
from app.shared.permissions import PERMISSIONS, Permission

_KINDS = {PieceKind.QUIZ: EntryKind.SCORE, PieceKind.ESSAY: EntryKind.CRITERIA}


def open_remarks(course_id: int) -> tuple[RemarkValue, ...]:
    """Return the remarks that wait for their decision, the oldest first; of those who left the course as well."""
    return _read(Remark.course_id == course_id, Remark.state == RemarkState.OPEN)


def count_open_remarks(course_id: int) -> int:
    """Return how many remarks wait for their decision."""
    return len(open_remarks(course_id))


def remarks_of(course_id: int, enrolment_id: int | None = None) -> tuple[RemarkValue, ...]:
    """Return the remarks of a course, or one participant's, the oldest first."""
    mine = () if enrolment_id is None else (Remark.enrolment_id == enrolment_id,)
    return _read(Remark.course_id == course_id, *mine)


def get_remark(course_id: int, remark_id: int) -> RemarkValue:
    """Return one remark of a course. Raises `NotFound`."""
    found = _read(Remark.course_id == course_id, Remark.id == remark_id)
    if not found:
        raise NotFound
    return found[0]


def thread_of(remark_id: int) -> tuple[MessageValue, ...]:
    """Return what was written about a remark, the oldest first."""
    rows = session.scalars(select(RemarkMessage).where(RemarkMessage.remark_id == remark_id).order_by(RemarkMessage.id))
    return tuple(MessageValue(row.author_id, row.from_staff, row.body, row.written_at) for row in rows)


def known_mark(course: CourseValue, row: GradebookRow, piece: PieceValue) -> KnownMark | None:
    """Return the mark of a piece as its participant knows it (`row` is what they may see); None: they know none.

    It is known since it was recorded, released, or corrected, whichever came last. A member of a group knows theirs
    once their part in the work was decided on, be it none.
    """
    state = row.standing.piece(piece.key)
    recorded = recorded_mark(course, row.enrolment.id, piece, row.enrolment.group_id)
    of_group = piece.kind is PieceKind.GROUP
    told = state.done or (of_group and state.factor is not None)
    if not told or state.score is None or recorded is None:
        return None
    part = find_factor(course, row.enrolment.id) if of_group else None
    instants = [one.recorded_at for one in (recorded, part) if one]
    release = releases_of(course.id).get(piece.id)
    if release and recorded.source is Source.MARKING:
        instants.append(release.released_at)
    corrections = corrections_of(course.id, row.enrolment.id) if course.is_closed else ()
    instants += [one.signed_at for one in corrections if one.touches(piece.key)]
    return KnownMark(state.score, max(instants), recorded.actor_id)


def recorded_mark(
    course: CourseValue, enrolment_id: int, piece: PieceValue, group_id: int | None
) -> Entry | GroupMark | None:
    """Return what was recorded last of somebody's piece: an entry, or the mark of that group."""
    if piece.kind is PieceKind.GROUP:
        return find_group_mark(group_id) if group_id else None
    return find_entry(course.id, enrolment_id, _KINDS[piece.kind], piece.id)


def marks_of_group_work(piece: PieceValue, group_id: int) -> list[MarkValue]:
    """Return the final marks that tutors gave a group's work at the desk."""
    return _final(Subject(SubjectKind.GROUP, group_id, piece.course_id, piece.id))


def markers_of(course: CourseValue, remark: RemarkValue, piece: PieceValue) -> frozenset[int]:
    """Return everybody who gave the mark that a remark is about: each marker at the desk, and who recorded it.

    Of group work, also who decided on the member's part in it.
    """
    recorded = recorded_mark(course, remark.enrolment_id, piece, remark.group_id)
    part = find_factor(course, remark.enrolment_id) if piece.kind is PieceKind.GROUP else None
    by_hand = {one.actor_id for one in (recorded, part) if one and one.actor_id}
    return frozenset({mark.marker_id for mark in _marks_about(remark, piece)} | by_hand)


def set_by_remark(mark: Entry | GroupMark) -> bool:
    """Return whether a mark, as it was recorded last, is what a remark made of it."""
    if mark.source is Source.MARKING:
        return False
    about = [Remark.state == RemarkState.CHANGED, Remark.decided_at >= mark.recorded_at]
    if isinstance(mark, GroupMark):
        about += [Remark.group_id == mark.group_id, Remark.score_after != Remark.score_before]
    else:
        about += [Remark.enrolment_id == mark.enrolment_id, Remark.piece_id == mark.piece_id]
    return session.scalar(select(Remark.id).where(*about).limit(1)) is not None


def decided_by_remarks(course_id: int, kind: SubjectKind) -> dict[int, int]:
    """Return which essays, or groups, have a mark that a remark made and nobody recorded another since.

    By essay or group, the remark; a few statements. Handed down by `create_app` to the desks: they do not change it.
    """
    changed = _read(Remark.course_id == course_id, Remark.state == RemarkState.CHANGED)
    if not changed:
        return {}
    about: list[tuple[int | None, RemarkValue, Entry | GroupMark]]
    if kind is SubjectKind.GROUP:
        marks = group_marks(course_id)
        of_mark = [one for one in changed if not one.is_of_factor]
        about = [(one.group_id, one, marks[one.group_id]) for one in of_mark if one.group_id in marks]
    else:
        of_essay = {essay.enrolment_id: essay for essay in essays.essays_of(course_id, submitted=False)}
        entries = entries_of(course_id, {one.enrolment_id for one in changed} & of_essay.keys())
        newest = {(one.enrolment_id, one.piece_id): one for one in entries if one.kind is EntryKind.CRITERIA}
        about = [
            (of_essay[one.enrolment_id].id, one, newest[one.enrolment_id, one.piece_id])
            for one in changed
            if (one.enrolment_id, one.piece_id) in newest
        ]
    return {subject: remark.id for subject, remark, mark in about if subject is not None and _made(remark, mark)}


def _made(remark: RemarkValue, mark: Entry | GroupMark) -> bool:
    """Return whether a mark, as it was recorded last, is what a remark that changed something made of it."""
    decided = remark.decided_at
    return mark.source is not Source.MARKING and decided is not None and decided >= mark.recorded_at


def remark_until(course: CourseValue, known: KnownMark) -> datetime | None:
    """Return until when a remark on a mark may be asked for; None in a course that gives no days for it."""
    days = EssaySettings.from_data(course.essay).remark_days
    return asked_until(known.since, days, course.timezone) if days else None


def others_who_decide(course_id: int, person_ids: Collection[int]) -> bool:
    """Return whether anybody in the course's team besides these people may decide a remark."""
    deciding = {role for role, held in PERMISSIONS.items() if Permission.DECIDE_REMARK in held}
    return any(one.role in deciding and one.person_id not in person_ids for one in team_of(course_id))


def _marks_about(remark: RemarkValue, piece: PieceValue) -> list[MarkValue]:
    if piece.kind is PieceKind.GROUP and remark.group_id:
        return marks_of_group_work(piece, remark.group_id)
    essay = essays.find_essay(piece.id, remark.enrolment_id) if piece.kind is PieceKind.ESSAY else None
    return _final(essays.subject_of(essay)) if essay else []


def _final(subject: Subject) -> list[MarkValue]:
    return [mark for mark in marks_on(subject) if mark.is_final]


def _read(*conditions: ColumnElement[bool]) -> tuple[RemarkValue, ...]:
    statement = select(Remark).where(*conditions).order_by(Remark.id)
    return tuple(_values(session.scalars(statement.execution_options(populate_existing=True))))


def _values(rows: Iterable[Remark]) -> Iterable[RemarkValue]:
    for row in rows:
        yield RemarkValue(
            id=row.id,
            course_id=row.course_id,
            piece_id=row.piece_id,
            enrolment_id=row.enrolment_id,
            group_id=row.group_id,
            state=RemarkState(row.state),
            reason=row.reason,
            asked_at=row.asked_at,
            score_before=row.score_before,
            decision=row.decision,
            decided_at=row.decided_at,
            decided_by=row.decided_by,
            by_marker=row.by_marker,
            score_after=row.score_after,
        )
