"""Tutors record group marks, factors and bonuses; each is a new entry beside the old one."""

from fractions import Fraction

import pytest

from app.grading import queries, service
from app.grading.rules.entries import EntryKind
from app.shared.audit import AuditEntry, AuditPersonalValue
from app.shared.database import session
from app.shared.errors import NotAllowed, NotFound, RuleBroken, Stale, Unreadable
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA, BONGANI, CHLOE, EXPERT, TUTOR
from tests.conftest import NOW
from tests.grading.cast import (
    DIDIER,
    QUIZZES,
    actor,
    enrolment_of,
    graded_course,
    group_of,
    import_rows,
    mark_groups,
    result_row,
    row_of,
)

HALF, THIRD = Fraction(1, 2), Fraction(1, 3)


@pytest.fixture
def course(app):
    return graded_course()


@pytest.fixture
def tutor(course):
    return actor(TUTOR, Role.TUTOR, course)


def factor(course, person, value, reason="", by=SYSTEM, **options):
    return service.record_factor(course, enrolment_of(course, person), value, reason, actor=by, now=NOW, **options)


def bonus(course, person, value, reason="Answered in the forum", by=SYSTEM, **options):
    return service.record_bonus(course, enrolment_of(course, person), value, reason, actor=by, now=NOW, **options)


def mark(course, name, percent, by=SYSTEM, **options):
    return service.record_group_mark(course, group_of(course, name), percent, actor=by, now=NOW, **options)


@pytest.mark.parametrize("usual", [Fraction(1), HALF, Fraction(0)])
def test_the_usual_factors_need_no_reason(course, tutor, usual):
    assert factor(course, AMINA, usual, by=tutor).value == usual


def test_another_factor_needs_a_written_reason(course, tutor):
    with pytest.raises(Unreadable) as refusal:
        factor(course, AMINA, THIRD, "  ", by=tutor)

    assert refusal.value.problems[0].where == "reason"
    assert factor(course, AMINA, THIRD, "Joined in week 3", by=tutor).reason == "Joined in week 3"


def test_a_factor_counts_with_the_mark_of_the_group(course, tutor):
    mark(course, "1", Fraction(80), by=tutor)
    factor(course, AMINA, HALF, by=tutor)

    assert row_of(course, AMINA).derivation.group_points == 12
    assert row_of(course, BONGANI).derivation.group_points == 0


def test_the_mark_counts_for_every_member_who_took_part(course):
    factor(course, AMINA, Fraction(1))
    factor(course, BONGANI, Fraction(0))
    mark(course, "1", Fraction(50))
    mark(course, "1", Fraction(90))

    assert row_of(course, AMINA).derivation.group_points == 27
    assert row_of(course, BONGANI).derivation.pieces_done == 0


@pytest.mark.parametrize("wrong", [Fraction(-1, 10), Fraction(11, 10)])
def test_a_factor_lies_from_0_to_1(course, wrong):
    with pytest.raises(Unreadable):
        factor(course, AMINA, wrong, "because")


def test_a_part_in_group_work_needs_a_group(course):
    with pytest.raises(RuleBroken) as refusal:
        factor(course, DIDIER, Fraction(1))

    assert refusal.value.code == "no_group"
    assert factor(course, DIDIER, Fraction(0)).value == 0


def test_a_factor_can_be_taken_back(course):
    mark_groups(course, g1=80)
    factor(course, AMINA, Fraction(1))

    factor(course, AMINA, None)

    assert row_of(course, AMINA).standing.piece("group_work").factor is None


def test_a_bonus_needs_a_reason(course, tutor):
    with pytest.raises(Unreadable) as refusal:
        bonus(course, AMINA, Fraction(10), "", by=tutor)

    assert str(refusal.value.problems[0].reason) == "A bonus needs a written reason."


@pytest.mark.parametrize("wrong", [Fraction(-1), Fraction("10.01")])
def test_a_bonus_lies_from_0_to_the_most_of_the_policy(course, wrong):
    with pytest.raises(Unreadable):
        bonus(course, AMINA, wrong)


def test_a_bonus_counts_only_where_it_lifts(course):
    mark_groups(course, g1=80)
    scores = dict.fromkeys(QUIZZES, 10)
    essay = dict.fromkeys(("essay_clarity", "essay_alignment", "essay_coherence", "essay_gender"), 0)
    import_rows(course, result_row(AMINA, group_participation="full", **scores, **essay))

    bonus(course, AMINA, Fraction(5))
    assert row_of(course, AMINA).derivation.bonus_used == 0
    bonus(course, AMINA, Fraction(10))
    assert row_of(course, AMINA).derivation.total == 64


def test_the_same_again_adds_no_entry_but_a_new_reason_does(course):
    first = bonus(course, AMINA, Fraction(5), "Forum")

    assert bonus(course, AMINA, Fraction(5), "Forum") == first
    assert bonus(course, AMINA, Fraction(5), "Forum and webinar").id > first.id
    assert len(queries.history(course.id, enrolment_of(course, AMINA))) == 2


def test_a_mark_lies_from_0_to_100(course):
    for wrong in (Fraction(-1), Fraction(101)):
        with pytest.raises(Unreadable):
            mark(course, "1", wrong)
    assert mark(course, "1", Fraction(100)).percent == 100


