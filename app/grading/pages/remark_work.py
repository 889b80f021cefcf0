"""Where the work lies that a remark is about: whoever decides reads it again."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from app.courses.rules import CourseValue, PieceKind, PieceValue
from app.essays import queries as essays
from app.grading.rules.remarks import RemarkValue
from app.quizzes import queries as quizzes


def work_of(course: CourseValue, remark: RemarkValue, piece: PieceValue) -> tuple[tuple[str, str], ...]:
    """Return the pages of the work as (words, address): none for what was done elsewhere and imported."""
    if piece.kind is PieceKind.ESSAY:
        essay = essays.find_essay(piece.id, remark.enrolment_id)
        if essay is None or not essay.is_submitted:
            return ()
        address = url_for("essays.desk", code=course.code, essay_id=essay.id)
        return ((_("Read the essay, its marks and notes"), address),)
    if piece.kind is PieceKind.GROUP:
        if remark.group_id is None:
            return ()
        submitted = url_for("groupwork.submission", code=course.code, group_id=remark.group_id)
        given = url_for("groupwork.group_mark", code=course.code, group_id=remark.group_id)
        parts = url_for("grading.factors", code=course.code, group=remark.group_id)
        return (
            (_("Read what the group submitted"), submitted),
            (_("Read the marks by criteria"), given),
            (_("See what speaks for each member’s part"), parts),
        )
    attempt_id = newest_attempt(course.id, remark.enrolment_id, piece.id)
    if attempt_id is None:
        return ()
    return ((_("Read the attempt"), url_for("quizzes.attempt_record", code=course.code, attempt_id=attempt_id)),)


def newest_attempt(course_id: int, enrolment_id: int, piece_id: int) -> int | None:
    """Return somebody's newest attempt at the quiz of a piece; None: there is none here."""
    here = {quiz.id for quiz in quizzes.quizzes_of(course_id) if quiz.piece_id == piece_id}
    attempts = [one for one in quizzes.attempts_of_enrolment(course_id, enrolment_id) if one.quiz_id in here]
    return attempts[-1].id if attempts else None
