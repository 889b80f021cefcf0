"""What an attempt is made of: which questions, in which order, with which order of options."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from app.quizzes.rules.paper import Place, draw, lefts, option_keys, seed_of, shuffled, sides
from tests.quizzes.questions import AFRICA, ASIA, EUROPE, matching, multiple, numeric, ordering, single, true_false

ONE = Fraction(1)
SEED = seed_of(b"key", 1, 2, 3)


def fixed(*ids: int) -> list[Place]:
    return [Place((question_id,), 1, ONE, is_pool=False) for question_id in ids]


def pool(*ids: int, of: int = 1, points: int = 1) -> Place:
    return Place(ids, of, Fraction(points), is_pool=True)


def test_without_shuffling_questions_stand_as_they_are_listed():
    assert [question for question, _ in draw(fixed(5, 3, 9), SEED, shuffle=False)] == [5, 3, 9]


def test_every_attempt_is_shuffled_in_its_own_way_and_always_the_same():
    seeds = [seed_of(b"key", 1, enrolment, 1) for enrolment in range(20)]
    papers = [tuple(question for question, _ in draw(fixed(*range(10)), seed, shuffle=True)) for seed in seeds]
    assert len(set(papers)) == 20
    assert all(sorted(paper) == list(range(10)) for paper in papers)
    assert draw(fixed(*range(10)), seeds[0], shuffle=True) == draw(fixed(*range(10)), seeds[0], shuffle=True)


def test_whoever_does_not_know_the_key_cannot_foresee_a_paper():
    assert seed_of(b"key", 1, 2, 3) != seed_of(b"another", 1, 2, 3)


def test_quiz_participant_and_number_each_make_another_seed():
    seeds = {seed_of(b"key", *place) for place in ((1, 2, 3), (2, 2, 3), (1, 3, 3), (1, 2, 4), (12, 3, 1), (1, 23, 1))}
    assert len(seeds) == 6


@given(st.lists(st.integers(1, 30), unique=True), st.integers(1, 10), st.integers(1, 10), st.booleans())
def test_two_pools_on_the_same_questions_never_ask_one_twice(ids, first, second, shuffle):
    paper = draw([pool(*ids, of=first), *fixed(99), pool(*ids, 99, of=second)], SEED, shuffle=shuffle)
    questions = [question for question, _ in paper]
    assert len(set(questions)) == len(questions) == 1 + min(len(ids), first + second)


def test_a_question_that_has_its_own_place_is_not_drawn():
    assert [question for question, _ in draw([pool(1, 2, of=2), *fixed(1)], SEED, shuffle=False)] == [2, 1]


def test_each_question_brings_the_points_of_its_place():
    paper = draw([*fixed(1), pool(2, 3, of=2, points=4)], SEED, shuffle=True)
    assert dict(paper) == {1: 1, 2: 4, 3: 4}


def test_a_pool_gives_each_of_its_questions_about_as_often():
    drawn = [draw([pool(*range(4))], seed_of(b"key", 1, person, 1), shuffle=False)[0][0] for person in range(400)]
    assert all(60 < drawn.count(question) < 140 for question in range(4))


def test_options_are_shuffled_for_each_question_in_its_own_way():
    orders = {option_keys(multiple(keys="abcde"), SEED, number, shuffle=True) for number in range(1, 11)}
    assert len(orders) > 5
    assert all(sorted(order) == list("abcde") for order in orders)


def test_options_stay_where_the_quiz_or_the_question_says_so():
    assert option_keys(single(), SEED, 1, shuffle=False) == tuple("abcd")
    assert option_keys(single(shuffle=False), SEED, 1, shuffle=True) == tuple("abcd")


def test_true_stands_before_false():
    assert {option_keys(true_false(), SEED, number, shuffle=True) for number in range(9)} == {("true", "false")}


def test_a_number_has_no_options():
    assert option_keys(numeric(), SEED, 1, shuffle=True) == ()


def test_right_sides_of_pairs_are_mixed_whatever_the_quiz_says():
    keys = [option_keys(matching(), SEED, number, shuffle=False) for number in range(20)]
    assert {lefts(one) for one in keys} == {("a", "b", "c")}
    assert len({sides(one) for one in keys}) > 3
    assert {tuple(sorted(sides(one))) for one in keys} == {tuple(sorted((AFRICA, EUROPE, ASIA)))}


def test_entries_to_be_ordered_never_stand_in_order():
    seeds = [seed_of(b"key", 1, person, 1) for person in range(200)]
    assert all(option_keys(ordering(), seed, 1, shuffle=False) != tuple("abcd") for seed in seeds)


def test_two_shuffles_of_one_attempt_have_nothing_in_common():
    assert shuffled(SEED, "one", range(50)) != shuffled(SEED, "other", range(50))
