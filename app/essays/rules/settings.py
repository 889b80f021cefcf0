"""The `essay` section of a course definition: how essays are written, handed in and marked. Pure.

Every key may be left out; its default stands in `DEFAULTS`. Source: docs/brief.md, "How a course is assessed"; the
length is that of the essay’s instructions, the rest are choices of the centre.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from app.shared.definitions.section_reader import Reader, SectionFaults
from app.shared.wording import text


class Late(StrEnum):
    """What becomes of an essay after its deadline: it is refused, or accepted for some days and said to be late."""

    REFUSED = "refused"
    ACCEPTED = "accepted"


class Names(StrEnum):
    """Whether markers see whose essay they read."""

    SHOWN = "shown"
    HIDDEN = "hidden"


class OwnCountry(StrEnum):
    """Whether somebody may mark the essays of their own country, or whom they share a group with."""

    ALLOWED = "allowed"
    NEVER = "never"


DEFAULTS: Mapping[str, object] = {
    "words.from": 1500,
    "words.to": 2500,
    "upload.megabytes": 20,
    "late.rule": "refused",
    "late.days": 7,
    "marking.names": "shown",
    "marking.markers": 1,
    "marking.own_country": "allowed",
    "tolerance.criterion": 2,
    "tolerance.total": 6,
    "remark.days": 14,
}
KEYS: Mapping[str, frozenset[str]] = {
    "": frozenset(name.partition(".")[0] for name in DEFAULTS),
    **{
        section: frozenset(name.partition(".")[2] for name in DEFAULTS if name.startswith(f"{section}."))
        for section in {name.partition(".")[0] for name in DEFAULTS}
    },
}
MOST_WORDS, MOST_MEGABYTES, MOST_DAYS = 20_000, 50, 365


@dataclass(frozen=True, slots=True)
class EssaySettings:
    """What a course says of its essay.

    `words_from` and `words_to` warn and inform, and never block. `upload_megabytes`: the largest file. `late_days`: for
    how long after its deadline an essay is still accepted, where `late` accepts it. `markers`: 1, or 2 who mark blind
    to each other. Tolerances in points: two marks that differ by more, in a criterion or in total, call for a third
    or an agreed mark. `remark_days`: for how long after the release participants may ask for a remark.
    """

    words_from: int
    words_to: int
    upload_megabytes: int
    late: Late
    late_days: int
    names: Names
    markers: int
    own_country: OwnCountry
    tolerance_criterion: Fraction
    tolerance_total: Fraction
    remark_days: int

    @classmethod
    def from_data(cls, data: Mapping[str, object]) -> EssaySettings:
        """Return what a section says. Raises `SectionFaults`, a ValueError, with every fault and its key."""
        reader = Reader(_with_defaults(data), KEYS)
        settings = cls(
            words_from=_whole(reader, "words.from", 0, MOST_WORDS),
            words_to=_whole(reader, "words.to", 1, MOST_WORDS),
            upload_megabytes=_whole(reader, "upload.megabytes", 1, MOST_MEGABYTES),
            late=reader.choice("late.rule", Late, Late.REFUSED),
            late_days=_whole(reader, "late.days", 1, MOST_DAYS),
            names=reader.choice("marking.names", Names, Names.SHOWN),
            markers=_whole(reader, "marking.markers", 1, 2),
            own_country=reader.choice("marking.own_country", OwnCountry, OwnCountry.ALLOWED),
            tolerance_criterion=reader.points("tolerance.criterion"),
            tolerance_total=reader.points("tolerance.total"),
            remark_days=_whole(reader, "remark.days", 0, MOST_DAYS),
        )
        if reader.sound("words.from", "words.to") and settings.words_from > settings.words_to:
            reader.fault("words.to", text("This is less than words.from."), text("Write a larger number of words."))
        if reader.faults:
            raise SectionFaults(reader.faults)
        return settings


def _whole(reader: Reader, key: str, least: int, most: int) -> int:
    suggestion = text("Write a whole number from %(least)s to %(most)s.", least=least, most=most)
    return int(reader.number(key, lambda number: number.denominator == 1 and least <= number <= most, suggestion))


def _with_defaults(data: Mapping[str, object]) -> dict[str, object]:
    """Return the section with what it leaves out; what it states wrongly stays as it is, for the reader to find."""
    completed = dict(data)
    for name, default in DEFAULTS.items():
        section, _, key = name.partition(".")
        stated = completed.get(section, {})
        if isinstance(stated, Mapping):
            completed[section] = {key: default} | dict(stated)
    return completed
