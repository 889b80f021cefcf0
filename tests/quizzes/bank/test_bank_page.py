from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.courses.rules import CourseValue
from app.quizzes import service
from app.quizzes.queries.bank import bank_of
from app.quizzes.rules import BankQuestion, Slot
from app.quizzes.rules.bank import BankFilter, tree_of, uses_of
from app.shared.database import session
from app.shared.permissions import SYSTEM, Role
from tests import cast
from tests.conftest import NOW
from tests.courses.cast import small_course
from tests.quizzes.bank.cast import browser_of, course_with_quiz, enter, entries, newest, post
from tests.quizzes.cast import taking
from tests.quizzes.files import choice
from tests.quizzes.questions import EVERY_KIND, numeric, short, single
from tests.statements import statements

pytestmark = pytest.mark.alike


@pytest.fixture
def course(app: Flask) -> CourseValue:
    course = course_with_quiz(choice("one"))
    asked = [
        BankQuestion("etats", single(), "2 Région/Afrique", ("sadc", "été")),
        BankQuestion("visa", short("visa"), "2 Région", ("sadc",)),
        BankQuestion("loose", numeric()),
    ]
    service.enter_questions(course.id, asked, actor=SYSTEM, now=NOW)
    return course


@pytest.fixture
def manager(app: Flask, course: CourseValue) -> FlaskClient:
    return browser_of(app, Role.ACTIVITY_MANAGER, course)


def listed(client: FlaskClient, query: str = "") -> list[str]:
    page = client.get(f"/courses/SMALL-1/questions{query}").get_data(as_text=True)
    return re.findall(r'class="cell-note"><code>(\w+)</code>', page)


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("", ["loose", "one", "visa", "etats"]),
        ("?category=2+R%C3%A9gion", ["visa", "etats"]),
        ("?category=2+R%C3%A9gion/Afrique", ["etats"]),
        ("?category=-", ["loose"]),
        ("?tag=sadc", ["visa", "etats"]),
        ("?kind=short", ["visa"]),
        ("?search=ETE", ["etats"]),
        ("?search=une+question+short", ["visa"]),
        ("?search=region+sadc", ["visa", "etats"]),
        ("?difficulty=easy", ["one"]),
        ("?language=fr&kind=numeric", ["loose"]),
        ("?language=de", []),
        ("?state=retired", []),
        ("?page=99", ["loose", "one", "visa", "etats"]),
    ],
)
def test_the_list_shows_what_is_asked_for(manager: FlaskClient, query: str, keys: list[str]) -> None:
    assert listed(manager, query) == keys


def test_a_tree_counts_what_lies_beneath_each_category() -> None:
    tree = tree_of(["b/c", "b", "b/a", "", "Ä", "b/c/d"])
    assert [(branch.name, branch.depth, branch.count) for branch in tree] == [
        ("Ä", 0, 1), ("b", 0, 4), ("a", 1, 1), ("c", 1, 2), ("d", 2, 1),
    ]  # fmt: skip


def test_a_category_whose_name_begins_alike_is_another_one(app: Flask) -> None:
    course = small_course()
    service.enter_questions(course.id, [BankQuestion("q", single(), "1 Concepts of work")], actor=SYSTEM, now=NOW)
    (entry,) = bank_of(course.id)
    assert not BankFilter(category="1 Concepts").admits(entry)


def test_retired_questions_are_hidden_and_can_be_asked_for(manager: FlaskClient, course: CourseValue) -> None:
    service.retire_question(course, entries(course)["visa"].id, actor=SYSTEM, now=NOW)
    assert "visa" not in listed(manager)
    assert listed(manager, "?state=retired") == ["visa"]


def test_uses_name_the_place_in_a_quiz_and_the_pools_that_may_draw_a_question(app: Flask) -> None:
    there = taking(slots=[Slot("q2"), Slot(category="", draw=1)])
    bank = {entry.key: entry for entry in bank_of(there.course.id)}
    uses = uses_of(list(bank.values()), [there.quiz])
    assert [use.place for use in uses[bank["q2"].id]] == [1]
    assert [use.place for use in uses[bank["q1"].id]] == [None]


