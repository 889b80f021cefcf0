"""What is written can be read back, and means the same; what would not is left out, with a reason."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, event, given, settings

from app.quizzes.documents import EXPORT_FORMATS, QuestionFormat, read_questions, write_questions
from app.quizzes.rules import QuestionKind
from tests.quizzes.documents.meaning import assert_same, feedback_of
from tests.quizzes.documents.random_questions import bank_questions

BANKS = {QuestionFormat.GIFT, QuestionFormat.MOODLE_XML, QuestionFormat.QTI}


@pytest.mark.parametrize("written", EXPORT_FORMATS)
@given(asked=bank_questions())
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_question_means_the_same_after_a_round_trip_or_is_left_out(written, asked):
    exported = write_questions([asked], written, language="en")
    if exported.left_out:
        event(f"{written}: left out, {exported.left_out[0].reason}")
        assert len(exported.left_out) == 1
        return
    imported = read_questions(exported.raw, language="en")
    assert imported.format is written
    assert not imported.refused, str(imported.refused[0].reason)
    (back,) = imported.questions
    assert_same(asked, back)
    if written in BANKS:
        assert (back.key, back.category, back.tags) == (asked.key, asked.category, asked.tags)
        assert back.question.difficulty is asked.question.difficulty
        assert back.question.title == asked.question.title
    if written in BANKS and asked.question.kind is not QuestionKind.NUMERIC:
        assert feedback_of(back.question) == feedback_of(asked.question)
