"""Tables of group work."""

from app.groupwork.models.attendance import AttendanceNote
from app.groupwork.models.peer import PeerAssignment, PeerSettlement, PeerShare, PeerSharing, PeerWindowRow
from app.groupwork.models.roles import GroupRole, GroupTask
from app.groupwork.models.space import GroupFile, GroupPost
from app.groupwork.models.submissions import GroupSubmission, PresentationSlot, SubmissionFile
from app.groupwork.models.worksheet import WorksheetCell, WorksheetPresence, WorksheetRevision

__all__ = [
    "AttendanceNote",
    "GroupFile",
    "GroupPost",
    "GroupRole",
    "GroupSubmission",
    "GroupTask",
    "PeerAssignment",
    "PeerSettlement",
    "PeerShare",
    "PeerSharing",
    "PeerWindowRow",
    "PresentationSlot",
    "SubmissionFile",
    "WorksheetCell",
    "WorksheetPresence",
    "WorksheetRevision",
]
