"""Texts of questions that try to run something, on every page of the staff that shows them."""

from __future__ import annotations

import io
from dataclasses import replace
from fractions import Fraction
from html.parser import HTMLParser

import pytest
from flask import Flask

from app.quizzes import service
from app.quizzes.queries.bank import bank_of
from app.quizzes.rules import Accepted, BankQuestion, Option, Question, QuestionKind, Slot, TextFormat
from app.quizzes.rules.building import version_of
from app.quizzes.rules.importing import Reading
from app.shared import clock
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA
from tests.conftest import NOW
from tests.quizzes.bank.cast import browser_of, post
from tests.quizzes.cast import taking

PAYLOADS = (
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    '"><svg onload="alert(1)">',
    "</textarea><script>alert(1)</script>",
    '<a href="javascript:alert(1)">x</a>',
    "{{ 17 * 3571 }}",
)


class Runs(HTMLParser):
    """Notes whatever in a page would run as a browser reads it; the same letters as text are no harm."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "script" and not given.get("src", "").startswith("/static/"):
            self.found.append("script")
        for name, value in given.items():
            if name.startswith("on") or value.strip().lower().startswith("javascript:"):
                self.found.append(f"{tag} {name}")


def running(page: str) -> list[str]:
    """What would run in a page, an expression that a template worked out included."""
    parser = Runs()
    parser.feed(page)
    return [*parser.found, *(["template"] if "60707" in page else [])]


ATTACK = " ".join(PAYLOADS)
BOTH = {"en": ATTACK, "fr": ATTACK}


def attack(kind: QuestionKind, written: TextFormat) -> Question:
    """A question of a kind whose every text is hostile."""
    keys = ("true", "false") if kind is QuestionKind.TRUE_FALSE else ("a", "b")
    options = tuple(
        Option(key, {tag: f"{words} {key}" for tag, words in BOTH.items()}, right=key == keys[0], feedback=BOTH)
        for key in keys
    )
    if kind is QuestionKind.MATCHING:
        options = tuple(replace(one, match=one.text) for one in options)
    accepted = {
        QuestionKind.NUMERIC: (Accepted(Fraction(1), feedback=BOTH),),
        QuestionKind.SHORT: (Accepted(words={"en": (ATTACK,), "fr": (ATTACK,)}, feedback=BOTH),),
    }.get(kind, ())
    typed = bool(accepted)
    return Question(
        kind, BOTH, options=() if typed else options, accepted=accepted, format=written, feedback=BOTH, objective=BOTH,
        source=BOTH, title=ATTACK[:200], distractors=(BOTH,) if kind is QuestionKind.MATCHING else (),
    )  # fmt: skip


@pytest.mark.parametrize("written", list(TextFormat))
def test_nothing_in_a_question_runs_on_any_page(app: Flask, written: TextFormat) -> None:
    questions = [
        BankQuestion(f"q_{kind.value}", attack(kind, written), ATTACK[:200], (ATTACK[:80],)) for kind in QuestionKind
    ]
    there = taking(today=True, questions=questions)
    attempt = there.start(AMINA, now=clock.now())
    manager = browser_of(app, Role.ACTIVITY_MANAGER, there.course)
    entries = bank_of(there.course.id)
    changed = replace(attack(QuestionKind.SHORT, written), objective={"en": ATTACK + " more"})
    short = next(entry for entry in entries if entry.kind is QuestionKind.SHORT)
    asked = BankQuestion(short.key, changed, short.category, short.tags)
    service.revise_question(there.course, short.id, asked, base=1, actor=SYSTEM, now=NOW)
    course = "/courses/QUIZ-1"
    paths = [
        f"{course}/questions",
        f"{course}/questions?search=%3Cscript%3Ealert(1)%3C/script%3E&category=%22%3E%3Csvg%20onload=%22alert(1)%22%3E",
        f"{course}/quizzes",
        f"{course}/quizzes/quiz_1/settings",
        *(f"{course}/quizzes/quiz_1/paper?language={language}" for language in ("en", "fr")),
        f"{course}/quizzes/quiz_1/live?search=%22%3E%3Csvg%20onload=%22alert(1)%22%3E",
        f"{course}/attempts/{attempt.id}",
        f"{course}/questions/export?form=moodle_xml&language=en",
        *(f"{course}/questions/{entry.id}" for entry in entries),
        *(f"{course}/questions/{entry.id}/edit" for entry in entries),
    ]
    for path in paths:
        answer = manager.get(path)
        page = answer.get_data(as_text=True)
        assert answer.status_code == 200, path
        assert running(page) == [], path


def test_nothing_in_an_uploaded_file_runs_on_its_preview(app: Flask) -> None:
    there = taking(today=True)
    manager = browser_of(app, Role.ACTIVITY_MANAGER, there.course)
    raw = f"""<quiz><question type="truefalse"><name><text><![CDATA[{ATTACK}]]></text></name>
    <questiontext format="html"><text><![CDATA[{ATTACK}]]></text></questiontext>
    <answer fraction="100"><text>true</text><feedback><text><![CDATA[{ATTACK}]]></text></feedback></answer>
    <answer fraction="0"><text>false</text></answer></question>
    <question type="essay"><name><text><![CDATA[{ATTACK}]]></text></name>
    <questiontext><text>x</text></questiontext></question></quiz>"""
    plan = service.plan_import(there.course.id, raw.encode(), Reading("x.xml", "en"))
    assert (len(plan.imported), len(plan.refused)) == (1, 1)
    path = "/courses/QUIZ-1/questions/import"
    sent = {"language": "en", "file": (io.BytesIO(raw.encode()), "<svg onload='alert(1)'>.xml")}
    assert post(manager, path, sent).status_code == 303
    page = manager.get(f"{path}/preview").get_data(as_text=True)
    assert "not carried over" in page
    assert running(page) == []


@pytest.mark.parametrize("payload", PAYLOADS)
def test_the_check_itself_finds_each_attack_where_it_is_let_through(payload: str) -> None:
    page = f'<textarea>"{payload}</textarea>' if payload.startswith("</textarea>") else f'<p title="">{payload}</p>'
    assert running(page.replace("{{ 17 * 3571 }}", "60707")) != []


def test_a_pool_named_by_a_hostile_category_runs_nothing(app: Flask) -> None:
    there = taking(today=True)
    slots = [Slot(category=ATTACK[:200], tag=ATTACK[:80], draw=1)]
    service.change_slots(there.course, "quiz_1", slots, version=version_of(there.quiz), actor=SYSTEM, now=NOW)
    manager = browser_of(app, Role.ACTIVITY_MANAGER, there.course)
    page = manager.get("/courses/QUIZ-1/quizzes/quiz_1/settings").get_data(as_text=True)
    assert running(page) == []
