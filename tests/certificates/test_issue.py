"""Issuing: who earned a certificate gets it, once, in the own language, with a mail."""

from __future__ import annotations

from collections import Counter

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.certificates import queries
from app.certificates.models import Certificate
from app.certificates.rules import Action, CertificateKind, Status
from app.courses.queries import get_course
from app.grading.models import Result
from app.grading.rules import Outcome
from app.notifications.models import OutboxMessage
from app.shared.audit import AuditEntry
from app.shared.database import session
from app.shared.errors import NotAllowed, RuleBroken
from app.shared.permissions import Role
from tests.cast import AMINA, BONGANI, CHLOE, MANAGER, TUTOR
from tests.certificates.cast import BASE_URL, certificate_of, columns_of, correct, issue, rename
from tests.conftest import NOW
from tests.grading.cast import DIDIER, actor
from tests.grading.test_races import at_once
from tests.statements import statements
from tests.unguarded import unguarded


def test_everybody_who_earned_one_gets_one(closed):
    issued = issue(closed)

    assert issued.kinds == {CertificateKind.ACHIEVEMENT: 2, CertificateKind.PARTICIPATION: 1}
    assert {one.facts.name: one.kind.value for one in queries.certificates_of(closed.id)} == {
        "Amina Banda": "achievement",
        "Bongani !Xóõ": "participation",
        "Chloé d’Almeida": "achievement",
    }


def test_what_is_printed_is_in_the_holders_language(issued):
    english, french = certificate_of(issued, "Amina").facts, certificate_of(issued, "Chloé").facts

    assert (english.language, english.title) == ("en", "Certificate of Achievement")
    assert (french.language, french.title) == ("fr", "Certificat de réussite")
    assert french.course_title.startswith("Gouvernance des migrations")
    assert french.signatories[0].role == issued.certificate["signatories"][0]["role"]["fr"]
    assert french.verify_url == f"{BASE_URL}/verify/{french.number}"
    assert french.issued_on == NOW.date()


def test_numbers_cannot_be_told_from_one_another(issued):
    numbers = [one.number for one in queries.certificates_of(issued.id)]

    assert len({number[:8] for number in numbers}) == len(numbers) == 3


def test_issuing_again_does_nothing(issued):
    before = queries.certificates_of(issued.id)

    again = issue(issued)

    assert not again.numbers
    assert Counter(award.action for award in again.awards) == {Action.KEEP: 3, Action.NONE: 1}
    assert queries.certificates_of(issued.id) == before
    assert session.scalar(sa.select(sa.func.count()).select_from(OutboxMessage)) == 3


def test_each_holder_gets_a_mail_with_the_way_to_it(issued):
    number = certificate_of(issued, "Chloé").number
    mail = session.scalars(sa.select(OutboxMessage).where(OutboxMessage.address == CHLOE.email)).one()

    assert (mail.template, mail.language) == ("certificate", "fr")
    assert mail.params["link"] == f"{BASE_URL}/certificates/{number}.pdf"


def test_before_closing_nothing_is_issued(marked):
    with pytest.raises(RuleBroken) as refused:
        issue(marked)

    assert refused.value.code == "course_open"
    assert queries.certificates_of(marked.id) == []


def test_before_closing_one_can_see_who_would_get_what_and_why(marked):
    awards = {award.enrolment.email: award for award in queries.awards(marked)}

    assert [awards[person.email].action for person in (AMINA, DIDIER)] == [Action.ISSUE, Action.NONE]
    assert awards[BONGANI.email].kind is CertificateKind.PARTICIPATION
    assert str(awards[AMINA.email].why).endswith("The reason: everything that Achievement asks for is reached.")
    assert awards[AMINA.email].result_id is None


def test_a_tutor_may_not_issue(closed):
    with pytest.raises(NotAllowed):
        issue(closed, actor(TUTOR, Role.TUTOR, closed))


def test_the_trail_says_who_issued_what(closed):
    manager = actor(MANAGER, Role.ACTIVITY_MANAGER, closed)
    issue(closed, manager)

    entries = session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "issue_certificate")).all()
    assert {entry.actor_id for entry in entries} == {manager.person_id}
    there = queries.certificates_of(closed.id)
    assert {entry.subject for entry in entries} == {f"certificate:{one.id}" for one in there}
    assert not any(one.number in str(entry.after) for entry in entries for one in there)


def test_a_correction_that_changes_the_outcome_replaces_the_certificate(issued):
    old = certificate_of(issued, "Bongani")
    correct(issued, BONGANI, Outcome.ACHIEVEMENT)

    again = issue(issued)

    new = certificate_of(issued, "Bongani")
    assert again.actions[Action.REPLACE] == len(again.numbers) == 1
    assert (new.kind, new.number != old.number) == (CertificateKind.ACHIEVEMENT, True)
    assert queries.find_by_number(old.number).status is Status.SUPERSEDED
    assert session.get_one(Certificate, old.id).superseded_by == new.id


def test_a_correction_that_takes_the_outcome_away_withdraws_the_certificate(issued):
    correct(issued, BONGANI, Outcome.NONE)

    again = issue(issued)

    withdrawn = queries.no_longer_valid(issued.id)
    assert again.actions[Action.WITHDRAW] == 1
    assert [(one.facts.name, one.status, one.revoked_at) for one in withdrawn] == [
        ("Bongani !Xóõ", Status.REVOKED, NOW)
    ]


def test_a_correction_that_changes_nothing_on_paper_changes_no_paper(issued):
    correct(issued, AMINA, Outcome.ACHIEVEMENT)

    assert not issue(issued).numbers


def test_a_name_that_cannot_be_printed_is_left_out_and_named(closed):
    rename(AMINA, "\U0001f600")

    issued = issue(closed)

    left_out = [award for award in issued.awards if award.action is Action.UNPRINTABLE]
    assert [(award.enrolment.email, award.unprintable) for award in left_out] == [(AMINA.email, "\U0001f600")]
    assert len(issued.numbers) == 2


def test_the_database_refuses_a_second_valid_one(issued):
    first = session.get_one(Certificate, certificate_of(issued, "Amina").id)
    session.add(Certificate(**{**columns_of(first), "number": "0" * 26}))
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_of_32_who_issue_at_once_all_succeed_and_each_holder_has_one(app, closed):
    """Invariant I11."""
    code = closed.code

    outcomes = at_once(app, *[lambda: issue(get_course(code))] * 32)

    valid = [one.person_id for one in queries.certificates_of(closed.id) if one.is_valid]
    assert Counter(outcomes) == {"done": 32}
    assert len(valid) == len(set(valid)) == 3
    assert len(queries.certificates_of(closed.id)) == 3
    assert session.scalar(sa.select(sa.func.count()).select_from(OutboxMessage)) == 3


def test_a_preview_does_not_read_more_for_more_people(closed):
    with statements() as four:
        queries.awards(closed)
    with unguarded("results"):
        session.execute(sa.delete(Result).where(Result.outcome == "none"))
    with statements() as fewer:
        queries.awards(closed)
    assert len(four) <= 12
    assert len(fewer) - len(four) < 6
