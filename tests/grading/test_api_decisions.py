"""Releases, remarks and excuses over HTTP."""

from __future__ import annotations

from fractions import Fraction

import pytest

from app.grading import service
from app.shared.database import session
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA, MANAGER, csrf_token
from tests.conftest import NOW
from tests.grading.cast import TINA, enrolment_of, mark_groups, row_of
from tests.grading.desk import desk_mark, hand_in

API = "/api/v1/courses/A9714776"


@pytest.fixture
def desk(graded):
    hand_in(graded, AMINA)
    desk_mark(graded, AMINA)
    return graded


def call(browser, method, path, body, **headers):
    headers = {"X-CSRFToken": csrf_token(browser), **{name.replace("_", "-"): value for name, value in headers.items()}}
    return browser.open(API + path, method=method, json=body, headers=headers)


def test_marks_are_released_once(desk, browse):
    marta = browse(MANAGER, Role.ACTIVITY_MANAGER)
    by_piece = {one["piece"]: one for one in marta.get(f"{API}/releases").json["items"]}
    assert (by_piece["essay"]["hidden"], by_piece["essay"]["released_at"]) == (1, None)
    done = call(marta, "POST", "/releases", {"piece": "essay"})
    assert (done.status_code, done.json["told"]) == (201, 1)
    again = call(marta, "POST", "/releases", {"piece": "essay"})
    assert (again.status_code, again.json["code"]) == (409, "already_released")


def test_a_remark_is_asked_for_written_about_and_decided(desk, browse, monkeypatch):
    for name in ("releasing", "remarks"):
        monkeypatch.setattr(f"app.grading.api.{name}.arrived_at", lambda: NOW)
    marta, amina, tina = browse(MANAGER, Role.ACTIVITY_MANAGER), browse(AMINA), browse(TINA, Role.TUTOR)
    early = call(amina, "POST", "/remarks", {"piece": "essay", "reason": "Low."})
    assert (early.status_code, early.json["code"]) == (409, "not_marked")
    call(marta, "POST", "/releases", {"piece": "essay"})
    remark = call(amina, "POST", "/remarks", {"piece": "essay", "reason": "Low."})
    assert (remark.status_code, remark.json["state"], remark.json["score_before"]) == (201, "open", "28")
    here = f"/remarks/{remark.json['id']}"
    assert call(tina, "POST", f"{here}/messages", {"body": "Where?"}).json["from_staff"] is True
    assert call(amina, "POST", f"{here}/messages", {"body": "There."}).json["from_staff"] is False
    incomplete = call(tina, "POST", f"{here}/decision", {"decision": "changed", "reason": "Yes.", "criteria": {}})
    assert incomplete.status_code == 422
    criteria = {"clarity": "9", "alignment": 7, "coherence": "7", "gender": "7"}
    decided = call(tina, "POST", f"{here}/decision", {"decision": "changed", "reason": "Yes.", "criteria": criteria})
    assert (decided.json["state"], decided.json["score_after"]) == ("changed", "30")
    assert tina.get(f"{API}/remarks").json["items"][0]["state"] == "changed"


def test_a_decision_may_change_a_members_part_instead_of_the_mark(graded, browse, monkeypatch):
    monkeypatch.setattr("app.grading.api.remarks.arrived_at", lambda: NOW)
    mark_groups(graded, g1=80)
    service.record_factor(graded, enrolment_of(graded, AMINA), Fraction(0), actor=SYSTEM, now=NOW)
    session.commit()
    amina, tina = browse(AMINA), browse(TINA, Role.TUTOR)
    remark = call(amina, "POST", "/remarks", {"piece": "group_work", "reason": "I was there."})
    here = f"/remarks/{remark.json['id']}/decision"
    change = {"decision": "changed", "reason": "You were."}
    assert call(tina, "POST", here, {**change, "factor": "2"}).status_code == 422
    assert call(tina, "POST", here, change).status_code == 422
    decided = call(tina, "POST", here, {**change, "factor": "0.5"})
    assert (decided.status_code, decided.json["state"], decided.json["score_after"]) == (200, "changed", "80")
    assert row_of(graded, AMINA).standing.piece("group_work").factor == Fraction(1, 2)


def test_a_piece_is_excused_against_the_version_that_was_read(desk, browse):
    marta = browse(MANAGER, Role.ACTIVITY_MANAGER)
    path = f"/participants/{enrolment_of(desk, AMINA)}/excused/quiz_1"
    assert marta.get(API + path).json["excused"] is False
    done = call(marta, "PUT", path, {"excused": True, "reason": "On mission."})
    assert (done.status_code, done.json["excused"]) == (200, True)
    assert call(marta, "PUT", path, {"excused": False, "reason": "Back."}).status_code == 428
    assert call(marta, "PUT", path, {"excused": False, "reason": "Back."}, If_Match='"0"').status_code == 412
    back = call(marta, "PUT", path, {"excused": False, "reason": "Back."}, If_Match=done.headers["ETag"])
    assert (back.status_code, back.json["excused"]) == (200, False)
    mine = browse(AMINA).get(f"{API}/gradebook/me").json
    assert {piece["state"] for piece in mine["pieces"] if piece["key"] == "quiz_1"} == {"not_done"}


def test_my_row_says_what_is_excused(desk, browse):
    marta = browse(MANAGER, Role.ACTIVITY_MANAGER)
    call(marta, "PUT", f"/participants/{enrolment_of(desk, AMINA)}/excused/quiz_1", {"excused": True, "reason": "Ill."})
    mine = browse(AMINA).get(f"{API}/gradebook/me").json
    assert {piece["state"] for piece in mine["pieces"] if piece["key"] == "quiz_1"} == {"excused"}
    assert mine["pieces_total"] == 7
    assert any("Excused" in line for line in mine["derivation"])
