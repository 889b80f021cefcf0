"""A derivation in sentences, line by line: what was counted, what was compared, and why the outcome follows. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from app.grading.rules.components import component_lines
from app.grading.rules.derivation import Derivation
from app.grading.rules.excusing import as_asked, asked_of
from app.grading.rules.naming import certificate_name, engagement_name, named
from app.grading.rules.numbers import score_shown
from app.grading.rules.policy import Policy
from app.grading.rules.vocabulary import (
    BonusUse,
    CountedBy,
    Excused,
    Outcome,
    PiecePlan,
    Standing,
    ThresholdRounding,
    unmarked,
)
from app.shared.amounts import shown
from app.shared.wording import Text, text


def explain(
    standing: Standing, plan: Sequence[PiecePlan], policy: Policy, derivation: Derivation, *, closed: bool
) -> tuple[Text, ...]:
    """Return how `derivation` came about, one sentence a line; before closing, totals and outcome read "so far"."""
    excused = tuple(_excused(standing, plan, policy))
    plan, policy = asked_of(standing, plan, policy)
    standing = as_asked(standing) if excused else standing
    return (
        *component_lines(standing, plan, policy, derivation),
        *excused,
        *_waiting(standing, plan),
        _base(derivation, closed=closed),
        _bonus(derivation, policy),
        _total(derivation, closed=closed),
        *_pieces(standing, plan, derivation),
        *_achievement(standing, plan, policy, derivation),
        *_participation(policy, derivation),
        _outcome(derivation, closed=closed),
        _why(policy, derivation),
    )


def _excused(standing: Standing, plan: Sequence[PiecePlan], policy: Policy) -> Iterator[Text]:
    excused = [piece.key for piece in plan if piece.key in standing.excused]
    if not excused:
        return
    yield text("Excused, so neither done nor missing: %(pieces)s.", pieces=named(excused, plan))
    if policy.excused is Excused.EARNS_NOTHING:
        yield text("What is excused earns no points.")
    elif len(excused) < len(plan):
        yield text(
            "The weight of what is excused goes to the rest: to the other pieces of the same kind, and where there is "
            "none to the other components in proportion."
        )


def _waiting(standing: Standing, plan: Sequence[PiecePlan]) -> Iterator[Text]:
    waiting = unmarked(standing, plan)
    if waiting:
        yield text("Not marked yet, and counted as 0 until then: %(pieces)s.", pieces=named(waiting, plan))


def _base(derivation: Derivation, *, closed: bool) -> Text:
    if closed:
        return text("Base: %(points)s of 100 points.", points=derivation.base)
    return text("Base so far: %(points)s of 100 points.", points=derivation.base)


def _bonus(derivation: Derivation, policy: Policy) -> Text:
    if not policy.bonus_max:
        return text("This course has no bonus.")
    if derivation.bonus_use is BonusUse.NOT_OFFERED:
        return text("No bonus is offered.")
    bonus, threshold = score_shown(derivation.bonus_offered), shown(policy.achievement_points)
    if derivation.bonus_use is BonusUse.USED:
        return text(
            "Bonus: %(bonus)s points offered and %(used)s used, because the base alone misses %(threshold)s "
            "and reaches it with them.",
            bonus=bonus,
            used=score_shown(derivation.bonus_used),
            threshold=threshold,
        )
    if derivation.bonus_use is BonusUse.NOT_NEEDED:
        return text(
            "Bonus: %(bonus)s points offered; not used, because the base reaches %(threshold)s without it.",
            bonus=bonus,
            threshold=threshold,
        )
    if derivation.bonus_use is BonusUse.NOT_ENOUGH:
        return text(
            "Bonus: %(bonus)s points offered; not used, because base and bonus together do not reach %(threshold)s.",
            bonus=bonus,
            threshold=threshold,
        )
    return text(
        "Bonus: %(bonus)s points offered; not used, because a piece that Achievement asks for is not done.", bonus=bonus
    )


def _total(derivation: Derivation, *, closed: bool) -> Text:
    if closed:
        return text("Total: %(points)s of 100 points.", points=derivation.total)
    return text("Total so far: %(points)s of 100 points.", points=derivation.total)


def _pieces(standing: Standing, plan: Sequence[PiecePlan], derivation: Derivation) -> Iterator[Text]:
    yield text(
        "Pieces done: %(done)s of %(total)s (%(engagement)s).",
        done=derivation.pieces_done,
        total=derivation.pieces_total,
        engagement=engagement_name(derivation.engagement),
    )
    missing = [piece.key for piece in plan if not standing.piece(piece.key).done]
    if missing:
        yield text("Not done: %(pieces)s.", pieces=named(missing, plan))


def _achievement(
    standing: Standing, plan: Sequence[PiecePlan], policy: Policy, derivation: Derivation
) -> Iterator[Text]:
    total, threshold = derivation.total, policy.achievement_points
    if policy.threshold_rounding is ThresholdRounding.HALF_UP:
        yield text(
            "Thresholds are compared with the total rounded half up to a whole point: %(total)s reads as %(rounded)s.",
            total=total,
            rounded=shown(policy.compared(total)),
        )
    if total >= policy.achievement_cut:
        yield text("Achievement asks for %(threshold)s points: reached.", threshold=shown(threshold))
    else:
        yield text("Achievement asks for %(threshold)s points: not reached.", threshold=shown(threshold))
    yield _required_pieces(standing, plan, policy)
    if policy.hours_required is not None:
        yield _hours(standing.hours_attended, policy.hours_required)


def _required_pieces(standing: Standing, plan: Sequence[PiecePlan], policy: Policy) -> Text:
    required = [piece.key for piece in plan if policy.requires(piece.key)]
    missing = [key for key in required if not standing.piece(key).done]
    if not required:
        return text("Achievement asks for no particular piece.")
    if policy.achievement_requires is None:
        if not missing:
            return text("Achievement asks for every piece: all are done.")
        return text("Achievement asks for every piece; missing: %(pieces)s.", pieces=named(missing, plan))
    if not missing:
        return text("Achievement asks for %(pieces)s: done.", pieces=named(required, plan))
    return text(
        "Achievement asks for %(pieces)s; missing: %(missing)s.",
        pieces=named(required, plan),
        missing=named(missing, plan),
    )


def _hours(attended: Fraction | None, required: Fraction) -> Text:
    if attended is None:
        return text(
            "Achievement asks for %(required)s hours attended: not reached, because none are recorded.",
            required=shown(required),
        )
    if attended >= required:
        return text(
            "Achievement asks for %(required)s hours attended: reached with %(hours)s.",
            required=shown(required),
            hours=shown(attended),
        )
    return text(
        "Achievement asks for %(required)s hours attended: not reached with %(hours)s.",
        required=shown(required),
        hours=shown(attended),
    )


def _participation(policy: Policy, derivation: Derivation) -> Iterator[Text]:
    threshold = shown(policy.participation_points)
    if derivation.base >= policy.participation_cut:
        yield text("Participation asks for %(threshold)s points without a bonus: reached.", threshold=threshold)
    else:
        yield text("Participation asks for %(threshold)s points without a bonus: not reached.", threshold=threshold)
    share = str(policy.participation_min_done)
    if policy.counted_by is CountedBy.COMPONENT:
        done, total = derivation.components_done, derivation.components_total
        if derivation.enough_done:
            yield text(
                "Participation asks for more than %(share)s of the components, each done as a whole: "
                "reached with %(done)s of %(total)s.",
                share=share,
                done=done,
                total=total,
            )
        else:
            yield text(
                "Participation asks for more than %(share)s of the components, each done as a whole: "
                "not reached with %(done)s of %(total)s.",
                share=share,
                done=done,
                total=total,
            )
        return
    done, total = derivation.pieces_done, derivation.pieces_total
    if derivation.enough_done:
        yield text(
            "Participation asks for more than %(share)s of the pieces: reached with %(done)s of %(total)s.",
            share=share,
            done=done,
            total=total,
        )
    else:
        yield text(
            "Participation asks for more than %(share)s of the pieces: not reached with %(done)s of %(total)s.",
            share=share,
            done=done,
            total=total,
        )


def _outcome(derivation: Derivation, *, closed: bool) -> Text:
    if closed:
        return text("Outcome: %(outcome)s.", outcome=certificate_name(derivation.outcome))
    return text("Outcome so far: %(outcome)s.", outcome=certificate_name(derivation.outcome))


def _why(policy: Policy, derivation: Derivation) -> Text:
    if derivation.outcome is Outcome.ACHIEVEMENT:
        return text("The reason: everything that Achievement asks for is reached.")
    if derivation.outcome is Outcome.PARTICIPATION:
        return _why_participation(policy, derivation)
    if _barred(policy, derivation):
        return text(
            "The reason: in this course, %(threshold)s points without every required piece bring no certificate.",
            threshold=shown(policy.achievement_points),
        )
    if derivation.enough_done:
        return text("The reason: the points reach neither certificate.")
    if derivation.base >= policy.participation_cut:
        return text("The reason: too few pieces are done for a certificate.")
    return text("The reason: neither the points nor the pieces done are enough for a certificate.")


def _why_participation(policy: Policy, derivation: Derivation) -> Text:
    if derivation.total < policy.achievement_cut:
        return text("The reason: the points reach Participation and not Achievement.")
    if derivation.complete:
        return text(
            "The reason: the points reach Achievement, but the hours attended do not; Participation is reached."
        )
    return text(
        "The reason: the points reach Achievement, but not every required piece is done; Participation is reached."
    )


def _barred(policy: Policy, derivation: Derivation) -> bool:
    reached = derivation.total >= policy.achievement_cut
    return reached and not derivation.complete and policy.incomplete_above is Outcome.NONE
