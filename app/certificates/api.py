"""Certificates over HTTP: issue them or see who would get what, and list them."""

from __future__ import annotations

from collections import Counter
from typing import Any

from flask import current_app
from flask_smorest import Blueprint
from marshmallow import RAISE

from app.certificates import queries, service
from app.certificates.rules import Award, CertificateValue
from app.certificates.schemas import IssuedAnswer, IssueRequest, ListAnswer, ListQuery
from app.config import Settings
from app.shared.errors import Problem, Unreadable
from app.shared.http import arrived_at, current_actor, current_course, requires
from app.shared.http.context import reader_language
from app.shared.language import say
from app.shared.permissions import Permission
from app.shared.wording import text

resources = Blueprint("certificates_api", __name__)


@resources.post("/courses/<code>/certificates")
@requires(Permission.ISSUE_CERTIFICATES)
@resources.arguments(IssueRequest)
@resources.response(200, IssuedAnswer)
def issue(asked: dict[str, Any], code: str) -> dict[str, Any]:  # noqa: ARG001 - the check found the course
    """200 what was issued, or with `dry_run` would be (at any time); 409 the course is not closed."""
    course = current_course()
    if asked["dry_run"]:
        awards, numbers = queries.awards(course), {}
    else:
        issued = service.issue_certificates(course, base_url=_base_url(), actor=current_actor(), now=arrived_at())
        awards, numbers = tuple(issued.awards), dict(issued.numbers)
    return {
        "dry_run": asked["dry_run"],
        "final": course.is_closed,
        "counts": Counter(award.action.value for award in awards),
        "items": [_award(award, numbers.get(award.enrolment.id)) for award in awards],
    }


@resources.get("/courses/<code>/certificates")
@requires(Permission.ISSUE_CERTIFICATES)
@resources.arguments(ListQuery, location="query", unknown=RAISE)
@resources.response(200, ListAnswer)
def list_certificates(query: dict[str, Any], code: str) -> dict[str, Any]:  # noqa: ARG001
    """200 certificates of every status, in the order of issue; 422 a cursor that no answer gave."""
    found = queries.certificates_of(current_course().id, after=_after(query["cursor"]), limit=query["limit"] + 1)
    shown = found[: query["limit"]]
    return {
        "items": [_certificate(certificate) for certificate in shown],
        "next_cursor": str(shown[-1].id) if len(found) > len(shown) else None,
    }


def _base_url() -> str:
    settings: Settings = current_app.extensions["settings"]
    return settings.base_url


def _after(cursor: str) -> int:
    if not cursor:
        return 0
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 10):  # noqa: PLR2004 - no id is longer
        raise Unreadable(problems=[Problem(text("This is no cursor of a list."), "cursor")])
    return int(cursor)


def _award(award: Award, number: str | None) -> dict[str, Any]:
    return {
        "id": award.enrolment.id,
        "email": award.enrolment.email,
        "name": award.enrolment.name,
        "certificate": award.kind.value if award.kind else None,
        "action": award.action.value,
        "why": say(award.why, reader_language()),
        "number": number or (award.current.number if award.current else None),
    }


def _certificate(certificate: CertificateValue) -> dict[str, Any]:
    verify_url = certificate.facts.verify_url
    return {
        "number": certificate.number,
        "certificate": certificate.kind.value,
        "status": certificate.status.value,
        "enrolment_id": certificate.enrolment_id,
        "name": certificate.facts.name,
        "language": certificate.facts.language,
        "issued_at": certificate.issued_at.isoformat().replace("+00:00", "Z"),
        "verify_url": verify_url,
        "pdf_url": f"{_base_url()}/certificates/{certificate.number}.pdf",
    }
