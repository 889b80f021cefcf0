from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from app.courses.rules import CourseValue
from app.quizzes import service
from app.quizzes.pages.question_form import blank_form, form_of, typed_form
from app.quizzes.pages.typed_question import Reader
from app.quizzes.rules import Accepted, BankQuestion, Option, Question, QuestionKind, Scoring, TextFormat
from app.quizzes.rules.answers import side_key
from app.shared.permissions import SYSTEM, Role
from tests.conftest import NOW
from tests.courses.cast import small_course
from tests.quizzes.bank.cast import browser_of, enter, entries, fields_of, newest, numbers, post
from tests.quizzes.questions import EVERY_KIND, single

pytestmark = pytest.mark.alike

LANGUAGES = ("en", "fr")
BOTH = {"text.en": "What?", "text.fr": "Quoi ?"}


@pytest.fixture
def course(app: Flask) -> CourseValue:
    course = small_course()
    enter(course, single("a"), category="1 Concepts", tags=("one", "two"))
    return course


@pytest.fixture
def manager(app: Flask, course: CourseValue) -> FlaskClient:
    return browser_of(app, Role.ACTIVITY_MANAGER, course)


def fields(page: str) -> dict[str, str]:
    """What a browser would send of the question's form, as it came."""
    return {**fields_of(page, 'action="/courses/SMALL-1/questions'), "do": "save"}


def rich_questions() -> dict[str, Question]:
    shares = tuple(
        Option(key, {"en": key, "fr": key}, right=share == 1, fraction=share, feedback={"fr": "Non"})
        for key, share in (("a", Fraction(1)), ("b", Fraction(1, 3)), ("c", Fraction(-1, 2)))
    )
    return {
        **{kind.value: question for kind, question in EVERY_KIND.items()},
        "shares": replace(single(), options=shares, format=TextFormat.HTML, title="T", shuffle=False),
        "words": Question(
            QuestionKind.SHORT,
            {"en": "W"},
            accepted=(
                Accepted(words={"en": ("a b", "c*")}),
                Accepted(words={"en": ("d",)}, fraction=Fraction(1, 2), feedback={"en": "Half"}),
            ),
            match_case=True,
            objective={"en": "O"},
            source={"en": "S"},
        ),
        "numbers": Question(
            QuestionKind.NUMERIC,
            {"fr": "N"},
            accepted=(Accepted(Fraction(-7, 2), Fraction(1, 100)), Accepted(Fraction(1, 3), fraction=Fraction(1, 4))),
        ),
    }


@pytest.mark.parametrize("name", rich_questions())
def test_the_form_of_a_question_sent_as_it_came_changes_nothing(app: Flask, name: str) -> None:
    course, question = small_course(), rich_questions()[name]
    enter(course, question)
    manager = browser_of(app, Role.ACTIVITY_MANAGER, course)
    path = f"/courses/SMALL-1/questions/{entries(course)['q1'].id}/edit"
    answer = post(manager, path, fields(manager.get(path).get_data(as_text=True)))
    assert answer.status_code == 303
    assert (newest(course, "q1"), numbers(course, "q1")) == (question, [1])


def test_a_corrected_text_makes_a_new_version(manager: FlaskClient, course: CourseValue) -> None:
    path = f"/courses/SMALL-1/questions/{entries(course)['q1'].id}/edit"
    sent = fields(manager.get(path).get_data(as_text=True)) | {"option.1.text.fr": "Corrigé"}
    assert post(manager, path, sent).status_code == 303
    assert newest(course, "q1").options[1].text == {"en": "Option b", "fr": "Corrigé"}
    assert "Version 2 is current" in manager.get(path.removesuffix("/edit")).get_data(as_text=True)


def test_what_somebody_else_stored_meanwhile_stands_beside_what_was_typed(
    manager: FlaskClient, course: CourseValue
) -> None:
    entry = entries(course)["q1"]
    path = f"/courses/SMALL-1/questions/{entry.id}/edit"
    typed = fields(manager.get(path).get_data(as_text=True)) | {"text.en": "My wording"}
    other = BankQuestion("q1", replace(single("a"), text={"en": "Their wording", "fr": "Leur texte"}), "1 Concepts")
    service.revise_question(course, entry.id, other, base=1, actor=SYSTEM, now=NOW)
    answer = post(manager, path, typed)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 412
    assert "Somebody else changed this question meanwhile" in page
    for words in ("Their wording", "My wording", "Leur texte"):
        assert words in page
    assert numbers(course, "q1") == [2, 1]
    assert post(manager, path, fields(page)).status_code == 303, "knowing both, one may go on"
    assert newest(course, "q1").text["en"] == "My wording"


def test_faults_stand_beside_their_fields_and_what_was_typed_stays(manager: FlaskClient, course: CourseValue) -> None:
    path = f"/courses/SMALL-1/questions/{entries(course)['q1'].id}/edit"
    sent = fields(manager.get(path).get_data(as_text=True)) | {"option.0.text.fr": "", "feedback.en": "Kept"}
    answer = post(manager, path, sent)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'id="option.0.text.fr-problems"' in page
    assert ">Kept</textarea>" in page
    assert numbers(course, "q1") == [1]


