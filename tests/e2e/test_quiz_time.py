"""The clock of an attempt in a browser: it follows the server, takes what a tutor grants, and ends by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from app.demo.rules import LIVE, PASSWORD
from tests.e2e.conftest import DESK, PHONE, Server, Visitors
from tests.e2e.quiz_cast import (
    DIDIER,
    OF_A_CONFLICT,
    OF_A_LOST_LINE,
    OF_NO_SIGN_IN,
    QUIZ_6,
    TENDAI,
    Attempt,
    beating,
    begun,
    let_it_end,
    opened,
    post,
    visit,
)

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def people(visitors: Visitors) -> Iterator[Visitors]:
    """Visitors whose consoles may tell of requests that came too late or got lost."""
    yield visitors
    meant = (*OF_A_LOST_LINE, *OF_A_CONFLICT, *OF_NO_SIGN_IN)
    visitors.complaints[:] = [one for one in visitors.complaints if not any(words in one for words in meant)]


@pytest.fixture
def attempt(people: Visitors) -> Attempt:
    """A new attempt on a phone."""
    return begun(visit(people, TENDAI, PHONE))


def minutes_left(attempt: Attempt) -> int:
    """What the page's clock shows, in minutes begun."""
    *hours, minutes, seconds = map(int, attempt.page.locator("#clock").inner_text().split(":"))
    return (hours[0] * 60 if hours else 0) + minutes + (seconds > 0)


def test_the_clock_follows_the_server_whatever_the_device_shows(people: Visitors) -> None:
    page = visit(people, TENDAI, PHONE)
    page.context.clock.install(time="2020-01-01T00:00:00")
    attempt = begun(page)
    page.context.clock.run_for(2000)
    assert minutes_left(attempt) == 10
    page.locator("#health").scroll_into_view_if_needed()
    expect(page.locator("#device-clock")).to_contain_text("behind. That does no harm")


OF_ANOTHER_TIME = """
    const Right = Date, shift = () => Number(sessionStorage.getItem("shift") || SHIFT);
    window.Date = class extends Right {
        constructor(...given) {
            super(...(given.length ? given : [Right.now() + shift()]));
        }
        static now() {
            return Right.now() + shift();
        }
    };
"""
"""A device whose clock is wrong by SHIFT milliseconds, until somebody puts it to another time: see `put_clock`."""
HOUR = 3_600_000


def on_a_device(people: Visitors, shift: int) -> Page:
    """Return a page on a device whose clock is ahead by so many milliseconds."""
    page = visit(people, TENDAI, PHONE)
    page.context.add_init_script(OF_ANOTHER_TIME.replace("SHIFT", str(shift)))
    return page


def put_clock(page: Page, shift: int) -> None:
    """Put the device's clock to another time while the page is open."""
    page.evaluate("shift => sessionStorage.setItem('shift', shift)", shift)


@pytest.mark.parametrize("shift", [HOUR, -HOUR], ids=["ahead", "behind"])
def test_a_device_an_hour_off_ends_the_attempt_when_the_server_does(
    people: Visitors, server: Server, shift: int
) -> None:
    attempt = beating(begun(on_a_device(people, shift)))
    page = attempt.page
    assert minutes_left(attempt) == 10
    expect(page.locator("#device-clock")).to_contain_text(re.compile("ahead|behind"))
    attempt.expect_saved(attempt.choose("single", 1))
    let_it_end(server, attempt.number, timedelta(seconds=2), grace=timedelta(seconds=3))
    expect(page.locator("#phase")).to_contain_text("The time is over.")
    expect(page.locator("#phase")).to_contain_text("the attempt is closed. What was saved counts.")


@pytest.mark.parametrize("shift", [HOUR, -HOUR], ids=["ahead", "behind"])
def test_a_clock_that_is_put_to_another_time_under_an_open_page_changes_nothing(people: Visitors, shift: int) -> None:
    attempt = begun(on_a_device(people, 0))
    page = attempt.page
    expect(page.locator("#device-clock")).to_contain_text("agrees")
    with page.expect_request("**/heartbeat"):  # at once: it might have slept
        put_clock(page, shift)
    expect(page.locator("#device-clock")).to_contain_text("That does no harm")
    assert minutes_left(attempt) == 10
    attempt.expect_saved(attempt.choose("single", 2))
    expect(page.locator("#phase")).to_be_hidden()
    with page.expect_request("**/heartbeat"):
        put_clock(page, 0)
    expect(page.locator("#device-clock")).to_contain_text("agrees")
    assert minutes_left(attempt) == 10


