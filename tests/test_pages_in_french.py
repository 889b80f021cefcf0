"""Somebody who reads French walks through every page that links lead to, and meets no English sentence of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from babel.messages.pofile import read_po
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.rules import NewPerson
from app.courses.queries import get_course
from app.courses.rules import CourseValue
from app.grading import service as grading
from app.notifications.documents import TEMPLATES, render
from app.shared.language import CATALOGUE
from app.shared.permissions import SYSTEM, Role
from tests.cast import ADMINISTRATOR, CHLOE, MANAGER, SPONSOR, TUTOR, csrf_token, enter, enter_with_role, sign_in
from tests.conftest import NOW
from tests.courses.materials.cast import give_texts
from tests.grading.cast import AMINA, all_done, graded_course, import_rows, mark_groups, result_row

pytestmark = pytest.mark.alike

NO_PAGE = re.compile(r"^(?!/)|^/(static|api)/|\.(csv|xlsx|json|pdf|txt)(\?|$)|[?&]language=en")
"""What is no page of ours, or one that somebody asked for in English."""
FRENCH = {"Accept-Language": "fr"}
MOST_PAGES = 120
FEWEST_WORDS = 2
READ_ALOUD = ("title", "alt", "placeholder", "aria-label", "data-label")
OWN_NAME = "English"
"""Where a language is chosen, each is offered under its own name."""
WITHOUT_END = {"br", "hr", "img", "input", "link", "meta"}


def _english() -> Iterator[str]:
    """Our sentences as they would read if they were left in English; not where French has the same words."""
    with (CATALOGUE / "fr" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        for message in read_po(file, locale="fr"):
            ids = [message.id] if isinstance(message.id, str) else message.id
            french = [message.string] if isinstance(message.string, str) else message.string
            yield from (english for english in ids if english and english not in {*french, OWN_NAME})


PLACEHOLDER = re.compile(r"%\(\w+\)s")
SENTENCES = frozenset(_english())
PATTERNS = tuple(
    re.compile(".+?".join(re.escape(part.replace("%%", "%")) for part in PLACEHOLDER.split(sentence)))
    for sentence in sorted(SENTENCES)
    if "%(" in sentence and len(re.findall("[A-Za-z]{2,}", PLACEHOLDER.sub(" ", sentence))) >= FEWEST_WORDS
)


@cache
def _is_english(words: str) -> bool:
    return words in SENTENCES or any(pattern.fullmatch(words) for pattern in PATTERNS)


class _Words(HTMLParser):
    """Collects every text that is seen or read aloud; what is marked as code or as another language is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.found += [value for name in READ_ALOUD if (value := named.get(name))]
        if tag not in WITHOUT_END:
            foreign = tag in {"code", "script"} or (tag != "html" and "lang" in named)
            self._open.append((tag, foreign))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not any(foreign for _, foreign in self._open):
            self.found.append(re.sub(r"[ \n]+", " ", data).strip(" "))


def english_in(markup: str) -> set[str]:
    """Return what reads like one of our sentences left in English."""
    words = _Words()
    words.feed(markup)
    return {found for found in filter(None, words.found) if _is_english(found)}


def walk(client: FlaskClient, *start: str) -> dict[str, set[str]]:
    """Follow links, one of each kind; return the addresses with the English that they show."""
    seen: dict[str, set[str]] = {}
    kinds: set[str] = set()
    waiting = list(start)
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        kind = re.sub(r"(?<=/)[0-9]+(?=/|$)|(?<=/verify/).+|(?<==)[0-9]+|(?<=/quizzes/)[^/]+", "N", path)
        if kind in kinds or NO_PAGE.search(path):
            continue
        kinds.add(kind)
        page = client.get(path, headers=FRENCH)
        if page.mimetype != "text/html" or page.status_code >= 300:
            continue
        markup = page.get_data(as_text=True)
        seen[path] = english_in(markup)
        links = re.findall(r'<a [^>]*href="([^"#]+)', markup)
        waiting += [
            (link if link.startswith("/") else urlsplit(path).path + link).replace("&amp;", "&") for link in links
        ]
    return seen


@pytest.fixture
def course(app: Flask) -> CourseValue:
    """A course in which one did everything, one has started, and others have done nothing."""
    course = graded_course()
    give_texts(course)
    mark_groups(course, g1=82)
    rows = [all_done(AMINA, bonus=0), result_row(CHLOE, quiz_1=7, quiz_2=8)]
    import_rows(course, *rows)
    return course


