from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from app.courses.rules import CourseValue
from app.courses.service import close_course
from app.quizzes import queries
from app.quizzes.pages.slots_form import arranged
from app.quizzes.queries.bank import bank_of
from app.quizzes.rules import Counts, Layout, QuizSettings, Release, Slot
from app.quizzes.rules.building import available, checks, short_pools
from app.shared import clock
from app.shared.database import session
from app.shared.errors import Unreadable
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA
from tests.conftest import NOW
from tests.courses.cast import small_course
from tests.quizzes.bank.cast import browser_of, course_with_quiz, enter, fields_of, post
from tests.quizzes.cast import taking
from tests.quizzes.files import choice
from tests.quizzes.questions import single
from tests.statements import statements

PATH = "/courses/SMALL-1/quizzes"


@pytest.fixture
def course(app: Flask) -> CourseValue:
    course = course_with_quiz(choice("one"), choice("two"), choice("three"))
    enter(course, single(), single(), category="Pool/Deep", tags=("x",))
    return course


@pytest.fixture
def manager(app: Flask, course: CourseValue) -> FlaskClient:
    return browser_of(app, Role.ACTIVITY_MANAGER, course)


def version(client: FlaskClient) -> str:
    page = client.get(f"{PATH}/warm_up/settings").get_data(as_text=True)
    return re.search(r'name="version" value="(\w+)"', page)[1]


def arrange(client: FlaskClient, do: str, **values: object) -> TestResponse:
    return post(client, f"{PATH}/warm_up/slots", {"version": version(client), "do": do, **values})


def asked(course: CourseValue) -> list[str | None]:
    return [slot.question for slot in queries.get_quiz(course.id, "warm_up").slots]


def settings_form(client: FlaskClient) -> Mapping[str, str]:
    page = client.get(f"{PATH}/warm_up/settings").get_data(as_text=True)
    return fields_of(page, f'action="{PATH}/warm_up/settings')


def test_the_settings_sent_as_they_came_change_nothing(manager: FlaskClient, course: CourseValue) -> None:
    before = queries.get_quiz(course.id, "warm_up")
    assert post(manager, f"{PATH}/warm_up/settings", settings_form(manager)).status_code == 303
    assert queries.get_quiz(course.id, "warm_up") == before


def test_settings_and_terms_are_changed_in_the_zone_of_the_course(manager: FlaskClient, course: CourseValue) -> None:
    sent = {
        **settings_form(manager), "attempts": "", "counts": "mean", "layout": "one_question", "release": "never",
        "grace_seconds": "5", "minutes": "12", "opens_at": "2022-03-26T08:00", "closes_at": "2022-03-28T08:00",
        "title.fr": "Échauffement",
    }  # fmt: skip
    del sent["show_key"]
    assert post(manager, f"{PATH}/warm_up/settings", sent).status_code == 303
    quiz = queries.get_quiz(course.id, "warm_up")
    assert quiz.settings == QuizSettings(
        attempts=None, counts=Counts.MEAN, layout=Layout.ONE_QUESTION, release=Release.NEVER, show_key=False,
        grace_seconds=5, release_score=quiz.settings.release_score,
    )  # fmt: skip
    assert (quiz.title["fr"], quiz.minutes) == ("Échauffement", 12)
    opens, closes = quiz.opens_at, quiz.closes_at
    assert opens is not None
    assert closes is not None
    assert [clock.in_zone(one, course.timezone).strftime("%d %H:%M") for one in (opens, closes)] == [
        "26 08:00", "28 08:00",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"attempts": "many"}, "A whole number, please, or nothing."),
        ({"attempts": "0"}, "From 1 to 100, please."),
        ({"grace_seconds": "9999"}, "From 0 to 3600, please."),
        ({"opens_at": "soon"}, "Write day and time like 2022-03-14T08:00."),
        ({"opens_at": "2022-03-27T02:30"}, "Clocks in Europe/Rome skip 2022-03-27 02:30"),
        ({"title.fr": ""}, "Please give it a title in this language."),
    ],
)
def test_what_cannot_be_is_told_and_what_was_typed_stays(
    manager: FlaskClient, course: CourseValue, changed: dict[str, str], said: str
) -> None:
    before = queries.get_quiz(course.id, "warm_up")
    answer = post(manager, f"{PATH}/warm_up/settings", {**settings_form(manager), "minutes": "17", **changed})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert said in page
    assert 'name="minutes" value="17"' in page
    assert queries.get_quiz(course.id, "warm_up") == before


