"""A participant's own page: where do I stand, why, and what do I still need."""

from __future__ import annotations

from flask import render_template

from app.courses import queries as courses
from app.grading.pages.blueprint import pages
from app.grading.pages.explained import record_of, stored_number
from app.shared.errors import NotFound
from app.shared.http import arrived_at, current_actor, current_course, requires
from app.shared.permissions import Permission


@pages.get("/courses/<code>/standing")
@requires(Permission.VIEW_OWN_RESULT)
def standing(code: str) -> str:  # noqa: ARG001 - the check found the course
    """200 the reader's points, their derivation, and what is still needed; 404 who does not take the course."""
    course, person_id = current_course(), current_actor().person_id
    enrolment = courses.find_enrolment(course.id, person_id) if person_id else None
    if enrolment is None:
        raise NotFound
    record = record_of(course, enrolment, arrived_at(), as_told=True)
    return render_template("grading/standing.html", record=record, amount=stored_number)
