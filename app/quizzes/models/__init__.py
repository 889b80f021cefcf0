"""Tables of quizzes: the question bank, quizzes, attempts."""

from app.quizzes.models.attempts import (
    AnswerSave,
    Attempt,
    AttemptCredit,
    AttemptGap,
    AttemptQuestion,
    Incident,
    Rescoring,
    ScoreRevision,
)
from app.quizzes.models.bank import QuestionUpload, QuestionVersion, Quiz, QuizSlot, StoredQuestion

__all__ = [
    "AnswerSave",
    "Attempt",
    "AttemptCredit",
    "AttemptGap",
    "AttemptQuestion",
    "Incident",
    "QuestionUpload",
    "QuestionVersion",
    "Quiz",
    "QuizSlot",
    "Rescoring",
    "ScoreRevision",
    "StoredQuestion",
]
