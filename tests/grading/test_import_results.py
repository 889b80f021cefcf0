"""Results earned elsewhere come in by file: what the file says replaces what is stored of the people it lists."""

from fractions import Fraction

import pytest
from sqlalchemy import select, func

from app.grading import queries, service
from app.grading.models import GradeEntry
from app.grading.rules import Outcome
from app.shared.database import session
from app.shared.errors import NotAllowed, RuleBroken, Unreadable
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA, BONGANI, CHLOE, TUTOR
from tests.conftest import NOW
from tests.grading.cast import (
    DIDIER,
    actor,
    all_done,
    graded_course,
    import_bytes,
    import_rows,
    mark_groups,
    result_file,
    result_row,
    row_of,
)

MARKS = b"group,mark_percent\n1,82\n2,74\n"


@pytest.fixture
def course(app):
    return graded_course()


def entries() -> int:
    return session.scalar(select(func.count()).select_from(GradeEntry))


def test_somebody_who_did_everything_gets_the_points_of_every_piece(course):
    import_rows(course, all_done(AMINA, quiz=8, essay="7.5"), marks=MARKS)

    derivation = row_of(course, AMINA).derivation
    assert derivation.quiz_points == 24
    assert derivation.group_points == Fraction("24.6")
    assert derivation.essay_points == 30
    assert derivation.outcome is Outcome.ACHIEVEMENT
    assert derivation.pieces_done == 8