def test_the_list_costs_the_same_statements_for_any_number_of_questions(app: Flask) -> None:
    few, many = small_course("SMALL-1"), small_course("SMALL-2")
    enter(few, single())
    enter(many, *[single() for _ in range(40)])
    session.commit()
    counts = []
    for course in (few, many):
        client = browser_of(app, Role.ACTIVITY_MANAGER, course)
        client.get(f"/courses/{course.code}/questions")
        with statements() as seen:
            assert client.get(f"/courses/{course.code}/questions").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[1] <= 8


def test_an_empty_bank_says_how_to_fill_it_to_who_may(app: Flask) -> None:
    course = small_course()
    manager = browser_of(app, Role.ACTIVITY_MANAGER, course)
    page = manager.get("/courses/SMALL-1/questions").get_data(as_text=True)
    assert "There is no question yet" in page
    assert "/courses/SMALL-1/questions/import" in page
    expert = browser_of(app, Role.EXPERT, course, cast.EXPERT)
    page = expert.get("/courses/SMALL-1/questions").get_data(as_text=True)
    assert "They appear here as soon as somebody enters them." in page
    assert "/questions/import" not in page


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_the_page_of_a_question_of_every_kind_shows_both_languages(app: Flask, kind: str) -> None:
    course = small_course()
    enter(course, EVERY_KIND[kind])
    client = browser_of(app, Role.EXPERT, course)
    page = client.get(f"/courses/SMALL-1/questions/{entries(course)['q1'].id}").get_data(as_text=True)
    assert f"A {kind} question" in page
    assert f"Une question {kind}" in page
    assert "What is right" in page
    assert "/edit" not in page, "an expert may look and not change"


def test_the_page_says_what_each_version_changed_and_where_it_is_asked(
    manager: FlaskClient, course: CourseValue
) -> None:
    entry, stored = entries(course)["one"], newest(course, "one")
    asked = BankQuestion("one", replace(stored, objective={"en": "Know more"}), entry.category, entry.tags)
    service.revise_question(course, entry.id, asked, base=1, actor=SYSTEM, now=NOW)
    page = manager.get(f"/courses/SMALL-1/questions/{entry.id}").get_data(as_text=True)
    for said in ("Version 2", "Version 1", "2 changes", "Know it", "Know more", "place 1", "quizzes/file.yaml"):
        assert said in page, said


def test_a_question_is_taken_out_of_use_and_back_by_a_button(manager: FlaskClient, course: CourseValue) -> None:
    path = f"/courses/SMALL-1/questions/{entries(course)['visa'].id}"
    assert post(manager, f"{path}/state", {"state": "retired"}).status_code == 303
    assert "This question is out of use" in manager.get(path).get_data(as_text=True)
    assert post(manager, f"{path}/state", {"state": "in_use"}).status_code == 303
    assert not entries(course)["visa"].is_retired


def test_the_page_says_which_quiz_keeps_a_question_in_use(manager: FlaskClient, course: CourseValue) -> None:
    answer = post(manager, f"/courses/SMALL-1/questions/{entries(course)['one'].id}/state", {"state": "retired"})
    assert answer.status_code == 409
    assert "It stands in the quiz “warm_up”, in place 1." in answer.get_data(as_text=True)


def test_a_question_of_another_course_is_not_found(manager: FlaskClient, course: CourseValue) -> None:
    other = small_course("SMALL-2")
    enter(other, single())
    ident = entries(other)["q1"].id
    assert manager.get(f"/courses/SMALL-1/questions/{ident}").status_code == 404
    assert manager.get(f"/courses/SMALL-1/questions/{ident}/edit").status_code == 404
    assert post(manager, f"/courses/SMALL-1/questions/{ident}/state", {"state": "retired"}).status_code == 404


@pytest.mark.parametrize(("place", "called"), [(1, "A"), (26, "Z"), (27, "27"), (200, "200")])
def test_options_are_called_by_letters_as_far_as_they_go(app: Flask, place: int, called: str) -> None:
    assert app.jinja_env.filters["letter"](place) == called
