"""Receipts on paper: one for every save, as a table and as files, and each can be checked."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.quizzes.rules.attempts import AttemptValue
from tests.cast import csrf_token
from tests.quizzes.pages.cast import save

pytestmark = pytest.mark.alike


@pytest.fixture
def path(attempt: AttemptValue) -> str:
    """The address of the receipts of an attempt with three saves."""
    for chosen in (["a"], ["b"], []):
        save(attempt, 1, chosen)
    return f"/attempts/{attempt.id}/receipts"


def check(client: FlaskClient, path: str, receipt: Any) -> str:
    """What the page says of a receipt."""
    pasted = receipt if isinstance(receipt, str) else json.dumps(receipt)
    answer = client.post(path, data={"pasted": pasted, "csrf_token": csrf_token(client)})
    assert answer.status_code == 200
    page = answer.get_data(as_text=True)
    assert ("This receipt is genuine" in page) is not ("This is no receipt of ours" in page)
    return "genuine" if "This receipt is genuine" in page else "not"


def test_every_save_has_its_line(amina: FlaskClient, path: str) -> None:
    page = amina.get(path).get_data(as_text=True)
    receipts = amina.get(f"{path}.json").json
    assert [(one["version"], one["chosen"]) for one in receipts] == [(1, ["a"]), (2, ["b"]), (3, [])]
    for one, words in zip(receipts, ("Apple", "Banana", "no answer"), strict=True):
        assert one["receipt"] in page
        assert words in page


def test_a_line_says_which_version_it_is_and_on_whose_clocks_it_arrived(amina: FlaskClient, path: str) -> None:
    page = amina.get(path).get_data(as_text=True)
    assert '<td data-label="Version">3</td>' in page
    assert re.search(r'data-label="Arrived">[^<]*:\d\d <span class="muted">\w+</span>', page)


def test_the_text_file_has_the_same_receipts_a_line_each(amina: FlaskClient, path: str) -> None:
    answer = amina.get(f"{path}.txt")
    lines = [line for line in answer.get_data(as_text=True).splitlines() if line.startswith("{")]
    assert [json.loads(line) for line in lines] == amina.get(f"{path}.json").json
    assert "attachment" in answer.headers["Content-Disposition"]


def test_the_text_file_says_in_words_what_each_receipt_is_for(amina: FlaskClient, path: str) -> None:
    lines = amina.get(f"{path}.txt").get_data(as_text=True).splitlines()
    assert "attempt 1" in lines[0]
    said = [line for line in lines if line.startswith("Question 1, arrived")]
    assert [line.rpartition(": ")[2] for line in said] == ["Apple", "Banana", "no answer"]
    assert all(re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d CAT \(UTC\+0200\)", line) for line in said)


def test_a_receipt_is_genuine_as_it_was_given(amina: FlaskClient, path: str) -> None:
    for receipt in amina.get(f"{path}.json").json:
        assert check(amina, path, receipt) == "genuine"


CHANGED = [
    ("attempt", 999),
    ("number", 2),
    ("version", 2),
    ("chosen", ["b"]),
    ("chosen", []),
    ("saved_at", "2022-03-20T12:00:00.000000+00:00"),
    ("receipt", "A" * 43),
    ("receipt", ""),
]
OF_THE_WRONG_KIND = [None, "x", [1], {}, 10**30, "2022-03-20T12:00:00", 1.5]
PARTS = ("attempt", "number", "version", "chosen", "saved_at", "receipt")
NO_RECEIPTS = ["", "nonsense", "[]", "{}", "null", "1", '"x"', '{"attempt": "é"}', "[" * 100_000, '{"attempt": 1e999}']


def test_a_receipt_in_which_anything_was_changed_is_not(amina: FlaskClient, path: str) -> None:
    receipt = amina.get(f"{path}.json").json[0]
    genuine = [change for change in CHANGED if check(amina, path, {**receipt, change[0]: change[1]}) == "genuine"]
    assert genuine == []


def test_what_is_no_receipt_is_none(amina: FlaskClient, path: str) -> None:
    receipt = amina.get(f"{path}.json").json[0]
    broken = [{**receipt, name: value} for name in PARTS for value in OF_THE_WRONG_KIND]
    missing = [{part: receipt[part] for part in PARTS if part != name} for name in PARTS]
    assert [one for one in [*NO_RECEIPTS, *broken, *missing] if check(amina, path, one) == "genuine"] == []


def test_an_attempt_without_a_save_has_no_receipt(amina: FlaskClient, attempt: AttemptValue) -> None:
    page = amina.get(f"/attempts/{attempt.id}/receipts").get_data(as_text=True)
    assert "Nothing was saved in this attempt" in page
    assert amina.get(f"/attempts/{attempt.id}/receipts.json").json == []
    assert amina.get(f"/attempts/{attempt.id}/receipts.pdf").status_code == 404
