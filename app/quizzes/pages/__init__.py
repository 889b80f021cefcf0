"""Pages of quizzes: taking one, the question bank, building and watching one."""

from app.quizzes.pages import attempt, receipts, review, starting
from app.quizzes.pages.blueprint import pages

blueprints = (pages,)

__all__ = ["attempt", "blueprints", "pages", "receipts", "review", "starting"]
