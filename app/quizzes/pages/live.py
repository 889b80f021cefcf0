"""Watching a quiz: who is in it, who is cut off, who is done, who has not begun. The page loads itself anew."""

from __future__ import annotations

from flask import render_template, request

from app.quizzes import queries, service
from app.quizzes.pages.blueprint import pages
from app.quizzes.pages.crediting import span as seconds_in_words
from app.quizzes.queries.live import live_view
from app.quizzes.rules.watching import View, Watched, time_left
from app.quizzes.rules.wording import span
from app.shared.http import arrived_at, current_course, requires
from app.shared.permissions import Permission

REFRESH_SECONDS = 15


@pages.get("/courses/<code>/quizzes/<key>/live")
@requires(Permission.VIEW_ATTEMPTS)
def live(code: str, key: str) -> str:  # noqa: ARG001 - the check found the course
    """200 who is taking the quiz, who did, who has not begun; 404 there is no such quiz."""
    course, now = current_course(), arrived_at()
    service.settle_first(now, course_id=course.id)
    quiz = queries.get_quiz(course.id, key)
    asked = _asked()
    return render_template(
        "quizzes/live.html",
        quiz=quiz,
        live=live_view(quiz, course, asked, now, request.args.get("page", 1, type=int)),
        asked=asked,
        views=View,
        refresh=0 if request.args.get("refresh") == "off" or course.is_closed else REFRESH_SECONDS,
        left=time_left,
        in_words=span,
        seconds_in_words=seconds_in_words,
        shown_at=now,
    )


def _asked() -> Watched:
    view = next((one for one in View if one.value == request.args.get("view")), View.OPEN)
    search = request.args.get("search", "").strip()[:100]
    return Watched(view, search, cut_off=view is View.OPEN and "cut_off" in request.args)
