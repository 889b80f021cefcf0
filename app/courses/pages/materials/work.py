"""What the group work and the essay ask: case, roles and worksheet; instructions, levels and, for markers, samples."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import render_template

from app.courses.pages.blueprint import pages
from app.courses.pages.materials.reading import Reader, Shown, reader, show, show_text
from app.courses.queries import get_material, list_materials, materials_of, pieces_of, reader_deadlines
from app.courses.rules import CourseValue, MaterialKind, MaterialValue, PieceKind, PieceValue
from app.courses.rules.week import Due
from app.shared.errors import NotFound
from app.shared.http import current_actor, requires
from app.shared.permissions import Permission


@pages.get("/courses/<code>/group-work")
@requires(Permission.VIEW_COURSE)
def group_work(code: str) -> str:  # noqa: ARG001 - the check found the course
    """200 the roles, the empty worksheet, and the documents of that week; 404 the course has no group work."""
    who = reader()
    piece = _piece(who, PieceKind.GROUP)
    parts = {one.key: one for one in materials_of(who.course.id, [MaterialKind.GROUP_WORK])}
    return render_template(
        "courses/materials/group_work.html",
        who=who,
        piece=piece,
        due=_due(who.course, piece),
        roles=parts.get("roles"),
        worksheet=parts.get("worksheet"),
        documents=_documents(who, piece),
    )


@pages.get("/courses/<code>/essay")
@requires(Permission.VIEW_COURSE)
def essay(code: str) -> str:  # noqa: ARG001
    """200 criteria with their levels, the documents of that week, for markers samples; 404 there is no essay."""
    who = reader()
    piece = _piece(who, PieceKind.ESSAY)
    documents = _documents(who, piece)
    return render_template(
        "courses/materials/essay.html",
        who=who,
        piece=piece,
        due=_due(who.course, piece),
        levels={entry["criterion"]: entry["levels"] for entry in who.course.rubric if entry["piece"] == piece.key},
        documents=documents,
        instructions=_instructions(who, documents),
        **(_marking(who) if who.staff else {}),
    )


@pages.get("/courses/<code>/essay/samples/<sample>")
@requires(Permission.VIEW_STAFF_MATERIALS)
def essay_sample(code: str, sample: str) -> str:  # noqa: ARG001
    """200 a sample essay with the marks it should get; 404 none of that name."""
    who = reader()
    one = get_material(who.course.id, MaterialKind.ESSAY, sample)
    if not one.text:
        raise NotFound
    ((language, text),) = one.text.items()
    return render_template(
        "courses/materials/sample.html",
        who=who,
        one=one,
        piece=_piece(who, PieceKind.ESSAY),
        language=language,
        marks=one.content["marks"],
        shown=show_text(who, text, one.digest, None),
    )


def _piece(who: Reader, kind: PieceKind) -> PieceValue:
    """Return the course's one piece of a kind. Raises `NotFound`."""
    found = next((one for one in pieces_of(who.course.id) if one.kind is kind), None)
    if found is None:
        raise NotFound
    return found


def _instructions(who: Reader, documents: Sequence[MaterialValue]) -> Shown | None:
    """Return the first document for everybody as it is shown."""
    found = next((one for one in documents if not one.for_staff), None)
    return show(who, get_material(who.course.id, MaterialKind.DOCUMENT, found.key)) if found else None


def _marking(who: Reader) -> dict[str, Any]:
    """Return what markers calibrate on: an excerpt with its marks, and the samples in the reader's language."""
    found = {one.key: one for one in materials_of(who.course.id, [MaterialKind.ESSAY])}
    calibration = found.pop("calibration", None)
    excerpt = who.pick(calibration.content["excerpt"]) if calibration else ""
    return {
        "calibration": calibration,
        "excerpt": show_text(who, excerpt, calibration.digest, None) if calibration else None,
        "samples": [one for one in found.values() if who.language in one.text],
    }


def _documents(who: Reader, piece: PieceValue) -> list[MaterialValue]:
    """Return the documents of the piece's week that the reader may open."""
    found = list_materials(who.course.id, [MaterialKind.DOCUMENT])
    return [one for one in found if one.week == piece.week and (who.staff or not one.for_staff)]


def _due(course: CourseValue, piece: PieceValue) -> Due:
    own, general = reader_deadlines(course, [piece], current_actor())
    return Due(piece, own[piece.id], own[piece.id] != general[piece.id])
