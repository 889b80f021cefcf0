"""A receipt proves exactly what it says, and nothing else."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from app.quizzes.rules.receipts import LENGTH, Acknowledged, is_genuine, message, receipt_for

KEY = b"k" * 32
SAID = Acknowledged(7, 3, 2, ("a", "c"), datetime(2022, 3, 20, 12, 0, 0, 123456, tzinfo=UTC))
RECEIPT = receipt_for(SAID, KEY)


def test_a_receipt_is_short_and_can_stand_in_an_address():
    assert len(RECEIPT) == LENGTH
    assert RECEIPT.replace("-", "").replace("_", "").isalnum()


def test_what_is_signed_can_be_put_together_by_hand():
    answer = "87494a1b580146b76dc4a0a3dba956cf3dc59c5a1d1e55bc177a29f47beb0c81"  # printf '["a","c"]' | sha256sum
    assert message(SAID) == f"7.3.2.{answer}.2022-03-20T12:00:00.123456+00:00"


def test_the_receipt_is_genuine_for_what_it_says():
    assert is_genuine(SAID, RECEIPT, KEY)


CHANGES = {
    "another attempt": {"attempt_id": 8},
    "another question": {"number": 4},
    "another version": {"version": 3},
    "another answer": {"chosen": ("a",)},
    "another order of the answer": {"chosen": ("c", "a")},
    "an answer of one text instead of two": {"chosen": ("a,c",)},
    "a microsecond later": {"saved_at": SAID.saved_at + timedelta(microseconds=1)},
}


@pytest.mark.parametrize("name", CHANGES)
def test_the_receipt_is_not_genuine_for(name):
    assert not is_genuine(replace(SAID, **CHANGES[name]), RECEIPT, KEY)


def test_digits_cannot_move_from_one_number_to_the_next():
    assert message(replace(SAID, attempt_id=71, number=1)) != message(replace(SAID, attempt_id=7, number=11))


def test_a_receipt_of_another_key_or_of_strange_letters_is_not_genuine():
    assert not is_genuine(SAID, RECEIPT, b"other key")
    assert not is_genuine(SAID, "é" * LENGTH, KEY)
    assert not is_genuine(SAID, "", KEY)


@pytest.mark.parametrize("place", range(LENGTH))
def test_every_letter_of_a_receipt_matters(place):
    other = "A" if RECEIPT[place] != "A" else "Q"
    assert not is_genuine(SAID, RECEIPT[:place] + other + RECEIPT[place + 1 :], KEY)


def test_the_zone_in_which_the_instant_is_written_does_not_matter():
    elsewhere = SAID.saved_at.astimezone(timezone(timedelta(hours=7)))
    assert is_genuine(replace(SAID, saved_at=elsewhere), RECEIPT, KEY)


@pytest.mark.parametrize(("instant", "hours"), [("9999-12-31T23:59", -14), ("0001-01-01T00:00", 14)])
def test_an_instant_beyond_the_years_there_are_is_not_genuine(instant, hours):
    beyond = datetime.fromisoformat(instant).replace(tzinfo=timezone(timedelta(hours=hours)))
    assert not is_genuine(replace(SAID, saved_at=beyond), receipt_for(SAID, KEY), KEY)
