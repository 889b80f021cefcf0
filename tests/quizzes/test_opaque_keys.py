"""Nobody can tell from the key of an option where its author put it, as banks whose authors put the right one first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest
from werkzeug.datastructures import MultiDict

from app.quizzes.documents import read_questions
from app.quizzes.pages.question_form import typed_form
from app.quizzes.rules import BankQuestion, QuestionKind, QuizFile
from app.quizzes.rules.answers import read_answer
from app.quizzes.rules.opaque import keep_stored_keys, key_by_name, keys_by_text
from tests.quizzes.bank.cast import course_with_quiz, load, newest, numbers
from tests.quizzes.files import UNMARKED, WORDS, choice, quiz_file
from tests.quizzes.files import read as read_files
from tests.quizzes.questions import multiple

MANY = 400
PLACES = 4


def right_first(kind: str) -> bytes:
    """A file of questions whose authors put the right option first, each time."""
    written = {
        "gift": "::q{n}:: Question {n}? {{=Right {n} ~Wrong {n} ~False {n} ~Other {n}}}\n\n",
        "aiken": "Question {n}?\nA. Right {n}\nB. Wrong {n}\nC. False {n}\nD. Other {n}\nANSWER: A\n\n",
    }[kind]
    return "".join(written.format(n=number) for number in range(MANY)).encode()


def ranks(questions: Sequence[BankQuestion]) -> Counter[int]:
    """How often the key of the right option is the first, the second ... of the keys in their order."""
    keys = [(sorted(option.key for option in one.question.options), one.question.right_keys[0]) for one in questions]
    return Counter(places.index(right) for places, right in keys)


def spread(found: Counter[int]) -> bool:
    """Whether each place holds a quarter, give or take more than three standard deviations (9 of 400)."""
    return all(abs(found[place] - MANY / PLACES) < 30 for place in range(PLACES))


@pytest.mark.parametrize("kind", ["gift", "aiken"])
def test_the_key_of_the_right_option_is_evenly_spread_in_a_bank_that_has_it_always_first(kind):
    questions = read_questions(right_first(kind), language="en").questions
    assert len(questions) == MANY
    assert all(one.question.options[0].right for one in questions)
    assert spread(ranks(questions))


def test_the_keys_of_a_courses_files_are_as_evenly_spread():
    (file,), problems = read_files(file=quiz_file(*(choice(f"q{number}") for number in range(200)), head=UNMARKED))
    assert problems == []
    found = ranks(file.questions)
    assert all(abs(found[place] - 200 / PLACES) < 21 for place in range(PLACES))


def test_options_typed_into_the_form_get_keys_that_tell_nothing():
    typed = MultiDict({"text.en": "Which?"})
    for row, words in enumerate(WORDS):
        typed[f"option.{row}.row"], typed[f"option.{row}.text.en"] = "1", words
    form = typed_form(typed, QuestionKind.SINGLE, ("en",))
    assert [row.key for row in form.options] == list(keys_by_text({"en": words} for words in WORDS))
    assert form.options != sorted(form.options, key=lambda row: row.key)


def test_options_that_say_the_same_still_have_keys_of_their_own():
    first, second, third = keys_by_text([{"en": "x"}, {"en": "x"}, {"en": "x"}])
    assert (second, third) == (f"{first}_2", f"{first}_3")
    assert list(keys_by_text([{"en": "x"}], taken={first})) == [second]


def test_an_answer_with_every_option_comes_back_in_the_order_of_the_keys_not_of_the_author():
    question = multiple("ca", keys="cabd")
    assert read_answer(question, ["d", "c", "b", "a"]) == ("a", "b", "c", "d")


def test_an_option_keeps_its_key_when_its_file_rewords_it(app):
    course = course_with_quiz(choice("one"))
    before = [option.key for option in newest(course, "one").options]
    assert before == [key_by_name("one", name) for name in "abcd"]
    load(course, *read_files(file=quiz_file(choice("one", ("Alpha", *WORDS[1:]))))[0])
    assert numbers(course, "one") == [2, 1]
    assert [option.key for option in newest(course, "one").options] == before


def test_a_question_that_the_bank_has_under_plain_names_keeps_them_and_makes_no_version(app):
    (file,), _ = read_files(file=quiz_file(choice("one"), choice("many", right=(0, 1), kind="multiple")))
    course = course_with_quiz(choice("other"))
    load(course, with_plain_keys(file))
    assert [option.key for option in newest(course, "one").options] == ["a", "b", "c", "d"]
    assert load(course, file) == []
    assert numbers(course, "one") == [1]


def test_an_option_that_joins_plain_ones_gets_a_key_that_tells_nothing(app):
    (file,), _ = read_files(file=quiz_file(choice("one")))
    (longer,), _ = read_files(file=quiz_file(choice("one", (*WORDS, "omega"))))
    (old,) = with_plain_keys(file).questions
    kept = keep_stored_keys(longer.questions[0], old.question)
    assert [option.key for option in kept.question.options] == ["a", "b", "c", "d", key_by_name("one", "e")]


def with_plain_keys(file: QuizFile) -> QuizFile:
    """The file as it was read before keys were made opaque."""
    plain = {key_by_name(one.key, name): name for one in file.questions for name in "abcd"}

    def named(one: BankQuestion) -> BankQuestion:
        options = tuple(replace(option, key=plain[option.key]) for option in one.question.options)
        return replace(one, question=replace(one.question, options=options))

    return replace(file, questions=tuple(map(named, file.questions)))
