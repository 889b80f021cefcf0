"""Tables of essays."""

from app.essays.models.similarity import SimilarityScan, SimilarPair, SimilarPairNote
from app.essays.models.submissions import EssaySubmission
from app.essays.models.writing import Essay, EssayVersion

__all__ = ["Essay", "EssaySubmission", "EssayVersion", "SimilarPair", "SimilarPairNote", "SimilarityScan"]
