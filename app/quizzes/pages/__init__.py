"""Pages of quizzes: taking one, the question bank, building and watching one."""

from app.quizzes.pages import (
    analysis,
    attempt,
    attempt_record,
    bank,
    building,
    crediting,
    editing,
    importing,
    live,
    receipts,
    review,
    shown_receipt,
    starting,
    trial,
    worker,
)
from app.quizzes.pages.blueprint import pages

blueprints = (pages,)

__all__ = [
    "analysis",
    "attempt",
    "attempt_record",
    "bank",
    "blueprints",
    "building",
    "crediting",
    "editing",
    "importing",
    "live",
    "pages",
    "receipts",
    "review",
    "shown_receipt",
    "starting",
    "trial",
    "worker",
]