def test_a_group_of_another_course_is_not_found(course):
    other = graded_course("OTHER-1")

    with pytest.raises(NotFound):
        service.record_group_mark(course, group_of(other, "1"), Fraction(50), actor=SYSTEM, now=NOW)


def test_a_participant_of_another_course_is_not_found(course):
    other = graded_course("OTHER-1")

    with pytest.raises(NotFound):
        service.record_bonus(course, enrolment_of(other, AMINA), Fraction(1), "why", actor=SYSTEM, now=NOW)


def test_what_was_stored_is_checked_before_it_is_replaced(course):
    first = bonus(course, AMINA, Fraction(5))
    seen = []

    def check(stored):
        seen.append(stored)
        raise Stale

    with pytest.raises(Stale):
        bonus(course, AMINA, Fraction(6), check=check)
    with pytest.raises(Stale):
        mark(course, "2", Fraction(6), check=check)
    assert seen == [first.id, None]


def test_experts_record_nothing_and_a_tutor_of_another_course_neither(course, tutor):
    expert, other = actor(EXPERT, Role.EXPERT, course), graded_course("OTHER-1")

    for verb in (
        lambda: factor(course, AMINA, HALF, by=expert),
        lambda: bonus(course, AMINA, Fraction(1), by=expert),
        lambda: mark(course, "1", Fraction(1), by=expert),
        lambda: bonus(other, AMINA, Fraction(1), by=tutor),
        lambda: mark(other, "1", Fraction(1), by=tutor),
        lambda: service.record_score(course, enrolment_of(course, AMINA), "quiz_1", HALF, actor=tutor, now=NOW),
    ):
        with pytest.raises(NotAllowed):
            verb()


def test_the_audit_trail_says_who_and_what_and_keeps_the_reason_erasable(course, tutor):
    bonus(course, AMINA, Fraction(5), "Helped her sister", by=tutor)
    session.flush()

    entry = session.query(AuditEntry).filter_by(action="record_bonus").one()
    assert entry.actor_id == tutor.person_id
    assert entry.after["value"] == "5"
    assert "sister" not in str(entry.after)
    assert session.query(AuditPersonalValue).filter_by(entry_id=entry.id).one().value == "Helped her sister"


def test_a_score_and_criteria_are_recorded_one_by_one(course):
    enrolment = enrolment_of(course, CHLOE)
    criteria = {"clarity": Fraction("8.5"), "alignment": THIRD, "coherence": Fraction(0), "gender": Fraction(10)}

    service.record_score(course, enrolment, "quiz_1", Fraction(7), actor=SYSTEM, now=NOW)
    entry = service.record_criteria(course, enrolment, "essay", criteria, actor=SYSTEM, now=NOW)

    assert entry.criteria == {"clarity": "8.5", "alignment": "1/3", "coherence": "0", "gender": "10"}
    assert row_of(course, CHLOE).standing.piece("essay").score == Fraction("18.5") + THIRD
    assert row_of(course, CHLOE).derivation.pieces_done == 2


@pytest.mark.parametrize(
    ("criteria", "wrong"),
    [
        ({"clarity": 1, "alignment": 1, "coherence": 1}, "gender"),
        ({"clarity": 1, "alignment": 1, "coherence": 1, "gender": 1, "style": 1}, "style"),
        ({"clarity": 1, "alignment": 1, "coherence": 1, "gender": 11}, "gender"),
    ],
)
def test_an_essay_has_all_its_criteria_within_their_range(course, criteria, wrong):
    points = {key: Fraction(value) for key, value in criteria.items()}

    with pytest.raises(Unreadable) as refusal:
        service.record_criteria(course, enrolment_of(course, CHLOE), "essay", points, actor=SYSTEM, now=NOW)

    assert refusal.value.problems[0].where == wrong


def test_a_piece_of_another_kind_is_not_found(course):
    with pytest.raises(NotFound):
        service.record_score(course, enrolment_of(course, CHLOE), "essay", HALF, actor=SYSTEM, now=NOW)


def test_nothing_is_recorded_after_closing(course):
    enrolment = enrolment_of(course, AMINA)
    service.close_course(course, actor=SYSTEM, now=NOW)

    for verb in (
        lambda: factor(course, AMINA, HALF),
        lambda: bonus(course, AMINA, Fraction(1)),
        lambda: mark(course, "1", Fraction(1)),
        lambda: service.record_score(course, enrolment, "quiz_1", HALF, actor=SYSTEM, now=NOW),
        lambda: service.record_criteria(course, enrolment, "essay", None, actor=SYSTEM, now=NOW),
        lambda: service.record_submission(course, enrolment, "essay", actor=SYSTEM, now=NOW),
    ):
        with pytest.raises(RuleBroken) as refusal:
            verb()
        assert refusal.value.code == "course_closed"


def test_the_newest_entry_counts_whatever_was_recorded_between(course):
    for value in (1, 2, 3):
        bonus(course, AMINA, Fraction(value))
        factor(course, AMINA, Fraction(value % 2))

    found = queries.entries_of(course.id, [enrolment_of(course, AMINA)])
    assert {entry.kind: entry.value for entry in found} == {EntryKind.BONUS: 3, EntryKind.FACTOR: 1}
