"""What somebody who checks a certificate is told. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.certificates.rules.facts import Status
from app.certificates.rules.values import CertificateValue
from app.shared.wording import Text, text


class Verdict(StrEnum):
    """Only the first one is good news."""

    VALID = "valid"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"
    ALTERED = "altered"
    UNKNOWN = "unknown"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Verification:
    """A verdict, and the certificate on record that it is about (None where there is none)."""

    verdict: Verdict
    certificate: CertificateValue | None = None

    @property
    def headline(self) -> Text:
        """The verdict in one sentence."""
        return _HEADLINES[self.verdict]

    @property
    def advice(self) -> Text:
        """What it means, and what to do next."""
        return _ADVICE[self.verdict]


def verdict_on(status: Status) -> Verdict:
    """Return the verdict on a genuine certificate of this status."""
    return Verdict(status.value)


_HEADLINES = {
    Verdict.VALID: text("This certificate is valid."),
    Verdict.SUPERSEDED: text("This certificate was replaced by a newer one."),
    Verdict.REVOKED: text("This certificate was revoked."),
    Verdict.ALTERED: text("This file is not the certificate that we issued."),
    Verdict.UNKNOWN: text("There is no certificate with this number."),
    Verdict.UNREADABLE: text("This is not a certificate of ours."),
}
_ADVICE = {
    Verdict.VALID: text("Compare what is written here with the certificate in front of you: every word must match."),
    Verdict.SUPERSEDED: text("It no longer counts. Ask its holder for the newer certificate."),
    Verdict.REVOKED: text("It no longer counts."),
    Verdict.ALTERED: text(
        "It carries the number of a certificate of ours, but was changed, or saved anew by another program. "
        "What we have on record is written here; download the certificate afresh to be sure."
    ),
    Verdict.UNKNOWN: text("Look at each letter and digit again. If they are right, the certificate is not genuine."),
    Verdict.UNREADABLE: text(
        "A certificate's number has 26 letters and digits. Its file is the PDF that was downloaded from here."
    ),
}
