"""The gradebook of a course, and its export."""

from __future__ import annotations

from flask import Response, render_template, request
from flask_babel import gettext as _

from app.grading import queries
from app.grading.documents import MIMETYPES, WRITERS
from app.grading.pages.blueprint import pages
from app.grading.pages.listing import NO_VALUE, Asked, listed
from app.grading.queries import Gradebook
from app.grading.rules import Kind
from app.shared.http import current_actor, current_course, requires
from app.shared.permissions import Permission


@pages.get("/courses/<code>/gradebook")
@requires(Permission.VIEW_GRADEBOOK)
def gradebook(code: str) -> str:  # noqa: ARG001 - the check found the course
    """200 the rows that were asked for, a hundred a page."""
    course = current_course()
    as_told = queries.sees_as_told(course, current_actor())
    book = queries.gradebook(course, as_told=as_told)
    asked = Asked.read(request.args)
    return render_template(
        "grading/gradebook.html",
        book=book,
        asked=asked,
        listing=listed(book, asked),
        groups=_options({row.enrolment.group_name for row in book.rows}),
        sponsors=_options({row.enrolment.sponsor for row in book.rows}),
        kinds=_kinds(book),
        as_told=as_told,
    )


@pages.get("/courses/<code>/gradebook.<any(csv, xlsx, json):form>")
@requires(Permission.EXPORT_GRADEBOOK)
def export(code: str, form: str) -> Response:  # noqa: ARG001 - the check found the course
    """200 the whole gradebook as a file."""
    book = queries.gradebook(current_course())
    headers = {"Content-Disposition": f'attachment; filename="{book.course.code}-gradebook.{form}"'}
    return Response(WRITERS[form](book), content_type=MIMETYPES[form], headers=headers)


def _options(names: set[str]) -> list[tuple[str, str]]:
    """Return what a filter offers: values with their labels, "-" for those without one; numbers in their order."""
    ordered = sorted(names, key=lambda name: (name.isdecimal() and len(name), name))
    return [(name or NO_VALUE, name or _("(none)")) for name in ordered]


def _kinds(book: Gradebook) -> frozenset[str]:
    """Return the kinds of pieces that the course has: a column stands for each."""
    return frozenset(kind.value for kind in Kind if any(piece.kind is kind for piece in book.plan))
