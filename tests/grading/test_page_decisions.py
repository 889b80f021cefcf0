"""The pages of release, feedback, remarks and excuses, and what the page of closing says of them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from app.grading import queries, service
from app.shared.database import session
from app.shared.permissions import SYSTEM, Actor, Grant, Role
from tests.cast import AMINA, BONGANI, EXPERT, MANAGER, TUTOR, csrf_token, enter
from tests.conftest import NOW
from tests.grading.cast import TINA, all_done, enrolment_of, import_rows, mark_groups, result_row, row_of
from tests.grading.desk import desk_mark, hand_in
from tests.statements import statements

pytestmark = pytest.mark.alike

HOME = "/courses/A9714776"


@pytest.fixture
def desk(graded):
    """Amina's essay is marked at the desk by Théo."""
    mark_groups(graded, g1=80)
    import_rows(
        graded, result_row(AMINA, **{f"quiz_{number}": 8 for number in range(1, 7)}, group_participation="full")
    )
    hand_in(graded, AMINA)
    desk_mark(graded, AMINA, by=TUTOR)
    return graded


@pytest.fixture
def manager(browse):
    return browse(MANAGER, Role.ACTIVITY_MANAGER)


def send(browser, path, **typed):
    return browser.post(HOME + path, data={"csrf_token": csrf_token(browser), **typed})


def test_the_page_of_releases_shows_what_would_be_shown_and_releases_it(manager, desk):
    page = manager.get(f"{HOME}/releases").text
    assert "Release 1 mark and tell its owner" in page
    assert "Amina Banda" in page
    assert "Results near a threshold" in page

    assert send(manager, "/releases", piece="essay").status_code == 303
    page = manager.get(f"{HOME}/releases").text
    assert "1 participant was told" in page
    again = send(manager, "/releases", piece="essay")
    assert again.status_code == 409
    assert "released already" in again.text


def test_the_page_of_closing_names_hidden_marks_remarks_and_unusual_marks(manager, desk, browse):
    page = manager.get(f"{HOME}/closing").text
    assert "Marks are hidden from participants still" in page
    assert f'href="{HOME}/releases"' in page
    service.release_marks(desk, "essay", actor=SYSTEM, now=NOW)
    assert send(browse(AMINA), "/feedback/essay", reason="Too low.").status_code == 409  # long after the window
    service.record_criteria(
        desk,
        enrolment_of(desk, BONGANI),
        "essay",
        dict.fromkeys(("clarity", "alignment", "coherence", "gender"), Fraction(10)),
        actor=SYSTEM,
        now=NOW,
    )
    page = manager.get(f"{HOME}/closing").text
    assert "All marks are released" in page
    assert "No request for a re-mark waits for a decision" in page
    assert "all points" in page.partition("Unusual marks")[2]


def test_a_remark_goes_from_the_participant_to_the_team_and_back(desk, browse, monkeypatch):
    service.release_marks(desk, "essay", actor=SYSTEM, now=NOW)
    monkeypatch.setattr("app.grading.pages.feedback.arrived_at", lambda: NOW)
    monkeypatch.setattr("app.grading.pages.remarks.arrived_at", lambda: NOW)
    amina, tina = browse(AMINA), browse(TINA, Role.TUTOR)
    assert "Ask for a re-mark" in amina.get(f"{HOME}/feedback/essay").text
    assert send(amina, "/feedback/essay", reason=" ").status_code == 422
    assert send(amina, "/feedback/essay", reason="The outline was overlooked.").status_code == 303
    remark = queries.open_remarks(desk.id)[0]

    assert "Amina Banda" in tina.get(f"{HOME}/remarks").text
    here = f"/remarks/{remark.id}"
    assert "The outline was overlooked." in tina.get(HOME + here).text
    assert send(tina, f"{here}/messages", body="Which page?").status_code == 303
    assert send(amina, "/feedback/essay/messages", body="The first.").status_code == 303
    assert "Which page?" in amina.get(f"{HOME}/feedback/essay").text
    typed = {"clarity": "8,5", "alignment": "7", "coherence": "7", "gender": "7"}
    assert send(tina, f"{here}/decision", decision="changed", reason="", **typed).status_code == 422
    assert send(tina, f"{here}/decision", decision="changed", reason="Read again.", clarity="11").status_code == 422
    assert send(tina, f"{here}/decision", decision="changed", reason="Read again.", **typed).status_code == 303
    page = amina.get(f"{HOME}/feedback/essay").text
    assert "The mark is now 29.5." in page
    assert "Read again." in page
    assert row_of(desk, AMINA).derivation.essay_points == Fraction(59, 2)


