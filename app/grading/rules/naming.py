"""How pieces, components and outcomes are called inside a sentence. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.grading.rules.vocabulary import Engagement, Kind, Outcome, PiecePlan
from app.shared.wording import Text, Value, text


def piece_names(plan: Sequence[PiecePlan]) -> dict[str, Value]:
    """Return what each piece is called: quizzes by number, the only group work and essay by kind, others by key."""
    names: dict[str, Value] = {}
    quizzes = [piece.key for piece in plan if piece.kind is Kind.QUIZ]
    for piece in plan:
        alone = sum(other.kind is piece.kind for other in plan) == 1
        if piece.kind is Kind.QUIZ:
            names[piece.key] = text("quiz %(number)s", number=piece.number or quizzes.index(piece.key) + 1)
        elif not alone:
            names[piece.key] = piece.key
        else:
            names[piece.key] = text("the group work") if piece.kind is Kind.GROUP else text("the essay")
    return names


def listing(items: Iterable[Value]) -> Value:
    """Return "a, b and c" in the language that it is said in; `items` must not be empty."""
    first, *others = items
    if not others:
        return first
    *middle, last = others
    for item in middle:
        first = text("%(list)s, %(item)s", list=first, item=item)
    return text("%(list)s and %(item)s", list=first, item=last)


def named(keys: Iterable[str], plan: Sequence[PiecePlan]) -> Value:
    """Return the list of these pieces, in the plan's order; there must be at least one."""
    wanted = frozenset(keys)
    names = piece_names(plan)
    return listing(names[piece.key] for piece in plan if piece.key in wanted)


def component_name(kind: Kind) -> Text:
    """Return what a component is called."""
    names = {Kind.QUIZ: text("the quizzes"), Kind.GROUP: text("the group work"), Kind.ESSAY: text("the essay")}
    return names[kind]


def outcome_name(outcome: Outcome) -> Text:
    """Return the short name of an outcome."""
    names = {
        Outcome.ACHIEVEMENT: text("Achievement"),
        Outcome.PARTICIPATION: text("Participation"),
        Outcome.NONE: text("no certificate"),
    }
    return names[outcome]


def certificate_name(outcome: Outcome) -> Text:
    """Return the name of the certificate that goes with an outcome."""
    names = {
        Outcome.ACHIEVEMENT: text("Certificate of Achievement"),
        Outcome.PARTICIPATION: text("Certificate of Participation"),
        Outcome.NONE: text("no certificate"),
    }
    return names[outcome]


def engagement_name(engagement: Engagement) -> Text:
    """Return what a band of engagement is called."""
    names = {
        Engagement.FULL: text("full engagement"),
        Engagement.HALF: text("half engagement"),
        Engagement.SOME: text("some engagement"),
        Engagement.NEVER: text("no engagement"),
    }
    return names[engagement]
