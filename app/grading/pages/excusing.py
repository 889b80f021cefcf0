"""Excusing a participant from pieces, from the page of that participant."""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.grading import service
from app.grading.pages.blueprint import pages
from app.grading.pages.forms import seen
from app.grading.pages.person import recorded
from app.shared.http import arrived_at, current_actor, current_course, requires
from app.shared.permissions import Permission


@pages.post("/courses/<code>/gradebook/<int:enrolment_id>/excuses")
@requires(Permission.EXCUSE_PIECE)
def excuse(code: str, enrolment_id: int) -> Response | tuple[str, int]:  # noqa: ARG001 - the check found the course
    """303 the person is excused from the piece, or asked for it again; 404, 409, 412 or 422 the form again."""
    excused = request.form.get("excused") != "no"

    def record() -> None:
        service.excuse_piece(
            current_course(),
            enrolment_id,
            request.form.get("piece", ""),
            request.form.get("reason", ""),
            excused=excused,
            actor=current_actor(),
            now=arrived_at(),
            check=seen(request.form.get("version", "")),
        )

    done = _("The person is excused, and gets a mail.") if excused else _("The piece is asked for again.")
    return recorded(enrolment_id, "excused", record, done)


@pages.post("/courses/<code>/gradebook/<int:enrolment_id>/excuses/missed")
@requires(Permission.EXCUSE_PIECE)
def excuse_missed(code: str, enrolment_id: int) -> Response | tuple[str, int]:  # noqa: ARG001
    """303 the person is excused from all that was over before they came; 409 there is nothing; 422 no reason."""

    def record() -> None:
        reason = request.form.get("reason", "")
        service.excuse_missed(current_course(), enrolment_id, reason, actor=current_actor(), now=arrived_at())

    return recorded(enrolment_id, "missed", record, _("The person is excused from what was over before."))
