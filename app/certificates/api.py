"""Certificates over HTTP: issue them or see who would get what, and list them."""

from __future__ import annotations

from collections import Counter
from typing import Any

from flask import current_app
from flask_smorest import Blueprint
from marshmallow import RAISE

from app.certificates import queries, service
from app.certificates.queries import CorrectionEffect
from app.certificates.rules import Award, CertificateValue
from app.certificates.schemas import (
    CorrectionAnswer,
    CorrectionRequest,
    IssuedAnswer,
    IssueRequest,
    ListAnswer,
    ListQuery,
)
from app.config import Settings
from app.courses.queries import pieces_of
from app.grading.rules.correcting import Corrected
from app.grading.rules.correction_cells import Typed, read_corrected
from app.shared.errors import Problem, Unreadable
from app.shared.http import arrived_at, current_actor, current_course, requires
from app.shared.http.context import reader_language
from app.shared.instants import instant_text
from app.shared.language import say
from app.shared.permissions import Permission
from app.shared.wording import points, text

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


@resources.post("/courses/<code>/participants/<int:enrolment_id>/corrections")
@requires(Permission.CORRECT_RESULT)
@resources.arguments(CorrectionRequest)
@resources.response(200, CorrectionAnswer)
def correct(asked: dict[str, Any], code: str, enrolment_id: int) -> dict[str, Any]:  # noqa: ARG001
    """200 what would follow (`dry_run`), or what was signed; 404 no such participant; 409 open, or nothing changes.

    412 the preview with the digest `seen` is no longer what would follow; 422 what cannot be read, by piece and field.
    """
    course = current_course()
    start = queries.correction_effect(course, enrolment_id, Corrected())
    typed: Typed = {name: asked[name] for name in ("pieces", "bonus") if name in asked}  # type: ignore[assignment]
    corrected = read_corrected(typed, start.result.before[0], pieces_of(course.id), start.result.policy)
    if asked["dry_run"]:
        return _effect(queries.correction_effect(course, enrolment_id, corrected), dry_run=True)
    done = service.correct_result(
        course,
        enrolment_id,
        corrected,
        asked["reason"],
        seen=asked["seen"],
        base_url=_base_url(),
        remark_id=asked["remark"],
        actor=current_actor(),
        now=arrived_at(),
    )
    return _effect(done.effect, dry_run=False) | {"result": done.correction.number, "number": done.number}


def _effect(effect: CorrectionEffect, *, dry_run: bool) -> dict[str, Any]:
    (_, before), (_, after) = effect.result.before, effect.result.after
    return {
        "dry_run": dry_run,
        "digest": effect.digest,
        "changes": effect.result.changes,
        "total_before": points(before.total),
        "total_after": points(after.total),
        "outcome_before": before.outcome.value,
        "outcome_after": after.outcome.value,
        "certificate": effect.action.value,
        "result": None,
        "number": None,
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
        "issued_at": instant_text(certificate.issued_at),
        "verify_url": verify_url,
        "pdf_url": f"{_base_url()}/certificates/{certificate.number}.pdf",
    }
