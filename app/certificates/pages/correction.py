"""Correcting a frozen result: what is to be different, what would follow from it, and the signature."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.certificates import queries, service
from app.certificates.pages.blueprint import pages
from app.certificates.pages.correction_form import Form, form_of, typed_of
from app.certificates.queries import CorrectionEffect
from app.config import Settings
from app.courses import queries as courses
from app.courses.rules import CourseValue
from app.grading.rules import explain
from app.grading.rules.correcting import Corrected
from app.grading.rules.correction_cells import read_corrected
from app.shared.amounts import plain_number
from app.shared.errors import DomainError
from app.shared.http import arrived_at, current_actor, current_course, requires, show_problems
from app.shared.http.addresses import typed_id
from app.shared.http.problems import status_of
from app.shared.permissions import Permission


@pages.get("/courses/<code>/gradebook/<int:enrolment_id>/correction")
@requires(Permission.CORRECT_RESULT)
def correction(code: str, enrolment_id: int) -> str | tuple[str, int]:  # noqa: ARG001 - the check found the course
    """200 the frozen result as a form; with what is to be different, what would follow; 404 no such participant.

    409 the course is open, or closing froze nothing of this person; 422 what was typed cannot be read.
    """
    course = current_course()
    start = queries.correction_effect(course, enrolment_id, Corrected())
    form = form_of(course, start)
    if request.args.get("preview") != "yes":
        return _page(course, start, form, {})
    try:
        corrected = read_corrected(typed_of(form, request.args), start.result.before[0], *_rules(course, start))
    except DomainError as error:
        return _page(course, start, form, request.args, problems=show_problems(error)), status_of(error)
    return _page(course, queries.correction_effect(course, enrolment_id, corrected), form, request.args, preview=True)


@pages.post("/courses/<code>/gradebook/<int:enrolment_id>/correction")
@requires(Permission.CORRECT_RESULT)
def correct(code: str, enrolment_id: int) -> Response | tuple[str, int]:  # noqa: ARG001
    """303 the correction is signed and the certificate set right; 409, 412 or 422 nothing is, and why."""
    course = current_course()
    settings: Settings = current_app.extensions["settings"]
    start = queries.correction_effect(course, enrolment_id, Corrected())
    form = form_of(course, start)
    corrected, named = Corrected(), request.form.get("remark", "")
    try:
        corrected = read_corrected(typed_of(form, request.form), start.result.before[0], *_rules(course, start))
        service.correct_result(
            course,
            enrolment_id,
            corrected,
            request.form.get("reason", ""),
            seen=request.form.get("seen", ""),
            base_url=settings.base_url,
            remark_id=typed_id(named) if named else None,
            actor=current_actor(),
            now=arrived_at(),
        )
    except DomainError as error:
        effect = queries.correction_effect(course, enrolment_id, corrected)
        again = _page(course, effect, form, request.form, preview=True, problems=show_problems(error))
        return again, status_of(error)
    flash(_("The correction is signed. The participant gets a mail."), "success")
    return redirect(url_for("grading.person", code=course.code, enrolment_id=enrolment_id) + "#corrections", 303)


def _rules(course: CourseValue, effect: CorrectionEffect) -> tuple[Any, Any]:
    return courses.pieces_of(course.id), effect.result.policy


def _page(
    course: CourseValue,
    effect: CorrectionEffect,
    form: Form,
    typed: Mapping[str, str],
    *,
    preview: bool = False,
    problems: list[dict[str, Any]] | None = None,
) -> str:
    result = effect.result
    (_before, before), (standing, after) = result.before, result.after
    return render_template(
        "certificates/correction.html",
        course=course,
        effect=effect,
        person=result.enrolment,
        form=form,
        typed=typed,
        preview=preview,
        before=before,
        after=after,
        lines=explain(standing, result.plan, result.policy, after, closed=True),
        amount=lambda stored: plain_number(Fraction(stored)),
        titles={piece.key: piece.title for piece in courses.pieces_of(course.id)},
        remark=typed.get("remark") or request.args.get("remark", ""),
        problems=problems or [],
    )
