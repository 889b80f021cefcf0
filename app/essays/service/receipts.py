"""The receipt that an author gets by mail."""

from __future__ import annotations

from babel import Locale

from app.courses.queries import message, message_values
from app.courses.rules import CourseValue, EnrolmentValue, PieceValue
from app.courses.service import in_course_words
from app.essays.rules import SubmissionValue
from app.notifications import service as notifications
from app.notifications.rules import NewMail
from app.shared.language import LANGUAGES
from app.shared.running import settings
from app.shared.wording import text

TEMPLATE = "essay_received"
LATE = text("This is after the deadline. It is accepted, and those who mark it see that it is late.")


def send_receipt(
    course: CourseValue, piece: PieceValue, enrolment: EnrolmentValue, submission: SubmissionValue
) -> None:
    """Queue the receipt of one submission: one mail, however often it is asked for."""
    link = f"{settings().base_url}/courses/{course.code}/essay/write"
    spoken = {one: Locale(submission.language).get_display_name(one) or submission.language for one in LANGUAGES}
    plain = NewMail(
        dedupe_key=f"essay:{submission.essay_id}:{submission.version}",
        address=enrolment.email,
        language=enrolment.language,
        zone=enrolment.timezone,
        template=TEMPLATE,
        params={
            "name": enrolment.name or enrolment.email,
            "piece": dict(piece.title),
            "course": dict(course.title),
            "at": submission.submitted_at.isoformat(),
            "late": submission.late,
            "version": submission.version,
            "words": submission.words,
            "spoken": spoken,
            "sha256": submission.sha256,
            "link": link,
        },
    )
    filled = message_values(course) | {
        "given_name": enrolment.given_name or enrolment.email,
        "piece": piece.title,
        "submitted": submission.submitted_at,
        "late": LATE if submission.late else "",
        "version": str(submission.version),
        "words": str(submission.words),
        "language": spoken,
        "sha256": submission.sha256,
        "link": link,
    }
    notifications.enqueue(in_course_words(plain, message(course.id, TEMPLATE), filled), now=submission.submitted_at)
