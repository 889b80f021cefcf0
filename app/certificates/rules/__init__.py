"""What a certificate is, who gets which, and what somebody who checks one is told. Pure."""

from app.certificates.rules.awarding import Action, action_for, certificate_language, kind_of
from app.certificates.rules.facts import CertificateFacts, CertificateKind, Signatory, Status
from app.certificates.rules.number import (
    ALPHABET,
    NUMBER_BYTES,
    NUMBER_LENGTH,
    format_number,
    normalise_number,
    number_from,
)
from app.certificates.rules.section import CertificateTexts, SectionFault, SectionFaults
from app.certificates.rules.values import Award, CertificateValue, Issued
from app.certificates.rules.verdict import Verdict, Verification, verdict_on

__all__ = [
    "ALPHABET",
    "NUMBER_BYTES",
    "NUMBER_LENGTH",
    "Action",
    "Award",
    "CertificateFacts",
    "CertificateKind",
    "CertificateTexts",
    "CertificateValue",
    "Issued",
    "SectionFault",
    "SectionFaults",
    "Signatory",
    "Status",
    "Verdict",
    "Verification",
    "action_for",
    "certificate_language",
    "format_number",
    "kind_of",
    "normalise_number",
    "number_from",
    "verdict_on",
]
