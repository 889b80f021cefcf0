"""Certificate numbers: unguessable, and forgiving to those who copy them by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.certificates.rules import ALPHABET, NUMBER_BYTES, format_number, normalise_number, number_from

numbers = st.binary(min_size=NUMBER_BYTES, max_size=NUMBER_BYTES).map(number_from)


def test_a_number_carries_at_least_128_random_bits() -> None:
    assert len(ALPHABET) == len(set(ALPHABET)) == 32
    assert len(number_from(bytes(NUMBER_BYTES))) * 5 >= 128


@given(numbers)
def test_a_number_reads_back_as_it_was_printed(number: str) -> None:
    assert normalise_number(format_number(number)) == number


@given(numbers)
def test_every_random_bit_counts(number: str) -> None:
    seen = {number_from((1 << bit).to_bytes(NUMBER_BYTES, "big")) for bit in range(130)}
    assert len(seen) == 130
    assert set(number) <= set(ALPHABET)


@pytest.mark.parametrize(
    "typed",
    [
        "7k2md9qxv4tbwz3fh8rnc5gpe1",
        "7K2MD-9QXV4-TBWZ3-FH8RN-C5GPEI",
        " 7K2MD 9QXV4 TBWZ3 FH8RN C5GPEl ",
        "7K2MD–9QXV4—TBWZ3‑FH8RN-C5GPEL\n",
    ],
)
def test_case_spaces_dashes_and_lookalikes_do_not_matter(typed: str) -> None:
    assert normalise_number(typed) == "7K2MD9QXV4TBWZ3FH8RNC5GPE1"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "7K2MD",
        "7K2MD9QXV4TBWZ3FH8RNC5GPEAA",
        "7K2MD9QXV4TBWZ3FH8RNC5GPEU",
        "7K2MD9QXV4TBWZ3FH8RNC5GPE%",
        "7K2MD9QXV4TBWZ3FH8RNC5GPEＡ",
        "7K2MD9QXV4TBWZ3FH8RNC5GPEſ",
        "٧K2MD9QXV4TBWZ3FH8RNC5GPEA",
        "-" * 100_000,
    ],
)
def test_anything_else_is_no_number(typed: str) -> None:
    with pytest.raises(ValueError, match="number"):
        normalise_number(typed)


@given(st.text())
def test_no_text_does_worse_than_being_refused(typed: str) -> None:
    try:
        number = normalise_number(typed)
    except ValueError:
        return
    assert normalise_number(number) == number


def test_too_few_random_bytes_are_refused() -> None:
    with pytest.raises(ValueError, match="17 random bytes"):
        number_from(b"short")
