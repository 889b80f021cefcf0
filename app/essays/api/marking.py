"""The marking queue, and the reader's own mark of an essay."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from flask import request
from marshmallow import RAISE

from app.courses import queries as courses
from app.courses.rules import CourseValue, Criterion
from app.essays import queries, service
from app.essays.api.blueprint import resources
from app.essays.queries.marking_queue import Queue, marking_queue
from app.essays.queries.writing import essay_piece
from app.essays.rules import EssayValue
from app.essays.rules.marking import MARKED_BY_ONE, MarkingState
from app.essays.rules.queue import QueueRow, Shown, is_in
from app.essays.schemas.marking import (
    TO_MARK,
    AllocationAnswer,
    AllocationChange,
    MarkAnswer,
    MarkChange,
    QueueAnswer,
    QueueQuery,
    SetAsideAnswer,
    SettingAside,
)
from app.essays.service.allocation import allocate_essay as give_out
from app.rubrics import queries as rubrics
from app.rubrics.rules import MarkContent, MarkValue, Round, SubjectKind
from app.shared.amounts import CellFault, plain_number, read_amount
from app.shared.errors import NotFound, PreconditionMissing, Problem, Stale, Unreadable
from app.shared.http import arrived_at, current_actor, current_course, etag, requires
from app.shared.permissions import Permission
from app.shared.wording import points, text

_MOST_DIGITS = 9
"""Of the number of a version."""

Answer = tuple[dict[str, Any], int, dict[str, str]]


def _course_of_essay(values: Mapping[str, Any]) -> int:
    return queries.get_essay(values["essay_id"]).course_id


@resources.get("/courses/<code>/essays")
@requires(Permission.VIEW_ESSAYS)
@resources.arguments(QueueQuery, location="query", unknown=RAISE)
@resources.response(200, QueueAnswer)
def list_essays(query: dict[str, Any], code: str) -> dict[str, Any]:  # noqa: ARG001 - the check found the course
    """200 essays that were handed in, the earliest first; 404 the course has no essay; 422 no such cursor."""
    course: CourseValue = current_course()
    reader = current_actor()
    queue = marking_queue(course, reader.person_id, allocates=reader.may(Permission.ALLOCATE_MARKING, course.id))
    rows = [row for row in queue.rows[_start(queue, query["cursor"]) :] if _wanted(row, query["state"])]
    items, limit = rows[: query["limit"]], query["limit"]
    stranded = queries.stranded_drafts(course)
    return {
        "items": [
            {**_item(row), "stranded": [one.round.value for one in stranded if one.essay_id == row.essay.id]}
            for row in items
        ],
        "next_cursor": str(items[-1].essay.id) if len(rows) > limit else None,
    }


@resources.get("/essays/<int:essay_id>/marks")
@requires(Permission.VIEW_ESSAYS, course_of=_course_of_essay)
@resources.response(200, MarkAnswer)
def show_mark(essay_id: int) -> Answer:
    """200 my own mark with its ETag, empty while I have none; 404 no such essay, or it was not handed in."""
    essay = _submitted(essay_id)
    return _answer(essay, _own(essay))


@resources.put("/essays/<int:essay_id>/marks")
@requires(Permission.MARK_ESSAY, course_of=_course_of_essay)
@resources.arguments(MarkChange)
@resources.response(200, MarkAnswer)
def record_mark(change: dict[str, Any], essay_id: int) -> Answer:
    """200 my mark as stored; 403 somebody else's; 409 closed, handed in again, or taken; 412, 428; 422 out of range.

    Who marks an essay that is nobody's takes it. A final mark of an only marker counts at once. Where the result stands
    by the decision of a remark, 409 `decided_by_remark` says so, with the remark: a mark would not change it.
    """
    essay = _submitted(essay_id)
    own = _own(essay)
    criteria = essay_piece(courses.get_course_by_id(essay.course_id)).criteria
    saved = service.mark_essay(
        essay,
        None,
        _content(change, own, criteria),
        final=change["state"] == "final",
        base_version=_base_version(own),
        actor=current_actor(),
        now=arrived_at(),
        reason=change["reason"],
        handed_in=change["handed_in"],
    )
    return _answer(essay, saved)


@resources.post("/essays/<int:essay_id>/marks/<in_round>/aside")
@requires(Permission.ALLOCATE_MARKING, course_of=_course_of_essay)
@resources.arguments(SettingAside)
@resources.response(200, SetAsideAnswer)
def set_draft_aside(asked: dict[str, Any], essay_id: int, in_round: str) -> dict[str, Any]:
    """200 the draft is set aside and its place free; 404 no such draft; 409 it is final, or its marker is still here.

    Nothing of the draft is lost. Only who may not mark in the course any more has their draft set aside.
    """
    if in_round not in set(MARKED_BY_ONE):
        raise NotFound
    essay, reason = _submitted(essay_id), asked["reason"]
    done = service.set_draft_aside(essay, Round(in_round), reason, actor=current_actor(), now=arrived_at())
    return {"essay_id": essay.id, "round": done.round.value, "marker": done.marker_id, "state": done.state.value}


@resources.put("/essays/<int:essay_id>/allocation/<in_round>")
@requires(Permission.ALLOCATE_MARKING, course_of=_course_of_essay)
@resources.arguments(AllocationChange)
@resources.response(200, AllocationAnswer)
def allocate_essay(asked: dict[str, Any], essay_id: int, in_round: str) -> dict[str, Any]:
    """200 the essay is this marker's in the round, or nobody's; 404 no essay; 409 begun, or its author left; 422 unfit.

    422 names every rule that keeps the essay from the marker.
    """
    if in_round not in set(MARKED_BY_ONE):
        raise NotFound
    essay, marker = _submitted(essay_id), asked["marker"]
    course = courses.get_course_by_id(essay.course_id)
    give_out(course, essay.id, Round(in_round), marker, actor=current_actor(), now=arrived_at())
    return {"essay_id": essay.id, "round": in_round, "marker": marker}


def _submitted(essay_id: int) -> EssayValue:
    essay = queries.get_essay(essay_id)
    if not essay.is_submitted:
        raise NotFound
    return essay


def _own(essay: EssayValue) -> MarkValue | None:
    mine = current_actor().person_id
    marks = rubrics.marks_on(queries.subject_of(essay))
    return next((mark for mark in marks if mark.marker_id == mine and mark.round in MARKED_BY_ONE), None)


def _base_version(own: MarkValue | None) -> int | None:
    """Return the version that If-Match names; None for `*`. Raises `PreconditionMissing`, `Stale`.

    Whether it still holds is for the verb to say, once nobody else writes.
    """
    if own is None:
        if request.if_match:
            raise Stale
        return 0
    named = request.if_match
    if not named:
        raise PreconditionMissing
    if named.star_tag:
        return None
    tag = next(iter(named.as_set()), "").split(":")[0]  # compression adds its name to the tag of what it packed
    if not (tag.isascii() and tag.isdecimal() and len(tag) <= _MOST_DIGITS):
        raise Stale
    return int(tag)


def _content(change: Mapping[str, Any], own: MarkValue | None, criteria: tuple[Criterion, ...]) -> MarkContent:
    before = own.content if own else MarkContent()
    return MarkContent(
        criteria=_points(change["criteria"], criteria),
        comments=before.comments if change["comments"] is None else change["comments"],
        comment=before.comment if change["comment"] is None else change["comment"],
    )


def _points(cells: Mapping[str, str], criteria: tuple[Criterion, ...]) -> dict[str, Fraction]:
    maxima = {criterion.key: criterion.maximum for criterion in criteria}
    read: dict[str, Fraction] = {}
    problems = []
    for key, cell in cells.items():
        if key not in maxima:
            problems.append(Problem(text("There is no such criterion."), key))
            continue
        try:
            read[key] = read_amount(cell, maxima[key])
        except CellFault as fault:
            problems.append(Problem(fault.reason, key))
    if problems:
        raise Unreadable(problems=problems)
    return read


def _start(queue: Queue, cursor: int | None) -> int:
    if cursor is None:
        return 0
    place = next((index for index, row in enumerate(queue.rows) if row.essay.id == cursor), None)
    if place is None:
        raise Unreadable(problems=[Problem(text("The cursor is not one that this list gave."), "cursor")])
    return place + 1


def _wanted(row: QueueRow, state: str) -> bool:
    return row.state is not MarkingState.MARKED if state == TO_MARK else is_in(row, Shown(state))


def _item(row: QueueRow) -> dict[str, Any]:
    essay = row.essay
    return {
        "id": essay.id,
        "author": row.author,
        "language": essay.language,
        "words": essay.words,
        "submitted_at": essay.submitted_at.isoformat() if essay.submitted_at else None,
        "late": essay.late,
        "state": row.state.value,
        "mine": row.mine,
        "open": row.open,
        "my_mark": row.own_state.value if row.own_state else None,
        "total": points(row.total) if row.total is not None else None,
        "decided_by_remark": row.decided_by,
    }


def _answer(essay: EssayValue, mark: MarkValue | None) -> Answer:
    content = mark.content if mark else MarkContent()
    return (
        {
            "essay_id": essay.id,
            "handed_in": essay.submitted_version,
            "round": mark.round.value if mark else None,
            "state": mark.state.value if mark else None,
            "criteria": {key: _exactly(value) for key, value in content.criteria.items()},
            "comments": dict(content.comments),
            "comment": content.comment,
            "total": points(content.total),
            "version": mark.version if mark else 0,
            "saved_at": mark.saved_at.isoformat() if mark else None,
            "decided_by_remark": rubrics.decided_by_remarks(essay.course_id, SubjectKind.ESSAY).get(essay.id),
        },
        200,
        {"ETag": etag(mark.version)} if mark else {},
    )


def _exactly(value: Fraction) -> str:
    return points(value) if (value * 100).denominator == 1 else plain_number(value)
