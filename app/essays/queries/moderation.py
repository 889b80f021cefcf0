"""Reads for moderation: the final marks of a course as the reader may see them, by marker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.accounts.queries import people_by_id
from app.courses.rules import CourseValue, PieceValue
from app.essays.queries.essays import essays_of
from app.essays.queries.marking import course_allocations
from app.essays.queries.marking_queue import author_label, name_of
from app.essays.queries.settings import settings_of
from app.essays.queries.writing import essay_piece
from app.essays.rules.marking import MARKED_BY_ONE, AllocationValue, rounds_by_essay, visible_marks
from app.essays.rules.moderation import Given, Profile, profiles
from app.essays.rules.settings import EssaySettings, Names
from app.rubrics.queries import marks_of_piece
from app.rubrics.rules import SubjectKind


@dataclass(frozen=True, slots=True)
class Moderation:
    """How the markers of a course mark. `withheld`: final marks that the reader is still to be blind to."""

    piece: PieceValue
    settings: EssaySettings
    profiles: tuple[Profile, ...]
    markers: Mapping[int, str]
    authors: Mapping[int, str]
    withheld: int


def moderation(course: CourseValue, reader_id: int | None) -> Moderation:
    """Return how each marker marks, from final marks of others' essays that the reader may see.

    Raises `NotFound` without an essay.
    """
    piece, settings = essay_piece(course), settings_of(course)
    others = {essay.id: essay for essay in essays_of(course.id, piece.id) if essay.person_id != reader_id}
    marks = [mark for mark in marks_of_piece(course.id, piece.id, SubjectKind.ESSAY) if mark.subject.id in others]
    allocated: dict[int, list[AllocationValue]] = {}
    for one in course_allocations(course.id):
        allocated.setdefault(one.essay_id, []).append(one)
    seen = [
        mark
        for essay_id, some in rounds_by_essay(marks).items()
        for mark in visible_marks(reader_id, some, allocated.get(essay_id, ()), settings, allocates=True)
        if mark.is_final and mark.round in MARKED_BY_ONE
    ]
    given = [
        Given(mark.subject.id, mark.marker_id, mark.content.criteria, mark.finalised_at or mark.saved_at)
        for mark in seen
    ]
    found = profiles(given, settings.tolerance_total)
    sampled = {essay_id for one in found for essay_id in one.sample}
    essays = [others[essay_id] for essay_id in sorted(sampled)]
    shown = {essay.person_id for essay in essays} if settings.names is Names.SHOWN else set()
    people = people_by_id({one.marker_id for one in found} | shown)
    final = sum(mark.is_final and mark.round in MARKED_BY_ONE for mark in marks)
    return Moderation(
        piece=piece,
        settings=settings,
        profiles=found,
        markers={one.marker_id: name_of(people.get(one.marker_id)) for one in found},
        authors={essay.id: author_label(essay, settings, people) for essay in essays},
        withheld=final - len(seen),
    )
