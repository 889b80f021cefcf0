"""The pure part of courses: definitions and their moments, what changed between two, rosters, and the values read."""

from app.courses.rules.changes import Change, changes
from app.courses.rules.definition import (
    PERCENT,
    Criterion,
    Definition,
    Localized,
    Piece,
    PieceKind,
    Session,
    SessionKind,
    Week,
)
from app.courses.rules.moments import Wall, shifted, utc, wall_fault
from app.courses.rules.values import (
    CourseState,
    CourseValue,
    EnrolmentValue,
    GroupValue,
    PieceValue,
    SessionValue,
    WeekValue,
)

__all__ = [
    "PERCENT",
    "Change",
    "CourseState",
    "CourseValue",
    "Criterion",
    "Definition",
    "EnrolmentValue",
    "GroupValue",
    "Localized",
    "Piece",
    "PieceKind",
    "PieceValue",
    "Session",
    "SessionKind",
    "SessionValue",
    "Wall",
    "Week",
    "WeekValue",
    "changes",
    "shifted",
    "utc",
    "wall_fault",
]
