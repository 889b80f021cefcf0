"""A member's factor, proposed from evidence. Pure: a proposal binds nobody, a tutor decides.

    share of the evidence = sum of weight x share, over the sources that exist, / sum of their weights

Sources, each a share from 0 to 1: tasks done of those the member was given; sessions attended of those in which
attendance was noted; revisions of the worksheet, of the number that the setting calls enough; what the team gave, an
even share being the whole. Reasons for the figures: docs/decisions/0077-group-marks-and-factors.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from app.groupwork.rules.settings import FactorSettings

ONE = Fraction(1)
FEWEST_SOURCES = 2
"""None is proposed only where so many sources speak: one of them alone is not enough."""


class FactorSource(StrEnum):
    """What speaks for a member's part."""

    TASKS = "tasks"
    SESSIONS = "sessions"
    WORKSHEET = "worksheet"
    PEERS = "peers"


class FactorProposal(StrEnum):
    """What may be proposed; None stands for no proposal."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class MemberEvidence:
    """What is known of a member's part.

    `tasks_given` counts the member's own tasks, `sessions_noted` the sessions in which their attendance was noted,
    present or not. `revisions` are the member's own revisions of the worksheet. `peers`: see `peers_share`; None:
    nobody rated.
    """

    tasks_done: int = 0
    tasks_given: int = 0
    sessions_attended: int = 0
    sessions_noted: int = 0
    revisions: int = 0
    peers: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal with what it was made from. `share`: of the evidence, 0 to 1; None where no source exists."""

    proposal: FactorProposal | None
    share: Fraction | None
    parts: Mapping[FactorSource, Fraction]


def parts_of(evidence: MemberEvidence, settings: FactorSettings) -> dict[FactorSource, Fraction]:
    """Return the sources that exist for a member, each with its share from 0 to 1.

    The worksheet is there for everybody: were it left out for a team that never used it, its first revision could lower
    what is proposed.
    """
    parts = {FactorSource.WORKSHEET: min(ONE, Fraction(evidence.revisions, settings.revisions))}
    if evidence.tasks_given:
        parts[FactorSource.TASKS] = min(ONE, Fraction(evidence.tasks_done, evidence.tasks_given))
    if evidence.sessions_noted:
        parts[FactorSource.SESSIONS] = min(ONE, Fraction(evidence.sessions_attended, evidence.sessions_noted))
    if evidence.peers is not None:
        parts[FactorSource.PEERS] = evidence.peers
    return parts


def weights_of(settings: FactorSettings, peers: Fraction) -> dict[FactorSource, Fraction]:
    """Return the weight of each source; `peers` is that of the team's ratings."""
    return {
        FactorSource.TASKS: settings.tasks,
        FactorSource.SESSIONS: settings.sessions,
        FactorSource.WORKSHEET: settings.worksheet,
        FactorSource.PEERS: peers,
    }


def propose(evidence: MemberEvidence, settings: FactorSettings, peers: Fraction) -> Proposed:
    """Return what the evidence proposes; `peers` is the weight of the team's ratings.

    A member of whom nothing was recorded gets no proposal, and never none by silence: not to have revised the worksheet
    says nothing alone. A task more that is done, a session more, a revision more never lowers a proposal.
    """
    weights = weights_of(settings, peers)
    parts = parts_of(evidence, settings)
    total = sum((weights[source] for source in parts), Fraction(0))
    if not total:
        return Proposed(None, None, parts)
    share = sum((weights[source] * part for source, part in parts.items()), Fraction(0)) / total
    return Proposed(_proposal(share, parts, weights, settings), share, parts)


def _proposal(
    share: Fraction,
    parts: Mapping[FactorSource, Fraction],
    weights: Mapping[FactorSource, Fraction],
    settings: FactorSettings,
) -> FactorProposal | None:
    if share >= settings.full:
        return FactorProposal.FULL
    if share >= settings.partial:
        return FactorProposal.PARTIAL
    speaking = [source for source, part in parts.items() if weights[source] and _speaks(source, part)]
    return FactorProposal.NONE if len(speaking) >= FEWEST_SOURCES else None


def _speaks(source: FactorSource, part: Fraction) -> bool:
    """Whether something was recorded of the member: a task given, an attendance noted, a rating, a revision made."""
    return source is not FactorSource.WORKSHEET or part > 0
