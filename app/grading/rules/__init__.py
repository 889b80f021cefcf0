"""How an outcome is made, explained, inverted and counted: the policy of a course. Pure.

Source: docs/brief.md, "How a course is assessed". Points are Fractions, 0-100; nothing is rounded on the way.
"""

from app.grading.rules.derivation import Derivation, Deriver, derive
from app.grading.rules.excusing import asked_of
from app.grading.rules.explanation import explain
from app.grading.rules.naming import certificate_name, engagement_name, listing, outcome_name, piece_names
from app.grading.rules.needed import Needed, NeededState, needed
from app.grading.rules.numbers import half_up, half_up_text, written
from app.grading.rules.policy import Policy
from app.grading.rules.readings import Reading, other_readings
from app.grading.rules.statistics import DEMOGRAPHICS, Row, Statistics, percent, summarise
from app.grading.rules.vocabulary import (
    BonusApply,
    BonusUnit,
    BonusUse,
    CountedBy,
    Engagement,
    Excused,
    Kind,
    MeanOver,
    Outcome,
    PiecePlan,
    PieceState,
    Standing,
    ThresholdRounding,
    unmarked,
)
from app.grading.rules.words import policy_in_words

__all__ = [
    "DEMOGRAPHICS",
    "BonusApply",
    "BonusUnit",
    "BonusUse",
    "CountedBy",
    "Derivation",
    "Deriver",
    "Engagement",
    "Excused",
    "Kind",
    "MeanOver",
    "Needed",
    "NeededState",
    "Outcome",
    "PiecePlan",
    "PieceState",
    "Policy",
    "Reading",
    "Row",
    "Standing",
    "Statistics",
    "ThresholdRounding",
    "asked_of",
    "certificate_name",
    "derive",
    "engagement_name",
    "explain",
    "half_up",
    "half_up_text",
    "listing",
    "needed",
    "other_readings",
    "outcome_name",
    "percent",
    "piece_names",
    "policy_in_words",
    "summarise",
    "unmarked",
    "written",
]
