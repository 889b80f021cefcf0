"""Rosters: what each cell of a participants file may hold, and how the rows fit together."""

from app.courses.rules.roster.cells import COLUMNS, ORGANIZATION_TYPES, Newcomer, read_cells
from app.courses.rules.roster.file import RosterFile

__all__ = ["COLUMNS", "ORGANIZATION_TYPES", "Newcomer", "RosterFile", "read_cells"]
