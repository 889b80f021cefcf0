"""Reads of what essays were given."""

from __future__ import annotations

from app.essays.rules.values import EssayValue
from app.rubrics import queries as marks
from app.rubrics.rules import MarkValue, Round, Subject, SubjectKind


def subject_of(essay: EssayValue) -> Subject:
    """Return an essay as something that is marked."""
    return Subject(SubjectKind.ESSAY, essay.id, essay.course_id, essay.piece_id)


def counted_mark(essay: EssayValue) -> MarkValue | None:
    """Return the mark of an essay that counts: the agreed one, else its only marker’s; None: there is none yet."""
    final = {mark.round: mark for mark in marks.marks_on(subject_of(essay)) if mark.is_final}
    if Round.AGREED in final:
        return final[Round.AGREED]
    return final.get(Round.FIRST) if len(final) == 1 else None
