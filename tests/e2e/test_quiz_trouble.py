"""What the page of an attempt says and does when saves fail: a busy server, answers that break off, and the end."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.e2e.conftest import PHONE, Server, Visitors
from tests.e2e.quiz_cast import (
    OF_A_CONFLICT,
    OF_A_LOST_LINE,
    TENDAI,
    Attempt,
    beating,
    begun,
    database,
    let_it_end,
    tell_online,
    visit,
)

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

OF_TROUBLE = ("status of 4", "status of 50")
SAVES = "**/answers/*"
BUSY = "The server cannot take answers just now"
WAITS = "Not saved yet: waits for the connection"
COUNTS = """
    window.sent = [];
    window.flying = 0;
    const before = window.fetch;
    window.fetch = async (path, options) => {
        if (options && options.method === "PUT") window.sent.push(performance.now());
        window.flying += 1;
        const answer = await before(path, options);
        answer.clone().text().finally(() => { window.flying -= 1; });
        return answer;
    };
"""
"""Notes when the page, by its own clock, sends an answer, and how many requests are under way."""


@pytest.fixture
def people(visitors: Visitors) -> Iterator[Visitors]:
    """Visitors whose consoles may tell of requests that failed: that is what these tests are about."""
    yield visitors
    meant = (*OF_A_LOST_LINE, *OF_A_CONFLICT, *OF_TROUBLE)
    visitors.complaints[:] = [one for one in visitors.complaints if not any(words in one for words in meant)]


@pytest.fixture
def attempt(people: Visitors) -> Attempt:
    """A new attempt on a phone."""
    return begun(visit(people, TENDAI, PHONE))


def problem(status: int, **headers: str) -> Callable[[Route], None]:
    """Answer as the system does when it cannot save."""
    body = json.dumps({"type": "about:blank", "status": status, "code": "busy", "detail": "Please try again."})
    return lambda route: route.fulfill(
        status=status, body=body, headers={"Content-Type": "application/problem+json"} | headers
    )


def numbers(sent: list[Request]) -> list[str]:
    """The questions whose answers were sent, in order, each once."""
    order = [one.url.rpartition("/")[2] for one in sent if one.method == "PUT"]
    return [one for at, one in enumerate(order) if one not in order[:at]]


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_busy_server_is_called_so_and_gets_every_answer_in_order_when_it_is_well(
    attempt: Attempt, status: int
) -> None:
    page = attempt.page
    answer = problem(status) if status != 502 else lambda route: route.fulfill(status=502, body="<h1>Bad gateway</h1>")
    page.route(SAVES, answer)
    single = attempt.choose("single", 1)
    expect(single.locator(".state")).to_have_text(WAITS)
    attempt.question("short").get_by_role("textbox").fill("server")
    attempt.choose("multiple", 0)
    attempt.expect_trouble(BUSY)
    attempt.expect_summary("3 answers are not saved yet")
    assert {version for _, version in attempt.stored().values()} == {0}
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request))  # noqa: PLW0108 - Playwright marks its handlers
    page.unroute(SAVES)
    attempt.expect_summary("Everything is saved")
    expect(page.locator("#trouble")).to_be_hidden()
    assert numbers(sent) == ["1", "5", "2"]
    stored = attempt.stored()
    assert [stored[one][1] for one in (1, 5, 2)] == [1, 1, 1]
    assert stored[5][0] == ["server"]


def test_a_page_comes_back_later_each_time_and_never_before_the_server_wants_it(people: Visitors) -> None:
    page = visit(people, TENDAI, PHONE)
    page.add_init_script(COUNTS)
    page.context.clock.install()
    attempt = begun(page)
    page.route(SAVES, problem(503))
    single = attempt.choose("single", 0)
    expect(single.locator(".state")).to_have_text(WAITS)
    pauses = pauses_within(page, 75)
    assert 5 <= len(pauses) <= 9, pauses
    for at, pause in enumerate(pauses):
        usual = min(1000 * 2**at, 15_000)
        assert 0.7 * usual <= pause <= 1.3 * usual + 600, pauses
    page.unroute(SAVES)
    page.route(SAVES, problem(503, **{"Retry-After": "40"}))
    pass_time(page, 20)
    expect(single.locator(".state")).to_have_text(WAITS)
    page.evaluate("window.sent = []")
    attempt.choose("single", 2)
    attempt.question("short").get_by_role("textbox").fill("words")
    attempt.question("numeric").get_by_role("textbox").click()
    pass_time(page, 15)
    assert page.evaluate("window.sent.length") == 0
    page.unroute(SAVES)
    pass_time(page, 60)
    attempt.expect_summary("Everything is saved")
    assert attempt.stored()[5][0] == ["words"]


def pass_time(page: Page, seconds: int) -> None:
    """Let so much time pass on the page's clock, which stands still while an answer is awaited."""
    for _ in range(seconds * 4):
        page.clock.run_for(250)
        while page.evaluate("window.flying"):
            page.wait_for_timeout(5)


def pauses_within(page: Page, seconds: int) -> list[float]:
    """Let so much time pass on the page's clock; return how long (ms) it waited between what it sent."""
    pass_time(page, seconds)
    sent = page.evaluate("window.sent")
    return [later - earlier for earlier, later in pairwise(sent)]


def html(status: int) -> Callable[[Route], None]:
    """Answer as a gate does that wants a sign-in to its network."""
    return lambda route: route.fulfill(status=status, body="<h1>Welcome to our network</h1>", content_type="text/html")


