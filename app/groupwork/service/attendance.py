"""Noting who was at a working session."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from app.courses.rules import CourseValue
from app.groupwork.models import AttendanceNote
from app.groupwork.queries.attendance import notes_in, working_sessions
from app.groupwork.rules.values import Attendance
from app.groupwork.service.beginning import begin, members_by_id
from app.shared import audit
from app.shared.database import session
from app.shared.errors import NotAllowed, NotFound, RuleBroken
from app.shared.permissions import Actor
from app.shared.wording import text


def note_attendance(
    course: CourseValue,
    group_id: int,
    session_key: str,
    states: Mapping[int, Attendance],
    *,
    actor: Actor,
    now: datetime,
) -> int:
    """Note who of a group (by enrolment) was at a session; what is noted already so is left, the rest is added.

    By the ambassador or staff; earlier notes stay. Returns how many notes are new. Raises `NotAllowed`, `NotFound` (no
    such session or member), `RuleBroken`: `course_closed`, `session_ahead`.
    """
    if not begin(course, group_id, actor).notes_attendance:
        raise NotAllowed
    held = next((one for one in working_sessions(course.id) if one.key == session_key), None)
    if held is None or set(states) - set(members_by_id(group_id)):
        raise NotFound
    if now < held.starts_at:
        raise RuleBroken(text("This session has not begun yet."), code="session_ahead")
    known = {note.enrolment_id: note.state for note in notes_in(group_id) if note.session_key == session_key}
    new = {one: state for one, state in states.items() if known.get(one) is not state}
    session.add_all(
        AttendanceNote(
            course_id=course.id,
            group_id=group_id,
            session_key=session_key,
            enrolment_id=one,
            state=state.value,
            noted_at=now,
            noted_by=actor.person_id,
        )
        for one, state in sorted(new.items())
    )
    session.flush()
    if new:
        audit.record(
            "note_attendance",
            f"group:{group_id}",
            actor=actor,
            now=now,
            course_id=course.id,
            before={str(one): known[one].value for one in new if one in known},
            after={"session": session_key, **{str(one): state.value for one, state in new.items()}},
        )
    return len(new)
