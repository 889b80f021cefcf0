"""Tables of essays."""

from app.essays.models.marking import BankComment, EssayAgreement, EssayAllocation, EssayAnnotation, MarkerCompetence
from app.essays.models.similarity import SimilarityScan, SimilarPair, SimilarPairNote
from app.essays.models.submissions import EssaySubmission
from app.essays.models.writing import Essay, EssayVersion

__all__ = [
    "BankComment",
    "Essay",
    "EssayAgreement",
    "EssayAllocation",
    "EssayAnnotation",
    "EssaySubmission",
    "EssayVersion",
    "MarkerCompetence",
    "SimilarPair",
    "SimilarPairNote",
    "SimilarityScan",
]
