from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from app.courses.schemas import read_definition
from app.quizzes.rules import Counts, Layout, Question, QuestionKind, Release
from app.quizzes.rules.opaque import key_by_name
from app.quizzes.rules.quality import figures
from app.quizzes.schemas import read_quizzes
from tests.courses.samples import A9714776
from tests.quizzes.files import EVERY_KIND, choice, other, quiz_file, read

CATALOGUE = Path(A9714776).parent


def faults(raw: bytes) -> list[tuple[str, int | None, str]]:
    _, problems = read(quiz=raw)
    return [(problem.where, problem.line, str(problem.reason)) for problem in problems]


def test_one_question_of_each_kind_is_read() -> None:
    (file,), problems = read(practice=quiz_file(*EVERY_KIND))
    assert problems == []
    assert [asked.question.kind for asked in file.questions] == [
        QuestionKind.SINGLE,
        QuestionKind.MULTIPLE,
        QuestionKind.TRUE_FALSE,
        QuestionKind.NUMERIC,
        QuestionKind.SHORT,
        QuestionKind.MATCHING,
        QuestionKind.ORDERING,
    ]
    assert file.questions[0].question.right_keys == (key_by_name("one", "a"),)
    assert file.questions[2].question.right_keys == ("true",)
    assert file.questions[3].question.accepted[0].value == Fraction(7, 2)
    assert [slot.question for slot in file.quiz.slots] == [asked.key for asked in file.questions]


@pytest.mark.parametrize("question", EVERY_KIND, ids=[kind.value for kind in QuestionKind])
def test_what_was_read_survives_being_stored(question: str) -> None:
    (file,), _ = read(practice=quiz_file(question))
    (asked,) = file.questions
    assert Question.from_data(asked.question.to_data()) == asked.question


def test_settings_have_the_values_of_a_weekly_quiz_unless_the_file_says_otherwise() -> None:
    (file,), _ = read(practice=quiz_file(choice("one")))
    usual = file.quiz.settings
    assert (usual.attempts, usual.counts, usual.layout, usual.release) == (
        1, Counts.BEST, Layout.ONE_PAGE, Release.AFTER_CLOSING,
    )  # fmt: skip
    own = b"settings: {attempts: unlimited, counts: mean, layout: one_question, going_back: false, shuffle: [options]}"
    (file,), _ = read(practice=quiz_file(choice("one")).replace(b"settings: {}", own))
    asked = file.quiz.settings
    assert (asked.attempts, asked.counts, asked.layout) == (None, Counts.MEAN, Layout.ONE_QUESTION)
    assert (asked.going_back, asked.shuffle_questions, asked.shuffle_options) == (False, False, True)


def test_a_pool_takes_the_place_of_fixed_questions() -> None:
    pools = b"pools: [{category: 1 Concepts, draw: 1}]\nquestions:"
    (file,), problems = read(practice=quiz_file(choice("one"), choice("two")).replace(b"questions:", pools))
    assert problems == []
    assert [(slot.question, slot.category, slot.draw) for slot in file.quiz.slots] == [(None, "1 Concepts", 1)]


