"""The page of a week: what it is for, what to read, what is due when, its sessions."""

from __future__ import annotations

from flask import render_template

from app.courses.pages.blueprint import pages
from app.courses.pages.materials.reading import part_page, reader, show
from app.courses.queries import week_page
from app.courses.rules.windows import state_in
from app.courses.service import work_done
from app.shared.http import arrived_at, current_actor, requires
from app.shared.permissions import Permission


@pages.get("/courses/<code>/weeks/<int:week>")
@requires(Permission.VIEW_COURSE)
def week(code: str, week: int) -> str:  # noqa: ARG001 - the check found the course
    """200 the page of a week; 404 the course has no such week."""
    who, now = reader(), arrived_at()
    page = week_page(who.course, week, current_actor())
    return render_template(
        "courses/materials/week.html",
        who=who,
        page=page,
        shown=show(who, page.text) if page.text else None,
        quiz_page=lambda key: part_page(who, "quiz", key),
        done=work_done(who.course, current_actor().person_id, now),
        state=lambda due: state_in(who.course, due.deadline, now),
    )
