"""The own essay over HTTP, and the edges of its deadline on every way of writing."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.essays import queries
from app.essays.rules import GRACE
from app.shared import clock
from tests.cast import AMINA, CHLOE, csrf_token, enter, sign_in
from tests.conftest import NOW
from tests.essays.cast import CLOSES, MILLISECOND, TEXT, Writing, essay_course
from tests.essays.documents import docx

ESSAY = "/api/v1/courses/ESSAY-1/essay"


@pytest.fixture
def at(monkeypatch):
    """Sets the clock of the server."""
    return lambda instant: monkeypatch.setattr(clock, "now", lambda: instant)


@pytest.fixture
def writing(app: Flask, at) -> Writing:
    at(NOW)
    return essay_course()


@pytest.fixture
def script(writing: Writing, client: FlaskClient) -> FlaskClient:
    writing.actor()
    sign_in(client, enter(AMINA))
    return client


def put(script: FlaskClient, text: str = TEXT, **more: object):
    return script.put(ESSAY, json={"text": text, **more}, headers={"X-CSRFToken": csrf_token(script)})


def hand_in(script: FlaskClient, **body: object):
    return script.post(f"{ESSAY}/submission", json=body, headers={"X-CSRFToken": csrf_token(script)})


def upload(script: FlaskClient, content: bytes, **fields: str):
    headers = {"X-CSRFToken": csrf_token(script)}
    return script.post(
        f"{ESSAY}/upload", data={"file": (io.BytesIO(content), "x")}, query_string=fields, headers=headers
    )


def test_the_essay_as_it_stands(script: FlaskClient) -> None:
    empty = script.get(ESSAY).json
    assert (empty["version"], empty["text"], empty["language"], empty["door"]) == (0, "", "en", "open")
    assert (empty["words_from"], empty["words_to"], empty["submitted"]) == (1500, 2500, None)
    assert empty["closes_at"] == "2022-03-31T22:00:00+00:00"
    put(script)
    assert script.get(ESSAY).json["text"] == TEXT
    assert script.get(f"{ESSAY}?known=1").json["text"] is None
    assert script.get(f"{ESSAY}?known=0").json["words"] == 17


def test_a_save_says_what_is_stored(script: FlaskClient) -> None:
    saved = put(script, language="fr", base_version=0).json
    assert (saved["version"], saved["words"], saved["language"], saved["origin"]) == (1, 17, "fr", "typed")
    assert saved["saved_at"] == "2022-03-20T12:00:00+00:00"
    assert put(script, base_version=0).json == saved


def test_a_save_that_does_not_know_the_newest_gets_it_back(script: FlaskClient) -> None:
    first = put(script, base_version=0).json
    answer = put(script, "Mine.", base_version=0)
    assert (answer.status_code, answer.json["code"]) == (409, "essay_changed")
    assert answer.json["stored"] == {**first, "text": TEXT}
    assert put(script, "Mine.").json["version"] == 2


@pytest.mark.parametrize(
    "body",
    [{}, {"text": 1}, {"text": "x", "base_version": -1}, {"text": "x", "base_version": "1"}, {"text": "x", "more": 1}],
)
def test_what_cannot_be_read_changes_nothing(writing: Writing, script: FlaskClient, body: dict[str, object]) -> None:
    assert script.put(ESSAY, json=body, headers={"X-CSRFToken": csrf_token(script)}).status_code == 422
    assert put(script, language="pt").json["problems"][0]["where"] == "language"
    assert writing.essay() is None


def test_handing_in_gives_the_receipt_and_again_the_same(script: FlaskClient) -> None:
    digest = put(script).json["sha256"]
    receipt = hand_in(script, version=1)
    assert receipt.json == {
        "version": 1,
        "words": 17,
        "language": "en",
        "sha256": digest,
        "late": False,
        "submitted_at": "2022-03-20T12:00:00+00:00",
    }
    assert hand_in(script).json == receipt.json
    assert script.get(ESSAY).json["submitted"] == receipt.json
    put(script, "Newer.")
    assert hand_in(script, version=1).json["stored"]["text"] == "Newer."


def test_a_file_becomes_the_newest_version(writing: Writing, script: FlaskClient) -> None:
    answer = upload(script, docx(), base_version="0", language="fr")
    assert answer.status_code == 201
    assert (answer.json["version"], answer.json["words"], answer.json["origin"]) == (1, 9, "upload")
    assert queries.newest_version(writing.essay()).text == answer.json["text"]
    assert upload(script, docx(), base_version="0").json["code"] == "essay_changed"
    assert script.post(f"{ESSAY}/upload", data={}, headers={"X-CSRFToken": csrf_token(script)}).status_code == 422


EDGES = {"a millisecond before": -MILLISECOND, "at": timedelta(), "a millisecond after": MILLISECOND}
PAGE = "/courses/ESSAY-1/essay/write"


def _form(browser: FlaskClient, path: str, **fields: object):
    return browser.post(PAGE + path, data={"csrf_token": csrf_token(browser), **fields})


WAYS = {
    "save over HTTP": lambda it: put(it, "New.").status_code == 200,
    "hand in over HTTP": lambda it: hand_in(it).status_code == 200,
    "upload over HTTP": lambda it: upload(it, docx()).status_code == 201,
    "save in the page": lambda it: _form(it, "", text="New.", base_version=1).status_code == 303,
    "upload in the page": lambda it: (
        _form(it, "/file", file=(io.BytesIO(docx()), "x"), base_version=1).status_code == 303
    ),
    "hand in in the page": lambda it: _form(it, "/hand-in", version=1).location.endswith("#receipt"),
    "bring back": lambda it: _form(it, "/versions/1", base_version=1) and it.get(ESSAY).json["version"] == 2,
}


@pytest.mark.parametrize("edge", EDGES)
@pytest.mark.parametrize("way", WAYS)
def test_every_way_is_open_until_the_last_moment(
    writing: Writing, script: FlaskClient, at, way: str, edge: str
) -> None:
    writing.write(TEXT)
    at(CLOSES + GRACE + EDGES[edge])
    sign_in(script, enter(AMINA))
    assert WAYS[way](script) is (EDGES[edge] <= timedelta())


@pytest.mark.parametrize("way", WAYS)
def test_no_way_is_open_in_another_s_course(writing: Writing, client: FlaskClient, way: str) -> None:
    writing.write(TEXT)
    writing.write(TEXT, CHLOE)
    sign_in(client, enter(CHLOE))
    WAYS[way](client)
    assert writing.essay(AMINA).version == 1
    assert not writing.essay(AMINA).is_submitted


def test_accents_piled_up_are_refused_typed_and_in_a_file(script: FlaskClient) -> None:
    piled = "word a" + "\u0315\u0300" * 40
    for answer in (put(script, piled), upload(script, piled.encode())):
        assert answer.status_code == 422
        assert [one["where"] for one in answer.json["problems"]] == ["text"]
