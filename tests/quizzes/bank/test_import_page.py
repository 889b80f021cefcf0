from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.courses.rules import CourseValue
from app.courses.service import close_course
from app.quizzes import queries
from app.quizzes.documents import read_questions
from app.quizzes.rules import BankQuestion, Slot
from app.quizzes.rules.building import version_of
from app.quizzes.service import change_slots, enter_questions
from app.shared.permissions import SYSTEM, Role
from tests.conftest import NOW
from tests.courses.cast import small_course
from tests.quizzes.bank.cast import browser_of, course_with_quiz, entries, newest, numbers, post
from tests.quizzes.bank.test_import import ENGLISH, FRENCH
from tests.quizzes.files import choice
from tests.quizzes.questions import EVERY_KIND, single
from tests.statements import statements

PATH = "/courses/SMALL-1/questions"


@pytest.fixture
def course(app: Flask) -> CourseValue:
    return course_with_quiz(choice("one"))


@pytest.fixture
def manager(app: Flask, course: CourseValue) -> FlaskClient:
    return browser_of(app, Role.ACTIVITY_MANAGER, course)


def upload(client: FlaskClient, raw: bytes, name: str = "questions.gift", **fields: str) -> TestResponse:
    data = {"language": "en", **fields, "file": (io.BytesIO(raw), name)}
    return post(client, f"{PATH}/import", data)


def preview(client: FlaskClient) -> str:
    answer = client.get(f"{PATH}/import/preview")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def confirm(client: FlaskClient, page: str) -> TestResponse:
    seen = re.search(r'name="version" value="(\w+)"', page)[1]
    return post(client, f"{PATH}/import/preview", {"do": "import", "version": seen})


def test_a_file_is_looked_at_before_anything_is_changed(manager: FlaskClient, course: CourseValue) -> None:
    assert upload(manager, ENGLISH).status_code == 303
    page = preview(manager)
    for said in ("questions.gift", "GIFT", "Who gives a visa?", "not carried over", "Essays, which a person marks"):
        assert said in page, said
    assert set(entries(course)) == {"one"}


def test_what_was_seen_is_imported_and_the_file_is_forgotten(manager: FlaskClient, course: CourseValue) -> None:
    upload(manager, ENGLISH, quiz="warm_up", category="Theirs")
    answer = confirm(manager, preview(manager))
    assert answer.status_code == 303
    assert entries(course)["visa"].category == "Theirs/Concepts"
    assert [slot.question for slot in queries.get_quiz(course.id, "warm_up").slots] == ["one", "visa", "count"]
    told = manager.get(answer.headers["Location"]).get_data(as_text=True)
    assert "Questions in the file: 3. New: 2;" in told
    assert manager.get(f"{PATH}/import/preview").status_code == 303


def test_the_second_language_joins_the_first_by_two_uploads(manager: FlaskClient, course: CourseValue) -> None:
    for raw, language in ((ENGLISH, "en"), (FRENCH, "fr")):
        upload(manager, raw, language=language)
        assert confirm(manager, preview(manager)).status_code == 303
    assert set(newest(course, "visa").text) == {"en", "fr"}


def test_changes_are_shown_with_both_sides(manager: FlaskClient, course: CourseValue) -> None:
    upload(manager, ENGLISH)
    confirm(manager, preview(manager))
    upload(manager, ENGLISH.replace(b"a school", b"a museum"))
    page = preview(manager)
    assert "1 change" in page
    assert "a school" in page
    assert "a museum" in page


def test_a_file_may_be_let_go(manager: FlaskClient, course: CourseValue) -> None:
    upload(manager, ENGLISH)
    assert post(manager, f"{PATH}/import/preview", {"do": "drop"}).status_code == 303
    assert manager.get(f"{PATH}/import/preview").status_code == 303
    assert post(manager, f"{PATH}/import/preview", {"do": "import"}).status_code == 404
    assert set(entries(course)) == {"one"}


def test_a_bank_that_changed_meanwhile_is_looked_at_again(manager: FlaskClient, course: CourseValue) -> None:
    upload(manager, ENGLISH)
    page = preview(manager)
    enter_questions(course.id, [BankQuestion("visa", single())], actor=SYSTEM, now=NOW)
    answer = confirm(manager, page)
    assert answer.status_code == 412
    assert "this file would do something else now" in answer.get_data(as_text=True)
    assert numbers(course, "visa") == [1]


