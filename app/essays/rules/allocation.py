"""Who may mark whose essay, and how essays are shared out evenly. Pure.

The even allocation gives every essay that anybody may mark to as many markers as it still needs, where so many may
mark it, and its loads are as even as the constraints allow: no other allocation has a smaller largest load, a larger
smallest load, or a smaller sum of squares. (Each essay goes along a shortest way to the least loaded marker whom it can
reach by moving others on; where costs rise with each further essay, that is optimal: Harvey, Ladner, Lovász, Tamir,
“Semi-matchings for bipartite graphs and load balancing”, 2006.) Where nobody is excluded, loads differ by at most 1.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from app.essays.rules.settings import EssaySettings, OwnCountry


class Refusal(StrEnum):
    """Why somebody is not to mark an essay."""

    OWN_ESSAY = "own_essay"
    OWN_GROUP = "own_group"
    OWN_COUNTRY = "own_country"
    LANGUAGE = "language"
    OTHER_ROUND = "other_round"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Marker:
    """Who may be given essays: what they read, where they come from, which groups are theirs. "" is no country.

    `available`: whether the even allocation gives them any.
    """

    person_id: int
    name: str
    languages: frozenset[str]
    country: str = ""
    groups: frozenset[int] = frozenset()
    available: bool = True


@dataclass(frozen=True, slots=True)
class Work:
    """What matters of an essay here: whose it is, its language, its author’s country and group."""

    essay_id: int
    person_id: int
    language: str
    country: str = ""
    group_id: int | None = None


def refusals(marker: Marker, work: Work, settings: EssaySettings) -> tuple[Refusal, ...]:
    """Return every reason for which the rules keep an essay from a marker; none: it may be theirs."""
    apart = settings.own_country is OwnCountry.NEVER
    holds = {
        Refusal.OWN_ESSAY: marker.person_id == work.person_id,
        Refusal.OWN_GROUP: apart and work.group_id in marker.groups,
        Refusal.OWN_COUNTRY: apart and bool(work.country) and marker.country == work.country,
        Refusal.LANGUAGE: base_language(work.language) not in {base_language(one) for one in marker.languages},
        Refusal.AWAY: not marker.available,
    }
    return tuple(reason for reason, is_so in holds.items() if is_so)


def by_hand(found: Collection[Refusal]) -> tuple[Refusal, ...]:
    """Return the reasons that hold even where somebody decides by hand: who can read it is theirs to judge."""
    return tuple(one for one in found if one not in {Refusal.LANGUAGE, Refusal.AWAY})


def base_language(language: str) -> str:
    """Return the language of a tag without its region: `fr` of `fr-CD`."""
    return language.replace("_", "-").split("-")[0].casefold()


@dataclass(slots=True)
class Shares:
    """Essays given out so far: `kept` stand as they are, `given` may still move on to somebody else."""

    markers: Sequence[int]
    may: Mapping[int, frozenset[int]]
    kept: Mapping[int, frozenset[int]]
    given: dict[int, set[int]] = field(default_factory=dict)
    load: Counter[int] = field(default_factory=Counter)

    def has(self, essay_id: int) -> set[int]:
        """Return who marks an essay as it stands."""
        return self.given.setdefault(essay_id, set()) | self.kept.get(essay_id, frozenset())

    def open_to(self, essay_id: int) -> list[int]:
        """Return who could take the essay besides those who have it, in the order of the markers."""
        taken = self.has(essay_id)
        return [one for one in self.markers if one in self.may.get(essay_id, ()) and one not in taken]

    def give(self, essay_id: int) -> bool:
        """Give one more marker to an essay, moving others on where that evens the loads. False: nobody is left."""
        came_from = self._reachable(essay_id)
        if not came_from:
            return False
        at = min(came_from, key=lambda one: (self.load[one], self.markers.index(one)))
        self.load[at] += 1
        while True:
            moved, before = came_from[at]
            self.given[moved].add(at)
            if before is None:
                return True
            self.given[moved].discard(before)
            at = before

    def _reachable(self, essay_id: int) -> dict[int, tuple[int, int | None]]:
        """Return every marker whom a chain of moves reaches: which essay arrives there, and whom it comes from."""
        came_from: dict[int, tuple[int, int | None]] = dict.fromkeys(self.open_to(essay_id), (essay_id, None))
        waiting = deque(came_from)
        while waiting:
            at = waiting.popleft()
            for moved in [one for one, who in self.given.items() if at in who and one != essay_id]:
                for further in self.open_to(moved):
                    if further not in came_from:
                        came_from[further] = (moved, at)
                        waiting.append(further)
        return came_from


def share_out(
    markers: Sequence[int],
    may: Mapping[int, frozenset[int]],
    kept: Mapping[int, frozenset[int]],
    *,
    needed: int,
    busy: Mapping[int, int],
) -> dict[int, set[int]]:
    """Return who newly marks which essay, so that each has `needed` markers, or as many as may mark it.

    `may`: by essay, who may mark it; the essays are taken in this order. `kept`: who marks it already; that counts in
    the loads. The guarantee is in the head of this module.
    """
    shares = Shares(markers, may, kept)
    shares.load.update(busy)
    shares.load.update(one for who in kept.values() for one in who)
    for essay_id in may:
        for _ in range(needed - len(kept.get(essay_id, ()))):
            if not shares.give(essay_id):
                break
    return {essay_id: who for essay_id, who in shares.given.items() if who}
