"""The sections of a course.yaml and their keys. What a value may be: `fields`; how values fit together: `check_*`."""

from __future__ import annotations

from app.courses.rules import PieceKind, SessionKind
from app.courses.schemas.fields import Code, WallTime, Zone
from app.shared.definitions.fields import (
    Amount,
    Anything,
    Choice,
    Day,
    InLanguages,
    Language,
    Part,
    Several,
    TimeOfDay,
    Whole,
    Word,
)
from app.shared.definitions.section import Section


class DatesSection(Section):
    """The first and the last day of the course."""

    starts = Day()
    ends = Day()


class WeekSection(Section):
    """One week; `starts` is by default seven days after the week before."""

    number = Whole(1, 60)
    title = InLanguages()
    starts = Day(required=False)


class SessionSection(Section):
    """One entry of the agenda, in the course's zone unless it names another. `note` explains what is unusual."""

    key = Word()
    kind = Choice(SessionKind)
    week = Whole(1, 60, required=False)
    title = InLanguages()
    date = Day()
    time = TimeOfDay()
    minutes = Whole(5, 600)
    timezone = Zone(required=False)
    note = InLanguages(required=False)


class CriterionSection(Section):
    """One criterion of an essay and the points it can bring."""

    key = Word()
    title = InLanguages()
    maximum = Amount()


class PieceSection(Section):
    """One assessed piece: `questions` for a quiz, `criteria` for an essay, `maximum` (100, percent) for group work.

    `minutes` is a quiz's time limit; `opens` and `closes` are wall times in the course's zone.
    """

    key = Word()
    kind = Choice(PieceKind)
    title = InLanguages()
    week = Whole(1, 60, required=False)
    questions = Whole(1, 200, required=False)
    maximum = Amount(required=False)
    criteria = Several(CriterionSection, required=False)
    minutes = Whole(1, 600, required=False)
    opens = WallTime(required=False)
    closes = WallTime(required=False)
    note = InLanguages(required=False)


class LevelSection(Section):
    """What work that earns `points_from` points or more in a criterion looks like."""

    points_from = Amount()
    title = InLanguages()
    description = InLanguages()


class RubricSection(Section):
    """The levels of one criterion, from 0 upwards."""

    piece = Word()
    criterion = Word()
    levels = Several(LevelSection)


class CourseSection(Section):
    """The whole file. `policy`, `group_work`, `essay` and `certificate` are checked by the features that own them."""

    code = Code()
    title = InLanguages()
    summary = InLanguages(required=False)
    objectives = Several(InLanguages(), required=False)
    dates = Part(DatesSection)
    hours = Whole(1, 5000)
    languages = Several(Language())
    timezone = Zone()
    weeks = Several(WeekSection)
    sessions = Several(SessionSection, required=False)
    pieces = Several(PieceSection)
    policy = Anything()
    rubric = Several(RubricSection, required=False)
    group_work = Anything(required=False)
    essay = Anything(required=False)
    certificate = Anything()
