"""Rosters: what each cell of a participants file may hold, and how the rows fit together."""

from app.courses.rules.roster.cells import COLUMNS, GENDERS, ORGANIZATION_TYPES, Newcomer, read_cells
from app.courses.rules.roster.file import RosterFile
from app.courses.rules.roster.names import COUNTRIES

__all__ = ["COLUMNS", "COUNTRIES", "GENDERS", "ORGANIZATION_TYPES", "Newcomer", "RosterFile", "read_cells"]