def cut(route: Route) -> None:
    """Let the server save, and break the answer off."""
    route.fulfill(status=200, body=route.fetch().text()[:30], content_type="application/json")


def empty(route: Route) -> None:
    """Answer 200 with JSON that is no answer of ours."""
    route.fulfill(status=200, body="{}", content_type="application/json")


NO_ANSWERS = {
    "gate 200": html(200),
    "gate 403": html(403),
    "gate 404": html(404),
    "gate 409": html(409),
    "gate 422": html(422),
    "cut off": cut,
    "empty": empty,
}


@pytest.mark.parametrize("name", NO_ANSWERS)
def test_what_is_no_answer_of_the_system_saves_nothing(attempt: Attempt, name: str) -> None:
    page = attempt.page
    page.route(SAVES, NO_ANSWERS[name])
    single = attempt.choose("single", 2)
    expect(single.locator(".state")).to_have_text(WAITS)
    attempt.expect_trouble("No connection")
    attempt.expect_summary("1 answer is not saved yet")
    expect(single.get_by_role("radio").nth(2)).to_be_checked()
    page.unroute(SAVES)
    attempt.expect_saved(single)
    expect(single.locator(".rival")).to_be_hidden()
    stored = attempt.stored()[1]
    assert stored == ([single.get_by_role("radio").nth(2).get_attribute("value")], 1)


def test_a_heartbeat_that_is_no_answer_of_the_system_changes_nothing(attempt: Attempt) -> None:
    page = attempt.page
    page.route("**/heartbeat", html(200))
    tell_online(page)
    attempt.expect_trouble("No connection")
    expect(page.locator("#clock")).to_have_text(re.compile(r"^(10:00|09:\d\d)$"))
    page.unroute("**/heartbeat")
    tell_online(page)
    expect(page.locator("#trouble")).to_be_hidden()


def test_a_save_that_reaches_the_server_twice_and_late_is_one_save(attempt: Attempt) -> None:
    page = attempt.page
    bodies: list[tuple[str, Any, str]] = []

    def twice(route: Route) -> None:
        bodies.append((route.request.url, route.request.post_data_json, route.request.headers["x-csrftoken"]))
        route.fetch()
        route.fulfill(response=route.fetch())

    page.route(SAVES, twice)
    single = attempt.choose("single", 0)
    attempt.expect_saved(single)
    assert attempt.stored()[1][1] == 1
    attempt.choose("single", 1)
    attempt.expect_summary("Everything is saved")
    late = page.request.put(bodies[0][0], data=bodies[0][1], headers={"X-CSRFToken": bodies[0][2]})
    assert (late.status, late.json()["code"]) == (409, "answer_changed")
    assert attempt.stored()[1] == ([single.get_by_role("radio").nth(1).get_attribute("value")], 2)


def test_what_a_server_set_back_to_an_earlier_copy_has_lost_is_saved_again(attempt: Attempt, server: Server) -> None:
    page = attempt.page
    single = attempt.choose("single", 0)
    attempt.expect_saved(single)
    attempt.choose("single", 3)
    attempt.choose("true_false", 0)
    attempt.expect_summary("Everything is saved")
    before = attempt.stored()
    with database(server) as connection:
        lost = connection.execute(
            "DELETE FROM answer_saves WHERE attempt_id = ? AND (version = 2 OR number <> 1)", (attempt.number,)
        )
        assert lost.rowcount == 2
    with page.expect_response("**/answers/1"):
        tell_online(page)
    attempt.expect_summary("Everything is saved")
    assert attempt.stored() == before
    expect(page.locator(".rival:visible")).to_have_count(0)


def test_after_the_end_the_page_stops_trying_and_says_what_is_stored(attempt: Attempt, server: Server) -> None:
    beating(attempt)
    page = attempt.page
    texts = attempt.question("single").locator(".choice-row").all_inner_texts()
    attempt.expect_saved(attempt.choose("single", 0))
    page.route(SAVES, problem(503))
    single = attempt.choose("single", 2)
    attempt.expect_trouble(BUSY)
    let_it_end(server, attempt.number, timedelta(seconds=-1), grace=timedelta(seconds=5))
    attempt.expect_trouble("The time is over, and not everything is saved.")
    expect(page.locator("#phase")).to_contain_text("The time is over.")
    expect(single.locator(".state")).to_have_text(f"Not saved: it came after the end. Stored is: {texts[0]}")
    expect(page.locator("#trouble")).to_be_hidden()
    expect(page.locator("#to-review")).to_be_visible()
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request))  # noqa: PLW0108 - Playwright marks its handlers
    page.wait_for_timeout(2500)
    assert numbers(sent) == []


@pytest.mark.parametrize("arrives", [True, False])
def test_a_submission_without_an_answer_is_called_neither(attempt: Attempt, *, arrives: bool) -> None:
    page = attempt.page
    attempt.expect_saved(attempt.choose("single", 0))

    def lose(route: Route) -> None:
        if arrives:
            route.fetch()
        route.abort()

    page.route("**/submission", lose)
    page.route("**/heartbeat", lambda route: route.abort())
    page.get_by_role("button", name="Check and submit").click()
    page.get_by_role("button", name="Submit now").click()
    expect(page.locator("#phase")).to_contain_text("perhaps the attempt is submitted, perhaps not")
    page.unroute("**/heartbeat")
    page.unroute("**/submission")
    tell_online(page)
    if arrives:
        page.wait_for_url("**/review")
    else:
        expect(page.locator("#phase")).to_contain_text("Not submitted")
        page.get_by_role("button", name="Submit now").click()
        page.wait_for_url("**/review")
