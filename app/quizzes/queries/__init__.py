"""Reads of quizzes, their questions and attempts."""

from app.quizzes.queries.quizzes import find_course_of_quiz, get_quiz, get_quiz_by_id, quizzes_of

__all__ = ["find_course_of_quiz", "get_quiz", "get_quiz_by_id", "quizzes_of"]