def test_the_second_of_two_managers_is_told(manager: FlaskClient, course: CourseValue) -> None:
    seen = version(manager)
    assert arrange(manager, "remove-0").status_code == 303
    answer = post(manager, f"{PATH}/warm_up/slots", {"version": seen, "do": "remove-0"})
    assert answer.status_code == 412
    assert "Somebody else changed this quiz meanwhile." in answer.get_data(as_text=True)
    assert asked(course) == ["two", "three"]


@pytest.mark.parametrize(
    ("do", "order"),
    [
        ("up-1", ["two", "one", "three"]),
        ("down-0", ["two", "one", "three"]),
        ("down-1", ["one", "three", "two"]),
        ("remove-1", ["one", "three"]),
        ("up-0", ["one", "two", "three"]),
        ("up-²", ["one", "two", "three"]),
        ("down-2", ["one", "two", "three"]),
        ("remove-9", ["one", "two", "three"]),
        ("save", ["one", "two", "three"]),
    ],
)
def test_buttons_move_questions_and_take_them_out(
    manager: FlaskClient, course: CourseValue, do: str, order: list[str]
) -> None:
    assert arrange(manager, do).status_code == 303
    assert asked(course) == order


def test_points_are_typed_and_kept_when_a_question_moves(manager: FlaskClient, course: CourseValue) -> None:
    arrange(manager, "down-0", **{"points-0": "2,5", "points-1": "1/2"})
    quiz = queries.get_quiz(course.id, "warm_up")
    assert [(slot.question, slot.points) for slot in quiz.slots] == [
        ("two", Fraction(1, 2)), ("one", Fraction(5, 2)), ("three", Fraction(1)),
    ]  # fmt: skip


@pytest.mark.parametrize("written", ["many", "1/0", "-", "0", "-1"])
def test_points_that_are_none_are_refused(manager: FlaskClient, course: CourseValue, written: str) -> None:
    assert arrange(manager, "save", **{"points-0": written}).status_code == 422
    assert queries.get_quiz(course.id, "warm_up").slots[0].points == 1


def test_questions_are_found_ticked_and_put_in(manager: FlaskClient, course: CourseValue) -> None:
    page = manager.get(f"{PATH}/warm_up/settings?search=deep").get_data(as_text=True)
    assert re.findall(r'name="question" value="(\w+)"', page) == ["q1", "q2"]
    assert arrange(manager, "add", question=["q2", "q1"]).status_code == 303
    assert asked(course) == ["one", "two", "three", "q2", "q1"]
    assert arrange(manager, "add").status_code == 422


def test_a_pool_is_added_and_its_number_changed(manager: FlaskClient, course: CourseValue) -> None:
    arrange(manager, "pool", pool_category="Pool", pool_tag="x", pool_draw="2", pool_points="3")
    assert queries.get_quiz(course.id, "warm_up").slots[-1] == Slot(None, "Pool", "x", 2, Fraction(3))
    arrange(manager, "save", **{"draw-3": "5"})
    assert queries.get_quiz(course.id, "warm_up").slots[-1].draw == 5
    page = manager.get(f"{PATH}/warm_up/settings").get_data(as_text=True)
    assert "The pool in place 4 draws 5 of 2 questions" in page
    assert arrange(manager, "save", **{"draw-3": "all"}).status_code == 422


def test_the_builder_is_told_what_lacks(app: Flask) -> None:
    there = taking()
    bank = bank_of(there.course.id)
    told = {str(check.text): check.done for check in checks(there.quiz, bank, ("en", "fr", "pt"))}
    assert told == {
        "It has 4 questions; the course announces 10": False,
        "Questions that lack a language of the course: q1, q2, q3, q4": False,
    }


@pytest.mark.parametrize(
    ("taken", "told"),
    [
        ({"release": Release.AFTER_SUBMISSION}, True),
        ({"release": Release.AFTER_SUBMISSION, "show_key": False}, False),
        ({"release": Release.AFTER_SUBMISSION, "unmarked": True}, False),
        ({"release": Release.AFTER_CLOSING}, False),
    ],
)
def test_the_builder_is_told_when_answers_are_shown_while_others_still_take_it(app: Flask, taken, *, told) -> None:
    there = taking(**taken)
    said = [str(check.text) for check in checks(there.quiz, bank_of(there.course.id), ("en",)) if not check.done]
    assert ("The right answers are shown as soon as an attempt has ended" in said) is told