def browser(app: Flask, person: NewPerson, *roles: tuple[Role, CourseValue | None]) -> FlaskClient:
    """A browser in which `person` is signed in, reading French."""
    french = enter(replace(person, language="fr"))
    for role, course in roles:
        sponsor = "SAMM" if role is Role.SPONSOR else None
        enter_with_role(replace(person, language="fr"), role, course.id if course else None, sponsor)
    client = app.test_client()
    sign_in(client, french)
    return client


def test_english_left_over_is_noticed() -> None:
    assert english_in("<p>Forgotten your password?</p>") == {"Forgotten your password?"}
    assert english_in('<td data-label="Time zone">12 participants have done nothing yet</td>') == {
        "Time zone",
        "12 participants have done nothing yet",
    }
    assert english_in('<p lang="en">Sign in</p><p>Participation</p><p>Se connecter</p>') == set()


def test_a_stranger_reads_no_english(client: FlaskClient) -> None:
    seen = walk(client, "/", "/sign-in", "/forgotten-password", "/verify")
    assert len(seen) >= 3
    assert {path: left for path, left in seen.items() if left} == {}


@pytest.mark.parametrize("path", ["/nothing-here", "/verify/ABC", "/set-password/abc"])
def test_what_went_wrong_is_said_in_french(client: FlaskClient, path: str) -> None:
    page = client.get(path, headers=FRENCH)
    assert english_in(page.get_data(as_text=True)) == set()


@pytest.mark.parametrize(
    ("person", "role"),
    [(MANAGER, Role.ACTIVITY_MANAGER), (TUTOR, Role.TUTOR), (SPONSOR, Role.SPONSOR), (CHLOE, None)],
    ids=["manager", "tutor", "sponsor", "participant"],
)
@pytest.mark.parametrize("closed", [False, True], ids=["open", "closed"])
def test_nobody_in_a_course_reads_english(
    app: Flask,
    course: CourseValue,
    person: NewPerson,
    role: Role | None,
    closed: bool,  # noqa: FBT001
) -> None:
    if closed:
        grading.close_course(course, actor=SYSTEM, now=NOW)
    client = browser(app, person, *([(role, get_course(course.code))] if role else []))
    seen = walk(client, "/")
    assert len(seen) >= 4
    assert {path: left for path, left in seen.items() if left} == {}


def test_an_administrator_reads_no_english(app: Flask, course: CourseValue) -> None:
    seen = walk(browser(app, ADMINISTRATOR, (Role.ADMINISTRATOR, None)), "/")
    assert len(seen) >= 4
    assert {path: left for path, left in seen.items() if left} == {}


def test_a_form_sent_empty_says_in_french_what_is_wrong(app: Flask, course: CourseValue) -> None:
    client = browser(app, MANAGER, (Role.ACTIVITY_MANAGER, course))
    rules = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ()) and rule.arguments <= {"code"}]
    paths = [rule.rule.replace("<code>", course.code) for rule in rules if not rule.rule.startswith("/api/")]
    answers = {
        path: client.post(path, data={"csrf_token": csrf_token(client)}, headers=FRENCH) for path in sorted(paths)
    }
    refused = {
        path: english_in(page.get_data(as_text=True)) for path, page in answers.items() if page.status_code >= 400
    }
    assert len(refused) >= 6
    assert {path: left for path, left in refused.items() if left} == {}


@pytest.mark.parametrize("template", sorted(path.stem for path in TEMPLATES.glob("*.txt")))
def test_a_mail_to_a_reader_of_french_holds_no_english(template: str) -> None:
    titles = {"en": "Migration", "fr": "Migrations"}
    moment = "2022-03-20T12:00:00+00:00"
    values = {"name": "Chloé", "course": titles, "link": "https://e.test/x", "verify": "https://e.test/v"}
    values |= {"subject": "Bonjour", "body": "Bonjour Chloé", "piece": titles, "quiz": titles, "minutes": 40}
    values |= {"participant": "Amina", "approver": "Théo", "reason": "Panne", "answer": "", "group": ""}
    values |= {"author": "Asha", "message": "Bonjour", "team": True, "first": True, "essay": True}
    values |= {"factor": "0,5", "before": "7.00", "after": "8.00", "out_of": "10.00", "closes": moment}
    values |= {
        "version": 3,
        "words": 1800,
        "sha256": "9f86d0",
        "late": True,
        "spoken": {"en": "French", "fr": "français"},
    }
    values |= {"pieces": [titles], "changed": True, "certificate": "replace", "reopened": True, "runs_until": moment}
    mail = render(
        template,
        {**values, "until": moment, "at": moment, "title": "Certificat de réussite"},
        language="fr",
        zone="Africa/Harare",
    )
    lines = [mail.subject, *mail.body.splitlines()]
    assert [line for line in lines if _is_english(line)] == []
