"""Tables of courses: definitions and their versions, pieces, sessions, groups, enrolments."""

from app.courses.models.courses import Course, CourseSession, CourseVersion, Piece, Week
from app.courses.models.roster import Enrolment, Group

__all__ = ["Course", "CourseSession", "CourseVersion", "Enrolment", "Group", "Piece", "Week"]
