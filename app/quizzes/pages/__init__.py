"""Pages of quizzes: taking one, the question bank, building and watching one."""

from app.quizzes.pages.blueprint import pages

blueprints = (pages,)

__all__ = ["blueprints", "pages"]
