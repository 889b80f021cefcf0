"""How an outcome is made: rules 1 to 12. Pure, exact, numbers only. Points: Fraction, 0-100.

Source: docs/brief.md, "How a course is assessed".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cache

from app.grading.rules.excusing import as_asked, without
from app.grading.rules.numbers import HUNDRED, ZERO, exact_sum, reaches
from app.grading.rules.policy import Policy
from app.grading.rules.vocabulary import (
    NOT_DONE,
    BonusApply,
    BonusUnit,
    BonusUse,
    CountedBy,
    Engagement,
    Kind,
    Outcome,
    PiecePlan,
    Standing,
)


@dataclass(frozen=True, slots=True)
class Derivation:
    """Every number between what was recorded and the outcome.

    Points are exact, 0-100. `bonus_offered` is the recorded bonus in points; `bonus_used` what of it counts.
    `complete`: every piece that Achievement requires is done. `enough_done`: more is done than the share that
    Participation asks for. `hours_reached`: the hours gate is open, or there is none.
    """

    quiz_points: Fraction
    group_points: Fraction
    essay_points: Fraction
    base: Fraction
    bonus_offered: Fraction
    bonus_used: Fraction
    bonus_use: BonusUse
    total: Fraction
    pieces_done: int
    pieces_total: int
    components_done: int
    components_total: int
    complete: bool
    enough_done: bool
    hours_reached: bool
    engagement: Engagement
    outcome: Outcome

    def to_data(self) -> dict[str, object]:
        """Return the numbers as JSON data; points as exact strings ("51/2")."""
        return {name: _plain(value) for name, value in asdict(self).items()}


def _plain(value: object) -> object:
    if isinstance(value, Fraction):
        return str(value)
    return value.value if isinstance(value, StrEnum) else value


def derive(standing: Standing, plan: Sequence[PiecePlan], policy: Policy) -> Derivation:
    """Return what follows from `standing` under `policy`; scores must lie within the maxima of the plan."""
    return Deriver(plan, policy).derive(standing)


class Deriver:
    """Derives one participant after another: what plan and policy decide for all of them is worked out once."""

    def __init__(self, plan: Sequence[PiecePlan], policy: Policy) -> None:
        """Take the assessed pieces in their order, and the policy."""
        self._policy, self._total = policy, len(plan)
        self._without = cache(lambda excused: Deriver(*without(excused, tuple(plan), policy)))
        self._components = [_Component(kind, plan, policy) for kind in Kind]
        self._kinds = sum(bool(component.keys) for component in self._components)
        self._required = [piece.key for piece in plan if policy.requires(piece.key)]
        self._bands = cache(lambda done: engagement(done, len(plan), policy))
        self._enough = cache(lambda *done_of: more_than_share(done_of, policy.participation_min_done))

    def derive(self, standing: Standing) -> Derivation:
        """Return what follows from `standing`; scores must lie within the maxima of the plan.

        Of somebody who was excused, every count is of the pieces that were asked.
        """
        if standing.excused:
            excused_deriver: Deriver = self._without(standing.excused)
            return excused_deriver.derive(as_asked(standing))
        (quiz, quizzes), (group, groups), (essay, essays) = [part.of(standing) for part in self._components]
        done = quizzes + groups + essays
        counts = zip(self._components, (quizzes, groups, essays), strict=True)
        finished = sum(0 < len(part.keys) == count for part, count in counts)
        complete = done == self._total or all(standing.piece(key).done for key in self._required)
        policy, base = self._policy, exact_sum((quiz, group, essay))
        offered = bonus_offered(standing.bonus, base, policy) if standing.bonus else ZERO
        use = bonus_use(base, offered, complete=complete, policy=policy)
        used = _bonus_used(base, offered, policy) if use is BonusUse.USED else ZERO
        reached = base + used if used else base
        total = HUNDRED if reaches(reached, HUNDRED) else reached
        hours_reached = policy.hours_required is None or not hours_missing(standing.hours_attended, policy)
        by_component = policy.counted_by is CountedBy.COMPONENT
        enough_done = self._enough(finished, self._kinds) if by_component else self._enough(done, self._total)
        return Derivation(
            quiz_points=quiz,
            group_points=group,
            essay_points=essay,
            base=base,
            bonus_offered=offered,
            bonus_used=used,
            bonus_use=use,
            total=total,
            pieces_done=done,
            pieces_total=self._total,
            components_done=finished,
            components_total=self._kinds,
            complete=complete,
            enough_done=enough_done,
            hours_reached=hours_reached,
            engagement=self._bands(done),
            outcome=_outcome(
                base, total, complete=complete, hours_reached=hours_reached, enough_done=enough_done, policy=policy
            ),
        )


class _Component:
    """The pieces of one kind: weight x sum of scores / sum of maxima (rules 1 to 3); 0 where the course has none."""

    def __init__(self, kind: Kind, plan: Sequence[PiecePlan], policy: Policy) -> None:
        self.keys = [piece.key for piece in plan if piece.kind is kind]
        maxima = exact_sum(piece.maximum for piece in plan if piece.kind is kind)
        self._rate = policy.weight(kind) / maxima if maxima else ZERO
        self._points: dict[tuple[int, int], Fraction] = {}

    def of(self, standing: Standing) -> tuple[Fraction, int]:
        """Return the points of one participant, and how many of the pieces are done. Equal sums are worked out once."""
        found = standing.pieces
        states = [state for key in self.keys if (state := found.get(key, NOT_DONE)).done]
        reached = states[0].earned if len(states) == 1 else exact_sum([state.earned for state in states])
        numbers = reached.as_integer_ratio()
        points = self._points.get(numbers)
        if points is None:
            points = self._points[numbers] = self._rate * reached
        return points, len(states)


def bonus_offered(recorded: Fraction | None, base: Fraction, policy: Policy) -> Fraction:
    """Return a recorded bonus in points: never more than the policy's maximum; percent is percent of the base."""
    bonus = max(ZERO, min(recorded or ZERO, policy.bonus_max))
    return bonus if policy.bonus_unit is BonusUnit.POINTS else base * bonus / HUNDRED


