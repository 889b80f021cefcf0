"""Taking a quiz over HTTP, in the shapes that others rely on."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient

from app.quizzes import queries
from app.quizzes.models import Attempt
from app.quizzes.rules import Layout, Release
from app.shared import clock
from app.shared.database import session
from app.shared.permissions import Role
from tests import cast
from tests.cast import AMINA, BONGANI, STRANGER, TUTOR
from tests.quizzes.cast import MINUTE, Taking, taking
from tests.quizzes.questions import AFRICA, ASIA, EUROPE, bank, matching, numeric, ordering, short

PATH = "/api/v1/quizzes/{quiz}/attempts"


class Device:
    """A browser in which somebody is signed in, talking to the API as a page does."""

    def __init__(self, client: FlaskClient, person: object) -> None:
        self.client = client
        cast.sign_in(client, person)

    def call(self, method: str, path: str, body: object = None, **headers: str):
        headers = {"X-CSRFToken": cast.csrf_token(self.client), **headers}
        return self.client.open(f"/api/v1{path}", method=method, json={} if body is None else body, headers=headers)

    def start(self, quiz: Taking):
        return self.call("POST", f"/quizzes/{quiz.quiz.id}/attempts")

    def save(self, attempt: int, number: int, *chosen: str, **more: object):
        return self.call("PUT", f"/attempts/{attempt}/answers/{number}", {"chosen": list(chosen), **more})

    def submit(self, attempt: int):
        return self.call("POST", f"/attempts/{attempt}/submission")

    def beat(self, attempt: int, **body: object):
        return self.call("POST", f"/attempts/{attempt}/heartbeat", body)

    def show(self, attempt: int):
        return self.client.get(f"/api/v1/attempts/{attempt}")


@pytest.fixture
def quiz(app) -> Taking:
    return taking(today=True)


@pytest.fixture
def device(app, quiz) -> Device:
    return Device(app.test_client(), cast.enter(AMINA))


@pytest.fixture
def started(device, quiz):
    return device.start(quiz).json


def put_back(attempt_id: int, by: timedelta) -> None:
    """Let an attempt have begun, and be due, so much earlier."""
    row = session.get_one(Attempt, attempt_id)
    for name in ("started_at", "due_at", "accept_until", "close_at", "seen_at"):
        setattr(row, name, getattr(row, name) - by)
    session.commit()


def test_an_attempt_has_everything_that_a_page_needs_and_no_key(device, quiz):
    answer = device.start(quiz)
    assert answer.status_code == 201
    attempt = answer.json
    assert attempt["state"] == "open"
    started, due, server = (datetime.fromisoformat(attempt[name]) for name in ("started_at", "due_at", "server_time"))
    assert due - started == timedelta(minutes=30)
    assert started <= server
    assert [one["number"] for one in attempt["questions"]] == [1, 2, 3, 4]
    first = attempt["questions"][0]
    assert first["kind"] in {"single", "multiple"}
    assert first["text"].startswith("A ")
    assert sorted(option["key"] for option in first["options"]) == list("abcd")
    assert (first["chosen"], first["version"]) == ([], 0)
    assert (attempt["score"], attempt["out_of"]) == (None, "4.00")
    for word in ("right", "fraction", "feedback", "match"):
        assert f'"{word}"' not in answer.text


def test_a_question_says_how_it_is_scored(device, quiz):
    scored = {one["kind"]: one["scored"] for one in device.start(quiz).json["questions"]}
    assert scored["single"] == ""
    assert scored["multiple"] == "All or nothing: points only for exactly the right options."


def test_the_open_attempt_again(device, quiz, started):
    again = device.start(quiz)
    assert again.status_code == 200
    assert {**again.json, "server_time": None} == {**started, "server_time": None}


def test_a_repeated_start_with_its_key_is_the_first_answer(device, quiz):
    first, again = (
        device.call("POST", f"/quizzes/{quiz.quiz.id}/attempts", **{"Idempotency-Key": "k"}) for _ in range(2)
    )
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json == again.json


def test_a_save_is_answered_with_version_and_receipt(device, started):
    answer = device.save(started["id"], 1, "a", base_version=0)
    assert answer.status_code == 200
    saved = answer.json
    assert (saved["number"], saved["chosen"], saved["version"]) == (1, ["a"], 1)
    assert len(saved["receipt"]) == 43
    assert datetime.fromisoformat(saved["saved_at"]) <= clock.now()
    assert device.save(started["id"], 1, "a", base_version=0).json == saved
    assert device.show(started["id"]).json["questions"][0]["chosen"] == ["a"]


def test_a_save_from_a_stale_window_is_told_what_is_stored(device, started):
    device.save(started["id"], 1, "a", base_version=0)
    newest = device.save(started["id"], 1, "b", base_version=1).json
    answer = device.save(started["id"], 1, "c", base_version=1)
    assert answer.status_code == 409
    assert answer.mimetype == "application/problem+json"
    assert answer.json["code"] == "answer_changed"
    assert answer.json["stored"] == newest


def test_a_base_where_nothing_is_stored_is_told_so(device, started):
    answer = device.save(started["id"], 1, "c", base_version=4)
    assert (answer.status_code, answer.json["code"], answer.json["stored"]) == (409, "answer_changed", None)


def test_without_a_base_a_save_overwrites(device, started):
    device.save(started["id"], 1, "a")
    assert device.save(started["id"], 1, "b").json["version"] == 2


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"chosen": "a"},
        {"chosen": None},
        {"chosen": [1]},
        {"chosen": ["z"]},
        {"chosen": ["a", "b", "c", "d", "a"]},
        {"chosen": ["a" * 501]},
        {"chosen": ["a"], "base_version": -1},
        {"chosen": ["a"], "base_version": "1"},
        {"chosen": ["a"], "base_version": 2**31},
        {"chosen": ["a"], "score": 10},
    ],
)
def test_what_cannot_be_read_is_refused_and_leaves_nothing(device, started, body):
    answer = device.call("PUT", f"/attempts/{started['id']}/answers/1", body)
    assert (answer.status_code, answer.json["code"]) == (422, "unreadable")
    assert device.show(started["id"]).json["questions"][0]["version"] == 0


def test_a_question_or_an_attempt_that_is_not_there(device, started):
    assert device.save(started["id"], 9, "a").status_code == 404
    assert device.save(999, 1, "a").status_code == 404
    assert device.submit(999).status_code == 404
    assert device.call("POST", "/quizzes/999/attempts").status_code == 404


def test_submitting_is_answered_the_same_again(device, started):
    device.save(started["id"], 1, "b")
    first = device.submit(started["id"])
    assert first.status_code == 200
    assert first.json["state"] == "submitted"
    assert first.json["out_of"] == "4.00"
    assert first.json["score"] in {"0.00", "1.00"}
    assert device.submit(started["id"]).json == first.json
    shown = device.show(started["id"]).json
    assert (shown["state"], shown["score"], shown["ended_at"]) == (
        "submitted",
        first.json["score"],
        first.json["submitted_at"],
    )


def test_after_submission_a_save_is_told_what_is_stored(device, started):
    saved = device.save(started["id"], 1, "a").json
    device.submit(started["id"])
    answer = device.save(started["id"], 1, "b", base_version=1)
    assert (answer.status_code, answer.json["code"]) == (409, "attempt_closed")
    assert (answer.json["stored"], answer.json["state"]) == (saved, "submitted")


def test_after_its_time_an_attempt_is_closed_by_whoever_looks(device, started):
    device.save(started["id"], 1, "a")
    put_back(started["id"], 40 * MINUTE)
    shown = device.show(started["id"]).json
    assert (shown["state"], shown["ended_at"]) == ("expired", shown["due_at"])
    assert shown["score"] is not None


def test_a_save_or_a_submission_after_its_time_closes_it_too(device, started):
    saved = device.save(started["id"], 1, "a").json
    put_back(started["id"], 40 * MINUTE)
    late = device.save(started["id"], 1, "b", base_version=1)
    assert (late.status_code, late.json["code"], late.json["state"]) == (409, "attempt_closed", "expired")
    assert late.json["stored"]["chosen"] == saved["chosen"]
    session.rollback()
    assert queries.get_attempt(started["id"]).state == "expired"
    answer = device.submit(started["id"])
    assert (answer.status_code, answer.json["code"], answer.json["state"]) == (409, "attempt_closed", "expired")


def test_a_late_submission_alone_closes_it_too(device, started):
    put_back(started["id"], 40 * MINUTE)
    assert device.submit(started["id"]).json["code"] == "attempt_closed"
    session.rollback()
    assert queries.get_attempt(started["id"]).state == "expired"


def test_nothing_left_to_start_has_its_code(device, quiz, started):
    device.submit(started["id"])
    answer = device.start(quiz)
    assert (answer.status_code, answer.json["code"]) == (409, "no_attempts_left")


def test_a_score_that_is_held_back_is_null(app):
    quiz = taking(today=True, release_score=Release.AFTER_CLOSING)
    device = Device(app.test_client(), cast.enter(AMINA))
    attempt = device.start(quiz).json["id"]
    assert device.submit(attempt).json["score"] is None
    assert device.show(attempt).json["score"] is None


def test_a_score_that_is_never_shown_stays_null(app):
    quiz = taking(closes="2022-03-20 23:59", release_score=Release.NEVER)
    attempt = quiz.start()
    quiz.submit(attempt)
    device = Device(app.test_client(), cast.enter(AMINA))
    assert quiz.settle(clock.now()) == 1
    assert quiz.kept() == ("final", 0)
    assert device.show(attempt.id).json["score"] is None


def test_who_looks_after_the_course_sees_all_of_an_attempt(app, device, quiz, started):
    tutor = Device(app.test_client(), cast.enter_with_role(TUTOR, Role.TUTOR, quiz.course.id))
    device.save(started["id"], 1, "a")
    shown = tutor.show(started["id"])
    assert shown.json["questions"][0]["chosen"] == ["a"]
    assert tutor.save(started["id"], 1, "b").status_code == 403
    assert tutor.submit(started["id"]).status_code == 403


def test_nobody_reaches_somebody_elses_attempt(app, quiz, started):
    peer = Device(app.test_client(), cast.enter(BONGANI))
    outsider = Device(app.test_client(), cast.enter(STRANGER))
    for who, status in ((peer, 403), (outsider, 404)):
        assert who.show(started["id"]).status_code == status
        assert who.save(started["id"], 1, "a").status_code == status
        assert who.submit(started["id"]).status_code == status
        assert who.beat(started["id"]).status_code == status
        assert who.client.get(f"/api/v1/attempts/{started['id']}/receipts").status_code == status
    assert app.test_client().get(f"/api/v1/attempts/{started['id']}").status_code == 401


def test_a_script_reads_and_takes_no_quiz(app, quiz, started):
    headers = cast.bearer(cast.enter(AMINA), "view_course", "take_quiz")
    client = app.test_client()
    path = f"/api/v1/attempts/{started['id']}"
    assert client.get(path, headers=headers).status_code == 200
    assert client.put(f"{path}/answers/1", json={"chosen": ["a"]}, headers=headers).status_code == 403
    assert client.post(f"{path}/submission", headers=headers).status_code == 403
    assert client.post(PATH.format(quiz=quiz.quiz.id), headers=headers).status_code == 403


def test_a_save_without_the_token_of_the_session_is_refused(device, started):
    answer = device.client.put(f"/api/v1/attempts/{started['id']}/answers/1", json={"chosen": ["a"]})
    assert (answer.status_code, answer.json["code"]) == (400, "csrf_failed")


def test_the_heartbeat_tells_what_another_window_saved(app, device, started):
    other = Device(app.test_client(), cast.enter(AMINA))
    device.save(started["id"], 1, "a")
    saved = other.save(started["id"], 2, "b").json
    beat = device.beat(started["id"], versions={"1": 1}).json
    assert beat["versions"] == {"1": 1, "2": 1}
    assert beat["answers"] == [saved]
    assert (beat["state"], beat["due_at"]) == ("open", started["due_at"])
    assert device.beat(started["id"]).json["answers"] == []


def test_the_heartbeat_tells_that_the_time_is_over(device, started):
    put_back(started["id"], 40 * MINUTE)
    assert device.beat(started["id"]).json["state"] == "expired"


def test_the_heartbeat_takes_no_nonsense(device, started):
    for versions in ([1], {"x": 1}, {"1": "1"}, {"1": -1}):
        assert device.beat(started["id"], versions=versions).status_code == 422


def test_every_receipt_can_be_had_and_is_genuine(device, started):
    for key in "ab":
        device.save(started["id"], 1, key)
    items = device.client.get(f"/api/v1/attempts/{started['id']}/receipts").json["items"]
    assert [(one["version"], one["chosen"]) for one in items] == [(1, ["a"]), (2, ["b"])]
    for one in items:
        assert device.call("POST", "/receipts/verification", one).json == {"genuine": True, "stored": True}
    forged = {**items[0], "chosen": ["c"]}
    assert device.call("POST", "/receipts/verification", forged).json == {"genuine": False, "stored": False}


def test_a_genuine_receipt_of_an_answer_that_is_gone_is_told_apart(device, started):
    saved = device.save(started["id"], 1, "a").json
    from app.quizzes.models import AnswerSave  # noqa: PLC0415

    session.query(AnswerSave).delete()
    session.commit()
    receipt = {"attempt": started["id"], **saved}
    assert device.call("POST", "/receipts/verification", receipt).json == {"genuine": True, "stored": False}


def test_every_kind_of_question_can_be_answered(app):
    asked = bank(numeric(), short("word"), matching(), ordering())
    quiz = taking(today=True, questions=asked, shuffle_questions=False)
    device = Device(app.test_client(), cast.enter(AMINA))
    attempt = device.start(quiz).json
    sides = attempt["questions"][2]["matches"]
    assert {one["key"]: one["text"] for one in sides} == {AFRICA: "Africa", EUROPE: "Europe", ASIA: "Asia"}
    for number, chosen in enumerate(
        (["12,5"], ["Word"], [f"a>{AFRICA}", f"b>{EUROPE}", f"c>{AFRICA}"], list("abcd")), 1
    ):
        assert device.save(attempt["id"], number, *chosen).status_code == 200
    assert device.submit(attempt["id"]).json["score"] == "4.00"


def test_an_attempt_in_french_speaks_french(app, quiz):
    person = cast.enter(replace(BONGANI, language="fr"))
    from app.accounts.models import Person  # noqa: PLC0415

    session.get_one(Person, person.id).language = "fr"
    session.commit()
    attempt = Device(app.test_client(), person).start(quiz).json
    assert attempt["language"] == "fr"
    assert attempt["questions"][0]["text"].startswith("Une question")


def test_without_a_way_back_later_questions_are_not_shown_yet(app):
    quiz = taking(today=True, layout=Layout.ONE_QUESTION, going_back=False)
    device = Device(app.test_client(), cast.enter(AMINA))
    attempt = device.start(quiz).json
    assert (len(attempt["questions"]), attempt["question_count"]) == (1, 4)
    device.save(attempt["id"], 1, "a")
    device.save(attempt["id"], 2, base_version=0)
    assert len(device.show(attempt["id"]).json["questions"]) == 2
    passed = device.save(attempt["id"], 1, "b")
    assert (passed.status_code, passed.json["code"]) == (409, "question_passed")
    assert device.save(attempt["id"], 4, "a").json["code"] == "question_ahead"
    device.submit(attempt["id"])
    assert len(device.show(attempt["id"]).json["questions"]) == 4


def test_the_quizzes_of_a_course_are_listed_with_my_attempts(device, quiz, started):
    (item,) = device.client.get(f"/api/v1/courses/{quiz.course.code}/quizzes").json["items"]
    assert (item["id"], item["key"], item["minutes"], item["attempts"]) == (quiz.quiz.id, "quiz_1", 30, 1)
    assert item["counts"] is True
    assert item["my_attempts"] == [{"id": started["id"], "number": 1, "state": "open"}]
    assert datetime.fromisoformat(item["opens_at"]) < clock.now() < datetime.fromisoformat(item["closes_at"])


def test_a_save_holds_the_write_lock_for_one_statement(app, device, started):
    from tests.statements import statements  # noqa: PLC0415

    path = f"/attempts/{started['id']}/answers/1"
    device.call("PUT", path, {"chosen": ["a"]})
    with statements() as seen:
        assert device.call("PUT", path, {"chosen": ["b"], "base_version": 1}).status_code == 200
    kinds = [statement.split()[0] for statement in seen]
    assert kinds[-1] == "INSERT"
    assert kinds.count("INSERT") == 1
    assert len(kinds) <= 3 + 2  # the test's own sign-in is looked up beside
    with statements() as seen:
        device.call("PUT", path, {"chosen": ["b"], "base_version": 1})
    assert "INSERT" not in [statement.split()[0] for statement in seen]


def test_whoever_prefers_it_gets_no_echo_and_the_same_answer_is_stored(device, quiz, started):
    path, body = f"/attempts/{started['id']}/answers/1", {"chosen": ["a"], "base_version": 0}
    brief = device.call("PUT", path, body, Prefer="return=minimal")
    assert brief.status_code == 200
    whole = device.call("PUT", path, body)
    assert whole.json == {**brief.json, "chosen": ["a"]}
    assert "chosen" not in brief.json
    assert device.call("PUT", path, body, Prefer="respond-async").json == whole.json
