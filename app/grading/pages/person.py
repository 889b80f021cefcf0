"""One participant for those who teach: the derivation, the history, and the forms for factor and bonus."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts.queries import people_by_id
from app.courses import queries as courses
from app.courses.rules import CourseValue, EnrolmentValue, PieceKind
from app.grading import queries, service
from app.grading.pages.blueprint import pages
from app.grading.pages.explained import Record, record_of, stored_number
from app.grading.pages.forms import read, seen
from app.grading.queries import Entry
from app.grading.rules import Reading, other_readings
from app.grading.rules.bonus import evidence_of, would_lift
from app.grading.rules.cells import factor_word, read_factor
from app.grading.rules.entries import EntryKind
from app.groupwork import queries as groupwork
from app.shared.amounts import plain_number, read_amount
from app.shared.errors import DomainError
from app.shared.http import arrived_at, current_actor, current_course, requires, show_problems
from app.shared.http.problems import status_of
from app.shared.permissions import Permission

OTHER = "other"
FORMS = (EntryKind.FACTOR, EntryKind.BONUS, EntryKind.CRITERIA)
EXCUSES = ("excused", "missed")
"""Forms that fall back to nothing typed: what is excused already stands in the table beside them."""


@pages.get("/courses/<code>/gradebook/<int:enrolment_id>")
@requires(Permission.VIEW_GRADEBOOK)
def person(code: str, enrolment_id: int) -> str:  # noqa: ARG001 - the check found the course
    """200 everything recorded of one participant, and what follows; 404 no such participant."""
    return _page(current_course(), courses.get_enrolment(current_course().id, enrolment_id))


@pages.post("/courses/<code>/gradebook/<int:enrolment_id>/factor")
@requires(Permission.SET_FACTOR)
def record_factor(code: str, enrolment_id: int) -> Response | tuple[str, int]:  # noqa: ARG001
    """303 recorded; 409, 412 or 422 the form again with what was typed."""
    policy = queries.policy_of(current_course())

    def record() -> None:
        factor = read("factor", _typed("factor"), lambda cell: read_factor(cell, policy))
        service.record_factor(
            current_course(), enrolment_id, factor, request.form.get("reason", ""), **_circumstances()
        )

    return recorded(enrolment_id, "factor", record, _("The participation factor is recorded."))


@pages.post("/courses/<code>/gradebook/<int:enrolment_id>/bonus")
@requires(Permission.RECORD_BONUS)
def record_bonus(code: str, enrolment_id: int) -> Response | tuple[str, int]:  # noqa: ARG001
    """303 recorded; 409, 412 or 422 the form again with what was typed."""
    most = queries.policy_of(current_course()).bonus_max

    def record() -> None:
        bonus = read("bonus", _typed("bonus"), lambda cell: read_amount(cell, most)) if most else Fraction(0)
        service.record_bonus(current_course(), enrolment_id, bonus, request.form.get("reason", ""), **_circumstances())

    return recorded(enrolment_id, "bonus", record, _("The bonus is recorded."))


def _typed(name: str) -> str:
    """Return the choice among the usual values, or what was typed beside "another"."""
    chosen = request.form.get(name, "")
    return request.form.get(f"{name}_other", "") if chosen == OTHER else chosen


def _circumstances() -> dict[str, Any]:
    return {
        "actor": current_actor(),
        "now": arrived_at(),
        "check": seen(request.form.get("version", "")),
    }


def recorded(enrolment_id: int, form: str, record: Callable[[], None], done: str) -> Response | tuple[str, int]:
    """Run a verb; return the way back to the page, or the page again with what was typed and what is wrong."""
    course = current_course()
    try:
        record()
    except DomainError as error:
        enrolment = courses.get_enrolment(course.id, enrolment_id)
        typed = {name: value for name, value in request.form.items() if name not in {"csrf_token", "version"}}
        problems = show_problems(error)
        return _page(course, enrolment, form=form, typed=typed, problems=problems), status_of(error)
    flash(done, "success")
    return redirect(url_for("grading.person", code=course.code, enrolment_id=enrolment_id), 303)


def _page(
    course: CourseValue,
    enrolment: EnrolmentValue,
    *,
    form: str = "",
    typed: Mapping[str, str] | None = None,
    problems: list[dict[str, Any]] | None = None,
) -> str:
    as_told = queries.sees_as_told(course, current_actor())
    record = record_of(course, enrolment, arrived_at(), as_told=as_told)
    history = queries.history(course.id, enrolment.id, as_told=as_told)
    return render_template(
        "grading/person.html",
        record=record,
        as_told=as_told,
        history=history,
        pieces={shown.piece.id: shown.piece for shown in record.pieces},
        people=people_by_id(entry.actor_id for entry in history if entry.actor_id),
        readings=_readings(course, record),
        evidence=evidence_of(record.row.standing, queries.plan_of(course), record.policy),
        in_group=groupwork.evidence_of(course.id).get(enrolment.id) if course.has_group_work else None,
        lifted=_would_be_lifted(course, record),
        missed=() if course.is_closed else queries.missed_pieces(course, record.row),
        signers=people_by_id(one.signed_by for one in record.corrections),
        typed={kind.value: _stored(record, kind) for kind in FORMS}
        | {name: {} for name in EXCUSES}
        | ({form: typed} if form else {}),
        essay=next((shown.piece for shown in record.pieces if shown.piece.kind is PieceKind.ESSAY), None),
        failed=form,
        problems=problems or [],
        partial=plain_number(record.policy.group_partial),
        most=plain_number(record.policy.bonus_max),
        plain=plain_number,
        amount=stored_number,
    )


def _readings(course: CourseValue, record: Record) -> tuple[Reading, ...]:
    """Return the readings of the rules that would change the outcome, for who answers for the reading."""
    if not current_actor().may(Permission.CLOSE_COURSE, course.id):
        return ()
    hours = Fraction(course.hours)
    return other_readings(record.row.standing, queries.plan_of(course), record.policy, design_hours=hours)


def _would_be_lifted(course: CourseValue, record: Record) -> bool:
    """Return whether a bonus would lift this person; only managers are told, so that no mark is made to fit."""
    if not current_actor().may(Permission.CLOSE_COURSE, course.id):
        return False
    return would_lift(record.row.standing, queries.plan_of(course), record.policy)


def _stored(record: Record, kind: EntryKind) -> dict[str, str]:
    """Return what a form shows of the entry that counts now."""
    entry: Entry | None = record.entries.get(kind)
    if entry is None or entry.value is None:
        return {kind.value: "", "reason": ""}
    if kind is EntryKind.CRITERIA:
        return dict(entry.criteria)
    number = plain_number(entry.value)
    if kind is EntryKind.FACTOR:
        word = factor_word(entry.value, record.policy)
    else:
        word = number if entry.value in {0, record.policy.bonus_max} else None
    return {
        kind.value: word or OTHER,
        f"{kind.value}_other": "" if word else number,
        "reason": entry.reason,
    }
