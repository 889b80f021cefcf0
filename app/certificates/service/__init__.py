"""Verbs on certificates."""

from app.certificates.service.correcting import CorrectedResult, correct_result
from app.certificates.service.issuing import issue_certificates

__all__ = ["CorrectedResult", "correct_result", "issue_certificates"]
