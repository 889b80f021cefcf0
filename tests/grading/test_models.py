"""The database itself refuses entries that mean nothing."""

from fractions import Fraction

import pytest
from sqlalchemy.exc import IntegrityError

from app.courses.queries import pieces_of
from app.grading.models import GradeEntry, GroupMarkEntry, Result
from app.shared.database import session
from tests.cast import AMINA
from tests.conftest import NOW
from tests.grading.cast import enrolment_of, group_of

SCORE = {"kind": "score", "state": "final", "value": Fraction(5), "source": "tutor"}


@pytest.fixture
def common(graded):
    piece = pieces_of(graded.id)[0].id
    return {"course_id": graded.id, "enrolment_id": enrolment_of(graded, AMINA), "piece_id": piece, "recorded_at": NOW}


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "guess"}, {"state": "maybe"}, {"source": "rumour"}, {"value": None}, {"piece_id": None},
        {"kind": "bonus"}, {"state": "cleared"}, {"kind": "criteria"}, {"criteria": {"clarity": "5"}},
        {"kind": "factor", "state": "submitted", "value": None}, {"enrolment_id": 99999}, {"piece_id": 99999},
    ],
    ids=str,
)  # fmt: skip
def test_a_wrong_entry_is_refused(common, wrong):
    session.add(GradeEntry(**{**common, **SCORE, **wrong}))
    with pytest.raises(IntegrityError):
        session.commit()
    session.rollback()


def test_a_right_one_is_kept(common):
    session.add(GradeEntry(**common, **SCORE))
    session.commit()


def test_a_group_mark_needs_a_known_source(graded):
    group = group_of(graded, "1")
    session.add(GroupMarkEntry(group_id=group, course_id=graded.id, percent=None, source="rumour", recorded_at=NOW))
    with pytest.raises(IntegrityError):
        session.commit()


def test_one_result_of_a_person_has_one_number(graded):
    def result() -> Result:
        points = ("quiz", "group", "essay", "base", "total")
        return Result(
            course_id=graded.id, enrolment_id=enrolment_of(graded, AMINA), number=1, frozen_at=NOW,
            course_version_id=graded.version_id, outcome="none", engagement="never", pieces_done=0, pieces_total=8,
            derivation={}, bonus_offered=Fraction(0), bonus_used=Fraction(0),
            **{f"{name}_points": Fraction(0) for name in points},
        )  # fmt: skip

    session.add_all([result(), result()])
    with pytest.raises(IntegrityError):
        session.commit()