def test_a_device_that_slept_beyond_the_end_learns_so_when_it_wakes(people: Visitors, server: Server) -> None:
    """While it sleeps, the time of day goes on and the page's own time stands still. The next heartbeat is far off."""
    attempt = begun(on_a_device(people, 0))
    page = attempt.page
    attempt.expect_saved(attempt.choose("single", 1))
    let_it_end(server, attempt.number, timedelta(minutes=-1))
    put_clock(page, 600_000)
    expect(page.locator("#phase")).to_contain_text("The time is over and the attempt is closed.", timeout=10_000)
    expect(page.locator("#to-review")).to_be_visible()


def test_a_tab_that_was_frozen_shows_the_time_that_is_left_now(people: Visitors, server: Server) -> None:
    attempt = beating(begun(visit(people, TENDAI, PHONE)))
    page = attempt.page
    devtools = page.context.new_cdp_session(page)
    devtools.send("Page.setWebLifecycleState", {"state": "frozen"})
    let_it_end(server, attempt.number, timedelta(minutes=5))
    page.wait_for_timeout(1500)
    devtools.send("Page.setWebLifecycleState", {"state": "active"})
    expect(page.locator("#clock")).to_have_text(re.compile(r"^04:5\d$"))
    expect(page.locator("#phase")).to_contain_text("The end has been moved.")


def test_ten_minutes_that_passed_for_the_page_alone_end_nothing(people: Visitors) -> None:
    """Its clock ran on while nothing of it did; the server, asked at once, says that the time is not over."""
    page = visit(people, TENDAI, PHONE)
    page.context.clock.install()
    attempt = begun(page)
    page.clock.run_for(1000)
    attempt.expect_saved(attempt.choose("single", 0))
    with page.expect_response("**/heartbeat"):
        page.clock.fast_forward(600_000)
    page.clock.run_for(1000)
    expect(page.locator("#clock")).to_have_text(re.compile(r"^(10:00|09:\d\d)$"))
    expect(attempt.question("single").get_by_role("radio").first).to_be_enabled()
    expect(page.locator("#phase")).to_be_hidden()
    page.clock.run_for(1000)
    attempt.choose("single", 1)
    page.clock.run_for(1000)
    attempt.expect_summary("Everything is saved")
    assert attempt.stored()[1][1] == 2


@pytest.mark.parametrize("days", [3, -3], ids=["ahead", "behind"])
def test_what_waits_is_not_thrown_away_on_a_device_days_off(people: Visitors, days: int) -> None:
    attempt = begun(on_a_device(people, days * 24 * HOUR))
    page = attempt.page
    page.context.clear_cookies()
    single = attempt.choose("single", 1)
    attempt.expect_trouble("Sign in again in another tab")
    second = page.context.new_page()
    second.goto("/sign-in")
    assert second.evaluate("Object.keys(localStorage).length") == 1
    second.get_by_label("E-mail").fill(TENDAI)
    second.get_by_label("Password").fill(PASSWORD)
    second.locator("main").get_by_role("button", name="Sign in").click()
    attempt.expect_saved(single)
    assert attempt.stored()[1][1] == 1


def test_what_is_cleared_from_the_browser_beside_an_open_page_is_still_saved_from_it(attempt: Attempt) -> None:
    page = attempt.page
    page.context.set_offline(True)
    single = attempt.choose("single", 1)
    attempt.expect_summary("1 answer is not saved yet")
    page.context.set_offline(False)
    page.route("**/answers/*", lambda route: route.abort())
    second = page.context.new_page()
    second.goto("/sign-in")
    second.evaluate("Object.keys(localStorage).forEach(key => localStorage.removeItem(key))")
    expect(single.get_by_role("radio").nth(1)).to_be_checked()
    page.unroute("**/answers/*")
    attempt.expect_saved(single)
    assert attempt.stored()[1][1] == 1


