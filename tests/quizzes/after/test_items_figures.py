"""The figures of item analysis against published ones, against numpy, and by hand."""

from collections.abc import Iterator
from fractions import Fraction

import pytest

from app.quizzes.rules import RescoringAction
from app.quizzes.rules.items import analyse
from app.quizzes.rules.items.estimates import (
    correlation,
    difference,
    proportion,
    reliability,
    with_interval,
)
from app.quizzes.rules.items.moments import mean, median, quantile, squared_correlation, variance
from app.quizzes.rules.right import Decision
from tests.quizzes.after.sheets import sheet, sheets, singles

LSAT_6 = {
    "00000": 3, "00001": 6, "00010": 2, "00011": 11, "00100": 1, "00101": 1, "00110": 3, "00111": 4, "01000": 1,
    "01001": 8, "01011": 16, "01101": 3, "01110": 2, "01111": 15, "10000": 10, "10001": 29, "10010": 14, "10011": 81,
    "10100": 3, "10101": 28, "10110": 15, "10111": 80, "11000": 16, "11001": 56, "11010": 21, "11011": 173, "11100": 11,
    "11101": 61, "11110": 28, "11111": 298,
}  # fmt: skip
"""Section 6 of the Law School Admission Test: how many of 1000 people answered five questions in each way.

R. D. Bock & M. Lieberman, "Fitting a response model for n dichotomously scored items", Psychometrika 35 (1970); it is
the data set LSAT of the R package ltm, of which D. Rizopoulos publishes figures in Journal of Statistical Software 17/5
(2006).
"""
STAIRS = ((1, 1, 1), (1, 1, 0), (1, 0, 0), (0, 0, 0))
"""Four people, three questions, as a textbook draws them."""


def lsat():
    rows = [tuple(map(int, pattern)) for pattern, count in LSAT_6.items() for _ in range(count)]
    return analyse(singles(5), sheets(rows), Fraction(5))


def near(*values: float) -> object:
    return pytest.approx(list(values), abs=5e-7)


def test_the_proportions_right_are_those_that_were_published() -> None:
    assert [round(item.facility.value, 3) for item in lsat().items] == [0.924, 0.709, 0.553, 0.763, 0.870]


def test_as_many_have_each_score_as_was_published() -> None:
    scores = [int(score) for score in lsat().scores]
    assert [scores.count(score) for score in range(6)] == [3, 20, 85, 237, 357, 298]


def test_a_question_correlates_with_the_whole_score_as_was_published() -> None:
    """Not what the analysis shows: it leaves the question itself out. The paper's divides by n and by n - 1 at once."""
    found = lsat()
    rows = [tuple(map(int, pattern)) for pattern, count in LSAT_6.items() for _ in range(count)]
    columns = [[Fraction(row[place]) for row in rows] for place in range(5)]
    values = [correlation(column, list(found.scores)) for column in columns]
    assert [one.value for one in values if one] == pytest.approx([0.362, 0.566, 0.618, 0.534, 0.435], abs=0.001)


def test_figures_of_the_published_data_are_those_of_numpy() -> None:
    """numpy 2.4: corrcoef(X[:, j], t - X[:, j]); k / (k - 1) * (1 - X.var(0, ddof=1).sum() / t.var(ddof=1))."""
    found = lsat()
    assert [item.discrimination.value for item in found.items] == near(0.112833, 0.153178, 0.172779, 0.144428, 0.121596)
    assert [item.sd for item in found.items] == pytest.approx(
        [0.265131, 0.454451, 0.497432, 0.425455, 0.336472], abs=1e-6
    )
    assert [found.mean, found.sd, found.alpha.value, found.sem] == near(3.819, 1.0350412119, 0.2949971922, 0.8690666123)


def test_groups_of_the_published_data_hold_everybody_who_earned_the_same_elsewhere() -> None:
    """numpy 2.4: r = (t - X)[:, j], s = sort(r); r >= s[-270] against r <= s[269]. Five questions make many equals."""
    found = lsat()
    assert [len(item.groups.upper) for item in found.items] == [313, 378, 471, 359, 326]
    assert [len(item.groups.lower) for item in found.items] == [320, 622, 529, 641, 296]
    assert [float(item.index) for item in found.items] == near(
        0.0645766773, 0.1275880842, 0.1506548028, 0.1046545483, 0.0931644835
    )


