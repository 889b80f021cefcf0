"""The service worker of attempts: it looks after addresses below its own, so it does not lie with static files."""

from __future__ import annotations

from flask import Response, current_app

from app.quizzes.pages.blueprint import pages
from app.shared.http import public


@pages.get("/attempts/worker.js")
@public
def worker() -> Response:
    """200 the script; browsers ask again for it, so that a new one takes over at the next visit."""
    answer = current_app.send_static_file("quiz-worker.js")
    answer.headers["Cache-Control"] = "no-cache"
    return answer
