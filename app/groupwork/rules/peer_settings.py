"""The `peer` part of the `group_work` section: who rates whom, until when, and how far it counts. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from app.groupwork.rules.peer_words import Comments, Missing, MissingGroup, OwnShare, Raters
from app.groupwork.rules.section_parts import percent, reader_of, share, whole
from app.shared.definitions.section_reader import Fault, Reader

DEFAULTS: Mapping[str, object] = {
    "within.weight": 0,
    "within.days": 0,
    "within.own_share": "excluded",
    "within.missing": "ignore",
    "within.minimum": 3,
    "within.outlier": "1/2",
    "within.comments": "optional",
    "between.weight": 0,
    "between.days": 0,
    "between.raters": "ambassador",
    "between.missing": "ignore",
    "between.minimum": 3,
}
MOST_DAYS, FEWEST, MOST_RATERS = 90, 2, 50


@dataclass(frozen=True, slots=True)
class Within:
    """Ratings in a team.

    `weight`: beside the weights of the other evidence (`FactorSettings`) in the *proposal* of a factor, 0 to 100.
    `days`: for how long it is open from the group work's own deadline on (0: until somebody sets dates, it is not).
    `minimum`: a member sees their own mean only when at least so many others rated. `outlier`: how far a rating may
    lie from the median of the same member's, in even shares, before it is shown as an outlier.
    """

    weight: Fraction
    days: int
    own_share: OwnShare
    missing: Missing
    minimum: int
    outlier: Fraction
    comments: Comments


@dataclass(frozen=True, slots=True)
class Between:
    """Ratings of another group's presentation.

    `weight`: their part of the group's mark in percent; the rest is tutors'. `days` and `minimum` as in `Within`, where
    the minimum is of ratings that the group got.
    """

    weight: Fraction
    days: int
    raters: Raters
    missing: MissingGroup
    minimum: int


def read_peer(data: Mapping[str, object]) -> tuple[Within, Between, tuple[Fault, ...]]:
    """Return both parts, and what is wrong with them, with its key inside `group_work`."""
    reader = reader_of(data, DEFAULTS)
    within, between = _within(reader), _between(reader)
    return within, between, tuple(Fault(f"peer.{one.key}", one.reason, one.suggestion) for one in reader.faults)


def _within(reader: Reader) -> Within:
    return Within(
        weight=percent(reader, "within.weight"),
        days=whole(reader, "within.days", 0, MOST_DAYS),
        own_share=reader.choice("within.own_share", OwnShare, OwnShare.EXCLUDED),
        missing=reader.choice("within.missing", Missing, Missing.IGNORE),
        minimum=whole(reader, "within.minimum", FEWEST, MOST_RATERS),
        outlier=share(reader, "within.outlier"),
        comments=reader.choice("within.comments", Comments, Comments.OPTIONAL),
    )


def _between(reader: Reader) -> Between:
    return Between(
        weight=percent(reader, "between.weight"),
        days=whole(reader, "between.days", 0, MOST_DAYS),
        raters=reader.choice("between.raters", Raters, Raters.AMBASSADOR),
        missing=reader.choice("between.missing", MissingGroup, MissingGroup.IGNORE),
        minimum=whole(reader, "between.minimum", FEWEST, MOST_RATERS),
    )
