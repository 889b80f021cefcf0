"""What reads of this feature hand out: frozen values. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.certificates.rules.awarding import Action
from app.certificates.rules.facts import CertificateFacts, CertificateKind, Status
from app.courses.rules import EnrolmentValue
from app.shared.wording import Text


@dataclass(frozen=True, slots=True)
class CertificateValue:
    """A certificate as stored."""

    id: int
    number: str
    course_id: int
    person_id: int
    enrolment_id: int
    result_id: int
    kind: CertificateKind
    status: Status
    facts: CertificateFacts
    issued_at: datetime
    revoked_at: datetime | None

    @property
    def is_valid(self) -> bool:
        """Whether it counts today."""
        return self.status is Status.VALID


@dataclass(frozen=True, slots=True)
class Award:
    """What one participant would get, what issuing would do about it, and why.

    `kind` None: no certificate. `current` is the valid certificate that is there already. `result_id` None: the result
    is not frozen yet. `unprintable` are characters of the name that no font draws.
    """

    enrolment: EnrolmentValue
    kind: CertificateKind | None
    action: Action
    why: Text
    result_id: int | None
    current: CertificateValue | None = None
    unprintable: str = ""


@dataclass(frozen=True, slots=True)
class Issued:
    """What issuing did: how many it issued of each kind, and what became of everybody."""

    awards: Sequence[Award]
    numbers: Mapping[int, str]
    """The number of each certificate that is new, by enrolment id."""

    @property
    def kinds(self) -> Mapping[CertificateKind, int]:
        """How many are new, by kind."""
        return Counter(award.kind for award in self.awards if award.enrolment.id in self.numbers and award.kind)

    @property
    def actions(self) -> Mapping[Action, int]:
        """How many participants each action befell."""
        return Counter(award.action for award in self.awards)
