"""The gradebook: everybody's for those who teach, the own row for a participant."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from flask import Response, jsonify
from marshmallow import RAISE

from app.accounts.rules import email_key
from app.courses import queries as courses
from app.grading import queries
from app.grading.api.answers import needed_answer, row_answer
from app.grading.api.blueprint import resources
from app.grading.rules import explain, needed
from app.grading.schemas import GradebookAnswer, GradebookQuery, OwnRowAnswer
from app.shared.errors import NotFound, Problem, Unreadable
from app.shared.http import arrived_at, current_actor, current_course, requires
from app.shared.http.context import reader_language
from app.shared.language import say
from app.shared.permissions import Permission
from app.shared.wording import text


@resources.get("/courses/<code>/gradebook")
@requires(Permission.VIEW_GRADEBOOK)
@resources.arguments(GradebookQuery, location="query", unknown=RAISE)
@resources.response(200, GradebookAnswer)
def show_gradebook(query: dict[str, Any], code: str) -> Response:  # noqa: ARG001 - the check found the course
    """200 a page of rows sorted by e-mail; 422 a cursor that no answer gave."""
    course = current_course()
    as_told = queries.sees_as_told(course, current_actor())
    rows, more = queries.gradebook_page(course, _after(query["cursor"]), query["limit"], as_told=as_told)
    plan = queries.plan_of(course)
    return jsonify(  # of the shape declared above, without looking at each of its 130,000 fields
        {
            "items": [row_answer(row, plan) for row in rows],
            "next_cursor": _cursor(rows[-1].enrolment.email) if more else None,
        }
    )


@resources.get("/courses/<code>/gradebook/me")
@requires(Permission.VIEW_OWN_RESULT)
@resources.response(200, OwnRowAnswer)
def show_own_row(code: str) -> dict[str, Any]:  # noqa: ARG001 - the check found the course
    """200 my row, how it came about, and what is still needed; 404 I do not take this course."""
    course, person_id = current_course(), current_actor().person_id
    enrolment = courses.find_enrolment(course.id, person_id) if person_id else None
    if enrolment is None:
        raise NotFound
    pieces = courses.pieces_of(course.id)
    row = queries.own_row(course, enrolment, pieces)
    plan, policy, language = queries.plan_of(course), queries.policy_of(course), reader_language()
    lines = explain(row.standing, plan, policy, row.derivation, closed=row.frozen)
    deadlines = courses.deadlines_of(course, pieces, enrolment)
    needs = needed(row.standing, plan, policy, queries.still_open(course, pieces, deadlines, arrived_at()))
    return {
        **row_answer(row, plan),
        "derivation": [say(line, language) for line in lines],
        "needed": [needed_answer(need, language) for need in needs.values()],
    }


def _cursor(email: str) -> str:
    return urlsafe_b64encode(email_key(email).encode()).decode().rstrip("=")


def _after(cursor: str) -> bytes:
    """Return the key of the last address of the page before; nothing for the first page."""
    try:
        return urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    except ValueError:
        raise Unreadable(problems=[Problem(text("This is no cursor of a list."), "cursor")]) from None
