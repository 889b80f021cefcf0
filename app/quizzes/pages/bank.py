"""The question bank: the list, and everything about one question."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts.queries import people_by_id
from app.courses.rules import CourseValue
from app.quizzes import queries, service
from app.quizzes.pages.blueprint import pages
from app.quizzes.pages.shown import mixed
from app.quizzes.queries.bank import attempts_by_question, bank_of, get_entry, versions_of
from app.quizzes.rules.bank import NONE, BankFilter, QuestionVersionValue, tags_of, tree_of, uses_of
from app.quizzes.rules.differences import Change, changes
from app.quizzes.rules.right import key_of
from app.quizzes.rules.vocabulary import Difficulty, QuestionKind
from app.shared.errors import DomainError
from app.shared.http import arrived_at, current_actor, current_course, requires, show_problems
from app.shared.http.problems import status_of
from app.shared.permissions import Permission

ROWS = 50
_FILTERS = ("search", "category", "tag", "kind", "language", "difficulty")


@pages.get("/courses/<code>/questions")
@requires(Permission.VIEW_ATTEMPTS)
def bank(code: str) -> str:  # noqa: ARG001 - the check found the course
    """200 the questions of the course by category, tag, kind or part of their text, with where they are used."""
    course, shown = current_course(), _asked()
    everything = bank_of(course.id)
    present = [entry for entry in everything if entry.is_retired == shown.retired]
    found = [entry for entry in present if shown.admits(entry)]
    pages_there = max(1, -(-len(found) // ROWS))
    page = min(max(1, request.args.get("page", 1, type=int)), pages_there)
    rows = found[(page - 1) * ROWS : page * ROWS]
    return render_template(
        "quizzes/bank.html",
        rows=rows,
        shown=shown,
        filtered=shown != BankFilter(retired=shown.retired),
        total=len(found),
        page=page,
        pages=pages_there,
        present=len(present),
        retired=sum(entry.is_retired for entry in everything),
        empty=not everything,
        tree=tree_of(entry.category for entry in present),
        without_category=sum(not entry.category for entry in present),
        tags=tags_of(present),
        without=NONE,
        languages=sorted({tag for entry in present for tag in entry.languages}),
        kinds=[kind for kind in QuestionKind if any(entry.kind is kind for entry in present)],
        difficulties=list(Difficulty),
        uses=uses_of(rows, queries.quizzes_of(course.id)),
        asked=attempts_by_question([entry.id for entry in rows]),
        course_languages=course.languages,
    )


@pages.get("/courses/<code>/questions/<int:question_id>")
@requires(Permission.VIEW_ATTEMPTS)
def question(code: str, question_id: int) -> str:  # noqa: ARG001
    """200 a question as participants see it, what is right, its versions and uses; 404 there is none."""
    return _page(current_course(), question_id)


@pages.post("/courses/<code>/questions/<int:question_id>/state")
@requires(Permission.MANAGE_QUIZZES)
def retire_question(code: str, question_id: int) -> Response | tuple[str, int]:  # noqa: ARG001
    """303 it is out of use, or in use again; 409 a quiz needs it."""
    course = current_course()
    retires = request.form.get("state") == "retired"
    act = service.retire_question if retires else service.restore_question
    try:
        entry = act(course, question_id, actor=current_actor(), now=arrived_at())
    except DomainError as error:
        return _page(course, question_id, str(error.text), show_problems(error)), status_of(error)
    told = _("“%(key)s” is out of use now. Attempts that were asked it keep it.", key=entry.key)
    flash(told if retires else _("“%(key)s” is in use again.", key=entry.key), "success")
    return redirect(url_for("quizzes.question", code=course.code, question_id=question_id), 303)


def _asked() -> BankFilter:
    given = {name: request.args.get(name, "").strip()[:200] for name in _FILTERS}
    return BankFilter(**given, retired=request.args.get("state") == "retired")


def _page(course: CourseValue, question_id: int, refused: str = "", problems: Sequence[dict[str, Any]] = ()) -> str:
    entry = get_entry(course.id, question_id)
    versions = versions_of(question_id)
    current = versions[0].question
    return render_template(
        "quizzes/bank_question.html",
        entry=entry,
        question=current,
        seen=mixed(current),
        key=key_of(current),
        versions=versions,
        changed=_changed(versions),
        people=people_by_id({version.created_by for version in versions if version.created_by}),
        uses=uses_of([entry], queries.quizzes_of(course.id))[entry.id],
        languages=list(dict.fromkeys((*course.languages, *entry.languages))),
        refused=refused,
        problems=problems,
    )


def _changed(versions: Sequence[QuestionVersionValue]) -> dict[int, tuple[Change, ...]]:
    """Return what each version changed about the one before, by its number."""
    return {newer.number: changes(older.question, newer.question) for newer, older in pairwise(versions)}
