"""Shapes from outside: quiz files, and what the API takes and gives."""

from app.quizzes.schemas.reader import read_quizzes

__all__ = ["read_quizzes"]