def bonus_use(base: Fraction, offered: Fraction, *, complete: bool, policy: Policy) -> BonusUse:
    """Return whether a bonus counts, or why it does not (rule 6).

    It counts where the base misses Achievement's threshold, base and bonus reach it, and every required piece is done.
    The hours gate has no say in it.
    """
    if not offered:
        return BonusUse.NOT_OFFERED
    if reaches(base, policy.achievement_cut):
        return BonusUse.NOT_NEEDED
    if not complete:
        return BonusUse.PIECE_MISSING
    return BonusUse.USED if reaches(base + offered, policy.achievement_cut) else BonusUse.NOT_ENOUGH


def _bonus_used(base: Fraction, offered: Fraction, policy: Policy) -> Fraction:
    if policy.bonus_apply is BonusApply.WHOLE:
        return offered
    return min(offered, policy.achievement_points - base)


def hours_missing(attended: Fraction | None, policy: Policy) -> Fraction:
    """Return the hours that the gate still asks for; hours that nobody counted are none."""
    return max(ZERO, (policy.hours_required or ZERO) - (attended or ZERO))


def more_than_share(done_of: tuple[int, int], share: Fraction) -> bool:
    """Return whether `done` of `total` is strictly more than a share; of nothing, it is not."""
    done, total = done_of
    return total > 0 and Fraction(done, total) > share


def engagement(done: int, total: int, policy: Policy) -> Engagement:
    """Return the band of a share of pieces done (rule 12)."""
    if not done:
        return Engagement.NEVER
    share = Fraction(done, total)
    if share >= policy.engagement_full:
        return Engagement.FULL
    return Engagement.HALF if share >= policy.engagement_half else Engagement.SOME


def _outcome(
    base: Fraction, total: Fraction, *, complete: bool, hours_reached: bool, enough_done: bool, policy: Policy
) -> Outcome:
    """Rules 8 to 10. Participation is measured without the bonus, which never lifts anybody to it (rule 6)."""
    if reaches(total, policy.achievement_cut):
        if complete and hours_reached:
            return Outcome.ACHIEVEMENT
        if not complete and policy.incomplete_above is Outcome.NONE:
            return Outcome.NONE
    return Outcome.PARTICIPATION if enough_done and reaches(base, policy.participation_cut) else Outcome.NONE
