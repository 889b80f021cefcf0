"""Reads of courses and their rosters."""

from app.courses.queries.courses import (
    find_course,
    get_course,
    get_course_by_id,
    list_courses,
    pieces_of,
    sessions_of,
    version_data,
    weeks_of,
)
from app.courses.queries.materials import (
    find_material,
    get_material,
    list_materials,
    materials_of,
    message,
    message_values,
)
from app.courses.queries.roster import (
    count_roster,
    enrolments_by_email,
    enrolments_of_person,
    facets,
    find_enrolment,
    get_enrolment,
    get_group,
    groups_of,
    roster,
    roster_page,
)

__all__ = [
    "count_roster",
    "enrolments_by_email",
    "enrolments_of_person",
    "facets",
    "find_course",
    "find_enrolment",
    "find_material",
    "get_course",
    "get_course_by_id",
    "get_enrolment",
    "get_group",
    "get_material",
    "groups_of",
    "list_courses",
    "list_materials",
    "materials_of",
    "message",
    "message_values",
    "pieces_of",
    "roster",
    "roster_page",
    "sessions_of",
    "version_data",
    "weeks_of",
]
