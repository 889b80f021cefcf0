"""Reads of certificates: by number, by course, who would get what, and what a verifier is told."""

from app.certificates.queries.awards import awards
from app.certificates.queries.certificates import (
    certificates_of,
    find_by_number,
    find_valid,
    get_by_number,
    no_longer_valid,
)
from app.certificates.queries.correction import CorrectionEffect, correction_effect
from app.certificates.queries.verification import verify_file, verify_number

__all__ = [
    "CorrectionEffect",
    "awards",
    "certificates_of",
    "correction_effect",
    "find_by_number",
    "find_valid",
    "get_by_number",
    "no_longer_valid",
    "verify_file",
    "verify_number",
]
