"""Numbers and factors are read strictly: what a spreadsheet or a slip of the finger makes of them is refused."""

from fractions import Fraction

import pytest

from app.grading.rules.cells import factor_word, read_factor
from app.shared.amounts import CellFault, plain_number, read_amount
from tests.grading.rules_cast import POLICY, policy

TEN = Fraction(10)


@pytest.mark.parametrize(
    ("cell", "number"), [("0", 0), ("10", 10), ("8.5", Fraction(17, 2)), ("007", 7), ("9.9999", Fraction(99999, 10000))]
)
def test_plain_numbers_are_read_exactly(cell, number):
    assert read_amount(cell, TEN) == number


@pytest.mark.parametrize(
    "cell",
    [
        "11", "10.0001", "-1", "-0", "+1", "1e1", "NaN", "nan", "inf", "Infinity", "8,5", "8.", ".5", "8.12345", "1000",
        "0x1", "١٠", "８", "1 0", "1_0", "=1+1", "10%", "8.5.1", "1/2", "ten", "²", "8\u00a0", "0010",
    ],
)  # fmt: skip
def test_everything_else_is_refused(cell):
    with pytest.raises(CellFault):
        read_amount(cell, TEN)


@pytest.mark.parametrize(
    ("cell", "factor"),
    [
        ("full", 1), ("partial", Fraction(1, 2)), ("none", 0), ("0", 0), ("1", 1), ("0.75", Fraction(3, 4)),
        ("1/3", Fraction(1, 3)), ("3/3", 1), ("0/7", 0), ("1.0", 1),
    ],
)  # fmt: skip
def test_a_factor_is_a_word_a_decimal_or_a_ratio(cell, factor):
    assert read_factor(cell, POLICY) == factor


@pytest.mark.parametrize(
    "cell", ["2", "1.0001", "4/3", "1/0", "0/0", "Full", "half", "-1/2", "1/2/3", "1 /2", "٣/٤", "1/1000", "=1"]
)
def test_other_factors_are_refused(cell):
    with pytest.raises(CellFault):
        read_factor(cell, POLICY)


def test_partial_is_what_the_policy_says_it_is():
    third = policy({"group.partial": "1/3"})

    assert read_factor("partial", third) == Fraction(1, 3)
    assert factor_word(Fraction(1, 3), third) == "partial"
    assert factor_word(Fraction(1, 2), third) is None


@pytest.mark.parametrize(
    ("number", "typed"),
    [
        (Fraction(17, 2), "8.5"),
        (Fraction(30), "30"),
        (Fraction(1, 3), "1/3"),
        (Fraction(1, 10000), "0.0001"),
        (Fraction(0), "0"),
    ],
)
def test_a_number_is_written_as_it_would_be_typed(number, typed):
    assert plain_number(Fraction(number)) == typed