def bomb() -> bytes:
    """Make a file that is small and unpacks to far more than anybody may send."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("imsmanifest.xml", b"0" * 300_000_000)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"", 422),
        (b"\xff\xfe\xfd\xfc", 422),
        (b"PK\x03\x04 broken", 422),
        (b"<quiz><question></quiz>", 422),
        (b'<!DOCTYPE q [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><quiz>&b;</quiz>', 422),
        (b'<!DOCTYPE q SYSTEM "file:///etc/passwd"><quiz/>', 422),
        (b"<html><body>no questions</body></html>", 422),
        (bomb, 422),
    ],
    ids=["empty", "no_text", "broken_zip", "broken_xml", "entities", "external", "html", "zip_bomb"],
)
def test_a_file_that_cannot_be_used_is_refused_politely(
    manager: FlaskClient, course: CourseValue, raw: bytes | Callable[[], bytes], status: int
) -> None:
    answer = upload(manager, raw() if callable(raw) else raw, "theirs.bin")
    page = answer.get_data(as_text=True)
    assert answer.status_code == status
    assert "theirs.bin: nothing was changed." in page
    assert "Traceback" not in page
    assert manager.get(f"{PATH}/import/preview").status_code == 303


def test_a_file_above_the_limit_is_refused(app: Flask, manager: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.quizzes.pages.importing.MEGABYTE", 10)
    answer = upload(manager, b"x" * 501)
    assert answer.status_code == 413
    assert "The file is larger than 50 MB." in answer.get_data(as_text=True)


def test_a_form_without_a_file_asks_for_one(manager: FlaskClient) -> None:
    answer = post(manager, f"{PATH}/import", {"language": "en"})
    assert answer.status_code == 422
    assert "Choose a file of questions first." in answer.get_data(as_text=True)


def test_another_language_than_those_offered_is_refused(manager: FlaskClient) -> None:
    assert upload(manager, ENGLISH, language="xx").status_code == 422


def test_in_a_closed_course_nothing_is_imported(manager: FlaskClient, course: CourseValue) -> None:
    upload(manager, ENGLISH)
    page = preview(manager)
    close_course(course.id, actor=SYSTEM, now=NOW)
    assert confirm(manager, page).status_code == 409
    assert "The course is closed" in manager.get(f"{PATH}/import").get_data(as_text=True)


def test_an_upload_costs_the_same_statements_for_any_number_of_questions(manager: FlaskClient) -> None:
    def counted(number: int) -> int:
        raw = "\n\n".join(f"::q{place}:: So? {{T}}" for place in range(number)).encode()
        upload(manager, raw)
        with statements() as seen:
            confirm(manager, preview(manager))
        return len(seen)

    counted(1)
    assert counted(40) == counted(80)


def test_a_file_to_export_is_looked_at_first_and_says_what_cannot_go_into_it(app: Flask) -> None:
    course = small_course()
    asked = [BankQuestion(kind.value, question, "A") for kind, question in EVERY_KIND.items()]
    enter_questions(course.id, asked, actor=SYSTEM, now=NOW)
    manager = browser_of(app, Role.ACTIVITY_MANAGER, course)
    page = manager.get(f"{PATH}/export?form=aiken&language=en").get_data(as_text=True)
    assert "5 questions cannot be written in this format and are left out." in page
    raw = manager.get(f"{PATH}/export/file?form=aiken&language=en")
    assert raw.headers["Content-Disposition"] == 'attachment; filename="SMALL-1-questions-en.txt"'
    assert len(read_questions(raw.get_data(), language="en", name="x.txt").questions) == 2


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("quiz=warm_up", {"one", "pooled"}),
        ("category=P", {"pooled"}),
        ("", {"one", "pooled", "loose"}),
    ],
)
def test_a_quiz_a_category_or_everything_is_exported(
    manager: FlaskClient, course: CourseValue, query: str, keys: set[str]
) -> None:
    asked = [BankQuestion("pooled", single(), "P/Q"), BankQuestion("loose", single())]
    enter_questions(course.id, asked, actor=SYSTEM, now=NOW)
    quiz = queries.get_quiz(course.id, "warm_up")
    slots = [*quiz.slots, Slot(category="P", draw=1)]
    change_slots(course, "warm_up", slots, version=version_of(quiz), actor=SYSTEM, now=NOW)
    answer = manager.get(f"{PATH}/export/file?form=moodle_xml&language=fr&{query}")
    assert {asked.key for asked in read_questions(answer.get_data(), language="fr").questions} == keys


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("form=pdf&language=en", 422),
        ("form=canvas&language=en", 422),
        ("form=gift&language=de", 422),
        ("form=gift&language=en&quiz=unknown", 404),
        ("form=gift&language=en&category=Nothing", 409),
    ],
)
def test_what_cannot_be_exported_is_refused(manager: FlaskClient, query: str, status: int) -> None:
    assert manager.get(f"{PATH}/export/file?{query}").status_code == status
