"""The `group_work` section of a course definition: the rubric, peer assessment, and how factors are proposed. Pure.

Every key may be left out; its default stands in `DEFAULTS` here and in `peer_settings`. Sources: docs/brief.md, "How a
course is assessed", for what a group's mark and a member's factor are; the figures are choices of the centre, argued in
docs/decisions/0076-peer-assessment.md and 0077-group-marks-and-factors.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from app.groupwork.rules.marks_criteria import Rubric, read_rubric
from app.groupwork.rules.peer_settings import Between, Within, read_peer
from app.groupwork.rules.section_parts import percent, reader_of, share, whole
from app.shared.definitions.section_reader import Fault, Reader, SectionFaults
from app.shared.wording import text

DEFAULTS: Mapping[str, object] = {
    "marking.markers": 1,
    "marking.tolerance": 15,
    "factor.tasks": 60,
    "factor.sessions": 20,
    "factor.worksheet": 20,
    "factor.revisions": 3,
    "factor.full": "3/5",
    "factor.partial": "1/10",
}
MOST_MARKERS, MOST_REVISIONS = 3, 1000


@dataclass(frozen=True, slots=True)
class MarkingSettings:
    """`markers`: how many tutors mark a group before its mark counts, 1 to 3.

    `tolerance`: two final marks that differ by more in a criterion, in percent of its maximum, need an agreed one.
    """

    markers: int
    tolerance: Fraction


@dataclass(frozen=True, slots=True)
class FactorSettings:
    """How a member's factor is proposed.

    `tasks`, `sessions`, `worksheet`: weights of the evidence, each 0 to 100, in relation to each other and to the
    weight of the team's ratings. `revisions`: so many revisions of the worksheet are the whole of that part. `full`,
    `partial`: from which share of the evidence on the factor is proposed, above 0 and up to 1.
    """

    tasks: Fraction
    sessions: Fraction
    worksheet: Fraction
    revisions: int
    full: Fraction
    partial: Fraction


@dataclass(frozen=True, slots=True)
class GroupWorkSettings:
    """What a course says of its group work."""

    rubric: Rubric
    marking: MarkingSettings
    within: Within
    between: Between
    factor: FactorSettings

    @classmethod
    def from_data(cls, data: Mapping[str, object]) -> GroupWorkSettings:
        """Return what a section says. Raises `SectionFaults`, a ValueError, with every fault and its key."""
        rest = {key: value for key, value in data.items() if key not in {"criteria", "peer"}}
        reader = reader_of(rest, DEFAULTS)
        rubric, in_rubric = read_rubric(data.get("criteria"))
        within, between, in_peer = _peer(data.get("peer", {}))
        settings = cls(rubric, _marking(reader), within, between, _factor(reader, within.weight))
        faults = (*in_rubric, *reader.faults, *in_peer)
        if faults:
            raise SectionFaults(faults)
        return settings


def _peer(stated: object) -> tuple[Within, Between, tuple[Fault, ...]]:
    if isinstance(stated, Mapping):
        return read_peer(stated)
    within, between, _faults = read_peer({})
    suggestion = text("Write these keys under it: %(keys)s.", keys="between, within")
    return within, between, (Fault("peer", text("This must be a section with keys of its own."), suggestion),)


def _marking(reader: Reader) -> MarkingSettings:
    return MarkingSettings(
        markers=whole(reader, "marking.markers", 1, MOST_MARKERS), tolerance=percent(reader, "marking.tolerance")
    )


def _factor(reader: Reader, peers: Fraction) -> FactorSettings:
    settings = FactorSettings(
        tasks=percent(reader, "factor.tasks"),
        sessions=percent(reader, "factor.sessions"),
        worksheet=percent(reader, "factor.worksheet"),
        revisions=whole(reader, "factor.revisions", 1, MOST_REVISIONS),
        full=share(reader, "factor.full"),
        partial=share(reader, "factor.partial"),
    )
    if reader.sound("factor.full", "factor.partial") and settings.partial > settings.full:
        reader.fault("factor.partial", text("This is more than factor.full."), text("Write a smaller share."))
    weights = ("factor.tasks", "factor.sessions", "factor.worksheet")
    if reader.sound(*weights) and not (settings.tasks or settings.sessions or settings.worksheet or peers):
        reader.fault("factor.tasks", text("No evidence has any weight."), text("Give one of them a weight above 0."))
    return settings
