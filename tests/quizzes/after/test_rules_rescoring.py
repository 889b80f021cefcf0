"""What may be decided on a question, and what counts afterwards."""

from collections.abc import Sequence
from fractions import Fraction

import pytest

from app.quizzes.rules import Counts, Question, RescoringAction
from app.quizzes.rules.rescoring import Shift, read_decision, same_decision, shifts
from app.quizzes.rules.right import Decision, key_of
from app.quizzes.rules.scoring import share
from app.shared.errors import Unreadable
from tests.quizzes.questions import (
    AFRICA,
    ASIA,
    EUROPE,
    matching,
    multiple,
    numeric,
    ordering,
    short,
    single,
    true_false,
)

KEY, ALL, DROP, BACK = (
    RescoringAction.KEY_CHANGED,
    RescoringAction.ALL_ACCEPTED,
    RescoringAction.DROPPED,
    RescoringAction.AS_WRITTEN,
)
PAIRS = (f"a>{EUROPE}", f"b>{AFRICA}", f"c>{ASIA}")


def new_key(question: Question, *keys: str) -> Decision:
    return read_decision(KEY, keys, {1: question})


def refusal(*keys: str, versions: dict[int, Question]) -> str:
    with pytest.raises(Unreadable) as caught:
        read_decision(KEY, keys, versions)
    assert caught.value.problems[0].where == "right"
    return str(caught.value.problems[0].reason)


@pytest.mark.parametrize(
    ("question", "keys", "right", "wrong"),
    [
        (single("b"), ["c"], ["c"], ["b"]),
        (single("b"), ["c", "b"], ["b"], ["a"]),
        (true_false("true"), ["false"], ["false"], ["true"]),
        (multiple("ab"), ["c", "a"], ["a", "c"], ["a", "b"]),
        (numeric("12.5"), ["13"], ["13"], ["12.5"]),
        (numeric("12.5", "0.5"), ["14"], ["14.5"], ["12.5"]),
        (numeric("12.5"), ["12.5 ± 0.5"], ["13"], ["13.1"]),
        (numeric("12.5"), ["12,5 +/- 1", "20"], ["11.5"], ["19"]),
        (short("visa"), ["permit", "work permit*"], ["Work permits"], ["visa"]),
        (matching(), PAIRS, PAIRS, (f"a>{AFRICA}", f"b>{EUROPE}", f"c>{AFRICA}")),
        (ordering(), tuple("badc"), tuple("badc"), tuple("cdab")),
    ],
)
def test_another_key_is_right_from_then_on(
    question: Question, keys: Sequence[str], right: Sequence[str], wrong: Sequence[str]
) -> None:
    decision = new_key(question, *keys)
    assert share(question, right, decision) == 1
    assert share(question, wrong, decision) == 0


def test_a_key_is_kept_in_the_order_of_the_question() -> None:
    assert new_key(multiple(), "c", "a", " c ") == Decision(KEY, ("a", "c"))
    assert key_of(numeric("1"), new_key(numeric("1"), "2.50±1")) == ("2.5",)


@pytest.mark.parametrize(
    ("question", "keys", "reason"),
    [
        (single(), ["e"], "There is no option “e” in this question."),
        (single(), [], "Say what is right."),
        (single(), ["  "], "Say what is right."),
        (numeric(), ["twelve"], "“twelve” is no number."),
        (numeric(), ["12 ± much"], "“12 ± much” is no number."),
        (numeric(), ["12 ± -1"], "“12 ± -1” is no number."),
        (short("visa"), ["v" * 501], "An answer has at most 500 characters."),
        (matching(), ["a>z"], "There is no option “z” in this question."),
        (matching(), [f"a>{AFRICA}", f"a>{EUROPE}"], "An entry was matched twice."),
        (ordering(), ["a", "b"], "An order names every entry once."),
        (short("visa"), [f"word {number}" for number in range(31)], "A key accepts at most 30 answers."),
    ],
)
def test_what_cannot_be_a_key_is_refused(question: Question, keys: list[str], reason: str) -> None:
    assert refusal(*keys, versions={1: question}) == reason


def test_a_key_has_to_fit_every_version_that_was_asked() -> None:
    versions = {1: single("b", "abc"), 2: single("b", "abcd")}
    assert refusal("d", versions=versions) == "Version 1 of the question: There is no option “d” in this question."
    assert read_decision(KEY, ["c"], versions).right_keys == ("c",)


@pytest.mark.parametrize("action", [ALL, DROP, BACK])
def test_other_decisions_have_no_key(action: RescoringAction) -> None:
    assert read_decision(action, ["whatever"], {1: single()}) == Decision(action)


def test_taking_back_what_was_never_decided_is_the_same_as_nothing() -> None:
    assert same_decision(None, Decision(BACK))
    assert same_decision(Decision(KEY, ("a",)), Decision(KEY, ("a",)))
    assert not same_decision(Decision(KEY, ("a",)), Decision(KEY, ("b",)))
    assert not same_decision(None, Decision(DROP))


@pytest.mark.parametrize(
    ("counts", "before", "after"),
    [
        (Counts.BEST, "0.8", "0.8"),
        (Counts.LAST, "0.8", "0.7"),
        (Counts.FIRST, "0.6", "0.75"),
        (Counts.MEAN, "0.7", "0.75"),
    ],
)
def test_what_counts_of_several_attempts_is_found_anew(counts: Counts, before: str, after: str) -> None:
    """The first of two attempts goes from 6 to 7.5 or 8 of 10, the second one from 8 to 7."""
    first = "0.8" if counts in {Counts.BEST, Counts.MEAN} else "0.75"
    stored = {5: [(50, Fraction("0.6")), (51, Fraction("0.8"))]}
    found = shifts(stored, {50: Fraction(first), 51: Fraction("0.7")}, counts)
    assert found == (Shift(5, Fraction(before), Fraction(after)),)
    assert found[0].changed is (before != after)


def test_attempts_that_stay_the_same_keep_their_share() -> None:
    stored = {5: [(50, Fraction(1, 2))], 4: [(40, Fraction(1, 4))], 3: []}
    assert shifts(stored, {40: Fraction(1)}, Counts.BEST) == (
        Shift(4, Fraction(1, 4), Fraction(1)),
        Shift(5, Fraction(1, 2), Fraction(1, 2)),
    )
