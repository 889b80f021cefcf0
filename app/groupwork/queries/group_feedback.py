"""What a group is to read of its marking. Whether it was released is another matter, which `grading` knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from app.courses.rules import CourseValue, Criterion
from app.groupwork.queries.marks import GroupMarking, group_markings
from app.groupwork.queries.peer_settings import settings_of
from app.groupwork.rules.marks import ROUNDS, MarkingState
from app.rubrics.rules import MarkContent, MarkValue, Round


@dataclass(frozen=True, slots=True)
class GroupFeedback:
    """What tutors say to a group.

    `percent`: what counts of the group's work by the desk. `points`: those by criterion behind it; None where they
    would tell what the few who rated the presentation gave. `tutors` and `peers`: the two parts of `percent`, in
    percent each, where ratings are a part of it and may be told. `remarks`: the markers' words, those of the agreed
    mark alone where it has any. `markers`: who gave the marks that count.
    """

    criteria: tuple[Criterion, ...]
    percent: Fraction
    points: Mapping[str, Fraction] | None
    tutors: Fraction | None
    peers: Fraction | None
    remarks: tuple[MarkContent, ...]
    markers: tuple[int, ...]


def group_feedback(course: CourseValue, group_id: int, now: datetime) -> GroupFeedback | None:
    """Return what there is to read for a group; None while no mark of tutors counts. Raises `RuleBroken`."""
    marking = next((one for one in group_markings(course, now) if one.group.id == group_id), None)
    if marking is None or marking.percent is None:
        return None
    settings = settings_of(course)
    counting = _counting(marking)
    rated = marking.percent != marking.verdict.percent
    ratings = marking.presentation.ratings if marking.presentation else ()
    tells = not rated or len(ratings) >= settings.between.minimum
    return GroupFeedback(
        criteria=settings.rubric.criteria,
        percent=marking.percent,
        points=_points(counting, settings.rubric.criteria) if tells else None,
        tutors=marking.verdict.percent if rated and tells else None,
        peers=marking.presentation.percent if rated and tells and marking.presentation else None,
        remarks=_words(marking, counting),
        markers=tuple(mark.marker_id for mark in counting),
    )


def _counting(marking: GroupMarking) -> list[MarkValue]:
    """Return the marks that count: the agreed one, else every final one of a tutor."""
    in_rounds = (Round.AGREED,) if marking.verdict.state is MarkingState.AGREED else ROUNDS
    return [mark for mark in marking.marks if mark.is_final and mark.round in in_rounds]


def _points(counting: Sequence[MarkValue], criteria: Sequence[Criterion]) -> dict[str, Fraction]:
    return {
        criterion.key: sum((mark.content.criteria.get(criterion.key, Fraction(0)) for mark in counting), Fraction(0))
        / len(counting)
        for criterion in criteria
    }


def _words(marking: GroupMarking, counting: Sequence[MarkValue]) -> tuple[MarkContent, ...]:
    said = [mark.content for mark in counting if mark.content.comment or mark.content.comments]
    finals = [mark.content for mark in marking.marks if mark.is_final and mark.round in ROUNDS]
    return tuple(said or finals)
