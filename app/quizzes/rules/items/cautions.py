"""What the size of a cohort lets figures say. Pure.

The limits are those of the intervals themselves: half the width of a facility's is 17 points with 30 people, 13 with
50, 10 with 100; a correlation of 0.30 may be anything from -0.07 to 0.60 with 30, 0.02 to 0.53 with 50, 0.11 to 0.47
with 100. Textbooks ask for five to ten people a question, and 200 at the least (Nunnally, 1967).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from app.quizzes.rules.items.estimates import proportion, with_interval
from app.quizzes.rules.items.groups import FEWEST
from app.shared.wording import Text, text

FEW, SOME, MANY = 30, 50, 100


def cautions(n: int) -> tuple[Text, ...]:
    """Return what is to be kept in mind with `n` people; nothing from a hundred on."""
    return tuple(_cautions(n)) if 0 < n < MANY else ()


def _cautions(n: int) -> Iterator[Text]:
    half = proportion(Fraction(1, 2), n)
    third = with_interval(0.3, n)
    if half.low is not None and half.high is not None and third.low is not None and third.high is not None:
        yield text(
            "So few people leave much to chance. With %(n)s of them, a facility of 50 %% may as well be %(low)s %% or "
            "%(high)s %%, and a discrimination of 0.30 may as well be %(least)s or %(most)s.",
            n=n,
            low=percent(half.low),
            high=percent(half.high),
            least=hundredths(third.low),
            most=hundredths(third.high),
        )
    if n < FEWEST:
        yield text(
            "With fewer than %(limit)s people there are no groups to compare, and no question is marked for a look.",
            limit=FEWEST,
        )
    if n < FEW:
        yield text(
            "Below %(limit)s, facility and blanks are rough, and discrimination, its index and reliability say next to "
            "nothing.",
            limit=FEW,
        )
    elif n < SOME:
        yield text("Below %(limit)s, go by the intervals of discrimination and reliability.", limit=SOME)
    yield text(
        "Below %(limit)s, options by group and comparisons of languages and versions are hints to look, not findings.",
        limit=MANY,
    )


def percent(share: float | Fraction) -> int:
    """Return a share in whole percent, half up."""
    return int((Fraction(share) * 100 + Fraction(1, 2)) // 1)


def hundredths(value: float | Fraction) -> Fraction:
    """Return a figure rounded half up to two decimals, so that showing it rounds nothing more."""
    return Fraction((Fraction(value) * 100 + Fraction(1, 2)) // 1, 100)
