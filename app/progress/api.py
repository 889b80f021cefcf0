"""Who I am, my courses, and everything that a course's page says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import request
from flask_smorest import Blueprint

from app.courses.rules import CourseValue, PieceValue, SessionValue
from app.grading.queries import plan_of, policy_of
from app.grading.rules import policy_in_words
from app.progress.queries import CoursePage, course_page, courses_of
from app.progress.schemas import CourseSchema, MeSchema, MyCoursesSchema
from app.shared.errors import NotSignedIn
from app.shared.http import arrived_at, current_actor, current_course, current_person, requires, signed_in
from app.shared.http.access import csrf_token
from app.shared.http.context import reader_language
from app.shared.language import pick, say
from app.shared.permissions import Actor, Permission
from app.shared.wording import points

resources = Blueprint("progress_api", __name__)


@resources.get("/me")
@signed_in
@resources.response(200, MeSchema)
def show_me() -> dict[str, Any]:
    """200 who I am, my courses and roles, and the token that a browser's writes carry."""
    person = current_person()
    if person is None:
        raise NotSignedIn
    actor = person.actor
    names = ("email", "given_name", "family_name", "language", "timezone")
    return {
        "id": actor.person_id,
        **{name: getattr(person, name) for name in names},
        "roles": sorted(grant.role for grant in actor.grants if grant.course_id is None),
        "scopes": sorted(actor.scopes) if actor.scopes is not None else None,
        "courses": [_summary(course, actor) for course in courses_of(actor)],
        "csrf_token": None if request.authorization else csrf_token(),
    }


@resources.get("/courses")
@signed_in
@resources.response(200, MyCoursesSchema)
def list_courses() -> dict[str, Any]:
    """200 the courses in which I hold a role, the latest first."""
    actor = current_actor()
    return {"items": [_summary(course, actor) for course in courses_of(actor)], "next_cursor": None}


@resources.get("/courses/<code>")
@requires(Permission.VIEW_COURSE)
@resources.response(200, CourseSchema)
def show_course(code: str) -> dict[str, Any]:  # noqa: ARG001 - the check found the course
    """200 the course with its weeks, sessions, pieces, rules in plain words, and my deadlines; 404 not in it."""
    course, actor = current_course(), current_actor()
    page = course_page(course, actor, arrived_at())
    language = reader_language()
    weeks = (plan.week for plan in page.weeks if plan.week)
    return {
        **_summary(course, actor),
        "weeks": [
            {"number": week.number, "title": pick(week.title, language), "starts_on": week.starts_on} for week in weeks
        ],
        "sessions": [_session(one, language) for one in page.sessions],
        "pieces": [_piece(one, page, language) for one in page.pieces],
        "rules": [say(rule, language) for rule in policy_in_words(policy_of(course), plan_of(course))],
    }


def _summary(course: CourseValue, actor: Actor) -> dict[str, Any]:
    names = ("code", "starts_on", "ends_on", "hours", "languages", "timezone")
    return {
        **{name: getattr(course, name) for name in names},
        "title": pick(course.title, reader_language()),
        "state": course.state.value,
        "roles": sorted(actor.roles_in(course.id)),
    }


def _session(session: SessionValue, language: str) -> Mapping[str, Any]:
    names = ("key", "week", "starts_at", "ends_at", "timezone")
    return {
        **{name: getattr(session, name) for name in names},
        "kind": session.kind.value,
        "title": pick(session.title, language),
        "note": pick(session.note, language),
    }


def _piece(piece: PieceValue, page: CoursePage, language: str) -> Mapping[str, Any]:
    mine, deadline = page.standing, page.deadlines[piece.id]
    names = ("key", "week", "minutes", "opens_at", "closes_at")
    return {
        **{name: getattr(piece, name) for name in names},
        "kind": piece.kind.value,
        "title": pick(piece.title, language),
        "maximum": points(piece.maximum),
        "criteria": [
            {"key": one.key, "title": pick(one.title, language), "maximum": points(one.maximum)}
            for one in piece.criteria
        ],
        "my_deadline": deadline.closes_at if mine else None,
        "my_minutes": deadline.limit // timedelta(minutes=1) if mine and deadline.limit is not None else None,
        "done": piece.key in mine.done if mine else None,
    }
