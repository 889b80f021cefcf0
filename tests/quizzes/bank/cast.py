"""A small course with a bank and a quiz, and who looks after them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape

from flask import Flask
from flask.testing import FlaskClient

from app.courses.rules import CourseValue
from app.quizzes.queries.bank import bank_of, versions_of
from app.quizzes.rules import BankQuestion, Question, QuizFile
from app.quizzes.rules.bank import BankEntry
from app.quizzes.service import enter_questions, load_quizzes
from app.shared.permissions import SYSTEM, Role
from tests import cast
from tests.conftest import NOW
from tests.courses.cast import small_course
from tests.quizzes.files import EVERY_KIND, quiz_file, read


def course_with_quiz(*questions: str, code: str = "SMALL-1") -> CourseValue:
    """The small course with the unmarked quiz `warm_up`, which asks a question of every kind unless told otherwise."""
    course = small_course(code)
    files, problems = read(file=quiz_file(*(questions or EVERY_KIND)))
    assert problems == []
    load(course, *files)
    return course


def load(course: CourseValue, *files: QuizFile) -> list[str]:
    return load_quizzes(course, files, SYSTEM, NOW)


def enter(course: CourseValue, *questions: Question, category: str = "", tags: tuple[str, ...] = ()) -> None:
    """Put questions into the bank under the keys q1, q2, ..."""
    asked = [BankQuestion(f"q{place}", one, category, tags) for place, one in enumerate(questions, 1)]
    enter_questions(course.id, asked, actor=SYSTEM, now=NOW)


def entries(course: CourseValue) -> Mapping[str, BankEntry]:
    return {entry.key: entry for entry in bank_of(course.id)}


def newest(course: CourseValue, key: str) -> Question:
    return versions_of(entries(course)[key].id)[0].question


def numbers(course: CourseValue, key: str) -> list[int]:
    return [version.number for version in versions_of(entries(course)[key].id)]


def browser_of(app: Flask, role: Role, course: CourseValue, person: object = cast.MANAGER) -> FlaskClient:
    """A browser in which somebody with this role in the course has signed in."""
    client = app.test_client()
    where = None if role is Role.ADMINISTRATOR else course.id
    cast.sign_in(client, cast.enter_with_role(person, role, where))
    return client


def post(client: FlaskClient, path: str, data: Mapping[str, object] | None = None, **options: object):
    """Send a form as a browser does."""
    return client.post(path, data={**(data or {}), "csrf_token": cast.csrf_token(client)}, **options)


def fields_of(page: str, action: str) -> dict[str, str]:
    """What a browser would send of the first form that goes there; its buttons are left out."""
    form = page[page.index(action) :]
    form = form[: form.index("</form>")]
    sent = {}
    for tag in re.findall(r"<input[^>]*>", form):
        names = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if names.get("type") in {"checkbox", "radio"} and " checked" not in tag:
            continue
        sent[names["name"]] = unescape(names.get("value", ""))
    for name, words in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>([^<]*)</textarea>', form):
        sent[name] = unescape(words)
    for name, inside in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', inside)
        sent[name] = chosen[1] if chosen else ""
    sent.pop("csrf_token", None)
    return sent
