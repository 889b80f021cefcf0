"""The group's files, and handing in its work."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.courses import queries as courses
from app.groupwork import service
from app.groupwork.pages.blueprint import pages
from app.groupwork.pages.here import answered, show, space
from app.groupwork.queries.inside import find_shape
from app.groupwork.queries.space import bytes_kept, files_in, get_shared_file, is_submitted, submissions_of
from app.groupwork.queries.worksheet import cells_of
from app.groupwork.rules.space import LARGEST_FILE, QUOTA
from app.groupwork.service.submissions import deadline_of, group_piece
from app.shared import files as stored
from app.shared.errors import NotFound
from app.shared.http import arrived_at, current_actor, current_course, requires
from app.shared.http.addresses import typed_id
from app.shared.permissions import Permission


@pages.get("/courses/<code>/groups/<int:group_id>/files")
@requires(Permission.VIEW_COURSE)
def files(code: str, group_id: int) -> str:  # noqa: ARG001 - the check found the course
    """200 the group's files; 404 another group's member."""
    return _files(group_id)


@pages.post("/courses/<code>/groups/<int:group_id>/files")
@requires(Permission.VIEW_COURSE)
def share_file(code: str, group_id: int) -> ResponseReturnValue:
    """303 the file is shared; 409 the group's room is full; 413 it is too large; 422 none, or an empty one."""
    name, content = _given()
    return answered(
        lambda: service.share_file(current_course(), group_id, name, content, **_by()),
        _("The file is shared with the group."),
        url_for("groupwork.files", code=code, group_id=group_id),
        lambda problems: _files(group_id, problems),
    )


@pages.get("/courses/<code>/groups/<int:group_id>/files/<int:file_id>")
@requires(Permission.VIEW_COURSE)
def file(code: str, group_id: int, file_id: int) -> Response:  # noqa: ARG001
    """200 the file, always as an attachment; 404 not this group's, or taken away and in no submission."""
    space(group_id)
    found = get_shared_file(group_id, file_id)
    if found.removed_at is not None and not is_submitted(file_id):
        raise NotFound
    response = Response(stored.content_of(file_id), content_type=found.media_type)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.name, safe='')}"
    return response


@pages.post("/courses/<code>/groups/<int:group_id>/files/<int:file_id>/removal")
@requires(Permission.VIEW_COURSE)
def remove_file(code: str, group_id: int, file_id: int) -> ResponseReturnValue:
    """303 the file is taken away; 403 somebody else's, for who is no ambassador."""
    return answered(
        lambda: service.remove_file(current_course(), group_id, file_id, **_by()),
        _("The file is taken away."),
        url_for("groupwork.files", code=code, group_id=group_id),
        lambda problems: _files(group_id, problems),
    )


@pages.get("/courses/<code>/groups/<int:group_id>/submission")
@requires(Permission.VIEW_COURSE)
def submission(code: str, group_id: int) -> str:  # noqa: ARG001
    """200 what was handed in, every version, and until when; 404 another group's member, no group work."""
    return _submission(group_id)


@pages.post("/courses/<code>/groups/<int:group_id>/submission")
@requires(Permission.VIEW_COURSE)
def submit(code: str, group_id: int) -> ResponseReturnValue:
    """303 handed in; 403 not the ambassador; 409 the deadline is over, or there is nothing."""
    chosen = [typed_id(typed) for typed in request.form.getlist("file")]
    return answered(
        lambda: service.submit(current_course(), group_id, chosen, request.form.get("note", ""), **_by()),
        _("Your group’s work is submitted. You can submit again until the deadline; the last version counts."),
        url_for("groupwork.submission", code=code, group_id=group_id),
        lambda problems: _submission(group_id, problems),
    )


def _files(group_id: int, problems: list[dict[str, Any]] | None = None) -> str:
    here = space(group_id)
    return show(
        "files.html",
        here,
        files=files_in(group_id),
        kept=bytes_kept(group_id),
        quota=QUOTA,
        largest=LARGEST_FILE,
        problems=problems or [],
    )


def _submission(group_id: int, problems: list[dict[str, Any]] | None = None) -> str:
    here = space(group_id)
    piece = group_piece(here.course.id)
    speaker = next((one for one in courses.members_of(group_id) if one.ambassador), None)
    deadline = deadline_of(here.course, piece, speaker)
    return show(
        "submission.html",
        here,
        piece=piece,
        deadline=deadline,
        state=deadline.state(arrived_at()).value,
        speaker=speaker,
        shape=find_shape(here.course.id),
        filled=sum(bool(cell.text) for cell in cells_of(group_id).values()),
        files=files_in(group_id),
        submissions=submissions_of(group_id),
        problems=problems or [],
        note=request.form.get("note", "") if problems else "",
    )


def _given() -> tuple[str, bytes]:
    """Return the name and content of the file that was sent; of one too large, as much as shows that it is."""
    given = request.files.get("file")
    if given is None:
        return "", b""
    with given.stream as stream:
        return given.filename or "", stream.read(LARGEST_FILE + 1)


def _by() -> dict[str, Any]:
    return {"actor": current_actor(), "now": arrived_at()}
