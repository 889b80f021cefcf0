"""Shapes from outside: the course definition file, and the texts beside it."""

from app.courses.schemas.course_folder import read_course
from app.courses.schemas.handed_down import register_section
from app.courses.schemas.reader import read_definition
from app.shared.definitions.source import LARGEST

__all__ = ["LARGEST", "read_course", "read_definition", "register_section"]
