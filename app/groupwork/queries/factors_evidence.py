"""What is known of each member's part in group work, ready for a proposal."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from sqlalchemy import func, select

from app.courses.rules import CourseValue
from app.groupwork.models import AttendanceNote
from app.groupwork.queries.evidence import evidence_of
from app.groupwork.queries.peer_within import peers_shares, team_results
from app.groupwork.rules.factors import MemberEvidence
from app.groupwork.rules.values import Attendance
from app.shared.database import rows_of


def member_evidence(course: CourseValue, now: datetime) -> dict[int, MemberEvidence]:
    """Return the evidence on every member of a team, by enrolment; the same few statements for any number.

    A session counts where attendance was noted, present or absent: an excuse, or no note, says nothing.
    """
    seen, noted = evidence_of(course.id), _noted(course.id)
    shares = peers_shares(course, team_results(course), now)
    return {
        member: MemberEvidence(
            tasks_done=seen[member].tasks_done,
            tasks_given=seen[member].tasks_of,
            sessions_attended=noted[member, Attendance.PRESENT],
            sessions_noted=noted[member, Attendance.PRESENT] + noted[member, Attendance.ABSENT],
            revisions=seen[member].worksheet_revisions,
            peers=share,
        )
        for member, share in shares.items()
        if member in seen
    }


def _noted(course_id: int) -> Counter[tuple[int, Attendance]]:
    """Return how many sessions each member was noted to be in which state; the newest note of a session counts."""
    newest = (
        select(func.max(AttendanceNote.id))
        .where(AttendanceNote.course_id == course_id)
        .group_by(AttendanceNote.session_key, AttendanceNote.enrolment_id)
    )
    statement = select(AttendanceNote.enrolment_id, AttendanceNote.state).where(AttendanceNote.id.in_(newest))
    return Counter((row.enrolment_id, Attendance(row.state)) for row in rows_of(statement))
