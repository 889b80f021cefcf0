"""What the desk shows, put together for its template."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from flask import request, url_for

from app.courses.rules import CourseValue
from app.essays.pages.desk_forms import Typed
from app.essays.queries.calibration import find_calibration, own_calibration
from app.essays.queries.marking_desk import Desk, author_deadline, bank_of, levels_of
from app.essays.queries.stranded import set_aside_of
from app.essays.rules.annotations import cut
from app.essays.rules.marking import MarkingState
from app.essays.rules.paragraphs import paragraphs
from app.essays.rules.queue import Shown, neighbours
from app.shared.amounts import is_number, plain_number
from app.shared.http import current_actor
from app.shared.permissions import Permission

SHOWN_OF_A_PARAGRAPH = 60


def chosen_filter() -> Shown:
    """Return the filter that the reader is in; all where none or a strange one is named."""
    named = request.values.get("shown", "")
    return Shown(named) if named in set(Shown) else Shown.ALL


def desk_view(course: CourseValue, desk: Desk, typed: Typed) -> dict[str, Any]:
    """Return everything that the desk's template needs but for problems."""
    reader, shown = current_actor(), chosen_filter()
    before, after = neighbours(desk.queue.rows, desk.essay.id, shown)
    marks = reader.may(Permission.MARK_ESSAY, course.id) and not course.is_closed and desk.row.decided_by is None
    return {
        "desk": desk,
        "typed": typed,
        "shown": shown,
        "paragraphs": _paragraphs(desk),
        "levels": levels_of(course, desk.queue.piece.key),
        "bank": _bank(course, desk, reader.person_id),
        "deadlines": author_deadline(course, desk),
        "previous": address(course, before, shown),
        "next": address(course, after, shown),
        "may_mark": marks and (desk.row.mine or desk.row.open),
        "may_sign": marks and _may_sign(desk, allocates=reader.may(Permission.ALLOCATE_MARKING, course.id)),
        "set_aside": desk.own is None and set_aside_of(desk.essay, reader.person_id) is not None,
        "calibrate": marks and _calibrate(course, reader.person_id),
        "sum": _sum(typed),
        "number": plain_number,
        "note_numbers": {note.id: place for place, note in enumerate(desk.notes, 1)},
        "reader_id": reader.person_id,
        "MarkingState": MarkingState,
    }


def address(course: CourseValue, essay_id: int | None, shown: Shown) -> str:
    """Return where an essay lies on the desk, in the reader's filter; "" for none."""
    if essay_id is None:
        return ""
    return url_for("essays.desk", code=course.code, essay_id=essay_id, shown=shown.value)


def _paragraphs(desk: Desk) -> list[dict[str, Any]]:
    """Return each paragraph in pieces, with the notes whose passage ends in it, and its beginning for choosing it."""
    here = [note for note in desk.notes if note.version == desk.written.number]
    return [
        {
            "number": one.number,
            "start": one.start,
            "end": one.end,
            "pieces": cut(one.text, one.start, here),
            "notes": [note for note in here if one.start < note.ends <= one.end],
            "begins": one.text[:SHOWN_OF_A_PARAGRAPH],
        }
        for one in paragraphs(desk.written.text)
    ]


def _bank(course: CourseValue, desk: Desk, reader_id: int | None) -> Mapping[str, list[Any]]:
    """Return the comments in the essay's language by criterion, and those on the whole under ""."""
    found: dict[str, list[Any]] = {}
    for one in bank_of(course.id, reader_id):
        if one.language == desk.essay.language or desk.essay.language not in course.languages:
            found.setdefault(one.criterion, []).append(one)
    return found


def _may_sign(desk: Desk, *, allocates: bool) -> bool:
    if desk.row.state not in {MarkingState.DISCUSSION, MarkingState.MARKED} or desk.settings.markers == 1:
        return False
    final = desk.own is not None and desk.own.is_final
    return final or (allocates and not desk.row.mine)


def _calibrate(course: CourseValue, reader_id: int | None) -> bool:
    """Whether the course has an excerpt that the reader has not marked."""
    if reader_id is None or find_calibration(course) is None:
        return False
    done = own_calibration(course, reader_id)
    return done is None or not done.is_final


def _sum(typed: Typed) -> Fraction:
    """Return the sum of what reads as a number of points; 1e999999 would be worked out for minutes."""
    cells = (cell.replace(",", ".") for cell in typed.points.values())
    return sum((Fraction(cell) for cell in cells if is_number(cell)), Fraction(0))
