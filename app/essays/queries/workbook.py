"""Reads for marking offline: which essays go into a marker's workbook, each with the marker's own mark."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.accounts.queries import people_by_id
from app.courses import queries as courses
from app.courses.rules import CourseValue, PieceValue
from app.essays.models import Essay, EssayVersion
from app.essays.queries.allocation import kept_away, works_of
from app.essays.queries.essays import essays_of
from app.essays.queries.marking import course_allocations
from app.essays.queries.marking_queue import author_label
from app.essays.queries.settings import settings_of
from app.essays.queries.writing import essay_piece
from app.essays.rules.marking import MARKED_BY_ONE, AllocationValue, may_take, round_for, rounds_by_essay
from app.essays.rules.settings import EssaySettings, Names
from app.essays.rules.values import EssayValue
from app.rubrics.queries import decided_by_remarks, marks_of_piece
from app.rubrics.rules import MarkValue, Round, SubjectKind
from app.shared.database import session


@dataclass(frozen=True, slots=True)
class Markable:
    """An essay that a marker may mark: in which round, with their own mark; `label` as the course shows its author."""

    essay: EssayValue
    round: Round
    mark: MarkValue | None
    label: str
    mine: bool


@dataclass(frozen=True, slots=True)
class MarkerWork:
    """What somebody may mark in a course, by essay, how every essay handed in is called, and their marks (`own`).

    Essays of authors who left the course are nobody's to mark; nor are those `decided`, whose result a remark made.
    """

    piece: PieceValue
    settings: EssaySettings
    markable: Mapping[int, Markable]
    labels: Mapping[int, str]
    own: Mapping[int, MarkValue]
    decided: frozenset[int] = frozenset()

    @property
    def offered(self) -> Sequence[Markable]:
        """What a workbook holds: the essays that were given to the marker, or, where none were, those they may take."""
        mine = [one for one in self.markable.values() if one.mine]
        return mine or list(self.markable.values())


def marker_work(course: CourseValue, marker_id: int) -> MarkerWork:
    """Return what somebody may mark; a few statements. Raises `NotFound` where the course has no essay."""
    settings, piece = settings_of(course), essay_piece(course)
    essays = essays_of(course.id, piece.id)
    people = people_by_id(essay.person_id for essay in essays) if settings.names is Names.SHOWN else {}
    labels = {essay.id: author_label(essay, settings, people) for essay in essays}
    marks = rounds_by_essay(marks_of_piece(course.id, piece.id, SubjectKind.ESSAY))
    allocated = defaultdict(list)
    for one in course_allocations(course.id):
        allocated[one.essay_id].append(one)
    authors = courses.enrolments_by_id(course.id, [essay.enrolment_id for essay in essays])
    decided = frozenset(decided_by_remarks(course.id, SubjectKind.ESSAY))
    present = [essay for essay in essays if essay.enrolment_id in authors and essay.id not in decided]
    away = kept_away(course, works_of(present, authors), settings, marker_id)
    found = {
        essay.id: _markable(essay, labels[essay.id], marks.get(essay.id, []), allocated[essay.id], settings, marker_id)
        for essay in present
    }
    markable = {key: one for key, one in found.items() if one is not None and (one.mine or key not in away)}
    own = {mark.subject.id: mark for some in marks.values() for mark in some if _is_own(mark, marker_id)}
    return MarkerWork(piece, settings, markable, labels, own, decided)


def texts_handed_in(essay_ids: Collection[int]) -> dict[int, tuple[str, int | None]]:
    """Return what was handed in of these essays, by essay: the text, and the file it came from; one statement."""
    rows = session.execute(
        select(EssayVersion.essay_id, EssayVersion.text, EssayVersion.file_id)
        .join(Essay, (Essay.id == EssayVersion.essay_id) & (Essay.submitted_version == EssayVersion.number))
        .where(Essay.id.in_(essay_ids))
    )
    return {row.essay_id: (row.text, row.file_id) for row in rows}


def _markable(  # noqa: PLR0917 - one thing known of the essay after the other
    essay: EssayValue,
    label: str,
    marks: Sequence[MarkValue],
    allocated: Sequence[AllocationValue],
    settings: EssaySettings,
    marker_id: int,
) -> Markable | None:
    if not may_take(marker_id, marks, allocated, settings):
        return None
    mark = next((mark for mark in marks if _is_own(mark, marker_id)), None)
    mine = mark is not None or any(one.marker_id == marker_id for one in allocated)
    return Markable(essay, round_for(marker_id, marks, allocated, settings), mark, label, mine)


def _is_own(mark: MarkValue, marker_id: int) -> bool:
    return mark.marker_id == marker_id and mark.round in MARKED_BY_ONE
