"""Verbs on courses and their rosters. They flush, and never commit."""

from app.courses.rules import Part
from app.courses.service.closing import check_open, close_course, lock_course
from app.courses.service.definitions import Loaded, load_definition, register_graded_pieces
from app.courses.service.enrolling import Enrolled, Imported, enrol, import_roster
from app.courses.service.handed_down import parts, register_part
from app.courses.service.messages import in_course_words

__all__ = [
    "Enrolled",
    "Imported",
    "Loaded",
    "Part",
    "check_open",
    "close_course",
    "enrol",
    "import_roster",
    "in_course_words",
    "load_definition",
    "lock_course",
    "parts",
    "register_graded_pieces",
    "register_part",
]
