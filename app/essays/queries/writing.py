"""Reads for whoever writes an essay: their times, versions, and what they handed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.courses import queries as courses
from app.courses.rules import CourseValue, EnrolmentValue, PieceKind, PieceValue
from app.essays.models import EssaySubmission, EssayVersion
from app.essays.queries.essays import find_essay, version_of
from app.essays.queries.marking import subject_of
from app.essays.rules.late import Door, Window, window
from app.essays.rules.settings import EssaySettings
from app.essays.rules.values import EssayValue, Origin, SubmissionValue, VersionLine, VersionValue
from app.rubrics import queries as marks
from app.rubrics.rules import Round
from app.shared.database import session
from app.shared.errors import NotAllowed, NotFound
from app.shared.permissions import Actor

_COUNTING = frozenset({Round.FIRST, Round.SECOND, Round.THIRD, Round.AGREED})


def essay_piece(course: CourseValue) -> PieceValue:
    """Return the piece that is the essay of a course. Raises `NotFound` where it has none."""
    for piece in courses.pieces_of(course.id):
        if piece.kind is PieceKind.ESSAY:
            return piece
    raise NotFound


def window_for(course: CourseValue, piece: PieceValue, enrolment: EnrolmentValue) -> Window:
    """Return a participant's times for the essay, extensions and the course's late rule included."""
    deadline = courses.deadlines_of(course, [piece], enrolment)[piece.id]
    return window(deadline, EssaySettings.from_data(course.essay), course.timezone)


def newest_version(essay: EssayValue) -> VersionValue | None:
    """Return what the essay says now; None while nothing was written."""
    return version_of(essay.id, essay.version) if essay.version else None


def find_version(essay: EssayValue, number: int) -> VersionValue | None:
    """Return one version; None when there never was one of this number, or it was thinned out."""
    try:
        return version_of(essay.id, number)
    except NotFound:
        return None


def lines_of(essay_id: int) -> list[VersionLine]:
    """Return every version of an essay without its text, the newest first; one statement."""
    columns = (
        EssayVersion.number,
        EssayVersion.words,
        EssayVersion.origin,
        EssayVersion.file_id,
        EssayVersion.saved_at,
    )
    statement = select(*columns).where(EssayVersion.essay_id == essay_id).order_by(EssayVersion.number.desc())
    return [
        VersionLine(number, words, Origin(origin), file_id, saved_at)
        for number, words, origin, file_id, saved_at in session.execute(statement)
    ]


def submissions_of(essay_id: int) -> list[SubmissionValue]:
    """Return what was handed in, the newest, which counts, first."""
    newest_first = (EssaySubmission.submitted_at.desc(), EssaySubmission.id.desc())
    statement = select(EssaySubmission).where(EssaySubmission.essay_id == essay_id).order_by(*newest_first)
    return [submission_value(row) for row in session.scalars(statement)]


def has_final_mark(essay: EssayValue) -> bool:
    """Return whether a marker has given the essay a final mark, released or not."""
    return any(mark.is_final and mark.round in _COUNTING for mark in marks.marks_on(subject_of(essay)))


def submission_value(row: EssaySubmission) -> SubmissionValue:
    """Return a row as a value."""
    return SubmissionValue(
        id=row.id,
        essay_id=row.essay_id,
        version=row.version,
        language=row.language,
        words=row.words,
        sha256=row.sha256,
        late=row.late,
        submitted_at=row.submitted_at,
    )


@dataclass(frozen=True, slots=True)
class Desk:
    """What an author sees of the own essay. `newest` None: nothing is written yet; `marked`: nothing changes now."""

    piece: PieceValue
    enrolment: EnrolmentValue
    settings: EssaySettings
    window: Window
    door: Door
    essay: EssayValue | None
    newest: VersionValue | None
    submissions: tuple[SubmissionValue, ...]
    marked: bool

    @property
    def submitted(self) -> SubmissionValue | None:
        """What was handed in last, which counts."""
        return self.submissions[0] if self.submissions else None

    @property
    def version(self) -> int:
        """The number of the newest version; 0: none."""
        return self.newest.number if self.newest else 0

    @property
    def writable(self) -> bool:
        """Whether text is taken."""
        return self.door.lets_in and not self.marked

    @property
    def changed_since(self) -> bool:
        """Whether something newer than what was handed in is stored."""
        return self.submitted is not None and self.submitted.version != self.version


def desk_of(course: CourseValue, actor: Actor, now: datetime) -> Desk:
    """Return the actor's own essay and their times. Raises `NotAllowed` (no participant), `NotFound` (no essay)."""
    enrolment = courses.find_enrolment(course.id, actor.themselves())
    if enrolment is None:
        raise NotAllowed
    piece = essay_piece(course)
    times = window_for(course, piece, enrolment)
    essay = find_essay(piece.id, enrolment.id)
    return Desk(
        piece=piece,
        enrolment=enrolment,
        settings=EssaySettings.from_data(course.essay),
        window=times,
        door=Door.OVER if course.is_closed else times.door(now),
        essay=essay,
        newest=newest_version(essay) if essay else None,
        submissions=tuple(submissions_of(essay.id)) if essay else (),
        marked=essay is not None and essay.is_submitted and has_final_mark(essay),
    )


def language_of(course: CourseValue, enrolment: EnrolmentValue) -> str:
    """Return the language in which an essay begins: the participant's, where it is one of the course's."""
    return enrolment.language if enrolment.language in course.languages else course.languages[0]
