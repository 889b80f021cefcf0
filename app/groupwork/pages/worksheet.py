"""The group's worksheet: all of it, one cell with its past, and writing in it without a script."""

from __future__ import annotations

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.groupwork import service
from app.groupwork.pages.blueprint import pages
from app.groupwork.pages.here import answered, show, space
from app.groupwork.queries.inside import get_shape
from app.groupwork.queries.worksheet import cell_of, cells_of, editing_in, revisions_of
from app.groupwork.rules.worksheet import LONGEST_CELL, CellValue
from app.shared.http import arrived_at, current_actor, current_course, requires
from app.shared.permissions import Permission


@pages.get("/courses/<code>/groups/<int:group_id>/worksheet")
@requires(Permission.VIEW_COURSE)
def worksheet(code: str, group_id: int) -> str:  # noqa: ARG001 - the check found the course
    """200 the sheet as it stands and who is at it; 404 another group's member, or the course asks for none."""
    here = space(group_id)
    return show(
        "worksheet.html",
        here,
        shape=get_shape(here.course.id),
        cells=cells_of(group_id),
        editing=editing_in(group_id, arrived_at()),
        longest=LONGEST_CELL,
        empty=CellValue("", ""),
    )


@pages.get("/courses/<code>/groups/<int:group_id>/worksheet/<row>/<column>")
@requires(Permission.VIEW_COURSE)
def cell(code: str, group_id: int, row: str, column: str) -> str:  # noqa: ARG001
    """200 one cell to write in, with everything it ever said; 404 no such cell."""
    return _page(group_id, row, column)


@pages.post("/courses/<code>/groups/<int:group_id>/worksheet/<row>/<column>")
@requires(Permission.VIEW_COURSE)
def save_cell(code: str, group_id: int, row: str, column: str) -> ResponseReturnValue:
    """303 the cell is saved; 409 somebody changed it meanwhile: both texts, to put together; 422 it is too long."""
    typed = request.form.get("text", "")
    back = f"{url_for('groupwork.worksheet', code=code, group_id=group_id)}#{row}"
    base = request.form.get("base_version", 0, type=int)
    return answered(
        lambda: service.save_cell(
            current_course(), group_id, (row, column), typed, base, actor=current_actor(), now=arrived_at()
        ),
        _("The cell is saved."),
        back,
        lambda problems: _page(group_id, row, column, problems=problems, own=typed),
    )


def _page(
    group_id: int, row: str, column: str, *, problems: list[dict[str, object]] | None = None, own: str | None = None
) -> str:
    here = space(group_id)
    shape = get_shape(here.course.id)
    shape.check((row, column))
    return show(
        "cell.html",
        here,
        shape=shape,
        row=next(one for one in shape.rows if one.key == row),
        column=next(one for one in shape.columns if one.key == column),
        stored=cell_of(group_id, (row, column)),
        revisions=revisions_of(group_id, (row, column)),
        editing=[one for one in editing_in(group_id, arrived_at()) if (one.row, one.column) == (row, column)],
        longest=LONGEST_CELL,
        problems=problems or [],
        own=own,
    )
