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
    is_code,
)
from app.courses.rules.moments import Wall, shifted, utc, wall_fault
from app.courses.rules.roster import COLUMNS, ORGANIZATION_TYPES, Newcomer, RosterFile, read_cells
from app.courses.rules.values import (
    CourseState,
    CourseValue,
    EnrolmentValue,
    Facets,
    GroupValue,
    PieceValue,
    RosterFilter,
    RosterPage,
    SessionValue,
    WeekValue,
)

__all__ = [
    "COLUMNS",
    "ORGANIZATION_TYPES",
    "PERCENT",
    "Change",
    "CourseState",
    "CourseValue",
    "Criterion",
    "Definition",
    "EnrolmentValue",
    "Facets",
    "GroupValue",
    "Localized",
    "Newcomer",
    "Piece",
    "PieceKind",
    "PieceValue",
    "RosterFile",
    "RosterFilter",
    "RosterPage",
    "Session",
    "SessionKind",
    "SessionValue",
    "Wall",
    "Week",
    "WeekValue",
    "changes",
    "is_code",
    "read_cells",
    "shifted",
    "utc",
    "wall_fault",
]
