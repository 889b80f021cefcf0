"""Saving: every change gets a version, nothing is overwritten unseen, nothing is taken after the deadline and grace."""

import pytest
from sqlalchemy import select

from app.quizzes import queries, service
from app.quizzes.models import AnswerSave
from app.quizzes.rules import AttemptState, Layout
from app.quizzes.service import AnswerChanged, AttemptClosed
from app.shared.database import session
from app.shared.errors import NotAllowed, NotFound, RuleBroken, Unreadable
from app.shared.permissions import SYSTEM, Actor, Grant, Role
from tests.cast import AMINA, BONGANI
from tests.conftest import NOW
from tests.grading.test_races import at_once
from tests.quizzes.cast import GRACE, MILLISECOND, MINUTE, SECOND, answers, taking
from tests.statements import statements


@pytest.fixture
def attempt(quiz):
    return quiz.start()


def rows(attempt):
    session.rollback()
    columns = (AnswerSave.number, AnswerSave.version, AnswerSave.chosen)
    statement = select(*columns).where(AnswerSave.attempt_id == attempt.id)
    return sorted((number, version, *chosen) for number, version, chosen in session.execute(statement))


def single_of(attempt):
    """The number of a question that takes one option."""
    asked = queries.asked_in([attempt.id])[attempt.id]
    return next(one.number for one in asked if one.question.kind == "single")


def test_the_first_answer_is_version_one_and_keeps_its_instant(quiz, attempt):
    saved = quiz.save(attempt, 1, ["a"], now=NOW + SECOND)
    assert (saved.version, saved.chosen, saved.saved_at) == (1, ("a",), NOW + SECOND)
    assert rows(attempt) == [(1, 1, "a")]


def test_every_change_is_a_row_of_its_own(quiz, attempt):
    for version, key in enumerate("abab", 1):
        assert quiz.save(attempt, 1, [key], version - 1).version == version
    assert rows(attempt) == [(1, 1, "a"), (1, 2, "b"), (1, 3, "a"), (1, 4, "b")]


def test_the_same_again_changes_nothing_whatever_it_is_based_on(quiz, attempt):
    first = quiz.save(attempt, 1, ["a"])
    for base in (None, 0, 1, 7):
        assert quiz.save(attempt, 1, ["a"], base, now=NOW + MINUTE) == first
    assert rows(attempt) == [(1, 1, "a")]


def test_an_answer_can_be_taken_back(quiz, attempt):
    quiz.save(attempt, 1, ["a"])
    assert quiz.save(attempt, 1, [], 1).version == 2
    assert answers(attempt) == {1: ()}


def test_a_blank_answer_where_nothing_was_is_stored_too(quiz, attempt):
    assert quiz.save(attempt, 1, [], 0).version == 1


def test_what_came_from_another_window_is_not_overwritten_unseen(quiz, attempt):
    quiz.save(attempt, 1, ["a"], 0)
    quiz.save(attempt, 1, ["b"], 1)
    with pytest.raises(AnswerChanged) as refused:
        quiz.save(attempt, 1, ["c"], 1)
    assert (refused.value.stored.version, refused.value.stored.chosen) == (2, ("b",))
    assert refused.value.code == "answer_changed"
    assert answers(attempt) == {1: ("b",)}


def test_a_version_that_never_was_is_no_base(quiz, attempt):
    with pytest.raises(AnswerChanged) as refused:
        quiz.save(attempt, 1, ["a"], 3)
    assert refused.value.stored is None


def test_without_a_base_the_newest_is_overwritten(quiz, attempt):
    quiz.save(attempt, 1, ["a"])
    assert quiz.save(attempt, 1, ["b"]).version == 2


@pytest.mark.parametrize("late", [-MILLISECOND, 0 * MILLISECOND])
def test_an_answer_that_arrives_by_deadline_and_grace_counts(quiz, attempt, late):
    assert quiz.save(attempt, 1, ["a"], now=attempt.due_at + GRACE + late).version == 1


def test_a_millisecond_later_it_does_not(quiz, attempt):
    quiz.save(attempt, 1, ["a"])
    with pytest.raises(AttemptClosed) as refused:
        quiz.save(attempt, 1, ["b"], 1, now=attempt.due_at + GRACE + MILLISECOND)
    assert refused.value.code == "attempt_closed"
    assert refused.value.stored.chosen == ("a",)
    assert answers(attempt) == {1: ("a",)}


def test_the_insert_itself_refuses_what_is_late_or_after_the_end(quiz, attempt):
    """Whatever was read before: the statement that writes looks at state and deadline itself."""
    actor = quiz.actor(AMINA)
    seen_open = queries.get_saving(attempt.id, 1)
    quiz.submit(attempt, NOW + MINUTE)
    with pytest.raises(AttemptClosed):
        service.save_answer(seen_open, ["a"], actor=actor, now=NOW)
    assert rows(attempt) == []


def test_what_was_read_before_another_save_is_found_to_be_old(quiz, attempt):
    actor = quiz.actor(AMINA)
    seen_empty = queries.get_saving(attempt.id, 1)
    quiz.save(attempt, 1, ["a"])
    with pytest.raises(AnswerChanged):
        service.save_answer(seen_empty, ["b"], 0, actor=actor, now=NOW)
    assert service.save_answer(seen_empty, ["b"], actor=actor, now=NOW).version == 2
    assert service.save_answer(seen_empty, ["b"], 0, actor=actor, now=NOW).version == 2


