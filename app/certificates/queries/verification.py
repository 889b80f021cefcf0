"""What a verifier is told about a number or a file."""

from __future__ import annotations

import hmac
from collections.abc import Callable

from app.certificates.documents import number_in, render_certificate
from app.certificates.queries.certificates import find_by_number
from app.certificates.rules import Verdict, Verification, normalise_number, verdict_on


def verify_number(unsafe_number: str) -> Verification:
    """Return what is on record under a number as somebody typed it."""
    try:
        number = normalise_number(unsafe_number)
    except ValueError:
        return Verification(Verdict.UNREADABLE)
    certificate = find_by_number(number)
    if certificate is None:
        return Verification(Verdict.UNKNOWN)
    return Verification(verdict_on(certificate.status), certificate)


def verify_file(pdf: bytes, *, find_number: Callable[[bytes], str | None] = number_in) -> Verification:
    """Return what is on record under the number in a file, and whether the file is, byte for byte, what we print."""
    number = find_number(pdf)
    if number is None:
        return Verification(Verdict.UNREADABLE)
    found = verify_number(number)
    if found.certificate is None or hmac.compare_digest(pdf, render_certificate(found.certificate.facts)):
        return found
    return Verification(Verdict.ALTERED, found.certificate)
