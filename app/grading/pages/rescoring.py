"""Re-scoring a question of a quiz: what can be decided, what it would change, and the step itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts.queries import people_by_id
from app.grading import service
from app.grading.pages.blueprint import pages
from app.grading.pages.rescoring_view import key_form, question_lines
from app.grading.queries.rescoring_preview import Preview, rescoring_preview
from app.quizzes import queries as quizzes
from app.quizzes.queries.rescoring import AskedQuestion, asked_questions, get_asked_question, rescorings_of
from app.quizzes.rules import QuestionKind, RescoringAction
from app.quizzes.rules.rescoring import read_decision
from app.quizzes.rules.right import Decision
from app.quizzes.rules.settings import QuizValue
from app.shared import language
from app.shared.errors import DomainError, Problem, Unreadable
from app.shared.http import arrived_at, current_actor, current_course, requires, show_problems
from app.shared.http.problems import status_of
from app.shared.permissions import Permission
from app.shared.wording import text

MOST = 200
"""People whose change a page lists; those with another outcome come first."""
_TYPED = {QuestionKind.NUMERIC, QuestionKind.SHORT}


@pages.get("/courses/<code>/quizzes/<key>/rescoring")
@requires(Permission.RESCORE_QUIZ)
def rescoring(code: str, key: str) -> str | tuple[str, int]:  # noqa: ARG001 - the check found the course
    """200 the questions and what was decided on them; with a question its form, with an action its preview.

    404 no such quiz or question; 422 what was typed is no key.
    """
    course, quiz = current_course(), quizzes.get_quiz(current_course().id, key)
    asked = get_asked_question(quiz, request.args["question"]) if "question" in request.args else None
    if asked is None or not request.args.get("action") or course.is_closed:
        return _page(quiz, asked)
    try:
        decision = _decision(asked, request.args.get("action", ""), request.args.getlist("right"))
    except DomainError as error:
        return _page(quiz, asked, problems=show_problems(error)), status_of(error)
    return _page(quiz, asked, rescoring_preview(course, quiz, asked, decision, arrived_at()))


@pages.post("/courses/<code>/quizzes/<key>/rescoring")
@requires(Permission.RESCORE_QUIZ)
def rescore(code: str, key: str) -> Response | tuple[str, int]:  # noqa: ARG001
    """303 what the preview showed is done; 409, 412 or 422 nothing is, and the preview as it is now."""
    course, quiz = current_course(), quizzes.get_quiz(current_course().id, key)
    asked = get_asked_question(quiz, request.form.get("question", ""))
    decision = None
    try:
        decision = _decision(asked, request.form.get("action", ""), request.form.getlist("right"))
        done = service.rescore_question(
            course,
            quiz.key,
            asked.key,
            decision,
            request.form.get("reason", ""),
            seen=request.form.get("seen", ""),
            actor=current_actor(),
            now=arrived_at(),
        )
    except DomainError as error:
        preview = rescoring_preview(course, quiz, asked, decision, arrived_at()) if decision else None
        return _page(quiz, asked, preview, show_problems(error)), status_of(error)
    flash(_said(done), "success")
    return redirect(url_for("grading.rescoring", code=course.code, key=quiz.key), 303)


def _decision(asked: AskedQuestion, action: str, right: Sequence[str]) -> Decision:
    if action not in {one.value for one in RescoringAction}:
        raise Unreadable(problems=[Problem(text("Choose what is to be done with the question."), "action")])
    keys = [key for typed in right for key in typed.splitlines()] if asked.question.kind in _TYPED else right
    return read_decision(RescoringAction(action), keys, asked.versions)


def _said(done: Preview | None) -> str:
    if done is None:
        return str(_("The question was scored this way already. Nothing has changed."))
    changed = len(done.effects)
    return str(
        ngettext(
            "Scored anew. %(num)s participant has another score.",
            "Scored anew. %(num)s participants have another score.",
            changed,
        )
    )


def _page(
    quiz: QuizValue,
    asked: AskedQuestion | None,
    preview: Preview | None = None,
    problems: list[dict[str, Any]] | None = None,
) -> str:
    reader = str(get_locale() or language.DEFAULT)
    decided = rescorings_of(quiz.id)
    questions = asked_questions(quiz)
    typed = request.values
    return render_template(
        "grading/rescoring.html",
        quiz=quiz,
        asked=asked,
        preview=preview,
        problems=problems or [],
        reason=request.form.get("reason", ""),
        decided=decided,
        lines=question_lines(questions, decided, reader),
        form=key_form(asked, decided, typed.get("action", ""), typed.getlist("right"), reader) if asked else None,
        people=people_by_id(one.decided_by for one in decided if one.decided_by),
        open_attempts=sum(one.is_open for one in quizzes.attempts_at(quiz.id)) if asked else 0,
        most=MOST,
    )
