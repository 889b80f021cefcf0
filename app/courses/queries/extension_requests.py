"""Reads of requests for more time."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, func, select

from app.accounts.queries import people_view
from app.courses.models import Enrolment, Extension, ExtensionRequest
from app.courses.queries.extensions import name_in
from app.courses.rules.extensions import RequestValue
from app.shared.database import rows_of, session
from app.shared.errors import NotFound

Rows = Select[*tuple[Any, ...]]
_STORED = (
    ExtensionRequest.reason,
    ExtensionRequest.asked_at,
    ExtensionRequest.answered_at,
    ExtensionRequest.granted,
    ExtensionRequest.answer,
)


def open_requests(course_id: int) -> tuple[RequestValue, ...]:
    """Return the requests of a course that wait for an answer, the oldest first."""
    return _read(_requests(course_id).where(ExtensionRequest.answered_at.is_(None), Enrolment.withdrawn_at.is_(None)))


def count_open_requests(course_id: int) -> int:
    """Return how many requests of a course wait for an answer."""
    waiting = _requests(course_id).where(ExtensionRequest.answered_at.is_(None), Enrolment.withdrawn_at.is_(None))
    return session.scalar(select(func.count()).select_from(waiting.order_by(None).subquery())) or 0


def refused_requests(course_id: int, limit: int = 50) -> tuple[RequestValue, ...]:
    """Return the requests of a course that were refused, the latest answers first."""
    latest = ExtensionRequest.answered_at.desc(), ExtensionRequest.id.desc()
    return _read(
        _requests(course_id).where(ExtensionRequest.granted.is_(False)).order_by(None).order_by(*latest).limit(limit)
    )


def requests_of(course_id: int, enrolment_id: int) -> tuple[RequestValue, ...]:
    """Return everything that a participant asked for, the oldest first."""
    return tuple(RequestValue(*row) for row in rows_of(_own_requests(), course_id=course_id, enrolment_id=enrolment_id))


@cache
def _own_requests() -> Rows:
    """Return the statement made once: the page of a course shows it to each participant."""
    return _requests(bindparam("course_id")).where(ExtensionRequest.enrolment_id == bindparam("enrolment_id"))


def get_request(course_id: int, request_id: int) -> RequestValue:
    """Return one request of the course. Raises `NotFound`, also for a request of another course."""
    found = _read(_requests(course_id).where(ExtensionRequest.id == request_id))
    if not found:
        raise NotFound
    return found[0]


def extended_pieces(course_id: int) -> frozenset[int]:
    """Return the pieces of a course for which more time was granted or asked."""
    granted = select(Extension.piece_id).where(Extension.course_id == course_id)
    asked = select(ExtensionRequest.piece_id).where(ExtensionRequest.course_id == course_id)
    return frozenset(session.scalars(granted.union(asked)))


def _requests(course_id: int | BindParameter[int]) -> Rows:
    people, approvers = people_view().alias("asking"), people_view().alias("answering")
    return (
        select(
            ExtensionRequest.id,
            ExtensionRequest.piece_id,
            ExtensionRequest.enrolment_id,
            name_in(people),
            *_STORED,
            func.coalesce(name_in(approvers), ""),
            ExtensionRequest.extension_id,
        )
        .join(Enrolment, Enrolment.id == ExtensionRequest.enrolment_id)
        .join(people, people.c.id == Enrolment.person_id)
        .outerjoin(approvers, approvers.c.id == ExtensionRequest.answered_by)
        .where(ExtensionRequest.course_id == course_id)
        .order_by(ExtensionRequest.asked_at, ExtensionRequest.id)
    )


def _read(statement: Rows) -> tuple[RequestValue, ...]:
    return tuple(RequestValue(*row) for row in session.execute(statement))
