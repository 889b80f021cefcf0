from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from app.courses.rules import CourseValue
from app.quizzes import queries
from app.quizzes.documents import read_questions
from app.quizzes.queries.bank import bank_of, questions_in_full
from app.shared.database import session
from tests.quizzes.bank.cast import course_with_quiz, entries, newest, numbers
from tests.quizzes.bank.test_import import ENGLISH, FRENCH
from tests.quizzes.files import EVERY_KIND, choice

pytestmark = pytest.mark.alike


@pytest.fixture
def course(app: Flask) -> CourseValue:
    course = course_with_quiz(choice("one"))
    session.commit()
    return course


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "questions.gift"
    path.write_bytes(ENGLISH)
    return path


def command(run: FlaskCliRunner, *words: object):
    done = run.invoke(args=["questions", *map(str, words)])
    session.rollback()
    return done


def test_questions_are_imported_into_the_bank_and_the_quiz_and_counted(run, course: CourseValue, file: Path) -> None:
    done = command(run, "import", "SMALL-1", "warm_up", file)
    assert done.exit_code == 0
    assert done.stderr.splitlines() == [
        f"{file}:7: question 3 (essay): not imported: Essays, which a person marks, are not part of a quiz here.",
        f"{file}: gift, 3 questions in the file: 2 imported (2 new, 0 language added, 0 changed, 0 same), "
        "1 not imported",
        "SMALL-1, quiz warm_up: 2 questions added",
    ]
    assert done.stdout == ""
    assert [slot.question for slot in queries.get_quiz(course.id, "warm_up").slots] == ["one", "visa", "count"]


def test_a_hyphen_for_the_quiz_imports_into_the_bank_alone(run, course: CourseValue, file: Path) -> None:
    assert command(run, "import", "SMALL-1", "-", file).exit_code == 0
    assert "visa" in entries(course)
    assert [slot.question for slot in queries.get_quiz(course.id, "warm_up").slots] == ["one"]


def test_the_same_file_again_changes_nothing(run, course: CourseValue, file: Path) -> None:
    command(run, "import", "SMALL-1", "warm_up", file)
    done = command(run, "import", "SMALL-1", "warm_up", file)
    assert "(0 new, 0 language added, 0 changed, 2 same)" in done.stderr
    assert "0 questions added" in done.stderr
    assert numbers(course, "visa") == [1]


def test_a_second_file_in_french_joins_the_first(run, course: CourseValue, file: Path) -> None:
    command(run, "import", "SMALL-1", "-", file)
    file.write_bytes(FRENCH)
    done = command(run, "import", "SMALL-1", "-", file, "--language", "fr", "--category", "Elsewhere")
    assert "2 imported (0 new, 2 language added, 0 changed, 0 same)" in done.stderr
    assert newest(course, "visa").text["fr"] == "Qui délivre un visa ?"
    assert entries(course)["visa"].category == "Concepts"


def test_keys_that_mean_other_questions_can_be_kept_apart(run, course: CourseValue, file: Path) -> None:
    for _ in range(2):
        command(run, "import", "SMALL-1", "-", file, "--as-new", "--category", "Theirs")
    assert entries(course)["visa_2"].category == "Theirs/Concepts"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<quiz><question></quiz>", ":1: The file is no well-formed XML"),
        (b"\xff\xfe\xfd", ":1: The file is not in UTF-8."),
    ],
)
def test_a_file_that_cannot_be_read_exits_1_with_line_and_reason(
    run, course: CourseValue, file: Path, content: bytes, said: str
) -> None:
    file.write_bytes(content)
    done = command(run, "import", "SMALL-1", "warm_up", file)
    assert done.exit_code == 1
    assert f"{file}{said}" in done.stderr
    assert set(entries(course)) == {"one"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("NOWHERE", "-"), (1, "There is no course with the code NOWHERE.")),
        (("SMALL-1", "unknown"), (1, "The course SMALL-1 has no quiz “unknown”.")),
        (("SMALL-1", "-", "--language", "xx"), (2, "xx")),
    ],
)
def test_a_wrong_name_is_told(run, course: CourseValue, file: Path, words, said: tuple[int, str]) -> None:
    place, quiz, *rest = words
    done = command(run, "import", place, quiz, file, *rest)
    code, reason = said
    assert (done.exit_code, reason in done.stderr) == (code, True)
    assert set(entries(course)) == {"one"}


def test_a_file_above_the_limit_is_refused(run, course: CourseValue, file: Path, monkeypatch) -> None:
    monkeypatch.setattr("app.quizzes.commands.MEGABYTE", 1)
    done = command(run, "import", "SMALL-1", "-", file)
    assert (done.exit_code, f"{file}: The file is larger than 50 MB." in done.stderr) == (1, True)


@pytest.mark.parametrize("form", ["gift", "moodle_xml", "qti", "aiken"])
def test_a_quiz_is_exported_to_standard_output_in_every_format(run, app: Flask, form: str) -> None:
    course_with_quiz(*EVERY_KIND)
    session.commit()
    done = command(run, "export", "SMALL-1", "warm_up", "--format", form)
    assert done.exit_code == 0
    read = read_questions(done.stdout_bytes, language="en", name="x.txt")
    left_out = [line for line in done.stderr.splitlines() if "left out:" in line]
    assert len(read.questions) + len(left_out) == len(EVERY_KIND)


def test_an_export_goes_into_a_file_in_the_language_asked_for(run, course: CourseValue, tmp_path: Path) -> None:
    output = tmp_path / "out.gift"
    done = command(run, "export", "SMALL-1", "-", "--format", "gift", "--language", "fr", "-o", output)
    assert done.exit_code == 0
    assert "Lequel one ?" in output.read_text()
    assert f"{output}: {output.stat().st_size} bytes written" in done.stderr


@pytest.mark.parametrize("words", [("unknown",), ("-", "--category", "Nothing")])
def test_nothing_to_export_exits_1(run, course: CourseValue, words: tuple[str, ...]) -> None:
    done = command(run, "export", "SMALL-1", *words)
    assert done.exit_code == 1
    assert done.stdout == ""


@pytest.mark.parametrize("form", ["gift", "moodle_xml", "qti", "aiken"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_bank_that_goes_out_and_comes_back_is_as_it_was(
    run, app: Flask, tmp_path: Path, form: str, language: str
) -> None:
    course = course_with_quiz(*EVERY_KIND)
    session.commit()
    before = questions_in_full(course.id, bank_of(course.id))
    path = tmp_path / "round.txt"
    command(run, "export", "SMALL-1", "warm_up", "--format", form, "--language", language, "-o", path)
    done = command(run, "import", "SMALL-1", "warm_up", path, "--language", language)
    assert done.exit_code == 0, done.stderr
    assert "(0 new, 0 language added, 0 changed," in done.stderr
    assert questions_in_full(course.id, bank_of(course.id)) == before
