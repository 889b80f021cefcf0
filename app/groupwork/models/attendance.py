"""Who was at which working session."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.groupwork.rules.values import Attendance
from app.shared.database import Base, one_of


class AttendanceNote(Base):
    """What somebody noted of one member at one session. Notes are added, never changed: the newest counts."""

    __tablename__ = "attendance_notes"
    __table_args__ = (
        Index("ix_attendance_notes_newest", "course_id", "session_key", "enrolment_id", "id"),
        one_of("state", Attendance),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"), index=True)
    session_key: Mapped[str] = mapped_column(String(40))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), index=True)
    state: Mapped[str] = mapped_column(String(10))
    noted_at: Mapped[datetime]
    noted_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
