"""Timed quizzes: question bank, attempts whose every answer is kept, scores, re-scoring, item analysis."""
