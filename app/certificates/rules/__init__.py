"""What a certificate is: its number, its kinds and states, and everything that is printed on it. Pure."""

from app.certificates.rules.facts import CertificateFacts, CertificateKind, Signatory, Status
from app.certificates.rules.number import (
    ALPHABET,
    NUMBER_BYTES,
    NUMBER_LENGTH,
    format_number,
    normalise_number,
    number_from,
)

__all__ = [
    "ALPHABET",
    "NUMBER_BYTES",
    "NUMBER_LENGTH",
    "CertificateFacts",
    "CertificateKind",
    "Signatory",
    "Status",
    "format_number",
    "normalise_number",
    "number_from",
]