def test_what_a_tutor_grants_reaches_the_open_page_and_opens_an_attempt_that_ran_out(
    people: Visitors, server: Server
) -> None:
    tutor = visit(people, "tutor@demo.example", DESK)
    attempt = beating(opened(visit(people, DIDIER, DESK), QUIZ_6))
    page = attempt.page
    assert minutes_left(attempt) == 30
    grant(tutor, 10)
    expect(page.locator("#clock")).to_have_text(re.compile(r"^(40:00|39:\d\d)$"))
    expect(page.locator("#phase")).to_be_visible()
    let_it_end(server, attempt.number, timedelta(seconds=-1))
    expect(page.locator("#to-review")).to_be_visible()
    expect(page.locator(".choice-row input").first).to_be_disabled()
    grant(tutor, 20)
    expect(page.locator("#to-review")).to_be_hidden(timeout=10_000)
    assert minutes_left(attempt) == 60
    expect(page.locator("#phase")).to_contain_text("La fin a été déplacée.")
    chosen = attempt.choose("single", 1)
    expect(chosen.locator(".state")).to_have_attribute("data-state", "saved")


def grant(tutor, minutes: int) -> None:
    more = {
        "person": DIDIER,
        "piece": "quiz_6",
        "minutes": minutes,
        "reason": f"The power failed for {minutes} minutes.",
    }
    post(tutor, f"/api/v1/courses/{LIVE}/extensions", more)


def test_at_the_deadline_the_page_saves_what_is_typed_closes_and_leads_to_the_review(
    people: Visitors, server: Server
) -> None:
    attempt = beating(begun(visit(people, TENDAI, PHONE)))
    page = attempt.page
    let_it_end(server, attempt.number, timedelta(seconds=90))
    expect(page.locator("#announce")).to_have_text("2 minutes left")
    let_it_end(server, attempt.number, timedelta(seconds=60))
    expect(page.locator("#announce")).to_have_text("1 minute left")
    expect(page.locator("#timer")).to_have_attribute("data-near", "1")
    let_it_end(server, attempt.number, timedelta(seconds=1), grace=timedelta(seconds=4))
    short = attempt.question("short").get_by_role("textbox")
    short.press_sequentially("server", delay=5)
    expect(page.locator("#phase")).to_contain_text("The time is over.")
    expect(short).to_be_disabled()
    expect(page.locator("#phase")).to_contain_text("the attempt is closed. What was saved counts.", timeout=15_000)
    expect(page.get_by_role("button", name="Check and submit")).to_be_hidden()
    assert attempt.stored()[5] == (["server"], 1)
    page.get_by_role("link", name="See the review").click()
    expect(page.get_by_text("ended with the time")).to_be_visible()


def test_at_the_end_nobody_is_asked_any_more_which_answer_to_keep(people: Visitors, server: Server) -> None:
    attempt = begun(visit(people, TENDAI, PHONE))
    desk = opened(visit(people, TENDAI))
    texts = desk.question("single").locator(".choice-row").all_inner_texts()
    desk.expect_saved(desk.choose("single", 0))
    single = attempt.choose("single", 2)
    expect(single.locator(".rival")).to_be_visible()
    attempt.page.context.set_offline(True)
    attempt.choose("multiple", 0)
    attempt.expect_summary("1 answer waits for your decision · 1 answer is not saved yet")
    let_it_end(server, attempt.number, timedelta(seconds=-1))
    attempt.page.context.set_offline(False)
    expect(single.locator(".rival")).to_be_hidden()
    expect(single.locator(".state")).to_have_text(f"Not saved: it came after the end. Stored is: {texts[0]}")


def test_what_comes_after_the_end_is_called_not_saved_beside_what_is(people: Visitors, server: Server) -> None:
    attempt = begun(visit(people, TENDAI, PHONE))
    page = attempt.page
    attempt.expect_saved(attempt.choose("single", 0))
    page.context.set_offline(True)
    single = attempt.choose("single", 2)
    let_it_end(server, attempt.number, timedelta(seconds=-1))
    page.context.set_offline(False)
    expect(single.locator(".state")).to_have_text(re.compile("Not saved: it came after the end"))
    expect(single.locator(".state")).to_contain_text(single.locator(".choice-row").nth(0).inner_text())
    expect(page.locator("#to-review")).to_be_visible()