def test_pools_count_what_others_before_them_may_have_drawn(course: CourseValue) -> None:
    bank = bank_of(course.id)
    slots = [Slot("q1"), Slot(category="Pool", draw=1), Slot(category="Pool/Deep", draw=1), Slot(tag="x", draw=1)]
    assert available(slots, bank) == {1: 1, 2: 0, 3: 0}
    assert short_pools(slots, bank) == {2: 0, 3: 0}


def test_a_quiz_is_made_filled_and_taken_away_again(manager: FlaskClient, course: CourseValue) -> None:
    page = manager.get(f"{PATH}/new").get_data(as_text=True)
    sent = {**fields_of(page, f'action="{PATH}/new'), "key": "extra", "title.en": "Extra", "title.fr": "Encore"}
    assert post(manager, f"{PATH}/new", sent).headers["Location"].endswith("/quizzes/extra/settings#questions")
    page = manager.get(f"{PATH}/extra/settings").get_data(as_text=True)
    assert "The quiz has no question yet" in page
    seen = re.search(r'name="version" value="(\w+)"', page)[1]
    assert post(manager, f"{PATH}/extra/removal", {"version": seen}).status_code == 303
    assert [quiz.key for quiz in queries.quizzes_of(course.id)] == ["warm_up"]
    assert post(manager, f"{PATH}/new", {**sent, "title.fr": ""}).status_code == 422
    assert post(manager, f"{PATH}/warm_up/removal", {"version": version(manager)}).status_code == 409


def test_the_page_warns_of_files_and_of_attempts_under_way(app: Flask) -> None:
    there = taking(today=True)
    there.start(AMINA, now=clock.now())
    manager = browser_of(app, Role.ACTIVITY_MANAGER, there.course)
    page = manager.get("/courses/QUIZ-1/quizzes/quiz_1/settings").get_data(as_text=True)
    assert "quizzes/quiz_1.yaml" in page
    assert "There are attempts already (in progress: 1; ended: 0)." in page
    assert "come from course.yaml" in page


def test_in_a_closed_course_the_page_only_shows(manager: FlaskClient, course: CourseValue) -> None:
    close_course(course.id, actor=SYSTEM, now=NOW)
    page = manager.get(f"{PATH}/warm_up/settings").get_data(as_text=True)
    assert "The course is closed" in page
    assert 'value="up-1"' not in page
    assert arrange(manager, "remove-0").status_code == 409


def test_the_list_says_how_attempts_stand(app: Flask) -> None:
    there = taking(today=True)
    there.start(AMINA, now=clock.now())
    expert = browser_of(app, Role.EXPERT, there.course)
    page = expert.get("/courses/QUIZ-1/quizzes").get_data(as_text=True)
    assert "<strong>1</strong>" in page
    assert "counts out of 10" in page
    assert "/settings" not in page, "an expert may look and not change"


def test_a_course_without_a_quiz_says_so(app: Flask) -> None:
    manager = browser_of(app, Role.ACTIVITY_MANAGER, small_course())
    assert "This course has no quiz yet" in manager.get(PATH).get_data(as_text=True)


def test_pages_cost_the_same_statements_for_any_number_of_questions(app: Flask) -> None:
    few, many = (
        course_with_quiz(choice("a")),
        course_with_quiz(*map(choice, [f"q{n}" for n in range(30)]), code="SMALL-2"),
    )
    session.commit()
    counts = []
    for course in (few, many):
        client = browser_of(app, Role.ACTIVITY_MANAGER, course)
        paths = (f"/courses/{course.code}/quizzes", f"/courses/{course.code}/quizzes/warm_up/settings")
        for path in paths:
            client.get(path)
        with statements() as seen:
            assert [client.get(path).status_code for path in paths] == [200, 200]
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_form_that_names_no_place_leaves_them_all() -> None:
    slots = [Slot("a"), Slot("b", points=Fraction(2))]
    assert arranged(MultiDict({"do": "up-x"}), slots) == slots
    assert arranged(MultiDict(), slots) == slots


def test_every_number_that_is_none_is_told() -> None:
    form = MultiDict({"do": "pool", "pool_draw": "x", "pool_points": "y", "points-0": "z"})
    with pytest.raises(Unreadable) as error:
        arranged(form, [Slot("a")])
    assert [problem.where for problem in error.value.problems] == ["points-0", "pool_draw", "pool_points"]