def test_more_rows_come_without_storing_anything(manager: FlaskClient, course: CourseValue) -> None:
    path = f"/courses/SMALL-1/questions/{entries(course)['q1'].id}/edit"
    sent = fields(manager.get(path).get_data(as_text=True)) | {"do": "more", "text.en": "Under way"}
    page = post(manager, path, sent).get_data(as_text=True)
    assert page.count("Another option") == 5
    assert ">Under way</textarea>" in page
    assert numbers(course, "q1") == [1]


@pytest.mark.parametrize("kind", [kind.value for kind in QuestionKind])
def test_a_question_of_every_kind_can_be_written(manager: FlaskClient, course: CourseValue, kind: str) -> None:
    answers = {
        "single": options("first", "second") | {"option.0.right": "yes"},
        "multiple": options("first", "second") | {"option.0.right": "yes", "scoring": "per_option"},
        "true_false": options("true", "false") | {
            "option.0.key": "true", "option.1.key": "false", "option.1.right": "yes",
        },
        "numeric": {"accepted.0.row": "1", "accepted.0.value": "1 250,5", "accepted.0.tolerance": "0.5"},
        "short": {"accepted.0.row": "1", "accepted.0.text.en": "visa\r\n\r\npermit", "accepted.0.text.fr": "visa"},
        "matching": options("left", "more") | {
            f"option.{row}.match.{tag}": f"r{row}" for row in (0, 1) for tag in LANGUAGES
        },
        "ordering": options("one", "two", "three") | {"option.2.place": "1"},
    }[kind]  # fmt: skip
    assert manager.get(f"/courses/SMALL-1/questions/new?kind={kind}").status_code == 200
    sent = {"kind": kind, "key": "written", **BOTH, "category": " A / B ", "tags": "x, #y,", **answers}
    answer = post(manager, "/courses/SMALL-1/questions/new", sent)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    entry, question = entries(course)["written"], newest(course, "written")
    assert (entry.kind.value, entry.category, entry.tags) == (kind, "A/B", ("x", "y"))
    if kind == "numeric":
        assert question.accepted == (Accepted(Fraction(2501, 2), Fraction(1, 2)),)
    if kind == "short":
        assert question.accepted[0].words == {"en": ("visa", "permit"), "fr": ("visa",)}
    if kind == "ordering":
        assert not {option.key for option in question.options} & set("abc")
        assert [option.text["en"] for option in question.options] == ["three", "one", "two"]
    if kind == "multiple":
        assert question.scoring is Scoring.PER_OPTION


def options(*words: str) -> dict[str, str]:
    rows = {f"option.{row}.row": "1" for row in range(len(words))}
    texts = {f"option.{row}.text.{tag}": word for row, word in enumerate(words) for tag in LANGUAGES}
    return {**rows, **texts}


def test_an_unknown_kind_is_not_found(manager: FlaskClient) -> None:
    assert manager.get("/courses/SMALL-1/questions/new?kind=essay").status_code == 404
    assert post(manager, "/courses/SMALL-1/questions/new", {"kind": "essay"}).status_code == 404


def test_rows_take_the_places_that_were_typed_and_new_ones_get_keys_of_their_own() -> None:
    typed = MultiDict(BOTH | options("x", "y", "z", "new"))
    for row, (key, place) in enumerate((("a", "3"), ("b", "1"), ("c", "2"), ("", ""))):
        typed[f"option.{row}.key"], typed[f"option.{row}.place"] = key, place
    form = typed_form(typed, QuestionKind.ORDERING, LANGUAGES)
    assert [(row.key, row.text["en"]) for row in form.options] == [
        ("b", "y"),
        ("c", "z"),
        ("a", "x"),
        (side_key({"en": "new", "fr": "new"}), "new"),
    ]


def test_an_option_whose_texts_are_empty_is_left_out() -> None:
    typed = MultiDict(BOTH | options("x", "", "z"))
    question = Reader(typed_form(typed, QuestionKind.SINGLE, LANGUAGES)).question().question
    assert [option.text["en"] for option in question.options] == ["x", "z"]


@pytest.mark.parametrize("written", ["many", "1/0", "1,2,3", "1/2/3", "", "1e"])
def test_what_is_no_number_is_told_at_its_field(written: str) -> None:
    typed = MultiDict(BOTH | {"accepted.0.row": "1", "accepted.0.value": written or "x"})
    reader = Reader(typed_form(typed, QuestionKind.NUMERIC, LANGUAGES))
    reader.question()
    assert [problem.where for problem in reader.problems] == ["accepted.0.value"]


def test_a_share_may_be_a_fraction() -> None:
    typed = MultiDict(BOTH | {"accepted.0.row": "1", "accepted.0.value": "2", "accepted.0.fraction": "1/3"})
    question = Reader(typed_form(typed, QuestionKind.NUMERIC, LANGUAGES)).question().question
    assert question.accepted[0].fraction == Fraction(1, 3)


def test_a_new_statement_comes_with_its_two_words() -> None:
    form = blank_form(QuestionKind.TRUE_FALSE, LANGUAGES)
    assert [(row.key, row.text) for row in form.options] == [
        ("true", {"en": "True", "fr": "Vrai"}), ("false", {"en": "False", "fr": "Faux"}),
    ]  # fmt: skip


def test_a_form_has_a_few_rows_to_add_to() -> None:
    form = form_of(BankQuestion("q", single()), LANGUAGES)
    assert [row.is_blank for row in form.options] == [False] * 4 + [True] * 2
