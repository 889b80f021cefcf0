"""What a participant may read of the marking of one piece, ready to be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from app.accounts.queries import people_by_id
from app.courses.rules import CourseValue, Localized, PieceKind, PieceValue
from app.essays import queries as essays
from app.grading import queries
from app.grading.pages.explained import Record
from app.grading.rules.remarks import KnownMark, MessageValue, RemarkValue
from app.groupwork.queries.group_feedback import GroupFeedback, group_feedback
from app.rubrics.rules import MarkContent
from app.shared.amounts import plain_number
from app.shared.wording import points as written


@dataclass(frozen=True, slots=True)
class CriterionShown:
    """A criterion with its points, the level that they reach as the rubric describes it, and what each marker said.

    `points` is "" where only the words may be read.
    """

    title: Localized
    points: str
    maximum: str
    level: tuple[Localized, Localized] | None
    comments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Feedback:
    """What there is to read, and what may be done about it.

    `comments`: what was said on the whole, by each marker whose words count. `passages`: passages of the text with the
    notes on them. `marker`: the names of those who gave the mark, "" where nobody's is told; `by_marker`: somebody
    marked it, not a file or the system. `parts`: of a group's mark in percent, tutors' and that of other groups'
    ratings, where both count. `ask_until` is None where a remark can be asked for no more, or not yet.
    """

    criteria: tuple[CriterionShown, ...]
    remarks: tuple[tuple[RemarkValue, Sequence[MessageValue]], ...]
    comments: tuple[str, ...] = ()
    passages: tuple[tuple[str, str], ...] = ()
    parts: tuple[str, str] | None = None
    by_marker: bool = False
    marker: str = ""
    ask_until: datetime | None = None

    @property
    def has_open(self) -> bool:
        """Whether a remark waits for its decision."""
        return any(remark.is_open for remark, _ in self.remarks)


def feedback_on(course: CourseValue, record: Record, piece: PieceValue, now: datetime) -> Feedback:
    """Return what the participant of `record` may read of a piece; while the mark is hidden, nothing of it."""
    known = queries.known_mark(course, record.row, piece)
    remarks = [one for one in queries.remarks_of(course.id, record.row.enrolment.id) if one.piece_id == piece.id]
    threads = tuple((remark, queries.thread_of(remark.id)) for remark in remarks)
    if known is None:
        return Feedback(criteria=_criteria(course, record, piece, None), remarks=threads)
    said, group = _said(course, piece, record), _said_to_group(course, piece, record, now)
    return Feedback(
        criteria=_group_criteria(group, known.score) if group else _criteria(course, record, piece, said),
        comments=tuple(one.comment for one in _remarks(group or said) if one.comment),
        passages=_passages(said) if said else (),
        parts=_parts(group, known.score) if group else None,
        by_marker=known.marker_id is not None,
        marker=_markers(course, known.marker_id, group or said) if known.marker_id else "",
        ask_until=_ask_until(course, known, remarks, now),
        remarks=threads,
    )


def _ask_until(course: CourseValue, known: KnownMark, remarks: Sequence[RemarkValue], now: datetime) -> datetime | None:
    """Return until when a remark on the mark can be asked for; None once one was decided, or the time is over."""
    if any(not one.is_open and one.asked_at >= known.since for one in remarks):
        return None
    until = queries.remark_until(course, known)
    return until if until is not None and now <= until else None


def _said(course: CourseValue, piece: PieceValue, record: Record) -> essays.Feedback | None:
    """Return what was said at the desk, once it was released; also where a remark or a hand changed the mark since."""
    if piece.kind is not PieceKind.ESSAY or piece.id not in queries.releases_of(course.id):
        return None
    essay = essays.find_essay(piece.id, record.row.enrolment.id)
    return essays.feedback_of(essay) if essay else None


def _remarks(said: GroupFeedback | essays.Feedback | None) -> tuple[MarkContent, ...]:
    return said.remarks if said else ()


def _said_to_group(course: CourseValue, piece: PieceValue, record: Record, now: datetime) -> GroupFeedback | None:
    """Return what was said at the desk of the group that somebody is in, once it was released."""
    group_id = record.row.enrolment.group_id
    if piece.kind is not PieceKind.GROUP or not group_id or piece.id not in queries.releases_of(course.id):
        return None
    return group_feedback(course, group_id, now)


def _group_criteria(said: GroupFeedback, score: Fraction) -> tuple[CriterionShown, ...]:
    """Return the criteria with the markers' words, and with points where the mark is what these come to.

    Levels are for tutors: the next groups are marked by the same.
    """
    points = said.points if said.points is not None and score == said.percent else {}
    shown = (
        CriterionShown(
            title=criterion.title,
            points=plain_number(points[criterion.key]) if criterion.key in points else "",
            maximum=plain_number(criterion.maximum),
            level=None,
            comments=tuple(one.comments[criterion.key] for one in said.remarks if criterion.key in one.comments),
        )
        for criterion in said.criteria
    )
    return tuple(one for one in shown if one.points or one.comments)


def _parts(said: GroupFeedback, score: Fraction) -> tuple[str, str] | None:
    if said.tutors is None or said.peers is None or score != said.percent:
        return None
    return written(said.tutors), written(said.peers)


def _passages(said: essays.Feedback) -> tuple[tuple[str, str], ...]:
    """Return the passages that markers wrote notes on, with the notes, in the order of the text."""
    texts: dict[int, str] = {}
    found = []
    for note in said.annotations:
        if note.version not in texts:
            texts[note.version] = essays.version_of(note.essay_id, note.version).text
        found.append((texts[note.version][note.starts : note.ends], note.note))
    return tuple(found)


def _criteria(
    course: CourseValue, record: Record, piece: PieceValue, said: essays.Feedback | None
) -> tuple[CriterionShown, ...]:
    shown = next(one for one in record.pieces if one.piece.id == piece.id)
    words = [remark.comments for remark in said.remarks] if said else []
    return tuple(
        CriterionShown(
            title=criterion.title,
            points=shown.points_of[criterion.key],
            maximum=plain_number(criterion.maximum),
            level=_level(course, piece.key, criterion.key, Fraction(shown.points_of[criterion.key])),
            comments=tuple(one[criterion.key] for one in words if criterion.key in one),
        )
        for criterion in piece.criteria
        if criterion.key in shown.points_of
    )


def _level(course: CourseValue, piece: str, criterion: str, points: Fraction) -> tuple[Localized, Localized] | None:
    """Return title and description of the highest level of the rubric that these points reach."""
    entries = (one for one in course.rubric if (one["piece"], one["criterion"]) == (piece, criterion))
    levels: list[Any] = next((list(entry["levels"]) for entry in entries), [])
    reached = [level for level in levels if Fraction(level["points_from"]) <= points]
    if not reached:
        return None
    level = max(reached, key=lambda one: Fraction(one["points_from"]))
    return level["title"], level["description"]


def _markers(course: CourseValue, person_id: int, said: GroupFeedback | essays.Feedback | None) -> str:
    """Return the names of the markers, where the course does not hide names: then they are told by their role alone.

    A mark that several made is theirs; one that somebody recorded or agreed on beside them is this person's.
    """
    if queries.hides_names(course):
        return ""
    together = said.markers if said and person_id in said.markers else (person_id,)
    people = people_by_id(together)
    return ", ".join(people[one].name for one in together if one in people)
