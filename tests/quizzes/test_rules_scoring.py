"""What an answer earns, kind by kind, as a table of named cases."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.quizzes.rules import Accepted, QuestionKind, RescoringAction, Scoring
from app.quizzes.rules.answers import read_answer
from app.quizzes.rules.attempts import Asked
from app.quizzes.rules.marking import mark
from app.quizzes.rules.right import Decision, key_of
from app.quizzes.rules.scoring import share
from tests.quizzes.questions import (
    AFRICA,
    ASIA,
    EUROPE,
    EVERY_KIND,
    matching,
    multiple,
    numeric,
    option,
    ordering,
    short,
    single,
    true_false,
)

MINUS, EACH, ALL = Scoring.RIGHT_MINUS_WRONG, Scoring.PER_OPTION, Scoring.ALL_OR_NOTHING
HALVES = replace(
    multiple(),
    options=(
        option("a", right=True, fraction=Fraction(1, 2)),
        option("b", right=True, fraction=Fraction(1, 2)),
        option("c", fraction=Fraction(-1, 4)),
        option("d", fraction=Fraction(-1)),
    ),
)
NEAR = Accepted(Fraction(10), Fraction(2), fraction=Fraction(1, 2))
HALF_WORDS = replace(
    short("remittances"),
    accepted=(
        Accepted(words={"en": ("remittances", "remittance")}),
        Accepted(words={"en": ("money *",), "fr": ("transferts",)}, fraction=Fraction(1, 2)),
    ),
)

CASES = {
    "the right option": (single("b"), ["b"], 1),
    "a wrong option": (single("b"), ["a"], 0),
    "no answer": (single("b"), [], 0),
    "an option that brings a third": (
        replace(single(), options=(option("a", fraction=Fraction(1, 3)), option("b", right=True))),
        ["a"],
        "1/3",
    ),
    "an option that would take points away takes none": (
        replace(single(), options=(option("a", fraction=Fraction(-1)), option("b", right=True))),
        ["a"],
        0,
    ),
    "a true statement": (true_false("true"), ["true"], 1),
    "a false statement taken for true": (true_false("false"), ["true"], 0),
    "all right options": (multiple("ab"), ["a", "b"], 1),
    "all or nothing: one right option of two": (multiple("ab"), ["a"], 0),
    "all or nothing: one too many": (multiple("ab"), ["a", "b", "c"], 0),
    "right minus wrong: one of two": (multiple("ab", scoring=MINUS), ["a"], "1/2"),
    "right minus wrong: one right, one wrong of two": (multiple("ab", scoring=MINUS), ["a", "c"], 0),
    "right minus wrong: both right, one wrong of three": (
        multiple("ab", "abcde", scoring=MINUS),
        ["a", "b", "c"],
        "2/3",
    ),
    "right minus wrong is never below nothing": (multiple("ab", scoring=MINUS), ["c", "d"], 0),
    "right minus wrong: everything ticked": (multiple("ab", scoring=MINUS), ["a", "b", "c", "d"], 0),
    "right minus wrong where nothing is wrong": (multiple("ab", "ab", scoring=MINUS), ["a"], "1/2"),
    "per option: one of two ticked, both others left": (multiple("ab", scoring=EACH), ["a"], "3/4"),
    "per option: all wrong": (multiple("ab", scoring=EACH), ["c", "d"], 0),
    "per option: nothing ticked is no answer": (multiple("ab", scoring=EACH), [], 0),
    "fractions of options add up": (HALVES, ["a"], "1/2"),
    "fractions: a wrong one takes from a right one": (HALVES, ["a", "c"], "1/4"),
    "fractions: never below nothing": (HALVES, ["a", "d"], 0),
    "fractions: everything right is the whole point": (HALVES, ["a", "b"], 1),
    "the number itself": (numeric("12.5"), ["12.5"], 1),
    "a decimal comma": (numeric("12.5"), ["12,5"], 1),
    "thousands parted by a comma": (numeric("1250"), ["1,250"], 1),
    "the same digits as a decimal": (numeric("1.25"), ["1,250"], 1),
    "thousands parted by a space and a decimal comma": (numeric("1250.5"), ["1 250,5"], 1),
    "at the edge of the tolerance": (numeric("12.5", "1/2"), ["13"], 1),
    "beyond the tolerance": (numeric("12.5", "1/2"), ["13.0001"], 0),
    "the first number that accepts it counts": (numeric("10", "0", NEAR), ["10"], 1),
    "near enough for half": (numeric("10", "0", NEAR), ["12"], "1/2"),
    "a word where a number belongs": (numeric("12.5"), ["twelve"], 0),
    "a third, exactly": (numeric("1/3", "1/1000"), ["0.333"], 1),
    "accepted words": (HALF_WORDS, ["Remittances "], 1),
    "words that bring half": (HALF_WORDS, ["money sent home"], "1/2"),
    "words of the other language": (HALF_WORDS, ["Transferts"], "1/2"),
    "other words": (HALF_WORDS, ["wages"], 0),
    "capitals that matter": (short("ILO", match_case=True), ["ilo"], 0),
    "all pairs, two with the same right side": (matching(ALL), [f"a>{AFRICA}", f"b>{EUROPE}", f"c>{AFRICA}"], 1),
    "all or nothing: one pair wrong": (matching(ALL), [f"a>{AFRICA}", f"b>{EUROPE}", f"c>{EUROPE}"], 0),
    "two pairs of three": (matching(EACH), [f"a>{AFRICA}", f"b>{EUROPE}", f"c>{ASIA}"], "2/3"),
    "two pairs, one left out": (matching(EACH), [f"a>{AFRICA}", f"b>{EUROPE}"], "2/3"),
    "pairs right minus wrong": (matching(MINUS), [f"a>{AFRICA}", f"b>{EUROPE}", f"c>{ASIA}"], "1/3"),
    "the right order": (ordering(ALL), list("abcd"), 1),
    "all or nothing: two entries swapped": (ordering(ALL), list("abdc"), 0),
    "two places of four": (ordering(EACH), list("abdc"), "1/2"),
    "places right minus wrong": (ordering(MINUS), list("abdc"), 0),
}


@pytest.mark.parametrize("name", CASES)
def test_an_answer_earns(name):
    question, chosen, earned = CASES[name]
    assert share(question, chosen) == Fraction(earned)


CHANGED = RescoringAction.KEY_CHANGED
SWAPPED = Decision(CHANGED, (f"a>{EUROPE}", f"b>{AFRICA}"))
DECISIONS = {
    "another option is right": (single("b"), ["c"], Decision(CHANGED, ("c",)), 1),
    "the former key is wrong now": (single("b"), ["b"], Decision(CHANGED, ("c",)), 0),
    "either of two options": (single("b"), ["b"], Decision(CHANGED, ("b", "c")), 1),
    "a new key of several": (multiple("ab"), ["b", "c"], Decision(CHANGED, ("b", "c")), 1),
    "a new key forgets fractions": (HALVES, ["a"], Decision(CHANGED, ("a", "c")), 0),
    "another number, same tolerance": (numeric("10", "1"), ["21"], Decision(CHANGED, ("20",)), 1),
    "other words": (short("word"), ["Term"], Decision(CHANGED, ("term",)), 1),
    "pairs that are swapped": (
        matching(ALL),
        [f"a>{EUROPE}", f"b>{AFRICA}", f"c>{AFRICA}"],
        SWAPPED,
        1,
    ),
    "the former pairs": (
        matching(EACH),
        [f"a>{AFRICA}", f"b>{EUROPE}", f"c>{AFRICA}"],
        SWAPPED,
        "1/3",
    ),
    "another order": (ordering(ALL), list("dcba"), Decision(CHANGED, tuple("dcba")), 1),
    "everything is accepted": (single("b"), ["a"], Decision(RescoringAction.ALL_ACCEPTED), 1),
    "everything but no answer is accepted": (single("b"), [], Decision(RescoringAction.ALL_ACCEPTED), 0),
    "dropped": (single("b"), ["b"], Decision(RescoringAction.DROPPED), 0),
    "as written again": (single("b"), ["b"], Decision(RescoringAction.AS_WRITTEN), 1),
}


@pytest.mark.parametrize("name", DECISIONS)
def test_after_a_decision_an_answer_earns(name):
    question, chosen, decision, earned = DECISIONS[name]
    assert share(question, chosen, decision) == Fraction(earned)


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_the_key_of_every_kind_earns_the_whole_point(kind):
    question = EVERY_KIND[kind]
    key = key_of(question)
    for chosen in [[word] for word in key] if kind in {QuestionKind.NUMERIC, QuestionKind.SHORT} else [key]:
        assert share(question, read_answer(question, chosen)) == 1


@pytest.mark.parametrize("kind", EVERY_KIND)
@given(data=st.data())
def test_no_answer_ever_earns_less_than_nothing_or_more_than_all(kind, data):
    question = EVERY_KIND[kind]
    if kind is QuestionKind.ORDERING:
        chosen = data.draw(st.permutations("abcd"))
    elif kind is QuestionKind.MATCHING:
        chosen = [f"{left}>{data.draw(st.sampled_from((AFRICA, EUROPE, ASIA)))}" for left in "abc"]
    elif question.options:
        keys = [one.key for one in question.options]
        chosen = data.draw(st.lists(st.sampled_from(keys), unique=True, max_size=4 if kind == "multiple" else 1))
    else:
        chosen = [data.draw(st.text(min_size=1, max_size=20))]
    for scoring in Scoring:
        assert 0 <= share(replace(question, scoring=scoring), read_answer(question, chosen)) <= 1


def asked(*questions, points="1"):
    return [Asked(place, place * 10, place, one, (), Fraction(points)) for place, one in enumerate(questions, 1)]


def test_an_attempt_is_worth_the_sum_of_its_questions():
    paper = asked(single("b"), multiple("ab", scoring=MINUS), numeric("3"), points="3/2")
    marked = mark(paper, {1: ["b"], 2: ["a"]}, {})
    assert (marked.score, marked.out_of) == (Fraction(9, 4), Fraction(9, 2))


def test_a_dropped_question_counts_in_nothing():
    paper = asked(single("b"), single("a"))
    marked = mark(paper, {1: ["b"], 2: ["a"]}, {20: Decision(RescoringAction.DROPPED)})
    assert (marked.score, marked.out_of) == (1, 1)
    assert [one.dropped for one in marked.marks] == [False, True]


def test_decisions_belong_to_questions_whatever_their_place():
    paper = asked(single("b"), single("a"))
    accepted = {20: Decision(RescoringAction.ALL_ACCEPTED)}
    assert [one.earned for one in mark(paper, {1: ["a"], 2: ["d"]}, accepted).marks] == [0, 1]
