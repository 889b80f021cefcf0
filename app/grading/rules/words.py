"""The policy in plain words, for the course page: one sentence for every key. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.grading.rules.naming import named
from app.grading.rules.policy import Policy
from app.grading.rules.vocabulary import (
    BonusApply,
    BonusUnit,
    CountedBy,
    Excused,
    Kind,
    MeanOver,
    Outcome,
    PiecePlan,
    ThresholdRounding,
)
from app.shared.amounts import shown
from app.shared.wording import Text, text


def policy_in_words(policy: Policy, plan: Sequence[PiecePlan]) -> tuple[Text, ...]:
    """Return every rule of the course that touches its plan, in the order in which a result is made."""
    return (
        *_weights(policy, plan),
        *_group(policy, plan),
        *_bonus(policy),
        *_achievement(policy, plan),
        *_participation(policy),
        _incomplete(policy),
        _rounding(policy),
        _excused(policy),
        _engagement(policy),
        *_mean(policy, plan),
    )


def _weights(policy: Policy, plan: Sequence[PiecePlan]) -> Iterator[Text]:
    counts = {kind: sum(piece.kind is kind for piece in plan) for kind in Kind}
    if counts[Kind.QUIZ]:
        yield text(
            "Quizzes (%(count)s): together %(weight)s of 100 points, in proportion to the right answers. "
            "A quiz that is not taken counts 0.",
            count=counts[Kind.QUIZ],
            weight=shown(policy.quiz_weight),
        )
    if counts[Kind.GROUP]:
        yield text(
            "Group work: %(weight)s of 100 points, in proportion to the group's mark, times each member's "
            "participation factor.",
            weight=shown(policy.group_weight),
        )
    if counts[Kind.ESSAY]:
        yield text(
            "Essay: %(weight)s of 100 points, in proportion to the sum of its criteria.",
            weight=shown(policy.essay_weight),
        )


def _group(policy: Policy, plan: Sequence[PiecePlan]) -> Iterator[Text]:
    if any(piece.kind is Kind.GROUP for piece in plan):
        yield text(
            "Participation factor in group work: 1 for full, %(partial)s for partial, 0 for no participation. "
            "A tutor may set another with a written reason.",
            partial=str(policy.group_partial),
        )


def _bonus(policy: Policy) -> Iterator[Text]:
    if not policy.bonus_max:
        yield text("There is no bonus.")
        return
    most, threshold = shown(policy.bonus_max), shown(policy.achievement_points)
    if policy.bonus_unit is BonusUnit.POINTS:
        yield text(
            "Participation bonus: up to %(most)s points, counted only where every piece that Achievement asks for is "
            "done, the points alone miss %(threshold)s, and the bonus lifts them there. "
            "It never lifts anybody to Participation.",
            most=most,
            threshold=threshold,
        )
    else:
        yield text(
            "Participation bonus: up to %(most)s percent of the points reached, counted only where every piece that "
            "Achievement asks for is done, the points alone miss %(threshold)s, and the bonus lifts them there. "
            "It never lifts anybody to Participation.",
            most=most,
            threshold=threshold,
        )
    if policy.bonus_apply is BonusApply.WHOLE:
        yield text("A bonus that counts is added whole, up to 100 points in all.")
    else:
        yield text("A bonus that counts is added only as far as %(threshold)s points.", threshold=threshold)


def _achievement(policy: Policy, plan: Sequence[PiecePlan]) -> Iterator[Text]:
    threshold = shown(policy.achievement_points)
    if policy.achievement_requires is None:
        yield text(
            "Certificate of Achievement: at least %(threshold)s points, and every piece done.", threshold=threshold
        )
    elif any(policy.requires(piece.key) for piece in plan):
        yield text(
            "Certificate of Achievement: at least %(threshold)s points, and these pieces done: %(pieces)s.",
            threshold=threshold,
            pieces=named(policy.achievement_requires, plan),
        )
    else:
        yield text(
            "Certificate of Achievement: at least %(threshold)s points, whichever pieces are done.", threshold=threshold
        )
    if policy.hours_required is None:
        yield text("Hours of attendance are no condition.")
    else:
        yield text(
            "Achievement also asks for at least %(hours)s hours of attendance.", hours=shown(policy.hours_required)
        )


def _participation(policy: Policy) -> Iterator[Text]:
    threshold, share = shown(policy.participation_points), str(policy.participation_min_done)
    if policy.counted_by is CountedBy.PIECE:
        yield text(
            "Certificate of Participation: at least %(threshold)s points, and more than %(share)s of the pieces done.",
            threshold=threshold,
            share=share,
        )
    else:
        yield text(
            "Certificate of Participation: at least %(threshold)s points, and more than %(share)s of the components "
            "done (a component is done when all of its pieces are).",
            threshold=threshold,
            share=share,
        )
    yield text("A piece is done once it is handed in: a score of 0 is done.")


def _incomplete(policy: Policy) -> Text:
    threshold = shown(policy.achievement_points)
    if policy.incomplete_above is Outcome.PARTICIPATION:
        return text(
            "Whoever reaches %(threshold)s points without every required piece may still get the Certificate of "
            "Participation.",
            threshold=threshold,
        )
    return text(
        "Whoever reaches %(threshold)s points without every required piece gets no certificate.", threshold=threshold
    )


def _rounding(policy: Policy) -> Text:
    if policy.threshold_rounding is ThresholdRounding.NONE:
        return text("Points are compared exactly, and shown with two decimals rounded down.")
    return text(
        "Points are rounded half up to a whole point before they are compared with the points asked for "
        "(59.5 reads as 60), and shown with two decimals rounded down."
    )


def _excused(policy: Policy) -> Text:
    if policy.excused is Excused.REDISTRIBUTE:
        return text(
            "Whoever is excused from a piece, with a written reason, is not asked for it: it is neither done nor "
            "missing, and its weight goes to the rest."
        )
    return text(
        "Whoever is excused from a piece, with a written reason, is not asked for it: it is neither done nor missing, "
        "and earns no points."
    )


def _engagement(policy: Policy) -> Text:
    return text(
        "Engagement by share of pieces done: full from %(full)s, half from %(half)s, some above 0, never at 0.",
        full=str(policy.engagement_full),
        half=str(policy.engagement_half),
    )


def _mean(policy: Policy, plan: Sequence[PiecePlan]) -> Iterator[Text]:
    if not any(piece.kind is Kind.QUIZ for piece in plan):
        return
    if policy.mean_over is MeanOver.TAKERS:
        yield text("Mean quiz points are those of the participants who took at least one quiz.")
    else:
        yield text("Mean quiz points are those of all who are enrolled.")
