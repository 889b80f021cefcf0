"""Everything that is printed on a certificate, as values. The PDF is a function of these alone. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any


class CertificateKind(StrEnum):
    """Which of the two certificates of the brief, rules 8 and 9."""

    ACHIEVEMENT = "achievement"
    PARTICIPATION = "participation"


class Status(StrEnum):
    """What a certificate counts for today."""

    VALID = "valid"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Signatory:
    """Somebody who signs: name and role, in the language of the certificate."""

    name: str
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFacts:
    """The printed facts. Texts are in `language` already; dates are days in the course's zone.

    `number` is in its stored form; `verify_url` is the address at which anybody can check it; `hours` are the learning
    hours that the course is designed for (0: not printed); `competences` may be empty.
    """

    number: str
    kind: CertificateKind
    language: str
    name: str
    title: str
    statement: str
    course_title: str
    course_code: str
    starts_on: date
    ends_on: date
    hours: int
    issuer: str
    issued_on: date
    verify_url: str
    signatories: tuple[Signatory, ...] = ()
    competences: tuple[str, ...] = ()

    def to_data(self) -> dict[str, Any]:
        """Return the facts as JSON keeps them."""
        data: dict[str, Any] = {spec.name: getattr(self, spec.name) for spec in fields(self)}
        for key in _DATES:
            data[key] = data[key].isoformat()
        data["kind"] = self.kind.value
        data["signatories"] = [{"name": one.name, "role": one.role} for one in self.signatories]
        data["competences"] = list(self.competences)
        return data

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> CertificateFacts:
        """Return the facts that `to_data` wrote. Raises `ValueError` that names what is missing or wrong."""
        known = {spec.name for spec in fields(cls)}
        if set(data) != known:
            raise ValueError("missing or unknown: " + ", ".join(sorted(set(data) ^ known)))
        values = dict(data)
        for key in _DATES:
            values[key] = date.fromisoformat(values[key])
        values["kind"] = CertificateKind(values["kind"])
        values["signatories"] = tuple(Signatory(one["name"], one["role"]) for one in values["signatories"])
        values["competences"] = tuple(values["competences"])
        return cls(**values)


_DATES = ("starts_on", "ends_on", "issued_on")
