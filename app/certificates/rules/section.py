"""The `certificate` section of a course definition: the texts that certificates of this course carry. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.certificates.rules.facts import CertificateKind
from app.shared.wording import Text, text

Localized = Mapping[str, str]
MOST_SIGNATORIES = 4
"""So many lines to sign on fit on the paper."""


@dataclass(frozen=True, slots=True)
class SectionFault:
    """One fault of the section: its dotted key, why, and what to write."""

    key: str
    reason: Text
    suggestion: Text


class SectionFaults(ValueError):
    """A section that cannot be used; `faults` holds everything that is wrong with it."""

    def __init__(self, faults: Iterable[SectionFault]) -> None:
        """Keep the faults, and name each in the message."""
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{fault.key}: {fault.reason} {fault.suggestion}" for fault in self.faults))


@dataclass(frozen=True, slots=True)
class KindTexts:
    """What one kind of certificate is called, and the words between the name and the title of the course."""

    title: Localized
    statement: Localized


@dataclass(frozen=True, slots=True)
class SignatoryTexts:
    """Somebody who signs, and as what."""

    name: str
    role: Localized


@dataclass(frozen=True, slots=True)
class CertificateTexts:
    """The section, read: texts by language."""

    issuer: Localized
    kinds: Mapping[CertificateKind, KindTexts]
    signatories: tuple[SignatoryTexts, ...]
    competences: tuple[Localized, ...]

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> CertificateTexts:
        """Return the texts of a section. Raises `SectionFaults` with everything that is wrong with it."""
        faults = tuple(_faults(data))
        if faults:
            raise SectionFaults(faults)
        return cls(
            issuer=data["issuer"],
            kinds={kind: KindTexts(**data[kind.value]) for kind in CertificateKind},
            signatories=tuple(SignatoryTexts(one["name"], one["role"]) for one in data.get("signatories", ())),
            competences=tuple(data.get("competences", ())),
        )


_KEYS = ("issuer", *(kind.value for kind in CertificateKind), "signatories", "competences")


def _faults(data: Mapping[str, Any]) -> Iterator[SectionFault]:
    languages = _languages(data)
    for key in data:
        if key not in _KEYS:
            yield SectionFault(str(key), text("This key is not known."), _keys_are(_KEYS))
    yield from _text_faults("issuer", data.get("issuer"), languages)
    for kind in CertificateKind:
        yield from _part_faults(kind.value, data.get(kind.value), ("title", "statement"), languages)
    yield from _signatory_faults(data.get("signatories", []), languages)
    competences = data.get("competences", [])
    if not isinstance(competences, list):
        yield SectionFault("competences", text("This is no list."), text("Write one entry a line, each after “- ”."))
    else:
        for at, competence in enumerate(competences):
            yield from _text_faults(f"competences.{at}", competence, languages)


def _signatory_faults(signatories: object, languages: frozenset[str]) -> Iterator[SectionFault]:
    if not isinstance(signatories, list):
        yield SectionFault("signatories", text("This is no list."), text("Write one entry a line, each after “- ”."))
        return
    if len(signatories) > MOST_SIGNATORIES:
        too_many = text("%(count)s people cannot sign on one page.", count=len(signatories))
        yield SectionFault("signatories", too_many, text("Name at most %(most)s.", most=MOST_SIGNATORIES))
    for at, signatory in enumerate(signatories):
        key = f"signatories.{at}"
        yield from _part_faults(key, signatory, ("role",), languages, plain=("name",))


def _part_faults(
    key: str, part: object, names: tuple[str, ...], languages: frozenset[str], plain: tuple[str, ...] = ()
) -> Iterator[SectionFault]:
    if not isinstance(part, Mapping):
        yield SectionFault(key, text("This must be a section with keys of its own."), _keys_are((*plain, *names)))
        return
    for name in part:
        if name not in {*names, *plain}:
            yield SectionFault(f"{key}.{name}", text("This key is not known."), _keys_are((*plain, *names)))
    for name in plain:
        if not isinstance(part.get(name), str) or not str(part[name]).strip():
            yield SectionFault(f"{key}.{name}", text("Text is missing here."), text("Write it in one line."))
    for name in names:
        yield from _text_faults(f"{key}.{name}", part.get(name), languages)


def _text_faults(key: str, value: object, languages: frozenset[str]) -> Iterator[SectionFault]:
    if not _is_localized(value):
        example = text("Write it in each language of the course, like {en: ..., fr: ...}.")
        yield SectionFault(key, text("Text is missing here."), example)
        return
    missing = sorted(languages - set(value)) if isinstance(value, Mapping) else []
    for language in missing:
        reason = text("The text in “%(language)s” is missing.", language=language)
        yield SectionFault(key, reason, text("Other texts of the certificate have it."))


def _languages(data: object) -> frozenset[str]:
    """Return every language that any text of the section is in."""
    if _is_localized(data) and isinstance(data, Mapping):
        return frozenset(map(str, data))
    parts = data.values() if isinstance(data, Mapping) else data if isinstance(data, list) else ()
    return frozenset[str]().union(*(_languages(part) for part in parts))


def _is_localized(value: object) -> bool:
    """Tell whether `value` is a mapping of languages (two or three letters) to texts."""
    return (
        isinstance(value, Mapping)
        and bool(value)
        and all(isinstance(name, str) and 2 <= len(name.split("-")[0]) <= 3 for name in value)  # noqa: PLR2004 - BCP 47
        and all(isinstance(words, str) and words.strip() for words in value.values())
    )


def _keys_are(keys: Iterable[str]) -> Text:
    return text("The keys here are: %(keys)s.", keys=", ".join(keys))
