"""The verbs of quizzes."""

from app.quizzes.service.bank import Entered, enter_questions
from app.quizzes.service.loading import load_quizzes

__all__ = ["Entered", "enter_questions", "load_quizzes"]
