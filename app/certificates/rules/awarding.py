"""Who gets which certificate, and what is to be done about the one that is there already. Pure."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from app.certificates.rules.facts import CertificateKind
from app.grading.rules import Outcome


class Action(StrEnum):
    """What issuing does about one participant."""

    ISSUE = "issue"
    KEEP = "keep"
    REPLACE = "replace"
    WITHDRAW = "withdraw"
    NONE = "none"
    UNPRINTABLE = "unprintable"


def kind_of(outcome: Outcome) -> CertificateKind | None:
    """Return the certificate that an outcome brings (brief, rules 8 to 10); None for none."""
    return None if outcome is Outcome.NONE else CertificateKind(outcome.value)


def action_for(due: CertificateKind | None, current: CertificateKind | None, *, printable: bool) -> Action:
    """Return what to do where `due` is earned and `current` is valid already.

    A certificate that is right stays as it is, so that issuing twice does nothing the second time. One that a later
    correction made wrong is replaced, or withdrawn where nothing is due any more.
    """
    if due == current:
        return Action.NONE if due is None else Action.KEEP
    if due is None:
        return Action.WITHDRAW
    if not printable:
        return Action.UNPRINTABLE
    return Action.ISSUE if current is None else Action.REPLACE


def certificate_language(wanted: str, offered: Collection[str], known: Collection[str]) -> str:
    """Return the language of a participant's certificate: their own where the course and we have it, else the first.

    `wanted` is a BCP 47 tag, `offered` the languages of the course in order, `known` those we have words in.
    """
    base = wanted.replace("_", "-").split("-")[0].lower()
    possible = [language for language in offered if language in known] or list(known)
    return base if base in possible else possible[0]