def congruential(seed: int) -> Iterator[int]:
    while True:
        seed = (1103515245 * seed + 12345) % 2**31
        yield (seed >> 16) % 5


def partial():
    """Forty people, six questions with quarters of points and different weights."""
    draws = congruential(2022)
    table = [[next(draws) for _ in range(6)] for _ in range(40)]
    able = [next(draws) for _ in range(40)]
    rows = [[Fraction(min(4, (one + more) // 2), 4) for one in row] for row, more in zip(table, able, strict=True)]
    return analyse(singles(6), sheets(rows, points=[1, 1, 2, 1, 3, 1]), Fraction(10))


def test_partial_credit_and_weights_come_out_as_numpy_has_them() -> None:
    """numpy 2.4 on the same forty rows: rest = (T - E) / (9 - w), S = 10 T / 9, percentile(S, [25, 50, 75])."""
    found = partial()
    assert [item.facility.value for item in found.items] == near(0.3875, 0.4125, 0.39375, 0.43125, 0.425, 0.44375)
    assert [item.discrimination.value for item in found.items] == near(
        0.5823074380, 0.4389309289, 0.5442277721, 0.7016278577, 0.6195584720, 0.7149949332
    )
    assert [found.mean, found.sd, found.alpha.value, found.sem] == near(
        4.1527777778, 1.8912650548, 0.7575087118, 0.9313233002
    )
    assert list(map(float, found.quartiles)) == near(2.7777777778, 3.6111111111, 5.0694444444)
    assert [float(item.index) for item in found.items] == near(
        0.3339160839, 0.2353896104, 0.2727272727, 0.4431818182, 0.3863636364, 0.3928571429
    )


def test_stairs_by_hand() -> None:
    """Spread of the totals 5/3; of the questions 1/4, 1/3, 1/4, together 5/6; alpha = 3/2 (1 - 1/2) = 3/4."""
    found = analyse(singles(3), sheets(STAIRS), Fraction(3))
    assert found.alpha.value == pytest.approx(3 / 4)
    assert found.sd == pytest.approx((5 / 3) ** 0.5)
    assert found.sem == pytest.approx((5 / 12) ** 0.5)
    assert found.items[1].discrimination.value == pytest.approx(0.5**0.5)
    assert found.quartiles == (Fraction(3, 4), Fraction(3, 2), Fraction(9, 4))


def test_a_question_is_not_compared_with_itself() -> None:
    """Alone it would go with the total perfectly."""
    rows = [(1, 0), (1, 0), (0, 1), (0, 1)]
    found = analyse(singles(2), sheets(rows), Fraction(2))
    assert found.items[0].discrimination.value == -1


def test_wilsons_interval_is_the_published_one() -> None:
    """R. G. Newcombe, Statistics in Medicine 17 (1998), 857-872, table I: 81 of 263, and 15 of 148."""
    found = proportion(Fraction(81, 263), 263)
    assert (round(found.low, 4), round(found.high, 4)) == (0.2553, 0.3662)
    found = proportion(Fraction(15, 148), 148)
    assert (round(found.low, 4), round(found.high, 4)) == (0.0624, 0.1605)


def test_nobody_right_is_no_proof_that_nobody_would_be() -> None:
    assert (proportion(Fraction(0), 20).low, round(proportion(Fraction(0), 20).high, 4)) == (0, 0.1611)
    assert (round(proportion(Fraction(1), 20).low, 4), proportion(Fraction(1), 20).high) == (0.8389, 1)


def test_the_interval_of_a_difference_is_the_published_one() -> None:
    """Newcombe, Statistics in Medicine 17 (1998), 873-890, table II, method 10: 56/70 - 48/80, and 9/10 - 3/10."""
    found = difference(proportion(Fraction(56, 70), 70), proportion(Fraction(48, 80), 80))
    assert (round(found.low, 4), round(found.high, 4)) == (0.0524, 0.3339)
    found = difference(proportion(Fraction(9, 10), 10), proportion(Fraction(3, 10), 10))
    assert (round(found.low, 4), round(found.high, 4)) == (0.1705, 0.8090)


def test_the_interval_of_alpha_agrees_with_feldts() -> None:
    """D. G. Bonett's statpsych documents Feldt's interval of alpha 0.85 with 7 questions and 89 people."""
    found = reliability(Fraction(85, 100), 7, 89)
    assert (found.low, found.high) == pytest.approx((0.7971254, 0.8931436), abs=0.002)


@pytest.mark.parametrize(("n", "low", "high"), [(30, -0.07, 0.60), (50, 0.02, 0.53), (100, 0.11, 0.47)])
def test_a_correlation_of_a_few_may_be_anything(n: int, low: float, high: float) -> None:
    found = with_interval(0.3, n)
    assert (round(found.low, 2), round(found.high, 2)) == (low, high)


def test_there_is_no_interval_where_there_can_be_none() -> None:
    assert with_interval(0.3, 4).low is None
    assert with_interval(1.0, 50).low is None
    assert reliability(Fraction(1), 3, 50).low is None
    assert reliability(Fraction(1, 2), 3, 2).low is None


def test_moments_are_exact() -> None:
    values = [Fraction(1, 3), Fraction(1, 2), Fraction(1)]
    assert mean(values) == Fraction(11, 18)
    assert variance(values) == Fraction(13, 108)
    assert squared_correlation(values, [value * 7 for value in values]) == (1, 1)
    assert squared_correlation(values, [-value for value in values]) == (1, -1)
    assert squared_correlation(values, [Fraction(1)] * 3) is None
    assert (mean([]), variance([Fraction(1)])) == (None, None)
    assert quantile(values, Fraction(3, 4)) == Fraction(3, 4)
    assert (median([9, 1, 4]), median([1, 2]), median([])) == (4, Fraction(3, 2), None)


def test_blanks_count_as_nothing_earned() -> None:
    people = [sheet((1, 1), chosen=("b", "b")), sheet((0, 1), chosen=("", "b")), sheet((0, 0), chosen=("", "a"))]
    item = analyse(singles(2), people, Fraction(2)).items[0]
    assert (item.blank, item.n) == (2, 3)
    assert item.facility.value == pytest.approx(1 / 3)


@pytest.mark.parametrize("action", [RescoringAction.DROPPED, RescoringAction.ALL_ACCEPTED])
def test_a_question_that_was_taken_out_is_in_no_total(action: RescoringAction) -> None:
    rows = [(*row, place % 2) for place, row in enumerate(STAIRS)]
    found = analyse(singles(4, {4: Decision(action)}), sheets(rows), Fraction(3))
    alone = analyse(singles(3), sheets(STAIRS), Fraction(3))
    assert found.alpha == alone.alpha
    assert [item.discrimination for item in found.items[:3]] == [item.discrimination for item in alone.items]
    assert found.items[3].facility.value == 0.5
    assert found.items[3].discrimination.value == pytest.approx(-1 / 5**0.5)


def test_questions_that_were_drawn_have_figures_but_the_quiz_no_reliability() -> None:
    people = sheets([(1, 1, None), (0, None, 1), (1, None, 0), (0, 0, None)])
    found = analyse(singles(3), people, Fraction(2))
    assert [item.n for item in found.items] == [4, 2, 2]
    assert (found.alpha, found.sem) == (None, None)
    assert "same questions" in str(found.no_alpha)


def test_what_a_few_people_leave_undefined() -> None:
    nobody = analyse(singles(2), [], Fraction(2))
    assert (nobody.n, nobody.mean, nobody.quartiles, nobody.items) == (0, None, None, ())
    one = analyse(singles(2), sheets([(1, 0)]), Fraction(2))
    assert (one.sd, one.alpha, one.items[0].sd, one.items[0].discrimination) == (None, None, None, None)
    same = analyse(singles(2), sheets([(1, 1)] * 12), Fraction(2))
    assert (same.alpha, same.items[0].groups.upper, same.items[0].index) == (None, frozenset(), None)
    assert "same score" in str(same.no_alpha)
    alone = analyse(singles(1), sheets([(1,), (0,)]), Fraction(1))
    assert (alone.alpha, alone.items[0].discrimination) == (None, None)
