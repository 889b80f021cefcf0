"""The queue of essays as one reader may see it: a few statements, however many essays there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from app.accounts.queries import people_by_id
from app.accounts.rules import PersonValue
from app.courses import queries as courses
from app.courses.rules import CourseValue, PieceValue
from app.essays.queries.allocation import kept_away, works_of
from app.essays.queries.essays import essays_of
from app.essays.queries.marking import course_allocations
from app.essays.queries.settings import settings_of
from app.essays.queries.writing import essay_piece
from app.essays.rules.anonymity import pseudonym
from app.essays.rules.marking import (
    MARKED_BY_ONE,
    AllocationValue,
    MarkingState,
    counting,
    kept_from_author,
    may_take,
    rounds_by_essay,
    state_of,
    visible_marks,
)
from app.essays.rules.queue import Marking, QueueRow
from app.essays.rules.settings import EssaySettings, Names, OwnCountry
from app.essays.rules.values import EssayValue
from app.rubrics.queries import decided_by_remarks, marks_of_piece
from app.rubrics.rules import MarkValue, Round, SubjectKind
from app.shared.running import key_for

_PURPOSE = "names of authors for their markers"


@dataclass(frozen=True, slots=True)
class Queue:
    """Every essay that was handed in, the earliest first, and what the course says of marking.

    Essays of authors who left the course wait until they come back: a mark of theirs would count for nobody.

    `drafts`: authors of essays that were begun and not handed in, with the words they have.
    """

    settings: EssaySettings
    piece: PieceValue
    rows: tuple[QueueRow, ...]
    drafts: tuple[tuple[str, int], ...] = ()


def marking_queue(course: CourseValue, reader_id: int | None, *, allocates: bool = False) -> Queue:
    """Return the queue as the reader may see it; `allocates`: they may allocate marking.

    Raises `NotFound` where the course has no essay.
    """
    settings, piece = settings_of(course), essay_piece(course)
    begun = essays_of(course.id, piece.id, submitted=False)
    authors = courses.enrolments_by_id(course.id, [essay.enrolment_id for essay in begun])
    begun = [essay for essay in begun if essay.enrolment_id in authors]
    essays = [essay for essay in begun if essay.is_submitted]
    drafts = [essay for essay in begun if not essay.is_submitted and essay.words]
    marks = rounds_by_essay(marks_of_piece(course.id, piece.id, SubjectKind.ESSAY))
    allocated = defaultdict(list)
    for one in course_allocations(course.id):
        allocated[one.essay_id].append(one)
    names = _names(settings, [*essays, *drafts], marks, allocated)
    rows = [
        _row(
            essay,
            marks.get(essay.id, []),
            allocated[essay.id],
            settings,
            names,
            reader_id=reader_id,
            allocates=allocates,
        )
        for essay in essays
    ]
    if reader_id is not None and settings.own_country is OwnCountry.NEVER:
        away = kept_away(course, works_of(essays, authors), settings, reader_id)
        rows = [replace(row, open=row.open and row.essay.id not in away) for row in rows]
    decided = decided_by_remarks(course.id, SubjectKind.ESSAY)
    rows = [_decided(row, decided[row.essay.id]) if row.essay.id in decided else row for row in rows]
    unfinished = tuple((author_label(essay, settings, names), essay.words) for essay in drafts)
    return Queue(settings, piece, tuple(rows), unfinished)


def _decided(row: QueueRow, remark_id: int) -> QueueRow:
    """Return a row whose result a remark made: the desk does not know it, and has no part in it any more."""
    return replace(row, state=MarkingState.MARKED, open=False, total=None, decided_by=remark_id)


def author_label(essay: EssayValue, settings: EssaySettings, people: Mapping[int, PersonValue]) -> str:
    """Return the author's name, or, where the course hides names, what stands for it."""
    if settings.names is Names.HIDDEN:
        return pseudonym(key_for(_PURPOSE), essay.id)
    return name_of(people.get(essay.person_id))


def name_of(person: PersonValue | None) -> str:
    """Return how a person is called in lists."""
    return (f"{person.given_name} {person.family_name}".strip() or person.email) if person else ""


def _names(
    settings: EssaySettings,
    essays: Collection[EssayValue],
    marks: Mapping[int, Collection[MarkValue]],
    allocated: Mapping[int, Collection[AllocationValue]],
) -> Mapping[int, PersonValue]:
    """Return those whose names may stand in the queue: authors only where the course shows them."""
    wanted = {mark.marker_id for some in marks.values() for mark in some}
    wanted |= {one.marker_id for some in allocated.values() for one in some}
    if settings.names is Names.SHOWN:
        wanted |= {essay.person_id for essay in essays}
    return people_by_id(wanted)


def _row(
    essay: EssayValue,
    marks: list[MarkValue],
    allocated: list[AllocationValue],
    settings: EssaySettings,
    names: Mapping[int, PersonValue],
    *,
    reader_id: int | None,
    allocates: bool,
) -> QueueRow:
    marks = kept_from_author(reader_id, essay.person_id, marks)
    seen = visible_marks(reader_id, marks, allocated, settings, allocates=allocates)
    counts = counting(seen, settings)
    own = next((mark for mark in seen if mark.marker_id == reader_id and mark.round in MARKED_BY_ONE), None)
    mine = own is not None or any(one.marker_id == reader_id for one in allocated)
    free = reader_id is not None and reader_id != essay.person_id and not mine
    return QueueRow(
        essay=essay,
        author=author_label(essay, settings, names),
        state=state_of(marks, allocated, settings),
        mine=mine,
        open=free and may_take(reader_id or 0, marks, allocated, settings),
        own_state=own.state if own else None,
        markings=tuple(_markings(marks, seen, allocated, names, reader_id)),
        total=counts.content.total if counts else None,
    )


def _markings(
    marks: Collection[MarkValue],
    seen: Collection[MarkValue],
    allocated: Collection[AllocationValue],
    names: Mapping[int, PersonValue],
    reader_id: int | None,
) -> list[Marking]:
    """Return who marks in which round. Of others' drafts only that somebody is at work is said."""
    who = {one.round: one.marker_id for one in allocated} | {
        mark.round: mark.marker_id for mark in marks if mark.round in MARKED_BY_ONE
    }
    given: dict[Round, MarkValue] = {mark.round: mark for mark in marks}
    totals = {mark.round: mark.content.total for mark in seen}
    return [
        Marking(
            round=in_round,
            marker=name_of(names.get(who[in_round])),
            own=who[in_round] == reader_id,
            state=given[in_round].state if in_round in given else None,
            total=totals.get(in_round),
        )
        for in_round in MARKED_BY_ONE
        if in_round in who
    ]
