"""A correction after closing: a signed result beside the old one, and the certificate that follows from it."""

from __future__ import annotations

from collections import Counter

import pytest
import sqlalchemy as sa

from app.certificates.models import Certificate
from app.certificates.rules import Status
from app.courses.queries import get_course
from app.grading import queries as grading
from app.grading.models import Correction, Result
from app.grading.service import record_correction
from app.notifications.documents import render
from app.notifications.models import OutboxMessage
from app.shared.database import session
from app.shared.errors import NotAllowed, RuleBroken, Stale, Unreadable
from app.shared.permissions import SYSTEM, Actor, Grant, Role
from tests.cast import AMINA, BONGANI, CHLOE, TUTOR, enter_with_role
from tests.certificates.cast import closed_course, columns_of, issue, issued_course, rename
from tests.certificates.corrections import FULL_ESSAY, NO_ESSAY, NO_QUIZZES, correct, effect_of, signer
from tests.conftest import NOW
from tests.grading.cast import DIDIER, actor, enrolment_of, row_of
from tests.grading.test_races import at_once
from tests.grading.test_remarks import ask
from tests.unguarded import unguarded


def certificates(course, person):
    """(kind, status) of everything that somebody ever got, the oldest first."""
    rows = session.execute(
        sa.select(Certificate.kind, Certificate.status)
        .where(Certificate.enrolment_id == enrolment_of(course, person))
        .order_by(Certificate.id)
    )
    return [tuple(row) for row in rows]


def results(course, person):
    statement = sa.select(Result).where(Result.enrolment_id == enrolment_of(course, person)).order_by(Result.number)
    return session.scalars(statement).all()


GONE = {"pieces": {**NO_QUIZZES["pieces"], "essay": {"criteria": None}, "group_work": {"factor": "none"}}}
LIFTED = {"pieces": {"quiz_5": {"score": "9"}, "quiz_6": {"score": "9"}, **FULL_ESSAY["pieces"]}}
SCORES = {"pieces": {f"quiz_{number}": {"score": "10"} for number in range(1, 7)}}
HALF = {"pieces": {**SCORES["pieces"], "group_work": {"score": "80", "factor": "full"}}}

CASES = [
    # who, the correction, what happens, and what there is afterwards
    (AMINA, {"pieces": {"quiz_1": {"score": "9"}}}, "keep", [("achievement", "valid")]),
    (BONGANI, LIFTED, "replace", [("participation", "superseded"), ("achievement", "valid")]),
    (AMINA, NO_ESSAY, "replace", [("achievement", "superseded"), ("participation", "valid")]),
    (AMINA, GONE, "withdraw", [("achievement", "revoked")]),
    (DIDIER, HALF, "issue", [("participation", "valid")]),
    (DIDIER, {"pieces": {"quiz_1": {"score": "4"}}}, "none", []),
]


@pytest.mark.parametrize(
    ("person", "typed", "action", "after"), CASES, ids=[case[2] + "-" + case[0].given_name for case in CASES]
)
def test_the_certificate_follows_the_corrected_result(issued, person, typed, action, after):
    done = correct(issued, person, typed)

    assert done.effect.action == action
    assert certificates(issued, person) == after
    valid = session.scalars(
        sa.select(Certificate).where(
            Certificate.enrolment_id == enrolment_of(issued, person), Certificate.status == Status.VALID
        )
    ).all()
    if action in {"replace", "issue"}:
        assert [one.result_id for one in valid] == [done.correction.result_id]
        assert [one.number for one in valid] == [done.number]


def test_where_nothing_was_issued_yet_nothing_is_and_issuing_goes_by_the_correction(closed):
    assert correct(closed, AMINA, NO_ESSAY).effect.action == "none"
    assert certificates(closed, AMINA) == []
    issue(closed)
    assert certificates(closed, AMINA) == [("participation", "valid")]


def test_the_old_result_stays_as_it_was_to_the_last_byte(issued):
    before = columns_of(results(issued, AMINA)[0])
    correct(issued, AMINA, NO_ESSAY)
    session.expire_all()

    first, second = results(issued, AMINA)
    assert columns_of(first) == before
    assert (second.number, second.course_version_id, second.reason) == (
        2,
        first.course_version_id,
        "The marks were mixed up.",
    )
    assert row_of(issued, AMINA).derivation.outcome == "participation"
    assert row_of(issued, AMINA).derivation.essay_points == 0


def test_one_correction_after_another_each_beside_the_last(issued):
    correct(issued, AMINA, NO_ESSAY)
    correct(issued, AMINA, FULL_ESSAY)

    assert [one.number for one in results(issued, AMINA)] == [1, 2, 3]
    assert certificates(issued, AMINA)[-1] == ("achievement", "valid")
    assert Counter(status for _, status in certificates(issued, AMINA)) == {"superseded": 2, "valid": 1}


