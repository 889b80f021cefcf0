"""What was answered how often, by whom, and how long it took."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from app.quizzes.rules import Question, RescoringAction
from app.quizzes.rules.items import Answer, Choice, Sheet, analyse, seconds_of
from app.quizzes.rules.items.groups import groups_of
from app.quizzes.rules.right import Decision
from app.quizzes.rules.scoring import share
from tests.quizzes.after.sheets import sheet, singles, studied
from tests.quizzes.questions import AFRICA, ASIA, EUROPE, matching, multiple, numeric, option, ordering, short, single

START = datetime(2022, 3, 1, 9, 0, tzinfo=UTC)


def counts(question: Question, *chosen: tuple[str, ...], decision: Decision | None = None) -> list[Choice]:
    """What is counted when a question is answered in these ways."""
    people = [
        Sheet("en", Fraction(0), {1: Answer(1, Fraction(1), share(question, answer, decision), answer)})
        for answer in chosen
    ]
    found = analyse(studied(question, decisions={1: decision} if decision else None), people, Fraction(1))
    return list(found.items[0].choices)


def shown(choices: list[Choice]) -> list[tuple[str, int, bool]]:
    return [(choice.key, choice.count, choice.right) for choice in choices]


def test_every_option_is_counted_also_one_that_nobody_chose() -> None:
    found = counts(single("b"), ("b",), ("a",), ("b",), ())
    assert shown(found) == [("a", 1, False), ("b", 2, True), ("c", 0, False), ("d", 0, False)]


def test_a_changed_key_is_what_counts_as_right() -> None:
    decision = Decision(RescoringAction.KEY_CHANGED, ("a", "b"))
    assert [choice.right for choice in counts(single("b"), ("b",), decision=decision)] == [True, True, False, False]


def test_each_of_several_options_is_counted() -> None:
    found = counts(multiple("ab"), ("a", "b"), ("a", "c"))
    assert shown(found) == [("a", 2, True), ("b", 1, True), ("c", 1, False), ("d", 0, False)]


def test_pairs_are_counted_that_are_right_or_were_made() -> None:
    found = counts(
        matching(), (f"a>{AFRICA}", f"b>{EUROPE}", f"c>{AFRICA}"), (f"a>{EUROPE}", f"b>{EUROPE}"), (f"b>{ASIA}",)
    )
    assert shown(found) == [
        (f"a>{AFRICA}", 1, True),
        (f"a>{EUROPE}", 1, False),
        (f"b>{EUROPE}", 2, True),
        (f"b>{ASIA}", 1, False),
        (f"c>{AFRICA}", 1, True),
    ]
    assert found[3].text == {"en": "Option b → Asia", "fr": "Choix b → Asie"}


def test_entries_are_counted_that_stand_in_their_place() -> None:
    assert [choice.count for choice in counts(ordering(), tuple("abcd"), tuple("abdc"))] == [2, 2, 1, 1]


def test_typed_answers_are_counted_alike_however_they_are_typed() -> None:
    found = counts(short("visa"), ("Visa",), ("visa ",), ("a  permit",), ("a permit",), ("a permit",), ())
    assert shown(found) == [("a permit", 3, False), ("visa", 2, True)]
    assert [choice.share for choice in found] == [0, 1]


def test_capitals_are_kept_apart_where_they_count() -> None:
    found = counts(short("ILO", match_case=True), ("ILO",), ("ilo",))
    assert shown(found) == [("ILO", 1, True), ("ilo", 1, False)]


def test_only_the_most_frequent_typed_answers_are_listed() -> None:
    answers = [(str(number),) for number in range(20)] + [("7",)]
    found = counts(numeric("7"), *answers)
    assert shown(found)[0] == ("7", 2, True)
    assert len(found) == 12


def test_an_option_of_an_earlier_version_is_still_counted() -> None:
    question = single()
    later = replace(question, options=(*question.options[:3], option("e")))
    both = replace(studied(question)[0], versions={1: question, 2: later})
    people = [sheet((0,), chosen=("d",)), sheet((0,), chosen=("e",), version=2)]
    found = analyse([both], people, Fraction(1)).items[0]
    assert [(choice.key, choice.count) for choice in found.choices] == [
        ("a", 0),
        ("b", 0),
        ("c", 0),
        ("e", 1),
        ("d", 1),
    ]
    assert [(part.name, part.facility.n) for part in found.versions] == [("1", 1), ("2", 1)]


def test_options_are_counted_in_the_groups_at_both_ends() -> None:
    """Ten people: 27 percent are three, and a fourth did as well as the third. The weakest three chose c."""
    elsewhere = [0, 0, 0, 1, 1, 1, 2, 2, 2, 2]
    people = [
        sheet((0, Fraction(share, 2)), chosen=("c" if place < 3 else "a", "b")) for place, share in enumerate(elsewhere)
    ]
    item = analyse(singles(2), people, Fraction(2)).items[0]
    assert [(choice.upper, choice.lower) for choice in item.choices] == [(4, 0), (0, 0), (0, 3), (0, 0)]
    assert (len(item.groups.upper), len(item.groups.lower)) == (4, 3)
    assert (item.groups.from_share, item.groups.to_share) == (1, 0)


def test_nobody_is_in_a_group_by_an_order_among_equals() -> None:
    shares = dict(enumerate(Fraction(value) for value in (0, 1, 1, 1, 5, 5, 5, 8, 8, 9)))
    found = groups_of(shares)
    assert (found.lower, found.upper) == (frozenset({0, 1, 2, 3}), frozenset({7, 8, 9}))


def test_there_are_no_groups_of_nine_or_of_equals() -> None:
    assert groups_of({place: Fraction(place) for place in range(9)}).upper == frozenset()
    assert groups_of({place: Fraction(place > 9) for place in range(12)}).upper == frozenset()


def test_a_wrong_key_does_not_lift_anybody_into_the_upper_group() -> None:
    """Those who chose the keyed option b have the best totals, and the least elsewhere."""
    able = [sheet((0, 1, 0, 1), chosen=("c", "b", "a", "b")) for _ in range(6)]
    lucky = [sheet((1, 1, 0, 0), chosen=("b", "b", "a", "a")) for _ in range(6)]
    choices = {choice.key: choice for choice in analyse(singles(4), able + lucky, Fraction(4)).items[0].choices}
    assert (choices["c"].upper, choices["b"].upper) == (6, 0)


def at(seconds: int) -> datetime:
    return START + timedelta(seconds=seconds)


def test_the_time_between_two_saves_belongs_to_the_later_one() -> None:
    saves = [(at(90), 2), (at(40), 1), (at(100), 1)]
    assert seconds_of(START, saves, []) == {1: 50, 2: 50}


def test_a_question_during_which_the_page_was_not_heard_of_has_no_time() -> None:
    saves = [(at(40), 1), (at(400), 2), (at(401), 3)]
    assert seconds_of(START, saves, [(at(60), at(399))]) == {1: 40, 3: 1}
    assert seconds_of(START, saves, [(at(40), at(60))]) == {1: 40, 3: 1}


def test_the_median_is_taken_over_those_whose_time_is_known() -> None:
    people = [sheet((1,)) for _ in range(4)]
    timed = [
        Sheet("en", one.score, {1: replace(one.answers[1], seconds=seconds)})
        for one, seconds in zip(people, (10, 30, 500, None), strict=True)
    ]
    item = analyse(singles(1), timed, Fraction(1)).items[0]
    assert (item.seconds, item.timed) == (30, 3)