CASES = {
    "two right options in a question that has one": (
        quiz_file(choice("one", right=(0, 1))),
        "Exactly one option is right in a question of this kind; here are 2.",
    ),
    "no right option at all": (
        quiz_file(choice("many", right=(), kind="multiple")),
        "At least one option is right and at least one is wrong; right are 0.",
    ),
    "every option right": (
        quiz_file(choice("many", right=(0, 1, 2, 3), kind="multiple")),
        "At least one option is right and at least one is wrong; right are 4.",
    ),
    "three options": (quiz_file(choice("one", ("a1", "b1", "c1"))), "A question has 4 to 5 options; here are 3."),
    "six options": (
        quiz_file(choice("one", ("a1", "b1", "c1", "d1", "e1", "f1"))),
        "A question has 4 to 5 options; here are 6.",
    ),
    "the same option twice, but for capitals": (
        quiz_file(choice("one", ("alpha", "bravo", "ALPHA", "delta"))),
        "This option says the same as the option “a”.",
    ),
    "a text in one language only": (
        quiz_file(choice("one").replace(", fr: Parce que.", "")),
        "The text in “fr” is missing.",
    ),
    "no feedback": (quiz_file(choice("one").replace("feedback", "feedbakc")), "“feedback” is missing."),
    "a numeric question without an answer": (
        quiz_file(other("count", "numeric", 'tolerance: "1"')),
        "A question of the kind “numeric” needs “answer”.",
    ),
    "a tolerance below 0": (
        quiz_file(other("count", "numeric", 'answer: "1"\n  tolerance: "-1"')),
        "A tolerance is 0 or more.",
    ),
    "keys that tell the order of entries": (
        quiz_file(
            other(
                "steps",
                "ordering",
                "items: [" + ", ".join(f"{{key: {key}, text: {{en: {key}, fr: {key}}}}}" for key in "abc") + "]",
            )
        ),
        "The keys of these entries tell their order. Name each for what it says.",
    ),
    "options where the kind has none": (
        quiz_file(choice("one").replace("kind: single", "kind: short")),
        "A question of the kind “short” has no “options”.",
    ),
    "a quiz that the course does not have": (
        quiz_file(choice("one"), quiz="quiz_9", head=""),
        "The course has no quiz “quiz_9”. Known: quiz_1.",
    ),
    "an unmarked quiz with the key of a piece": (
        quiz_file(choice("one"), quiz="quiz_1"),
        "“quiz_1” is an assessed piece. Drop “unmarked”, or choose another key.",
    ),
    "an unmarked quiz without a title": (quiz_file(choice("one"), head="unmarked: true\n"), "“title” is missing."),
    "a number of questions that is not the piece's": (
        quiz_file(choice("one"), quiz="quiz_1", head=""),
        "course.yaml announces 10 questions; here are 1.",
    ),
    "not UTF-8": (b"quiz: \xff", "This is not UTF-8. Save the file as UTF-8."),
    "nothing at all": (b"", "The file is empty."),
    "a list instead of keys": (b"- 1\n", "Here belong keys with values"),
}


@pytest.mark.parametrize(("raw", "reason"), CASES.values(), ids=CASES)
def test_a_fault_is_told_with_its_line(raw: bytes, reason: str) -> None:
    found = faults(raw)
    assert any(told.startswith(reason) for _, _, told in found), found
    assert all(line for _, line, _ in found)


def test_the_line_of_a_fault_is_that_of_the_value() -> None:
    raw = quiz_file(choice("one"), choice("two", ("same", "same", "c", "d")))
    ((where, line, _),) = [fault for fault in faults(raw) if fault[0].endswith("text.en")]
    assert where == "questions[2].options[2].text.en"
    assert raw.decode().splitlines()[(line or 0) - 1].strip().startswith("- {key: b")


def test_a_key_is_taken_once_over_all_files() -> None:
    _, problems = read(first=quiz_file(choice("one")), second=quiz_file(choice("one"), quiz="other"))
    assert [(problem.file, str(problem.reason)) for problem in problems] == [
        ("second.yaml", "The key “one” is taken in first.yaml.")
    ]


def test_a_file_that_is_no_yaml_file_does_not_belong() -> None:
    _, problems = read_quizzes({"notes.txt": b""}, read_definition(Path(A9714776).read_bytes()))
    assert [problem.file for problem in problems] == ["notes.txt"]


def test_the_catalogue_has_ten_good_questions_for_each_quiz() -> None:
    definition = read_definition(Path(A9714776).read_bytes())
    files = {file.name: file.read_bytes() for file in sorted((CATALOGUE / "quizzes").iterdir())}
    read_files, problems = read_quizzes(files, definition)
    assert [str(problem.reason) for problem in problems] == []
    marked = {file.quiz.key: len(file.questions) for file in read_files if not file.quiz.unmarked}
    assert marked == {f"quiz_{number}": 10 for number in range(1, 7)}
    assert {file.quiz.key for file in read_files if file.quiz.unmarked} == {
        "practice", "knowledge_before", "knowledge_after",
    }  # fmt: skip
    assert {
        len(asked.question.options) for file in read_files if not file.quiz.unmarked for asked in file.questions
    } <= {4, 5}
    assert any("longest" in line for line in figures(read_files, definition))