def test_a_piece_can_be_excused_and_a_bonus_given_after_closing(issued):
    done = correct(issued, BONGANI, {"pieces": {"essay": {"excused": True}}, "bonus": "10"})

    assert {change["what"] for change in done.correction.changes} == {"essay", "bonus"}
    assert row_of(issued, BONGANI).standing.excused == {"essay"}
    assert row_of(issued, BONGANI).derivation.pieces_total == 7


def test_the_signature_says_who_when_why_and_what_and_holds(issued):
    done = correct(issued, AMINA, NO_ESSAY)

    one = done.correction
    assert (one.genuine, one.number, one.signed_by) == (True, 2, signer(issued).person_id)
    assert grading.corrections_of(issued.id)[0].genuine


@pytest.mark.parametrize(
    "forged",
    [
        sa.update(Correction).values(reason="Because."),
        sa.update(Correction).values(changes=[]),
        sa.update(Correction).values(signature="0" * 64),
        sa.update(Correction).values(signed_at=sa.func.datetime("2022-01-01 00:00:00.000000")),
        sa.update(Result).where(Result.number == 2).values(outcome="achievement"),
        sa.update(Result).where(Result.number == 2).values(total_points=99),
        sa.update(Result).where(Result.number == 1).values(total_points=99),
        sa.update(Result).where(Result.number == 1).values(derivation={"standing": {}, "derivation": {}}),
    ],
    ids=["reason", "changes", "signature", "instant", "new outcome", "new total", "old total", "old derivation"],
)
def test_whatever_is_changed_afterwards_breaks_the_signature(issued, forged, database_kind):
    if database_kind == "postgresql" and "datetime(" in str(forged):
        forged = sa.update(Correction).values(signed_at=sa.text("'2022-01-01T00:00:00Z'::timestamptz"))
    correct(issued, AMINA, NO_ESSAY)
    with unguarded("results", "corrections"):
        session.execute(forged)

    assert not grading.corrections_of(issued.id)[0].genuine


@pytest.mark.parametrize("verb", ["UPDATE {} SET reason = 'x'", "DELETE FROM {}"], ids=["update", "delete"])
@pytest.mark.parametrize("table", ["results", "corrections"])
def test_the_database_itself_keeps_results_and_corrections_as_they_are(issued, table, verb):
    correct(issued, AMINA, NO_ESSAY)
    with pytest.raises(sa.exc.DBAPIError, match=f"{table} is append-only"):
        session.execute(sa.text(verb.format(table)))
    session.rollback()
    assert grading.corrections_of(issued.id)[0].genuine


def test_the_participant_gets_a_mail_with_the_reason_and_what_became_of_the_certificate(issued):
    session.query(OutboxMessage).delete()
    correct(issued, CHLOE, NO_ESSAY)

    mails = {mail.template: mail for mail in session.query(OutboxMessage)}
    corrected = mails["result_corrected"]
    assert set(mails) == {"result_corrected", "certificate"}
    assert (corrected.address, corrected.language) == (CHLOE.email, "fr")
    assert (corrected.params["reason"], corrected.params["certificate"]) == ("The marks were mixed up.", "replace")


@pytest.mark.parametrize(
    ("change", "error", "code"),
    [
        ({"seen": "an older preview"}, Stale, "stale"),
        ({"reason": "  "}, Unreadable, "unreadable"),
        ({"actor": SYSTEM}, NotAllowed, "not_allowed"),
    ],
    ids=["stale", "no reason", "nobody signs"],
)
def test_what_is_refused_changes_nothing(issued, change, error, code):
    with pytest.raises(error) as refused:
        correct(issued, AMINA, NO_ESSAY, **change)
    session.rollback()
    assert refused.value.code == code
    assert (session.query(Result).count(), session.query(Correction).count()) == (4, 0)
    assert certificates(issued, AMINA) == [("achievement", "valid")]


def test_a_tutor_does_not_correct_results(issued):
    with pytest.raises(NotAllowed):
        correct(issued, AMINA, NO_ESSAY, actor=actor(TUTOR, Role.TUTOR, issued))


def test_a_correction_that_changes_nothing_is_refused(issued):
    with pytest.raises(RuleBroken) as refused:
        correct(issued, AMINA, {"pieces": {"quiz_1": {"score": "8"}}})
    assert refused.value.code == "nothing_changes"


def test_before_closing_there_is_nothing_to_correct(marked):
    with pytest.raises(RuleBroken) as refused:
        effect_of(marked, AMINA, {})
    assert refused.value.code == "course_open"


def test_a_name_that_cannot_be_printed_stops_a_correction_that_needs_a_certificate(issued):
    rename(AMINA, "Banda \U00013000")
    with pytest.raises(RuleBroken) as refused:
        correct(issued, AMINA, NO_ESSAY)
    session.rollback()
    assert refused.value.code == "name_unprintable"
    assert certificates(issued, AMINA) == [("achievement", "valid")]


