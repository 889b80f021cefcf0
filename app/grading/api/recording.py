"""What tutors record: a group's mark, a member's factor, a bonus. What is stored carries an ETag."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from app.courses import queries as courses
from app.courses.rules import PERCENT
from app.grading import queries, service
from app.grading.api.answers import instant, number
from app.grading.api.blueprint import resources
from app.grading.queries import Entry, GroupMark
from app.grading.rules import Policy
from app.grading.rules.cells import factor_word, read_factor
from app.grading.rules.entries import EntryKind
from app.grading.schemas import BonusAnswer, BonusChange, FactorAnswer, FactorChange, GroupMarkAnswer, GroupMarkChange
from app.shared.amounts import CellFault, read_amount
from app.shared.errors import Problem, Unreadable
from app.shared.http import arrived_at, check_precondition, current_actor, current_course, etag, requires
from app.shared.permissions import Permission

Answer = tuple[dict[str, Any], int, dict[str, str]]


def _course_of_group(values: Mapping[str, Any]) -> int:
    return courses.get_group(values["group_id"]).course_id


@resources.get("/groups/<int:group_id>/mark")
@requires(Permission.VIEW_GRADEBOOK, course_of=_course_of_group)
@resources.response(200, GroupMarkAnswer)
def show_group_mark(group_id: int) -> Answer:
    """200 the group's mark with its ETag, or null; 404 no such group."""
    return _mark_answer(group_id, queries.find_group_mark(group_id))


@resources.put("/groups/<int:group_id>/mark")
@requires(Permission.MARK_GROUP, course_of=_course_of_group)
@resources.arguments(GroupMarkChange)
@resources.response(200, GroupMarkAnswer)
def record_group_mark(change: dict[str, Any], group_id: int) -> Answer:
    """200 the mark as stored; 404 no such group; 409 the course is closed or has no group work."""
    course = courses.get_course_by_id(courses.get_group(group_id).course_id)
    percent = _read("percent", change["percent"], lambda cell: read_amount(cell, PERCENT))
    mark = service.record_group_mark(
        course, group_id, percent, actor=current_actor(), now=arrived_at(), check=check_precondition
    )
    return _mark_answer(group_id, mark)


@resources.get("/courses/<code>/participants/<int:enrolment_id>/factor")
@requires(Permission.VIEW_GRADEBOOK)
@resources.response(200, FactorAnswer)
def show_factor(code: str, enrolment_id: int) -> Answer:  # noqa: ARG001 - the check found the course
    """200 the factor with its ETag, or null; 404 no such participant; 409 the course has no group work."""
    courses.get_enrolment(current_course().id, enrolment_id)
    return _factor_answer(enrolment_id, queries.find_factor(current_course(), enrolment_id))


@resources.put("/courses/<code>/participants/<int:enrolment_id>/factor")
@requires(Permission.SET_FACTOR)
@resources.arguments(FactorChange)
@resources.response(200, FactorAnswer)
def record_factor(change: dict[str, Any], code: str, enrolment_id: int) -> Answer:  # noqa: ARG001
    """200 the factor as stored; 404 no such participant; 409 closed, no group work, or the person is in no group."""
    policy = _policy()
    factor = _read("factor", change["factor"], lambda cell: read_factor(cell, policy))
    entry = service.record_factor(
        current_course(),
        enrolment_id,
        factor,
        change["reason"],
        actor=current_actor(),
        now=arrived_at(),
        check=check_precondition,
    )
    return _factor_answer(enrolment_id, entry)


@resources.get("/courses/<code>/participants/<int:enrolment_id>/bonus")
@requires(Permission.VIEW_GRADEBOOK)
@resources.response(200, BonusAnswer)
def show_bonus(code: str, enrolment_id: int) -> Answer:  # noqa: ARG001 - the check found the course
    """200 the bonus with its ETag, or null; 404 no such participant."""
    courses.get_enrolment(current_course().id, enrolment_id)
    return _bonus_answer(enrolment_id, queries.find_entry(current_course().id, enrolment_id, EntryKind.BONUS, None))


@resources.put("/courses/<code>/participants/<int:enrolment_id>/bonus")
@requires(Permission.RECORD_BONUS)
@resources.arguments(BonusChange)
@resources.response(200, BonusAnswer)
def record_bonus(change: dict[str, Any], code: str, enrolment_id: int) -> Answer:  # noqa: ARG001
    """200 the bonus as stored; 404 no such participant; 409 the course is closed or has no bonus."""
    most = _policy().bonus_max
    bonus = _read("bonus", change["bonus"], lambda cell: read_amount(cell, most)) if most else Fraction(0)
    entry = service.record_bonus(
        current_course(),
        enrolment_id,
        bonus,
        change["reason"],
        actor=current_actor(),
        now=arrived_at(),
        check=check_precondition,
    )
    return _bonus_answer(enrolment_id, entry)


def _policy() -> Policy:
    return queries.policy_of(current_course())


def _read(where: str, cell: str | None, read: Callable[[str], Fraction]) -> Fraction | None:
    if cell is None:
        return None
    try:
        return read(cell)
    except CellFault as fault:
        raise Unreadable(problems=[Problem(fault.reason, where)]) from None


def _mark_answer(group_id: int, mark: GroupMark | None) -> Answer:
    percent = number(mark.percent) if mark else None
    recorded = instant(mark.recorded_at) if mark else None
    return {"group_id": group_id, "percent": percent, "recorded_at": recorded}, 200, _etag(mark)


def _factor_answer(enrolment_id: int, entry: Entry | None) -> Answer:
    value = entry.value if entry else None
    word = None if value is None else factor_word(value, _policy())
    return {"factor": number(value), "word": word, **_entry(enrolment_id, entry)}, 200, _etag(entry)


def _bonus_answer(enrolment_id: int, entry: Entry | None) -> Answer:
    return {"bonus": number(entry.value) if entry else None, **_entry(enrolment_id, entry)}, 200, _etag(entry)


def _entry(enrolment_id: int, entry: Entry | None) -> dict[str, Any]:
    return {
        "id": enrolment_id,
        "reason": entry.reason if entry else "",
        "recorded_at": instant(entry.recorded_at) if entry else None,
    }


def _etag(stored: Entry | GroupMark | None) -> dict[str, str]:
    return {"ETag": etag(stored.id)} if stored else {}
