"""Scoring a question anew: what it would change, then exactly that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.courses import queries as courses
from app.courses.service import check_open
from app.grading import service
from app.grading.api.answers import number
from app.grading.api.blueprint import resources
from app.grading.queries.rescoring_preview import Preview, rescoring_preview
from app.grading.rules.rescoring import Effect, Tally
from app.grading.schemas import RescoringAnswer, RescoringRequest
from app.quizzes import queries as quizzes
from app.quizzes.queries.rescoring import AskedQuestion, get_asked_question
from app.quizzes.rules import RescoringAction
from app.quizzes.rules.rescoring import read_decision
from app.quizzes.rules.right import Decision
from app.shared.errors import RuleBroken, Stale, Unreadable
from app.shared.http import arrived_at, current_actor, requires
from app.shared.permissions import Permission
from app.shared.wording import points


def _course_of_quiz(values: Mapping[str, Any]) -> int | None:
    return quizzes.find_course_of_quiz(values["quiz_id"])


@resources.post("/quizzes/<int:quiz_id>/questions/<question>/rescoring")
@requires(Permission.RESCORE_QUIZ, course_of=_course_of_quiz)
@resources.arguments(RescoringRequest)
@resources.response(200, RescoringAnswer)
def rescore(asked: dict[str, Any], quiz_id: int, question: str) -> dict[str, Any]:
    """200 what would change (`dry_run`), or has changed; 404 no attempt was asked the question; 422 no such key.

    409 `preview_changed`: something in the preview of that `digest` is different by now; `course_closed`.
    """
    quiz = quizzes.get_quiz_by_id(quiz_id)
    course, found = courses.get_course_by_id(quiz.course_id), get_asked_question(quiz, question)
    decision = _decision(found, asked)
    now = arrived_at()
    if asked["dry_run"]:
        check_open(course)
        return _answer(found, decision, rescoring_preview(course, quiz, found, decision, now), done=False)
    try:
        done = service.rescore_question(
            course,
            quiz.key,
            question,
            decision,
            asked["reason"],
            seen=asked["digest"],
            actor=current_actor(),
            now=now,
        )
    except Stale as stale:
        raise RuleBroken(stale.text, code="preview_changed") from None
    return _answer(found, decision, done, done=done is not None)


def _decision(found: AskedQuestion, asked: Mapping[str, Any]) -> Decision:
    try:
        return read_decision(RescoringAction(asked["action"]), asked["right_keys"], found.versions)
    except Unreadable as fault:
        problems = [replace(problem, where="right_keys") for problem in fault.problems]
        raise Unreadable(problems=problems) from None


def _answer(asked: AskedQuestion, decision: Decision, preview: Preview | None, *, done: bool) -> dict[str, Any]:
    nobody = Tally(0, 0, 0)
    return {
        "question": asked.key,
        "action": decision.action.value,
        "right_keys": list(decision.right_keys),
        "done": done,
        "holds_already": preview is None or preview.prospect.holds_already,
        "digest": preview.digest if preview else None,
        "out_of": number(preview.out_of) if preview else None,
        "attempts": len(preview.prospect.revised) if preview else 0,
        "scores": preview.scores if preview else nobody,
        "totals": preview.totals if preview else nobody,
        "outcomes": preview.outcomes if preview else nobody,
        "effects": [_effect(one) for one in preview.effects] if preview else [],
    }


def _effect(effect: Effect) -> dict[str, Any]:
    before, after = effect.before, effect.after
    return {
        "id": effect.enrolment.id,
        "email": effect.enrolment.email,
        "counting": effect.counting.value,
        "score_before": number(effect.score_before),
        "score_after": number(effect.score_after),
        "total_before": points(before.total) if before else None,
        "total_after": points(after.total) if after else None,
        "outcome_before": before.outcome.value if before else None,
        "outcome_after": after.outcome.value if after else None,
    }
