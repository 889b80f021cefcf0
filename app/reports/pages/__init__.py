"""The statistics page of a course: every figure with its denominator, charts with their tables, exports."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from app.courses.queries import facets
from app.courses.rules import CourseValue, PieceKind
from app.reports.documents import MIMETYPES, WRITERS
from app.reports.pages import charts, labels
from app.reports.queries import completion, sponsor_for
from app.reports.rules import Completion
from app.shared.http import current_actor, current_course, requires
from app.shared.permissions import Permission

pages = Blueprint("reports", __name__, template_folder="../templates")
blueprints = (pages,)


@pages.get("/courses/<code>/statistics")
@requires(Permission.VIEW_STATISTICS)
def statistics(code: str) -> str:  # noqa: ARG001 - the check found the course
    """200 the figures of all participants, of one sponsor's (`?sponsor=`), or of the reader's own."""
    course, actor = current_course(), current_actor()
    asked = request.args.get("sponsor") or None
    found = completion(course, sponsor_for(actor, course, asked))
    return render_template(
        "reports/statistics.html",
        found=found,
        charts=charts,
        groups=labels.groups(found),
        short=labels.short,
        sponsors=_sponsors(course),
        asked=asked,
        **{kind.value: found.has(kind) for kind in PieceKind},
    )


@pages.get("/courses/<code>/statistics.<any(csv, xlsx, json):form>")
@requires(Permission.VIEW_STATISTICS)
def export(code: str, form: str) -> Response:  # noqa: ARG001 - the check found the course
    """200 the figures, and who did which piece, as a file."""
    course, actor = current_course(), current_actor()
    found = completion(course, sponsor_for(actor, course, request.args.get("sponsor") or None))
    return download(found, form, named=actor.may(Permission.VIEW_PARTICIPANTS, course.id))


def download(found: Completion, form: str, *, named: bool) -> Response:
    """Return an export as a file. Participants are named to those who may see the list of participants."""
    headers = {"Content-Disposition": f'attachment; filename="{found.code}-statistics.{form}"'}
    return Response(WRITERS[form](found, named=named), mimetype=MIMETYPES[form], headers=headers)


def _sponsors(course: CourseValue) -> tuple[str, ...]:
    """Return whom the reader may choose; nobody for somebody who sees one sponsor's participants only."""
    if current_actor().sponsor_in(course.id) is not None:
        return ()
    return tuple(name for name in facets(course.id).sponsors if name)