def test_after_submission_nothing_is_saved_not_even_the_same(quiz, attempt):
    quiz.save(attempt, 1, ["a"])
    quiz.submit(attempt)
    for chosen in (["a"], ["b"]):
        with pytest.raises(AttemptClosed) as refused:
            quiz.save(attempt, 1, chosen)
        assert (refused.value.state, refused.value.stored.chosen) == (AttemptState.SUBMITTED, ("a",))


def test_unknown_or_too_many_keys_are_refused_and_leave_nothing(quiz, attempt):
    number = single_of(attempt)
    for chosen in (["z"], ["a", "b"]):
        with pytest.raises(Unreadable):
            quiz.save(attempt, number, chosen)
    assert rows(attempt) == []


def test_a_question_that_is_not_asked_is_not_found(quiz, attempt):
    for number in (0, 5):
        with pytest.raises(NotFound):
            quiz.save(attempt, number, ["a"])


def test_only_its_owner_in_person_saves(quiz, attempt):
    here = Grant(Role.PARTICIPANT, quiz.course.id)
    peer = quiz.actor(BONGANI)
    script = Actor(attempt.person_id, "person", (here,), frozenset({"take_quiz"}))
    former = Actor(attempt.person_id, "person", ())
    tutor = Actor(peer.person_id, "person", (Grant(Role.TUTOR, quiz.course.id),))
    for actor in (peer, script, former, tutor, SYSTEM):
        with pytest.raises(NotAllowed):
            quiz.save(attempt, 1, ["a"], by=actor)
    assert rows(attempt) == []


def test_every_save_is_remembered_in_the_order_in_which_it_came(quiz, attempt):
    quiz.save(attempt, 2, ["a"], now=NOW + 2 * SECOND)
    quiz.save(attempt, 1, ["b"], now=NOW + SECOND)
    quiz.save(attempt, 2, ["b"], now=NOW + 3 * SECOND)
    assert [(one.number, one.version) for one in queries.all_saves(attempt.id)] == [(1, 1), (2, 1), (2, 2)]


def test_a_save_is_one_read_and_one_write(quiz, attempt):
    quiz.save(attempt, 1, ["a"])
    actor = quiz.actor(AMINA)
    session.commit()
    with statements() as seen:
        service.save_answer(queries.get_saving(attempt.id, 1), ["b"], 1, actor=actor, now=NOW)
    assert [statement.split()[0] for statement in seen] == ["SELECT", "INSERT"]
    with statements() as seen:
        service.save_answer(queries.get_saving(attempt.id, 1), ["b"], 1, actor=actor, now=NOW)
    assert [statement.split()[0] for statement in seen] == ["SELECT"]


@pytest.fixture
def one_way(app):
    return taking(layout=Layout.ONE_QUESTION, going_back=False)


def refusal(quiz, attempt, number, chosen=("a",)):
    with pytest.raises(RuleBroken) as refused:
        quiz.save(attempt, number, chosen)
    return refused.value.code


def test_without_a_way_back_one_goes_on_question_by_question(one_way):
    attempt = one_way.start()
    assert refusal(one_way, attempt, 3) == "question_ahead"
    one_way.save(attempt, 1, ["a"])
    one_way.save(attempt, 1, ["b"])
    one_way.save(attempt, 2, [], 0)
    assert refusal(one_way, attempt, 1) == "question_passed"
    assert refusal(one_way, attempt, 4) == "question_ahead"
    one_way.save(attempt, 2, ["a"])
    one_way.save(attempt, 3, ["a"])
    assert answers(attempt) == {1: ("b",), 2: ("a",), 3: ("a",)}


def test_whoever_went_on_in_another_window_has_gone_on(one_way):
    attempt, actor = one_way.start(), one_way.actor(AMINA)
    in_the_other_window = queries.get_saving(attempt.id, 1)
    one_way.save(attempt, 2, [], 0)
    with pytest.raises(RuleBroken) as refused:
        service.save_answer(in_the_other_window, ["a"], actor=actor, now=NOW)
    assert refused.value.code == "question_passed"


def test_with_a_way_back_any_question_can_be_answered(app):
    quiz = taking(layout=Layout.ONE_QUESTION, going_back=True)
    attempt = quiz.start()
    for number in (3, 1, 4, 2):
        quiz.save(attempt, number, ["a"])
    assert len(answers(attempt)) == 4


def test_of_two_windows_that_save_at_once_one_is_told(app, quiz, attempt):
    actor = quiz.actor(AMINA)
    for version in range(6):

        def save(key, version=version):
            saving = queries.get_saving(attempt.id, 1)
            service.save_answer(saving, [key], version, actor=actor, now=NOW)

        keys = ("a", "b") if version % 2 == 0 else ("c", "d")
        outcomes = at_once(app, *(lambda key=key: save(key) for key in keys))
        assert sorted(outcomes) == ["answer_changed", "done"]
        assert queries.answers_in([attempt.id])[attempt.id][1].version == version + 1
        session.rollback()


def test_without_a_base_both_windows_are_stored_one_after_the_other(app, quiz, attempt):
    actor = quiz.actor(AMINA)

    def save(key):
        service.save_answer(queries.get_saving(attempt.id, 1), [key], actor=actor, now=NOW)

    assert at_once(app, *(lambda key=key: save(key) for key in "abcd")) == ["done"] * 4
    assert [version for _number, version, *_chosen in rows(attempt)] == [1, 2, 3, 4]
