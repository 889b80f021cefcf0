"""Pages of quizzes: taking one, the question bank, building and watching one."""

from app.quizzes.pages import attempt, receipts, review, rules
from app.quizzes.pages.blueprint import pages

blueprints = (pages,)

__all__ = ["attempt", "blueprints", "pages", "receipts", "review", "rules"]
