"""What an attempt leaves on the device and for how long, and that a page submits nothing while a save is under way."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.e2e.conftest import PHONE, Server, Visitors
from tests.e2e.quiz_cast import (
    OF_A_CONFLICT,
    OF_A_LOST_LINE,
    TENDAI,
    Attempt,
    begun,
    let_it_end,
    visit,
)

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

DAY = timedelta(days=1)
AHEAD = 60_000
"""Milliseconds by which a device may take its own clock to be ahead of the server's, however long the page took."""


@pytest.fixture
def people(visitors: Visitors) -> Iterator[Visitors]:
    """Visitors whose consoles may tell of requests that were refused or lost."""
    yield visitors
    meant = (*OF_A_LOST_LINE, *OF_A_CONFLICT)
    visitors.complaints[:] = [one for one in visitors.complaints if not any(words in one for words in meant)]


@pytest.fixture
def attempt(people: Visitors) -> Attempt:
    """A new attempt on a phone."""
    return begun(visit(people, TENDAI, PHONE))


def waiting(page: Page) -> dict[str, Any]:
    """What waits in the browser, by key."""
    kept = page.evaluate("Object.fromEntries(Object.entries(localStorage))")
    return {key: json.loads(value) for key, value in kept.items() if key.startswith("ecampus.")}


def leave(page: Page, key: str, until: str) -> None:
    """Have something wait in the browser until a moment, in JavaScript."""
    page.evaluate(f"key => localStorage.setItem(key, JSON.stringify({{ chosen: ['x'], until: {until} }}))", key)


def test_what_waits_is_kept_for_a_day_beyond_the_end_of_the_attempt_and_no_longer(attempt: Attempt) -> None:
    page = attempt.page
    page.context.set_offline(True)
    attempt.choose("single", 1)
    attempt.expect_summary(re.compile("not saved yet"))
    due = datetime.fromisoformat(page.locator("#attempt").get_attribute("data-due-at") or "")
    (entry,) = waiting(page).values()
    assert 0 <= entry["until"] - (due + DAY).timestamp() * 1000 < AHEAD
    page.context.set_offline(False)
    attempt.expect_summary("Everything is saved")
    assert waiting(page) == {}


def test_the_page_says_for_how_long(attempt: Attempt) -> None:
    expect(attempt.page.get_by_text("for a day after the end of the attempt at most")).to_be_visible()


def test_what_was_left_of_another_attempt_goes_when_its_time_is_over(attempt: Attempt) -> None:
    page = attempt.page
    leave(page, "ecampus.answer.999990.1", "Date.now() - 1")
    leave(page, "ecampus.answer.999991.1", "Date.now() + 60000")
    page.evaluate("localStorage.setItem('ecampus.answer.999992.1', 'damaged')")
    page.reload()
    attempt.expect_summary("Everything is saved")
    assert list(waiting(page)) == ["ecampus.answer.999991.1"]


def test_it_goes_as_well_when_somebody_signs_in(people: Visitors) -> None:
    page = people.stranger(PHONE)
    page.goto("/sign-in")
    leave(page, "ecampus.answer.999990.1", "Date.now() - 1")
    leave(page, "ecampus.answer.999991.1", "Date.now() + 60000")
    page.reload()
    assert list(waiting(page)) == ["ecampus.answer.999991.1"]


def test_what_was_not_saved_in_time_is_shown_but_kept_no_longer(attempt: Attempt, server: Server) -> None:
    page = attempt.page
    attempt.expect_saved(attempt.choose("single", 0))
    page.context.set_offline(True)
    single = attempt.choose("single", 2)
    assert waiting(page)
    let_it_end(server, attempt.number, timedelta(seconds=-1))
    page.context.set_offline(False)
    expect(single.locator(".state")).to_have_text(re.compile("Not saved: it came after the end"))
    expect(page.locator("#phase")).to_contain_text("is no longer kept on this device")
    assert waiting(page) == {}


def test_nothing_is_submitted_while_a_save_is_under_way(attempt: Attempt) -> None:
    page = attempt.page
    held: list[Route] = []
    sent: list[Request] = []
    page.route("**/answers/*", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks its handlers
    page.on("request", lambda request: sent.append(request))  # noqa: PLW0108 - Playwright marks its handlers
    page.get_by_role("button", name="Check and submit").click()
    attempt.choose("single", 1)
    page.get_by_role("button", name="Submit now").click()
    page.wait_for_timeout(600)
    assert len(held) == 1
    assert not [one.url for one in sent if "submission" in one.url]
    held[0].continue_()
    page.wait_for_url("**/review")
    written = [
        one.url.rpartition("/")[2] for one in sent if one.method in {"PUT", "POST"} and "heartbeat" not in one.url
    ]
    assert written[-1] == "submission"
    assert set(written[:-1]) == {"1"}
    assert attempt_stored(page, sent)[1][1] == 1


def attempt_stored(page: Page, sent: list[Request]) -> dict[int, tuple[list[str], int]]:
    (path,) = {one.url.rpartition("/")[0] for one in sent if one.url.endswith("/submission")}
    return {one["number"]: (one["chosen"], one["version"]) for one in page.request.get(path).json()["questions"]}


def test_nothing_is_submitted_while_a_save_cannot_get_through(attempt: Attempt) -> None:
    page = attempt.page
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request))  # noqa: PLW0108 - Playwright marks its handlers
    page.route("**/answers/*", lambda route: route.abort())
    attempt.choose("single", 1)
    page.get_by_role("button", name="Check and submit").click()
    page.get_by_role("button", name="Submit now").click()
    expect(page.locator("#phase")).to_contain_text("Not submitted")
    expect(page.locator("#confirm .unsaved-questions")).to_contain_text("Not saved yet: question 1.")
    assert not [one.url for one in sent if "submission" in one.url]
    page.unroute("**/answers/*")
    page.get_by_role("button", name="Submit now").click()
    page.wait_for_url("**/review")
    assert attempt_stored(page, sent)[1][1] == 1
