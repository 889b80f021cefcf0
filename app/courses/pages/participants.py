"""The roster of a course: who takes it, filtered and searched."""

from __future__ import annotations

from flask import render_template, request

from app.courses.pages import choices
from app.courses.pages.blueprint import pages
from app.courses.queries import count_roster, facets, groups_of, roster_page
from app.courses.rules import RosterFilter
from app.shared.http import addresses, current_course, requires
from app.shared.permissions import Permission

ROWS = 50


@pages.get("/courses/<code>/participants")
@requires(Permission.VIEW_PARTICIPANTS)
def participants(code: str) -> str:  # noqa: ARG001 - the check found the course
    """200 who takes the course, by group, language, sponsor, type of organisation, or part of a name."""
    course, shown = current_course(), _asked()
    present, total = facets(course.id), count_roster(course.id, shown)
    pages_there = max(1, -(-total // ROWS))
    page = min(max(1, request.args.get("page", 1, type=int)), pages_there)
    return render_template(
        "courses/participants.html",
        people=roster_page(course.id, shown, offset=(page - 1) * ROWS, limit=ROWS).items,
        shown=shown,
        filtered=shown != RosterFilter(),
        total=total,
        page=page,
        pages=pages_there,
        present=present,
        groups=groups_of(course.id),
        choices=choices,
    )


def _asked() -> RosterFilter:
    """Return the filter that the address asks for; a value that is not there shows nobody, which is true."""
    args = request.args
    return RosterFilter(
        group_id=args.get("group", type=_group_id),
        language=args.get("language") or None,
        sponsor=args.get("sponsor") or None,
        organization_type=args.get("type") or None,
        search=args.get("search", "").strip()[:100],
    )


def _group_id(typed: str) -> int:
    """Return the id as typed; 0, which no group has, for one that no database can hold. Raises `ValueError`."""
    number = int(typed)
    return number if 0 <= number <= addresses.LARGEST else 0
