"""Saves, heartbeats and receipts of somebody who means harm: nothing fails, nothing is stored, nothing leaks."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import func, select

from app.api.body import LARGEST
from app.quizzes.models import AnswerSave
from app.shared.database import session
from tests import cast
from tests.cast import AMINA, BONGANI
from tests.quizzes.cast import Taking, taking
from tests.quizzes.questions import bank, numeric, short, single
from tests.quizzes.test_api_attempts import Device

DEEP = "[" * 50_000 + "]" * 50_000
TYPED = {"single": 1, "short": 2, "numeric": 3}
RAW: dict[str, str | bytes] = {
    "nothing": "",
    "no object": "[]",
    "null": "null",
    "a number that is none": '{"chosen": ["a"], "base_version": NaN}',
    "infinity": '{"chosen": ["a"], "base_version": Infinity}',
    "a number among keys": '{"chosen": [NaN]}',
    "a version beyond any": '{"chosen": ["a"], "base_version": 1e400}',
    "a version beyond the column": '{"chosen": ["a"], "base_version": 2147483648}',
    "a version of many digits": '{"chosen": ["a"], "base_version": ' + "9" * 5000 + "}",
    "a version below zero": '{"chosen": ["a"], "base_version": -1}',
    "half a version": '{"chosen": ["a"], "base_version": 0.5}',
    "a version in words": '{"chosen": ["a"], "base_version": "0"}',
    "truth for a version": '{"chosen": ["a"], "base_version": true}',
    "keys in a string": '{"chosen": "a"}',
    "keys in an object": '{"chosen": {"0": "a"}}',
    "no keys": '{"chosen": null}',
    "numbers for keys": '{"chosen": [1]}',
    "lists for keys": '{"chosen": [["a"]]}',
    "a key twice": '{"chosen": ["a", "a"]}',
    "another field": '{"chosen": ["a"], "saved_at": "2020-01-01T00:00:00Z"}',
    "another version": '{"chosen": ["a"], "version": 9}',
    "another person": '{"chosen": ["a"], "person_id": 1}',
    "more keys than there can be": json.dumps({"chosen": ["a"] * 201}),
    "a long key": json.dumps({"chosen": ["a" * 501]}),
    "nested deeply": '{"chosen": ' + DEEP + "}",
    "half a letter": '{"chosen": ["\\ud800"]}',
    "a NUL": '{"chosen": ["a\\u0000"]}',
    "no text": b'{"chosen": ["\xff\xfe"]}',
    "UTF-16": '{"chosen": ["z"]}'.encode("utf-16"),
    "a prototype": '{"__proto__": {"chosen": ["a"]}}',
}


@pytest.fixture
def quiz(app: Any) -> Taking:
    return taking(today=True, questions=bank(single(), short("word"), numeric()), shuffle_questions=False)


@pytest.fixture
def device(app: Any, quiz: Taking) -> Device:
    return Device(app.test_client(), cast.enter(AMINA))


@pytest.fixture
def attempt(device: Device, quiz: Taking) -> int:
    return int(device.start(quiz).json["id"])


def send(device: Device, path: str, body: str | bytes, kind: str = "application/json", method: str = "PUT") -> Any:
    headers = {"X-CSRFToken": cast.csrf_token(device.client)}
    return device.client.open(f"/api/v1{path}", method=method, data=body, content_type=kind, headers=headers)


def stored() -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(AnswerSave)) or 0


def refused(answer: Any) -> bool:
    """Whether it was called unreadable, in the way that problems are."""
    codes = {"unreadable", "bad_request"}
    return (
        answer.status_code in {400, 422}
        and answer.mimetype == "application/problem+json"
        and answer.json["code"] in codes
    )


def test_what_is_no_answer_is_refused_and_leaves_nothing(device: Device, attempt: int) -> None:
    for name, body in RAW.items():
        for number in TYPED.values():
            answer = send(device, f"/attempts/{attempt}/answers/{number}", body)
            assert refused(answer), (name, number, answer.status_code, answer.text)
    assert stored() == 0


def test_a_body_of_another_kind_is_no_answer(device: Device, attempt: int) -> None:
    good = '{"chosen": ["a"]}'
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/xml", ""):
        answer = send(device, f"/attempts/{attempt}/answers/1", good, kind)
        assert answer.status_code in {400, 415, 422}, (kind, answer.status_code)
    assert stored() == 0


def test_a_body_larger_than_any_answer_is_not_even_read(device: Device, attempt: int) -> None:
    large = json.dumps({"chosen": ["a" * LARGEST]})
    paths = {
        "PUT": [f"/attempts/{attempt}/answers/1"],
        "POST": [f"/attempts/{attempt}/heartbeat", "/receipts/verification"],
    }
    for method, some in paths.items():
        for path in some:
            answer = send(device, path, large, method=method)
            assert (answer.status_code, answer.mimetype) == (413, "application/problem+json"), path
    longest = {"chosen": ["é" * 500]}
    assert send(device, f"/attempts/{attempt}/answers/2", json.dumps(longest)).status_code == 200


HEARTS = (
    '{"versions": {"1": NaN}}',
    '{"versions": {"1": true}}',
    '{"versions": {"1": 1.5}}',
    '{"versions": {"1.5": 1}}',
    '{"versions": {"": 1}}',
    '{"versions": {"-1": 1}}',
    '{"versions": {"99999999999": 1}}',
    '{"versions": {"\\ud800": 1}}',
    '{"versions": {"1": 1}, "state": "open"}',
    '{"versions": ' + DEEP + "}",
    json.dumps({"versions": {str(number): 1 for number in range(201)}}),
)


def test_a_heartbeat_that_means_harm_is_refused(device: Device, attempt: int) -> None:
    for body in HEARTS:
        answer = send(device, f"/attempts/{attempt}/heartbeat", body, method="POST")
        assert refused(answer), (body[:60], answer.status_code, answer.text)
    assert device.beat(attempt).json["state"] == "open"


def test_a_receipt_is_worth_nothing_with_anything_changed(app: Any, device: Device, quiz: Taking, attempt: int) -> None:
    saved = device.save(attempt, 2, "word").json
    receipt = {"attempt": attempt, **saved}
    other = Device(app.test_client(), cast.enter(BONGANI))
    theirs = other.start(quiz).json["id"]
    assert other.call("POST", "/receipts/verification", receipt).json == {"genuine": True, "stored": True}
    changed: dict[str, Any] = {
        "attempt": theirs,
        "number": 1,
        "version": 2,
        "chosen": ["words"],
        "saved_at": "2022-03-01T00:00:00.000000+00:00",
        "receipt": "A" * 43,
    }
    for name, value in changed.items():
        answer = device.call("POST", "/receipts/verification", {**receipt, name: value})
        assert answer.json == {"genuine": False, "stored": False}, name
    odd = {
        "attempt": [-1, 2**31, "1", True],
        "chosen": ["word", [1], ["\ud800"], ["a"] * 201],
        "receipt": ["\ud800", 1, "A" * 87],
    }
    odd |= {"saved_at": ["", "today", 0, "9999-12-31T23:59:60"], "version": [1.5, None]}
    for name, values in odd.items():
        for value in values:
            answer = device.call("POST", "/receipts/verification", {**receipt, name: value})
            assert refused(answer), (name, value, answer.status_code, answer.text)


def test_a_receipt_does_not_save_anything_again(device: Device, attempt: int) -> None:
    """What was acknowledged once, sent again after a newer answer, is an old answer and is told so."""
    first = device.save(attempt, 2, "first", base_version=0).json
    device.save(attempt, 2, "second", base_version=1)
    again = device.save(attempt, 2, "first", base_version=first["version"] - 1)
    assert (again.status_code, again.json["stored"]["chosen"]) == (409, ["second"])
    with_receipt = device.call(
        "PUT", f"/attempts/{attempt}/answers/2", {"chosen": ["first"], "receipt": first["receipt"]}
    )
    assert with_receipt.status_code == 422
    assert stored() == 2


def test_somebody_elses_attempt_tells_nothing_of_itself(app: Any, device: Device, attempt: int) -> None:
    """A refusal is the same whatever is stored, so that it tells nothing of somebody else's answers."""
    other = Device(app.test_client(), cast.enter(BONGANI))

    def told() -> list[tuple[int, Any]]:
        answers = [other.save(attempt, 2, "word", base_version=base) for base in (0, 1, 7)]
        answers += [other.beat(attempt, versions={"2": 9}), other.submit(attempt), other.show(attempt)]
        return [(one.status_code, {**one.json, "request_id": ""}) for one in answers]

    before = told()
    device.save(attempt, 2, "word")
    assert told() == before
    device.submit(attempt)
    assert told() == before
    assert {status for status, _ in before} == {403}
