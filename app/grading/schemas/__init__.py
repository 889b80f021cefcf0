"""Shapes of grading over HTTP."""

from app.grading.schemas.marks import (
    BonusAnswer,
    BonusChange,
    ClosingAnswer,
    ClosingRequest,
    FactorAnswer,
    FactorChange,
    GradebookAnswer,
    GradebookQuery,
    GroupMarkAnswer,
    GroupMarkChange,
    OwnRowAnswer,
    RescoringAnswer,
    RescoringRequest,
)

__all__ = [
    "BonusAnswer",
    "BonusChange",
    "ClosingAnswer",
    "ClosingRequest",
    "FactorAnswer",
    "FactorChange",
    "GradebookAnswer",
    "GradebookQuery",
    "GroupMarkAnswer",
    "GroupMarkChange",
    "OwnRowAnswer",
    "RescoringAnswer",
    "RescoringRequest",
]
