"""Tables of courses: definitions and their versions, pieces, sessions, groups, enrolments, extensions, materials."""

from app.courses.models.courses import Course, CourseSession, CourseVersion, Piece, Week
from app.courses.models.extensions import Extension, ExtensionRequest
from app.courses.models.groups import AmbassadorBallot, AmbassadorTerm, AmbassadorVote, GroupMembership
from app.courses.models.materials import Material
from app.courses.models.roster import Enrolment, EnrolmentChange, Group

__all__ = [
    "AmbassadorBallot",
    "AmbassadorTerm",
    "AmbassadorVote",
    "Course",
    "CourseSession",
    "CourseVersion",
    "Enrolment",
    "EnrolmentChange",
    "Extension",
    "ExtensionRequest",
    "Group",
    "GroupMembership",
    "Material",
    "Piece",
    "Week",
]
