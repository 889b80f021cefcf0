"""Notes on passages, and comments kept for use again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from app.courses.queries import get_course_by_id
from app.courses.rules import CourseValue
from app.courses.service import check_open
from app.essays.models import BankComment, EssayAnnotation
from app.essays.queries.allocation import kept_away, work_of
from app.essays.queries.essays import submitted_text
from app.essays.queries.marking import allocations_of, subject_of
from app.essays.queries.settings import settings_of
from app.essays.queries.writing import essay_piece
from app.essays.rules.annotations import MOST_NOTES, AnnotationValue, check_passage
from app.essays.rules.marking import round_for
from app.essays.rules.values import EssayValue
from app.rubrics import queries as rubrics
from app.shared import audit
from app.shared.database import session
from app.shared.errors import NotAllowed, NotFound, Problem, RuleBroken, Unreadable
from app.shared.permissions import Actor, Permission
from app.shared.wording import text

LONGEST_BANKED = 2000
MOST_BANKED = 500


def annotate(essay: EssayValue, starts: int, ends: int, note: str, *, actor: Actor, now: datetime) -> AnnotationValue:
    """Write a note on characters `starts` up to `ends` of what was handed in; the same again is the same note.

    Raises `NotAllowed` (no marker of this essay), `NotFound` (not handed in), `RuleBroken` (course_closed,
    too_many_notes), `Unreadable` (no such passage, no note).
    """
    marker_id = _marker(essay, actor)
    written = submitted_text(essay)
    words = check_passage(written.text, starts, ends, note)
    mine = select(EssayAnnotation).filter_by(essay_id=essay.id, marker_id=marker_id, removed_at=None)
    place = {"version": written.number, "starts": starts, "ends": ends, "note": words}
    row = session.scalars(mine.filter_by(**place).limit(1)).one_or_none()
    if row is None:
        if (session.scalar(select(func.count()).select_from(mine.subquery())) or 0) >= MOST_NOTES:
            raise RuleBroken(text("There are %(limit)s notes already.", limit=MOST_NOTES), code="too_many_notes")
        row = EssayAnnotation(essay_id=essay.id, marker_id=marker_id, written_at=now, removed_at=None, **place)
        session.add(row)
        session.flush()
        _audit("annotate_essay", essay, row, actor=actor, now=now)
    return AnnotationValue(row.id, essay.id, row.version, row.starts, row.ends, marker_id, row.note)


def remove_note(essay: EssayValue, note_id: int, *, actor: Actor, now: datetime) -> None:
    """Take a note of the actor's own away; its row stays. Again, it changes nothing.

    Raises `NotAllowed`, `NotFound` (none of theirs), `RuleBroken` (course_closed).
    """
    marker_id = _marker(essay, actor)
    row = session.get(EssayAnnotation, note_id)
    if row is None or row.essay_id != essay.id or row.marker_id != marker_id:
        raise NotFound
    if row.removed_at is None:
        row.removed_at = now
        session.flush()
        _audit("remove_annotation", essay, row, actor=actor, now=now)


def bank_comment(
    course: CourseValue, criterion: str, language: str, words: str, *, shared: bool, actor: Actor, now: datetime
) -> int:
    """Keep a comment for use again; return its id. The same again is the same comment. Criterion "": on the whole.

    Raises `NotAllowed`, `NotFound` (the course has no essay), `Unreadable`, `RuleBroken` (bank_full).
    """
    actor.require(Permission.MARK_ESSAY, course.id)
    owner_id = actor.themselves()
    kept = words.strip()
    if problems := _bank_faults(course, criterion, language, kept):
        raise Unreadable(problems=problems)
    own = select(BankComment).filter_by(course_id=course.id, owner_id=owner_id, removed_at=None)
    what = {"criterion": criterion, "language": language, "words": kept}
    row = session.scalars(own.filter_by(**what).limit(1)).one_or_none()
    if row is None:
        if (session.scalar(select(func.count()).select_from(own.subquery())) or 0) >= MOST_BANKED:
            raise RuleBroken(text("You keep %(limit)s comments already.", limit=MOST_BANKED), code="bank_full")
        row = BankComment(course_id=course.id, owner_id=owner_id, shared=shared, kept_at=now, removed_at=None, **what)
        session.add(row)
    row.shared = shared
    session.flush()
    audit.record(
        "bank_comment", f"bank_comment:{row.id}", actor=actor, now=now, course_id=course.id, after={"shared": shared}
    )
    return row.id


def remove_comment(course: CourseValue, comment_id: int, *, actor: Actor, now: datetime) -> None:
    """Take a comment of the actor's own out of the bank. Raises `NotAllowed`, `NotFound` (none of theirs)."""
    actor.require(Permission.MARK_ESSAY, course.id)
    row = session.get(BankComment, comment_id)
    if row is None or row.course_id != course.id or row.owner_id != actor.themselves():
        raise NotFound
    if row.removed_at is None:
        row.removed_at = now
        session.flush()
        audit.record("remove_bank_comment", f"bank_comment:{row.id}", actor=actor, now=now, course_id=course.id)


def _marker(essay: EssayValue, actor: Actor) -> int:
    """Return the actor as somebody who marks the essay, or may take it."""
    actor.require(Permission.MARK_ESSAY, essay.course_id)
    marker_id = actor.themselves()
    course = get_course_by_id(essay.course_id)
    check_open(course)
    if essay.person_id == marker_id:
        raise NotAllowed
    settings, allocations = settings_of(course), allocations_of(essay.id)
    round_for(marker_id, rubrics.marks_on(subject_of(essay)), allocations, settings)
    given = any(one.marker_id == marker_id for one in allocations)
    if not given and kept_away(course, [work_of(essay)], settings, marker_id):
        raise NotAllowed(text("The rules of this course give this essay to somebody else to mark."))
    return marker_id


def _audit(action: str, essay: EssayValue, row: EssayAnnotation, *, actor: Actor, now: datetime) -> None:
    place = {"version": row.version, "starts": row.starts, "ends": row.ends}
    subject = f"essay_annotation:{row.id}"
    audit.record(action, subject, actor=actor, now=now, course_id=essay.course_id, after=place)


def _bank_faults(course: CourseValue, criterion: str, language: str, words: str) -> list[Problem]:
    problems = []
    if criterion and criterion not in {one.key for one in essay_piece(course).criteria}:
        problems.append(Problem(text("There is no such criterion."), "criterion"))
    if language not in course.languages:
        problems.append(Problem(text("The course does not have this language."), "language"))
    if not words:
        problems.append(Problem(text("Please write the comment."), "words"))
    if len(words) > LONGEST_BANKED:
        problems.append(
            Problem(text("A comment in the bank has at most %(limit)s characters.", limit=LONGEST_BANKED), "words")
        )
    return problems
