"""All texts of a course at a glance; modules and documents to read here or to take along."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, current_app, render_template, request

from app.config import Settings
from app.courses.documents import Booklet, as_file, as_pdf
from app.courses.pages.blueprint import pages
from app.courses.pages.materials.reading import Reader, reader, show
from app.courses.queries import get_material, glossary_of, list_materials, weeks_in
from app.courses.rules import MaterialKind, MaterialValue
from app.shared.errors import NotAllowed
from app.shared.http import requires
from app.shared.permissions import Permission

FILE_TYPES: dict[str, tuple[str, Callable[[Booklet], bytes]]] = {
    "html": ("text/html", as_file),
    "pdf": ("application/pdf", as_pdf),
}
_KEPT = 32
_files: dict[tuple[Any, ...], bytes] = {}
"""The files asked for last: they are the same for every reader, and a PDF takes a while."""


@pages.get("/courses/<code>/materials")
@requires(Permission.VIEW_COURSE)
def materials(code: str) -> str:  # noqa: ARG001 - the check found the course
    """200 what there is to read, week by week, and what stands beside the weeks."""
    who = reader()
    found = [one for one in list_materials(who.course.id) if who.staff or not one.for_staff]
    return render_template(
        "courses/materials/index.html",
        who=who,
        weeks=weeks_in(who.course),
        of_kind={kind.value: [one for one in found if one.kind is kind] for kind in MaterialKind},
        anything=bool(found),
    )


@pages.get("/courses/<code>/modules/<module>")
@requires(Permission.VIEW_COURSE)
def module(code: str, module: str) -> str:  # noqa: ARG001
    """200 a module; 404 none of that name."""
    who = reader()
    one = get_material(who.course.id, MaterialKind.MODULE, module)
    others = list_materials(who.course.id, [MaterialKind.MODULE])
    place = next(at for at, other in enumerate(others) if other.key == one.key)
    return render_template(
        "courses/materials/text.html",
        who=who,
        one=one,
        shown=show(who, one),
        before=others[place - 1] if place else None,
        after=others[place + 1] if place + 1 < len(others) else None,
    )


@pages.get("/courses/<code>/documents/<document>")
@requires(Permission.VIEW_COURSE)
def document(code: str, document: str) -> str:  # noqa: ARG001
    """200 a document; 403 it is for staff; 404 none of that name."""
    who = reader()
    one = _document(who, document)
    return render_template("courses/materials/text.html", who=who, one=one, shown=show(who, one))


@pages.get("/courses/<code>/modules/<module>.<any(html, pdf):file_type>")
@requires(Permission.VIEW_COURSE)
def module_file(code: str, module: str, file_type: str) -> Response:  # noqa: ARG001
    """200 a module as a file of its own; 304 the reader has it; 404 none of that name."""
    who = reader()
    return _file(who, get_material(who.course.id, MaterialKind.MODULE, module), file_type)


@pages.get("/courses/<code>/documents/<document>.<any(html, pdf):file_type>")
@requires(Permission.VIEW_COURSE)
def document_file(code: str, document: str, file_type: str) -> Response:  # noqa: ARG001
    """200 a document as a file of its own; 304 the reader has it; 403 it is for staff; 404 none of that name."""
    who = reader()
    return _file(who, _document(who, document), file_type)


def _document(who: Reader, key: str) -> MaterialValue:
    one = get_material(who.course.id, MaterialKind.DOCUMENT, key)
    if one.for_staff and not who.staff:
        raise NotAllowed
    return one


def _file(who: Reader, one: MaterialValue, file_type: str) -> Response:
    settings: Settings = current_app.extensions["settings"]
    glossary = glossary_of(who.course.id)
    mimetype, render = FILE_TYPES[file_type]
    key = (who.course.code, who.course.version_id, one.digest, glossary.digest, who.language, file_type)
    if key not in _files:
        if len(_files) >= _KEPT:
            _files.clear()
        _files[key] = render(Booklet.of(who.course, one, who.language, glossary, settings.base_url))
    response = Response(_files[key], mimetype=mimetype)
    name = f"{who.course.code}-{one.key}-{who.language}.{file_type}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(f"{one.digest[:16]}{glossary.digest[:8]}{who.course.version}{who.language}{file_type}")
    response.make_conditional(request)
    return response
