"""Completion statistics as aligned text for a terminal: every figure with its denominator."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.grading.rules import Engagement, Outcome
from app.reports.rules import Completion, Figure, figures

_HEADS = {
    "participants": "Participants",
    "engagement": "Engagement, by share of pieces done",
    "quiz": "Quizzes",
    "group_work": "Group work",
    "essay": "Essay",
    "piece_done": "Pieces done",
    "outcome": "Outcome",
    "by_language": "By language",
    "by_organization_type": "By type of organization",
    "by_country": "By country",
    "by_gender": "By gender",
    "by_sponsor": "By sponsor",
}
_VALUES = {
    Engagement.FULL.value: "all or most",
    Engagement.HALF.value: "half",
    Engagement.SOME.value: "some",
    Engagement.NEVER.value: "never",
    Outcome.ACHIEVEMENT.value: "Achievement",
    Outcome.PARTICIPATION.value: "Participation",
    Outcome.NONE.value: "no certificate",
    "taken_by": "took at least one",
    "mean_points_of_takers": "mean points of those who took at least one",
    "mean_points_of_enrolled": "mean points of all enrolled",
    "above_mean": "above the mean",
    "took_part": "took part",
    "partially": "of these, partially",
    "groups_with_a_mark": "groups with a mark",
    "submitted": "submitted",
    "": "(not given)",
}


def as_text(completion: Completion) -> str:
    """Return the figures, one a line under their headings; English, as commands speak."""
    lines = [*_head(completion), *_body(list(figures(completion)))]
    if completion.everybody:
        lines += [f"\nWith the {completion.withdrawn} who left: {completion.enrolled} enrolled in all"]
        lines += _body(list(figures(completion.everybody)))
    return "\n".join(lines) + "\n"


def _head(completion: Completion) -> Iterator[str]:
    yield f"{completion.code}  {completion.title.get('en') or next(iter(completion.title.values()), '')}"
    counted = f"{completion.statistics.participants} participants"
    if completion.sponsor is not None:
        counted += f" of the sponsor {completion.sponsor or '(none)'}"
    yield counted + (", results frozen at closing" if completion.closed else ", so far: the course is not closed")


def _body(lines: Sequence[Figure]) -> Iterator[str]:
    shown = [line for line in lines if line.figure != "participants"]
    width = max((len(_label(line)) for line in shown), default=0)
    head = ""
    for line in shown:
        if line.figure != head:
            head = line.figure
            yield f"\n{_HEADS.get(head, head)}"
        yield f"  {_label(line):<{width}}  {_amount(line)}".rstrip()


def _label(line: Figure) -> str:
    if line.figure.startswith("by_") and line.value:
        return line.value
    return _VALUES.get(line.value, line.value)


def _amount(line: Figure) -> str:
    if line.number is None:
        return "    -"
    amount = f"{line.number!s:>5}"
    if line.denominator is not None:
        amount += f" of {line.denominator!s:>3}"
    if line.percent is not None:
        amount += f"  {line.percent:>3} %"
    return f"{amount} points" if line.unit == "points" else amount
