"""Correcting over pages, HTTP and what the command says of signatures."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.grading import queries as grading
from app.grading.models import Correction
from app.shared.database import session
from app.shared.permissions import Role
from tests.cast import AMINA, BONGANI, MANAGER, TUTOR, csrf_token
from tests.certificates.cast import certificate_of
from tests.certificates.corrections import NO_ESSAY, correct
from tests.grading.cast import enrolment_of, row_of
from tests.unguarded import unguarded

EMPTY = {f"essay.{key}": "" for key in ("clarity", "alignment", "coherence", "gender")}


@pytest.fixture
def manager(browse, issued):
    return browse(issued, MANAGER, Role.ACTIVITY_MANAGER)


def path_of(course, person=AMINA):
    return f"/courses/{course.code}/gradebook/{enrolment_of(course, person)}/correction"


def test_the_form_holds_the_frozen_values_and_changing_nothing_says_so(manager, issued):
    page = manager.get(path_of(issued)).text
    assert 'name="quiz_1.score"' in page
    assert 'value="8"' in page
    assert "Nothing is different" in manager.get(path_of(issued), query_string={"preview": "yes"}).text


def test_the_preview_says_what_follows_and_signing_does_exactly_that(manager, issued):
    page = manager.get(path_of(issued), query_string={"preview": "yes", **EMPTY}).text
    assert "A new one takes the place of the one there is." in page
    seen = page.split('name="seen" value="')[1].split('"')[0]
    typed = {"csrf_token": csrf_token(manager), "seen": seen, **EMPTY}
    assert manager.post(path_of(issued), data={**typed, "reason": ""}).status_code == 422
    assert manager.post(path_of(issued), data={**typed, "reason": "Not hers.", "bonus": "5"}).status_code == 412
    assert manager.post(path_of(issued), data={**typed, "reason": "Not hers."}).status_code == 303

    assert row_of(issued, AMINA).derivation.outcome == "participation"
    person = manager.get(f"/courses/{issued.code}/gradebook/{enrolment_of(issued, AMINA)}").text
    assert "signature holds" in person
    assert "Not hers." in person
    assert certificate_of(issued, "Amina").kind == "participation"


def test_the_participant_reads_the_correction_and_its_reason(browse, issued):
    correct(issued, AMINA, NO_ESSAY, reason="Handed in by somebody else.")
    page = browse(issued, AMINA).get(f"/courses/{issued.code}/standing").text
    assert "Handed in by somebody else." in page
    assert "signature holds" in page
    assert "Handed in by somebody else." not in browse(issued, BONGANI).get(f"/courses/{issued.code}/standing").text


def test_a_tutor_gets_no_form(browse, issued):
    assert browse(issued, TUTOR, Role.TUTOR).get(path_of(issued)).status_code == 403


def test_what_cannot_be_read_stays_in_the_form_beside_what_is_wrong(manager, issued):
    answer = manager.get(path_of(issued), query_string={"preview": "yes", "quiz_1.score": "11"})
    assert answer.status_code == 422
    assert 'value="11"' in answer.text


def test_a_remark_that_is_none_is_not_found_and_nothing_is_signed(manager, issued):
    page = manager.get(path_of(issued), query_string={"preview": "yes", **EMPTY}).text
    seen = page.split('name="seen" value="')[1].split('"')[0]
    typed = {"csrf_token": csrf_token(manager), "seen": seen, **EMPTY, "reason": "Not hers."}
    for remark in ("9" * 25, "x"):
        assert manager.post(path_of(issued), data={**typed, "remark": remark}).status_code == 404
    path = f"/api/v1/courses/{issued.code}/participants/{enrolment_of(issued, AMINA)}/corrections"
    body = {"bonus": None, "reason": "x", "seen": "x", "remark": 2**31}
    assert manager.post(path, json=body, headers={"X-CSRFToken": csrf_token(manager)}).status_code == 422
    assert row_of(issued, AMINA).derivation.outcome == "achievement"


def test_over_http_a_dry_run_gives_the_digest_that_signing_asks_for(manager, issued):
    path = f"/api/v1/courses/{issued.code}/participants/{enrolment_of(issued, AMINA)}/corrections"
    headers = {"X-CSRFToken": csrf_token(manager)}
    body = {"pieces": {"quiz_1": {"score": 10}}, "bonus": None}
    shown = manager.post(path, json={**body, "dry_run": True}, headers=headers)
    assert (shown.status_code, shown.json["certificate"], shown.json["result"]) == (200, "keep", None)
    blind = manager.post(path, json={**body, "reason": "Misread."}, headers=headers)
    assert blind.status_code == 412
    signed = manager.post(path, json={**body, "reason": "Misread.", "seen": shown.json["digest"]}, headers=headers)
    assert (signed.status_code, signed.json["result"], signed.json["total_after"]) == (200, 2, "77.00")


def test_the_command_verifies_every_signature(run, issued):
    correct(issued, AMINA, NO_ESSAY)
    result = run.invoke(args=["results", "corrections", issued.code])
    assert result.exit_code == 0
    assert "signature holds" in result.output
    assert grading.corrections_of(issued.id)
    with unguarded("corrections"):
        session.execute(sa.update(Correction).values(reason="Another reason."))
    result = run.invoke(args=["results", "corrections", issued.code])
    assert result.exit_code == 1
    assert "DOES NOT HOLD" in result.output
