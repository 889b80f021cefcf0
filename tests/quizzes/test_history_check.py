"""The check of histories catches every kind of fault that it is for: one planted bug for each."""

from dataclasses import replace
from fractions import Fraction

import pytest

from benchmarks.faults.history import Ended, History, Outcome, Row, Save, faults_of

OK, REFUSED, UNKNOWN = Outcome.OK, Outcome.REFUSED, Outcome.UNKNOWN
SAVES = (
    Save(1, 1, "a", OK, 1),
    Save(1, 1, "b", UNKNOWN),
    Save(1, 1, "c", OK, 3),
    Save(1, 2, "d", OK, 1),
    Save(1, 2, "e", UNKNOWN),
    Save(2, 1, "f", OK, 1),
    Save(2, 1, "g", REFUSED),
)
ROWS = (Row(1, 1, 1, "a"), Row(1, 1, 2, "b"), Row(1, 1, 3, "c"), Row(1, 2, 1, "d"), Row(2, 1, 1, "f"))
ATTEMPTS = {1: Ended("submitted", 1, Fraction(2), Fraction(2)), 2: Ended("open", 0, None, Fraction(0))}
HISTORY = History(SAVES, frozenset({1}))


def kinds(history=HISTORY, rows=ROWS, attempts=ATTEMPTS):
    return {fault.partition(":")[0] for fault in faults_of(history, rows, attempts)}


def test_a_history_in_which_all_is_well_has_no_faults():
    assert kinds() == set()


def test_of_what_nobody_knows_either_is_well():
    with_unknown = (*ROWS, Row(1, 2, 2, "e"))
    without = (Row(1, 1, 1, "a"), Row(1, 1, 2, "c"), *ROWS[3:])
    told = tuple(replace(save, version=2) if save.text == "c" else save for save in SAVES)
    assert kinds(rows=with_unknown) == set()
    assert kinds(History(told, HISTORY.submitted), without) == set()


def without(text):
    return tuple(row for row in ROWS if row.text != text)


PLANTED = {
    "lost": {"rows": without("f")},
    "refused": {"rows": (*ROWS, Row(2, 1, 2, "g"))},
    "invented": {"rows": (*ROWS, Row(1, 3, 1, "from nowhere"))},
    "twice": {"rows": (*ROWS, Row(1, 2, 2, "d"))},
    "versions": {"rows": (*without("b"),)},
    "final": {"rows": (*ROWS[:3], Row(1, 1, 4, "b"), *ROWS[3:])},
    "receipt": {"history": History((replace(SAVES[0], genuine=False), *SAVES[1:]), frozenset({1}))},
    "submission": {"history": History(SAVES, frozenset({1, 2}))},
    "scores": {"attempts": {**ATTEMPTS, 1: replace(ATTEMPTS[1], revisions=2)}},
    "score": {"attempts": {**ATTEMPTS, 1: replace(ATTEMPTS[1], score=Fraction(1))}},
}


@pytest.mark.parametrize("kind", PLANTED)
def test_a_planted_fault_is_caught(kind):
    assert kind in kinds(**PLANTED[kind])


def test_an_ended_attempt_without_a_score_and_an_open_one_with_one_are_caught():
    assert kinds(attempts={**ATTEMPTS, 1: replace(ATTEMPTS[1], revisions=0)}) == {"scores"}
    assert kinds(attempts={**ATTEMPTS, 2: replace(ATTEMPTS[2], revisions=1)}) == {"scores"}


def test_an_answer_that_moved_to_another_question_is_lost_and_invented():
    moved = (*without("d"), Row(1, 3, 1, "d"))
    assert {"lost", "invented"} <= kinds(rows=moved)
