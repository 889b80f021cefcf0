"""The form for an essay's marks, criterion by criterion, on the page of one participant."""

from __future__ import annotations

from fractions import Fraction
from functools import partial

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.courses import queries as courses
from app.courses.rules import PieceKind, PieceValue
from app.grading import service
from app.grading.pages.blueprint import pages
from app.grading.pages.forms import read, seen
from app.grading.pages.person import recorded
from app.shared.amounts import read_amount
from app.shared.errors import NotFound, Problem, Unreadable
from app.shared.http import arrived_at, current_actor, current_course, requires
from app.shared.permissions import Permission


@pages.post("/courses/<code>/gradebook/<int:enrolment_id>/marks")
@requires(Permission.MARK_ESSAY)
def record_marks(code: str, enrolment_id: int) -> Response | tuple[str, int]:  # noqa: ARG001
    """303 the essay is marked; 409, 412 or 422 the form again with what was typed."""
    course = current_course()
    essay = next((piece for piece in courses.pieces_of(course.id) if piece.kind is PieceKind.ESSAY), None)
    if essay is None:
        raise NotFound

    def record() -> None:
        service.record_criteria(
            course,
            enrolment_id,
            essay.key,
            _typed(essay),
            actor=current_actor(),
            now=arrived_at(),
            check=seen(request.form.get("version", "")),
        )

    return recorded(enrolment_id, "criteria", record, _("The essay is marked."))


def _typed(essay: PieceValue) -> dict[str, Fraction]:
    """Return the points of all criteria. Raises `Unreadable` with a problem for each that cannot be read."""
    points: dict[str, Fraction] = {}
    problems: list[Problem] = []
    for criterion in essay.criteria:
        reader = partial(read_amount, maximum=criterion.maximum)
        try:
            points[criterion.key] = read(criterion.key, request.form.get(criterion.key, ""), reader)
        except Unreadable as error:
            problems += error.problems
    if problems:
        raise Unreadable(problems=problems)
    return points