def test_a_decision_that_nobody_chose_is_none(desk, browse):
    service.release_marks(desk, "essay", actor=SYSTEM, now=NOW)
    tina, remark = browse(TINA, Role.TUTOR), ask(desk)
    for chosen in ({}, {"decision": "maybe"}, {"decision": "factor", "factor": "1"}):
        answer = send(tina, f"/remarks/{remark.id}/decision", reason="Read again, and it is better.", **chosen)
        assert answer.status_code in {409, 422}
    assert "Choose whether the mark stays." in send(tina, f"/remarks/{remark.id}/decision", reason="Better.").text
    assert queries.open_remarks(desk.id)[0].id == remark.id


def test_the_marker_is_told_that_somebody_else_decides(desk, browse):
    service.release_marks(desk, "essay", actor=SYSTEM, now=NOW)
    theo, _ = browse(TUTOR, Role.TUTOR), browse(TINA, Role.TUTOR)
    remark = ask(desk)
    page = theo.get(f"{HOME}/remarks/{remark.id}").text
    assert "Une autre personne de l’équipe décide" in page
    assert 'name="decision"' not in page


def ask(course):
    amina = enter(AMINA)
    actor = Actor(amina.id, "person", (Grant(Role.PARTICIPANT, course.id),))
    remark = service.ask_for_remark(course, "essay", "Too low.", actor=actor, now=NOW)
    session.commit()
    return remark


def test_a_manager_excuses_from_the_page_of_the_person_and_takes_it_back(manager, desk):
    path = f"/gradebook/{enrolment_of(desk, AMINA)}"
    assert "Excuse from a piece" in manager.get(HOME + path).text
    refused = send(manager, f"{path}/excuses", piece="quiz_1", excused="yes", reason="", version="")
    assert refused.status_code == 422
    assert "Say in words why" in refused.text
    done = {"piece": "quiz_1", "excused": "yes", "reason": "On mission.", "version": ""}
    assert send(manager, f"{path}/excuses", **done).status_code == 303
    page = manager.get(HOME + path).text
    assert "Excused, so neither done nor missing: quiz 1." in page
    assert "On mission." in page
    newest = queries.history(desk.id, enrolment_of(desk, AMINA))[0]
    back = {"piece": "quiz_1", "excused": "no", "reason": "Back again.", "version": str(newest.id)}
    assert send(manager, f"{path}/excuses", **{**back, "version": "1"}).status_code == 412
    assert send(manager, f"{path}/excuses", **back).status_code == 303
    assert row_of(desk, AMINA).standing.excused == frozenset()


@pytest.fixture
def nearly(graded):
    """Amina has every piece and 55.5 points: a bonus of 10 would lift her."""
    mark_groups(graded, g1=50)
    import_rows(graded, all_done(AMINA, quiz="7.5", essay="4.5"))
    assert row_of(graded, AMINA).derivation.base == Fraction(111, 2)
    return graded


@pytest.mark.parametrize(
    ("person", "role", "sees"), [(MANAGER, Role.ACTIVITY_MANAGER, True), (TINA, Role.TUTOR, False)]
)
def test_whom_a_bonus_would_lift_is_told_to_managers_only(nearly, browse, person, role, sees):
    browser = browse(person, role)
    page = browser.get(f"{HOME}/gradebook/{enrolment_of(nearly, AMINA)}").text
    assert "Quizzes done" in page  # the evidence, for both
    assert "Working sessions attended" in page
    assert ("would lift" in page) is sees
    for path in (f"{HOME}/gradebook", f"{HOME}/closing", "/api/v1/courses/A9714776/gradebook"):
        answer = browser.get(path)
        assert ("would lift" in answer.text) is (sees and path.endswith("closing"))
    bonus = browser.get(f"/api/v1/courses/A9714776/participants/{enrolment_of(nearly, AMINA)}/bonus")
    assert set(bonus.json) == {"id", "bonus", "reason", "recorded_at"}


def test_who_has_the_bonus_already_is_not_listed(nearly, manager):
    assert "Whom a bonus would lift" in manager.get(f"{HOME}/closing").text
    service.record_bonus(nearly, enrolment_of(nearly, AMINA), Fraction(10), "Helped.", actor=SYSTEM, now=NOW)
    session.commit()
    assert "Whom a bonus would lift" not in manager.get(f"{HOME}/closing").text


@pytest.mark.parametrize("path", ["/closing", "/releases"])
def test_the_pages_cost_as_much_for_many_as_for_few(desk, manager, path):
    with statements() as few:
        manager.get(HOME + path)
    hand_in(desk, BONGANI)
    desk_mark(desk, BONGANI)
    with statements() as more:
        manager.get(HOME + path)
    assert len(few) == len(more) <= 30


def test_an_expert_reads_no_remarks(desk, browse):
    assert browse(EXPERT, Role.EXPERT).get(f"{HOME}/remarks").status_code == 403
