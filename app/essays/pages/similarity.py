"""Essays that share passages: the list of pairs, two essays side by side, and what was found by those who looked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts.queries import people_by_id
from app.courses import queries as courses
from app.courses.rules import CourseValue
from app.essays.pages.blueprint import pages
from app.essays.queries.comparing import texts_of
from app.essays.queries.marking_queue import author_label
from app.essays.queries.settings import settings_of
from app.essays.queries.similarity import count_compared, earlier_editions, get_pair, pairs_of
from app.essays.rules import EssayValue, Names
from app.essays.rules import similarity as rules
from app.essays.rules import similarity_view as view
from app.essays.service.similarity import note_pair
from app.shared.errors import Problem, Unreadable
from app.shared.http import arrived_at, current_actor, current_course, requires, show_problems
from app.shared.http.problems import status_of
from app.shared.permissions import Permission
from app.shared.wording import text

_LAST_PAGE = 1_000_000
PER_PAGE = 50
AGAIN_LISTED = 200


@dataclass(frozen=True, slots=True)
class Shown:
    """What the reader may see of an essay: how it is called, its edition where that is another, all of it or parts."""

    name: str
    edition: str
    whole: bool


@pages.get("/courses/<code>/essays/similarity")
@requires(Permission.MARK_ESSAY)
def similarity(code: str) -> str:  # noqa: ARG001 - the check found the course
    """200 the pairs that share passages, those that share most first; apart, what authors handed in before."""
    course = current_course()
    least, page = _least(), min(max(1, request.args.get("page", 1, type=int)), _LAST_PAGE)
    pairs, total = pairs_of(course.id, least=least, offset=(page - 1) * PER_PAGE, limit=PER_PAGE)
    earlier = earlier_editions(course)
    again: tuple[list[view.PairValue], int] = ([], 0)
    if earlier:
        again = pairs_of(course.id, least=least, by_same_person=True, limit=AGAIN_LISTED)
    submitted, compared = count_compared(course.id)
    return render_template(
        "essays/similarity.html",
        pairs=pairs,
        again=again[0],
        again_total=again[1],
        shown=_shown(course, [side for pair in (*pairs, *again[0]) for side in (pair.first, pair.second)]),
        least=least,
        listed_from=view.LISTED_FROM,
        page=page,
        pages=-(-total // PER_PAGE),
        total=total,
        submitted=submitted,
        compared=compared,
        earlier=earlier,
        **_rules(),
    )


@pages.get("/courses/<code>/essays/similarity/<int:pair_id>")
@requires(Permission.MARK_ESSAY)
def similar_pair(code: str, pair_id: int) -> str:  # noqa: ARG001
    """200 two essays side by side, what they share marked in both."""
    return _pair_page(current_course(), pair_id)


@pages.post("/courses/<code>/essays/similarity/<int:pair_id>")
@requires(Permission.MARK_ESSAY)
def note_similar_pair(code: str, pair_id: int) -> Response | tuple[str, int]:  # noqa: ARG001
    """303 what was found is noted; 422 it is not, and why."""
    course = current_course()
    try:
        finding = _finding(request.form.get("finding", ""))
        note_pair(course.id, pair_id, finding, request.form.get("note", ""), actor=current_actor(), now=arrived_at())
    except Unreadable as error:
        return _pair_page(course, pair_id, dict(request.form), show_problems(error)), status_of(error)
    flash(_("Your note is kept."), "success")
    return redirect(url_for("essays.similar_pair", code=course.code, pair_id=pair_id), 303)


def _finding(typed: str) -> view.Finding:
    try:
        return view.Finding(typed)
    except ValueError:
        reason = text("Choose what you found.")
        raise Unreadable(reason, problems=[Problem(reason, "finding")]) from None


def _least() -> int:
    typed = request.args.get("words", view.LISTED_FROM, type=int)
    return min(max(typed, view.LEAST_LISTED), view.MOST_LISTED)


def _pair_page(
    course: CourseValue, pair_id: int, typed: Mapping[str, str] | None = None, problems: Iterable[Any] = ()
) -> str:
    pair = get_pair(course.id, pair_id)
    shown = _shown(course, [pair.first, pair.second])
    texts = texts_of([pair.first.version_id, pair.second.version_id])
    sides = [
        (side, shown[side.essay.id], _pieces(texts[side.version_id], pair, shown[side.essay.id].whole, first=first))
        for side, first in ((pair.first, True), (pair.second, False))
    ]
    return render_template(
        "essays/similar_pair.html",
        pair=pair,
        sides=sides,
        authors=people_by_id(note.author_id for note in pair.notes),
        typed=typed or {},
        problems=problems,
        longest_note=view.LONGEST_NOTE,
        counts=[rules.shared_of(passage) for passage in pair.passages],
        **_rules(),
    )


def _pieces(written: str, pair: view.PairValue, whole: bool, *, first: bool) -> list[view.Segment]:  # noqa: FBT001
    places = view.places(pair.passages, first=first)
    return view.segments(written, places) if whole else view.excerpts(written, places)


def _rules() -> dict[str, int]:
    """Return the figures that the pages explain."""
    return {"seed": rules.SEED, "passage": rules.PASSAGE, "gap": rules.GAP}


def _shown(course: CourseValue, sides: Iterable[view.Side]) -> dict[int, Shown]:
    """Return how each essay is shown to the reader, by its id; a few statements for each edition."""
    of_course: dict[int, list[EssayValue]] = {}
    for side in sides:
        of_course.setdefault(side.essay.course_id, []).append(side.essay)
    return {
        essay_id: shown
        for course_id, essays in of_course.items()
        for essay_id, shown in _shown_of(courses.get_course_by_id(course_id), essays, course).items()
    }


def _shown_of(edition: CourseValue, essays: Iterable[EssayValue], course: CourseValue) -> dict[int, Shown]:
    """Of another edition, names and whole essays are for those who may mark there.

    A course that hides names hides those of other editions as well: the same person may have written there and here.
    """
    whole = current_actor().may(Permission.MARK_ESSAY, edition.id)
    named = whole and settings_of(course).names is Names.SHOWN
    settings = settings_of(edition) if named else replace(settings_of(edition), names=Names.HIDDEN)
    shown = settings.names is Names.SHOWN
    people = people_by_id(essay.person_id for essay in essays) if shown else {}
    label = "" if edition.id == course.id else edition.code
    return {essay.id: Shown(author_label(essay, settings, people), label, whole) for essay in essays}