@pytest.mark.parametrize(
    ("typed", "where"),
    [
        ({"pieces": {"quiz_1": {"score": "11"}}}, "quiz_1.score"),
        ({"pieces": {"group_work": {"factor": "most"}}}, "group_work.factor"),
        ({"pieces": {"essay": {"criteria": {"clarity": "8"}}}}, "essay.alignment"),
        (
            {
                "pieces": {
                    "essay": {"criteria": dict.fromkeys(("clarity", "alignment", "coherence", "gender", "wit"), "1")}
                }
            },
            "essay.wit",
        ),
        ({"pieces": {"thesis": {"score": "1"}}}, "thesis"),
        ({"bonus": "11"}, "bonus"),
    ],
)
def test_what_cannot_be_read_is_named(issued, typed, where):
    with pytest.raises(Unreadable) as refused:
        effect_of(issued, AMINA, typed)
    assert where in {problem.where for problem in refused.value.problems}


@pytest.mark.parametrize("start", [issued_course, closed_course])
def test_of_32_who_sign_at_once_one_does_and_one_certificate_is_valid(app, start):
    """I11: at most one valid certificate per participant and course."""
    course = start()
    seen, by = effect_of(course, AMINA, NO_ESSAY).digest, signer(course)

    outcomes = at_once(app, *[lambda: correct(course, AMINA, NO_ESSAY, seen=seen, actor=by)] * 32)

    assert Counter(outcomes) == {"done": 1, "stale": 31}
    assert [one.number for one in results(course, AMINA)] == [1, 2]
    assert sum(status == "valid" for _, status in certificates(course, AMINA)) == (1 if start is issued_course else 0)


def test_corrections_and_issuing_at_once_leave_one_valid_certificate_each(app):
    course = closed_course()
    seen, by = effect_of(course, AMINA, NO_ESSAY).digest, signer(course)

    at_once(
        app,
        *[lambda: issue(get_course(course.code))] * 16,
        *[lambda: correct(course, AMINA, NO_ESSAY, seen=seen, actor=by)] * 16,
    )
    issue(get_course(course.code))

    assert [kind for kind, status in certificates(course, AMINA) if status == "valid"] in (
        ["participation"],
        ["achievement"],
    )
    valid = session.query(Certificate).filter_by(status="valid").count()
    assert valid == 3


def test_nobody_corrects_their_own_result(issued):
    entered = enter_with_role(AMINA, Role.ACTIVITY_MANAGER, issued.id)
    grants = (Grant(Role.ACTIVITY_MANAGER, issued.id), Grant(Role.PARTICIPANT, issued.id))
    own = Actor(entered.id, f"person:{entered.id}", grants)
    with pytest.raises(RuleBroken) as refused:
        correct(issued, AMINA, {"pieces": {"quiz_1": {"score": "9"}}}, actor=own)
    assert refused.value.code == "own_mark"
    assert len(results(issued, AMINA)) == 1


def test_a_correction_given_to_somebody_else_is_not_genuine(issued):
    correct(issued, AMINA, {"pieces": {"quiz_1": {"score": "9"}}})
    other = enrolment_of(issued, BONGANI)
    with unguarded("corrections"):
        session.execute(sa.update(Correction).values(enrolment_id=other))
    assert [one.genuine for one in grading.corrections_of(issued.id, other)] == [False]


def test_the_same_criteria_again_correct_nothing(issued):
    same = dict(grading.criteria_known(issued.id, enrolment_of(issued, AMINA))["essay"])
    assert effect_of(issued, AMINA, {"pieces": {"essay": {"criteria": same}}}).result.changes == []


def test_nobody_settles_their_own_remark_by_a_correction(issued):
    remark = ask(issued, key="quiz_1")
    person = enter_with_role(AMINA, Role.ACTIVITY_MANAGER, issued.id)
    own = Actor(person.id, f"person:{person.id}", (Grant(Role.ACTIVITY_MANAGER, issued.id),))
    preview = effect_of(issued, AMINA, {"pieces": {"quiz_1": {"score": "9"}}}).result
    with pytest.raises(RuleBroken) as refused:
        record_correction(preview, "Mine.", remark_id=remark.id, actor=own, now=NOW)
    assert refused.value.code == "own_mark"


def test_a_part_in_group_work_that_is_corrected_is_told_as_such(issued):
    remark = ask(issued, key="group_work")
    preview = effect_of(issued, AMINA, {"pieces": {"group_work": {"factor": "1/2"}}}).result
    record_correction(preview, "Looked at again.", remark_id=remark.id, actor=signer(issued), now=NOW)
    settled = grading.get_remark(issued.id, remark.id)
    assert settled.is_of_factor
    mail = session.query(OutboxMessage).filter_by(template="remark_decided").one()
    assert "the participation factor is now 0.5" in render(mail.template, mail.params, language="en", zone="UTC").body
