"""Reads of the excerpt that markers train on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from app.courses import queries as courses
from app.courses.rules import CourseValue, Localized, MaterialKind
from app.essays.queries.writing import essay_piece
from app.rubrics import queries as rubrics
from app.rubrics.rules import MarkValue, Round, Subject, SubjectKind
from app.shared.amounts import read_number
from app.shared.errors import NotFound

_KEY = "calibration"


@dataclass(frozen=True, slots=True)
class Reference:
    """What markers agreed to give the excerpt on one criterion, and why."""

    points: Fraction
    comment: Localized


@dataclass(frozen=True, slots=True)
class Calibration:
    """The excerpt in the languages of the course, and its marks by criterion."""

    title: Localized
    excerpt: Localized
    references: Mapping[str, Reference]
    overall: Localized


def find_calibration(course: CourseValue) -> Calibration | None:
    """Return the excerpt; None where the course has none. One statement."""
    found = courses.find_material(course.id, MaterialKind.ESSAY, _KEY)
    if found is None:
        return None
    content = found.content
    return Calibration(
        title=content.get("title", found.title),
        excerpt=content["excerpt"],
        references={
            mark["criterion"]: Reference(read_number(mark["points"]), mark["comment"]) for mark in content["marks"]
        },
        overall=content["overall"],
    )


def get_calibration(course: CourseValue) -> Calibration:
    """Return the excerpt. Raises `NotFound` where the course has none."""
    found = find_calibration(course)
    if found is None:
        raise NotFound
    return found


def excerpt_of(course: CourseValue) -> Subject:
    """Return the excerpt as something that is marked; there is one for a piece."""
    piece = essay_piece(course)
    return Subject(SubjectKind.EXCERPT, piece.id, course.id, piece.id)


def own_calibration(course: CourseValue, person_id: int) -> MarkValue | None:
    """Return what somebody gave the excerpt; None while they have not begun."""
    return rubrics.find_mark(excerpt_of(course), Round.CALIBRATION, person_id)
