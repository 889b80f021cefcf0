"""Every page that somebody can reach by links: it answers, fits a phone, and keeps to the content policy."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from app.demo.rules import PARTICIPANTS, STAFF
from tests.e2e.conftest import PHONE, Visitors

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("walk")]  # as long as many others: with a server of its own

FILE = re.compile(r"\.(csv|zip|xlsx|json|pdf|html|txt|ics)$|/(file|original|files/[0-9]+)$")
"""What is linked to be kept, and is no page."""
MOST_PAGES = 300
CUT = """() => [...document.querySelectorAll('.data-cards td[data-label]')].filter(cell =>
    cell.scrollHeight > cell.clientHeight + 1 || cell.scrollWidth > cell.clientWidth + 1
).map(cell => cell.dataset.label)"""
"""The labels of cells of a table, shown as cards on a phone, that run into the next one or over the edge."""


@pytest.mark.parametrize("email", [persona.email for persona in (*STAFF, *PARTICIPANTS)])
def test_every_page_of_a_role_answers_and_fits_a_phone(visitors: Visitors, email: str) -> None:
    page = visitors.sign_in(email, PHONE)
    visited = _walk(page, "/")
    assert len(visited) >= 4
    assert len(visited) < MOST_PAGES


def test_every_page_of_a_stranger_answers_and_fits_a_phone(visitors: Visitors) -> None:
    visited = _walk(visitors.stranger(PHONE), "/sign-in")
    assert {"/sign-in", "/forgotten-password", "/verify"} <= visited


def _walk(page: Page, start: str) -> set[str]:
    """Follow links from `start`, one of each kind, and check each page; return the addresses."""
    seen: set[str] = set()
    kinds: set[str] = set()
    waiting = [start]
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        if _kind(path) in kinds or FILE.search(path):
            continue
        kinds.add(_kind(path))
        seen.add(path)
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, f"{path} is linked and answers {answer.status}"
        _check_width(page, path)
        hrefs = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
        waiting += [urlsplit(href).path for href in hrefs if urlsplit(href).netloc == urlsplit(page.url).netloc]
    return seen


def _kind(path: str) -> str:
    """Two people's rows in one gradebook are pages of one kind, two modules as well; two courses differ in state."""
    named = r"(?<=/modules/)[^/]+|(?<=/questionnaires/)[^/]+|(?<=/samples/)[^/]+|(?<=/quizzes/)[^/]+|(?<=/worksheet/).+"
    return re.sub(rf"(?<=/)[0-9]+(?=/|$)|(?<=/verify/).+|{named}", "N", path)


def _check_width(page: Page, path: str) -> None:
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE["width"], f"{path} is {wide} pixels wide on a phone of {PHONE['width']}"
    cut = page.evaluate(CUT)
    assert cut == [], f"{path} has cells with more in them than they show: {cut}"
