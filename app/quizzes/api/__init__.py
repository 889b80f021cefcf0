"""Taking a quiz over HTTP: start, save, submit, heartbeat, receipts."""

from app.quizzes.api import attempts, quizzes, receipts, saving
from app.quizzes.api.blueprint import resources

__all__ = ["attempts", "quizzes", "receipts", "resources", "saving"]
