"""Writing questions: a new one, a new version of one. What somebody else changed meanwhile is shown beside it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.courses.rules import CourseValue
from app.quizzes import queries, service
from app.quizzes.pages.blueprint import pages
from app.quizzes.pages.question_form import QuestionForm, blank_form, form_of, typed_form, with_blank_rows
from app.quizzes.pages.typed_question import Reader
from app.quizzes.queries.bank import bank_of, get_entry, questions_in_full
from app.quizzes.rules.bank import BankEntry, tree_of, uses_of
from app.quizzes.rules.differences import changes
from app.quizzes.rules.questions import BankQuestion
from app.quizzes.rules.vocabulary import Difficulty, QuestionKind, Scoring, TextFormat
from app.shared.errors import DomainError, NotFound, Stale, Unreadable
from app.shared.http import arrived_at, current_actor, current_course, requires, show_problems
from app.shared.http.problems import status_of
from app.shared.permissions import Permission

MORE_ROWS = 3
MORE = "more"


@pages.get("/courses/<code>/questions/new")
@requires(Permission.MANAGE_QUIZZES)
def new_question(code: str) -> str:  # noqa: ARG001 - the check found the course
    """200 the choice of a kind, or the empty form of one."""
    course = current_course()
    if "kind" not in request.args:
        return render_template("quizzes/bank_kinds.html", kinds=list(QuestionKind))
    form = blank_form(_kind(request.args["kind"]), course.languages)
    form.category = request.args.get("category", "")[:200]
    return _page(course, form)


@pages.post("/courses/<code>/questions/new")
@requires(Permission.MANAGE_QUIZZES)
def add_question(code: str) -> Response | str | tuple[str, int]:  # noqa: ARG001
    """303 the question is in the bank; 200 the form with more rows; 409 or 422 the form again, and why."""
    course = current_course()
    form = typed_form(request.form, _kind(request.form.get("kind", "")), course.languages)
    if request.form.get("do") == MORE:
        return _page(course, with_blank_rows(form, MORE_ROWS))
    try:
        entry = service.add_question(course, _read(form), actor=current_actor(), now=arrived_at())
    except DomainError as error:
        return _page(course, form, problems=show_problems(error)), status_of(error)
    flash(_("The question “%(key)s” is in the bank.", key=entry.key), "success")
    return redirect(url_for("quizzes.question", code=course.code, question_id=entry.id), 303)


@pages.get("/courses/<code>/questions/<int:question_id>/edit")
@requires(Permission.MANAGE_QUIZZES)
def edit_question(code: str, question_id: int) -> str:  # noqa: ARG001
    """200 the form of a question as it is now; 404 there is none."""
    course = current_course()
    entry = get_entry(course.id, question_id)
    return _page(course, form_of(_stored(course, entry), course.languages), entry=entry)


@pages.post("/courses/<code>/questions/<int:question_id>/edit")
@requires(Permission.MANAGE_QUIZZES)
def revise_question(code: str, question_id: int) -> Response | str | tuple[str, int]:  # noqa: ARG001
    """303 it has a new version; 200 the form with more rows; 409 or 422 the form again, and why; 412 and both sides."""
    course = current_course()
    entry = get_entry(course.id, question_id)
    form = typed_form(request.form, entry.kind, tuple(dict.fromkeys((*course.languages, *entry.languages))))
    base = request.form.get("base", 0, type=int)
    if request.form.get("do") == MORE:
        return _page(course, with_blank_rows(form, MORE_ROWS), entry=entry, base=base)
    try:
        asked = _read(form)
        after = service.revise_question(course, question_id, asked, base=base, actor=current_actor(), now=arrived_at())
    except Stale as error:
        problems = show_problems(error)
        return _both(course, question_id, form, problems), status_of(error)
    except DomainError as error:
        return _page(course, form, entry=entry, base=base, problems=show_problems(error)), status_of(error)
    flash(_told(after, base), "success")
    return redirect(url_for("quizzes.question", code=course.code, question_id=question_id), 303)


def _kind(written: str) -> QuestionKind:
    """Return the kind that a form asks for. Raises `NotFound`."""
    found = next((kind for kind in QuestionKind if kind.value == written), None)
    if found is None:
        raise NotFound
    return found


def _read(form: QuestionForm) -> BankQuestion:
    reader = Reader(form)
    asked = reader.question()
    if reader.problems:
        raise Unreadable(problems=reader.problems)
    return asked


def _stored(course: CourseValue, entry: BankEntry) -> BankQuestion:
    return questions_in_full(course.id, [entry])[entry.key]


def _told(after: BankEntry, base: int) -> str:
    if after.version == base:
        return str(_("It says what it said before: there is no new version."))
    return str(_("Version %(number)s is current. Attempts that start from now on are asked it.", number=after.version))


def _both(course: CourseValue, question_id: int, form: QuestionForm, problems: list[dict[str, Any]]) -> str:
    """Return the form again with what was typed, and beside it what somebody else made of the question meanwhile."""
    entry = get_entry(course.id, question_id)
    now_there, typed = _stored(course, entry).question, Reader(form).question().question
    return _page(course, form, entry=entry, problems=problems, differs=changes(now_there, typed))


def _page(
    course: CourseValue,
    form: QuestionForm,
    *,
    entry: BankEntry | None = None,
    base: int | None = None,
    problems: list[dict[str, Any]] | None = None,
    differs: object = None,
) -> str:
    everything = bank_of(course.id)
    beside: defaultdict[str, list[str]] = defaultdict(list)
    for problem in problems or []:
        beside[problem["where"]].append(problem["reason"])
    return render_template(
        "quizzes/bank_edit.html",
        form=form,
        entry=entry,
        base=base if base is not None else entry.version if entry else 0,
        problems=problems or [],
        beside=beside,
        differs=differs,
        uses=uses_of([entry], queries.quizzes_of(course.id))[entry.id] if entry else (),
        categories=[branch.path for branch in tree_of(one.category for one in everything)],
        difficulties=list(Difficulty),
        scorings=list(Scoring),
        formats=list(TextFormat),
    )
