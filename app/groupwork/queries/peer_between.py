"""Reads of who rates whose presentation, and of the ratings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.courses import queries as courses
from app.courses.rules import CourseValue, EnrolmentValue, GroupValue
from app.groupwork.models import PeerAssignment
from app.groupwork.queries.peer_settings import group_piece, settings_of
from app.groupwork.rules.marks import percent_of
from app.groupwork.rules.marks_criteria import Rubric
from app.groupwork.rules.peer_between import PresentationResult, Rating, presentation_results
from app.groupwork.rules.peer_words import Raters
from app.rubrics.queries import marks_of_piece
from app.rubrics.rules import MarkValue, Round, Subject, SubjectKind
from app.shared.database import rows_of


@dataclass(frozen=True, slots=True)
class Presentations:
    """Everything about the ratings of presentations: for tutors, with names.

    `rated`: which group each one rates. `marks` by the group that got them, `raters` by the person's id.
    """

    groups: tuple[GroupValue, ...]
    rated: Mapping[int, int]
    results: Mapping[int, PresentationResult]
    marks: Mapping[int, tuple[MarkValue, ...]]
    raters: Mapping[int, EnrolmentValue]
    missing: tuple[EnrolmentValue, ...]
    """Who is to rate and has not: ambassadors, or all members of groups that rate one."""

    def name_of(self, group_id: int | None) -> str:
        """Return a group's name; "" for none."""
        return next((group.name for group in self.groups if group.id == group_id), "")


def assignments_of(course_id: int) -> dict[int, int]:
    """Return which group each group rates."""
    columns = (PeerAssignment.rater_group_id, PeerAssignment.rated_group_id)
    rows = rows_of(select(*columns).where(PeerAssignment.course_id == course_id))
    return {row.rater_group_id: row.rated_group_id for row in rows}


def presentation_of(course: CourseValue, group_id: int) -> Subject:
    """Return a group's presentation as the subject of marks. Raises `RuleBroken` (no_group_work)."""
    return Subject(SubjectKind.PRESENTATION, group_id, course.id, group_piece(course).id)


def presentations(course: CourseValue) -> Presentations:
    """Return the ratings of a course; the same five statements for any number of groups."""
    groups, everybody = courses.groups_of(course.id), courses.everybody_of(course.id)
    roster = [enrolment for enrolment in everybody if not enrolment.withdrawn_at]
    rated = assignments_of(course.id)
    marks = marks_of_piece(course.id, group_piece(course).id, SubjectKind.PRESENTATION)
    finals = [mark for mark in marks if mark.is_final and mark.round is Round.PEER]
    raters = {enrolment.person_id: enrolment for enrolment in roster}
    settings = settings_of(course)
    ratings = _ratings(finals, rated, {one.person_id: one for one in everybody}, settings.rubric)
    found = presentation_results([group.id for group in groups], rated, ratings, settings.between.raters)
    given = {(mark.marker_id, mark.subject.id) for mark in finals}
    return Presentations(
        groups=groups,
        rated=rated,
        results=found,
        marks={group.id: tuple(mark for mark in finals if mark.subject.id == group.id) for group in groups},
        raters=raters,
        missing=tuple(_missing(roster, rated, given, found, settings.between.raters)),
    )


def _ratings(
    finals: Sequence[MarkValue], rated: Mapping[int, int], raters: Mapping[int, EnrolmentValue], rubric: Rubric
) -> dict[int, list[Rating]]:
    """Return the ratings that each group got from those who are to rate it.

    Who left the course rated for the group they were in, so that a successor's rating takes the place of theirs.
    """
    ratings: dict[int, list[Rating]] = {}
    for order, mark in enumerate(sorted(finals, key=lambda one: (one.saved_at, one.id))):
        rater = raters.get(mark.marker_id)
        own_group = rater.group_id if rater else None
        if rater is None or (own_group is not None and rated.get(own_group) == mark.subject.id):
            rating = Rating(mark.marker_id, own_group, percent_of(mark.content, rubric), order)
            ratings.setdefault(mark.subject.id, []).append(rating)
    return ratings


def _missing(
    roster: Sequence[EnrolmentValue],
    rated: Mapping[int, int],
    given: set[tuple[int, int]],
    found: Mapping[int, PresentationResult],
    raters: Raters,
) -> list[EnrolmentValue]:
    owing = [one for one in roster if one.group_id in rated]
    if raters is Raters.AMBASSADOR:
        return [one for one in owing if one.ambassador and one.group_id is not None and found[one.group_id].owes]
    return [one for one in owing if one.group_id and (one.person_id, rated[one.group_id]) not in given]
