"""Completion statistics over HTTP. A sponsor's role sees its own participants' figures, whatever is asked."""

from __future__ import annotations

from typing import Any

from flask import Response
from flask_smorest import Blueprint
from marshmallow import RAISE

from app.reports.documents import MIMETYPES, WRITERS
from app.reports.queries import completion, sponsor_for
from app.reports.rules import Completion
from app.reports.schemas import StatisticsQuerySchema, StatisticsSchema
from app.shared.http import current_actor, current_course, requires
from app.shared.permissions import Permission

resources = Blueprint("reports_api", __name__)
BINARY = {"type": "string", "format": "binary"}


@resources.get("/courses/<code>/statistics")
@requires(Permission.VIEW_STATISTICS)
@resources.arguments(StatisticsQuerySchema, location="query", unknown=RAISE)
@resources.response(200, StatisticsSchema)
def show_statistics(query: dict[str, Any], code: str) -> dict[str, object]:  # noqa: ARG001 - the check found the course
    """200 the figures; 403 another sponsor's, for a sponsor; 422 no participant has this sponsor."""
    return _found(query).to_data()


@resources.get("/courses/<code>/statistics.csv")
@requires(Permission.VIEW_STATISTICS)
@resources.arguments(StatisticsQuerySchema, location="query", unknown=RAISE)
@resources.response(200, {"type": "string"}, content_type=MIMETYPES["csv"])
def export_statistics_csv(query: dict[str, Any], code: str) -> Response:  # noqa: ARG001
    """200 the figures and who did which piece; 403 another sponsor's, for a sponsor; 422 no such sponsor."""
    return _download(query, "csv")


@resources.get("/courses/<code>/statistics.xlsx")
@requires(Permission.VIEW_STATISTICS)
@resources.arguments(StatisticsQuerySchema, location="query", unknown=RAISE)
@resources.response(200, BINARY, content_type=MIMETYPES["xlsx"])
def export_statistics_xlsx(query: dict[str, Any], code: str) -> Response:  # noqa: ARG001
    """200 the figures and who did which piece; 403 another sponsor's, for a sponsor; 422 no such sponsor."""
    return _download(query, "xlsx")


def _found(query: dict[str, Any]) -> Completion:
    course = current_course()
    return completion(course, sponsor_for(current_actor(), course, query["sponsor"]))


def _download(query: dict[str, Any], form: str) -> Response:
    """Return the export as a file. Participants are named to those who may see the list of participants."""
    found = _found(query)
    named = current_actor().may(Permission.VIEW_PARTICIPANTS, current_course().id)
    headers = {"Content-Disposition": f'attachment; filename="{found.code}-statistics.{form}"'}
    return Response(WRITERS[form](found, named=named), mimetype=MIMETYPES[form], headers=headers)
