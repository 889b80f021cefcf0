"""The pure part of quizzes: questions, settings, and what the field's words mean."""

from app.quizzes.rules.questions import FALSE, TRUE, Accepted, BankQuestion, Localized, Option, Question
from app.quizzes.rules.settings import GRACE_SECONDS, QuizDefinition, QuizFile, QuizSettings, QuizValue, Slot
from app.quizzes.rules.vocabulary import (
    AttemptState,
    Counts,
    Difficulty,
    Layout,
    QuestionKind,
    Release,
    RescoringAction,
    Scoring,
    TextFormat,
)

__all__ = [
    "FALSE",
    "GRACE_SECONDS",
    "TRUE",
    "Accepted",
    "AttemptState",
    "BankQuestion",
    "Counts",
    "Difficulty",
    "Layout",
    "Localized",
    "Option",
    "Question",
    "QuestionKind",
    "QuizDefinition",
    "QuizFile",
    "QuizSettings",
    "QuizValue",
    "Release",
    "RescoringAction",
    "Scoring",
    "Slot",
    "TextFormat",
]
