"""The page of an attempt loaded without a connection: its owner finds it with the kept answers, nobody else does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Error, Page, expect

from app.demo.rules import PASSWORD
from app.shared.http.headers import CONTENT_POLICY
from tests.e2e.conftest import PHONE, ROOT, Server, Visitors
from tests.e2e.quiz_cast import (
    DIDIER,
    OF_A_CONFLICT,
    OF_A_LOST_LINE,
    OF_NO_SIGN_IN,
    PRACTICE,
    TENDAI,
    Attempt,
    begun,
    let_it_end,
    submit,
    tell_online,
)

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

KEPT = "async () => (await (await caches.open('ecampus.attempt')).keys()).map(one => new URL(one.url).pathname)"
ANYWHERE = """async () => [
    ...Object.keys(localStorage), ...Object.keys(sessionStorage),
    ...(await Promise.all((await caches.keys()).map(async name => (await (await caches.open(name)).keys()).length))),
    ...(await indexedDB.databases()).map(one => one.name), document.cookie,
].filter(Boolean)"""
"""Whatever the site keeps in the browser and a script of it, or a person at the device, can read."""
NO_PAGE = "ERR_INTERNET_DISCONNECTED|ERR_FAILED"


@pytest.fixture
def people(visitors: Visitors) -> Iterator[Visitors]:
    """Visitors whose consoles may tell of a lost line: that is what these tests are about."""
    yield visitors
    meant = (*OF_A_LOST_LINE, *OF_A_CONFLICT, *OF_NO_SIGN_IN)
    visitors.complaints[:] = [one for one in visitors.complaints if not any(words in one for words in meant)]


@pytest.fixture
def page(people: Visitors) -> Page:
    """A phone with service workers on which Tendai has signed in."""
    page = people.stranger(PHONE, workers=True)
    sign_in(page, TENDAI)
    return page


@pytest.fixture
def attempt(page: Page) -> Attempt:
    """A new attempt whose page is kept."""
    attempt = begun(page)
    expect_kept(attempt)
    return attempt


def sign_in(page: Page, email: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/")


def expect_kept(attempt: Attempt) -> None:
    until(attempt.page, lambda kept: f"/attempts/{attempt.number}" in kept)
    attempt.page.wait_for_function("navigator.serviceWorker.controller")


def expect_nothing_kept(page: Page) -> None:
    until(page, lambda kept: not kept)


def until(page: Page, fits: Callable[[list[str]], bool]) -> None:
    """Wait until what the browser keeps of attempts fits."""
    for _try in range(200):
        kept = page.evaluate(KEPT)
        if fits(kept):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"kept are {kept}")


def test_a_reload_without_a_connection_shows_the_page_with_what_was_saved_and_what_waits(attempt: Attempt) -> None:
    page = attempt.page
    attempt.expect_saved(attempt.choose("single", 1))
    attempt.expect_saved(attempt.choose("true_false", 0))
    page.context.set_offline(True)
    attempt.choose("single", 2)
    attempt.question("numeric").get_by_role("textbox").fill("9")
    page.reload()
    expect(attempt.question("single").get_by_role("radio").nth(2)).to_be_checked()
    expect(attempt.question("true_false").get_by_role("radio").nth(0)).to_be_checked()
    attempt.expect_saved(attempt.question("true_false"))
    expect(attempt.question("numeric").get_by_role("textbox")).to_have_value("9")
    attempt.expect_summary("2 answers are not saved yet")
    attempt.expect_trouble("No connection. Go on answering")
    attempt.choose("multiple", 0)
    page.context.set_offline(False)
    attempt.expect_summary("Everything is saved")
    stored = attempt.stored()
    assert stored[1][1] == 2
    assert stored[4] == (["9"], 1)
    assert len(stored[2][0]) == 1


def test_answers_saved_before_a_reload_without_a_connection_are_no_conflict_after_it(attempt: Attempt) -> None:
    page = attempt.page
    for place in (0, 1):
        attempt.expect_saved(attempt.choose("single", place))
        attempt.expect_saved(attempt.choose("true_false", place))
    page.context.set_offline(True)
    page.reload()
    attempt.choose("true_false", 0)
    attempt.choose("single", 3)
    page.context.set_offline(False)
    attempt.expect_summary("Everything is saved")
    assert page.locator(".rival:visible").count() == 0
    assert attempt.stored()[1][1] == 3


def test_the_clock_of_the_copy_goes_on(attempt: Attempt) -> None:
    page = attempt.page
    page.context.set_offline(True)
    page.evaluate(
        """async path => {
            const cache = await caches.open('ecampus.attempt'), kept = await cache.match(path);
            const text = await kept.text();
            const aged = text.replace(/data-kept-at="(\\d+)"/, (_, at) => `data-kept-at="${at - 240000}"`);
            await cache.put(path, new Response(aged, { headers: kept.headers }));
        }""",
        f"/attempts/{attempt.number}",
    )
    page.reload()
    expect(page.locator("#clock")).to_have_text(re.compile(r"^05:\d\d$"))


def test_the_copy_obeys_the_content_policy_of_the_page(people: Visitors, attempt: Attempt) -> None:
    written = (ROOT / "app/static/quiz-controls.js").read_text()
    (policy,) = re.findall(r'Copy\.POLICY = "([^"]+)"', written)
    assert policy == CONTENT_POLICY.removesuffix("; manifest-src 'self'")
    attempt.page.context.set_offline(True)
    attempt.page.reload()
    assert attempt.page.get_by_role("heading", level=1).count()
    ran = attempt.page.evaluate(
        """() => { const one = document.createElement('script'); one.textContent = 'window.ran = true';
            document.body.append(one); return Boolean(window.ran); }"""
    )
    assert not ran
    people.complaints[:] = [one for one in people.complaints if "Content Security Policy" not in one]


def test_nothing_of_an_attempt_is_kept_once_it_is_submitted(attempt: Attempt) -> None:
    page, path = attempt.page, f"/attempts/{attempt.number}"
    attempt.expect_saved(attempt.choose("single", 1))
    page.get_by_role("button", name="Check and submit").click()
    page.get_by_role("button", name="Submit now").click()
    page.wait_for_url("**/review")
    expect_nothing_kept(page)
    expect_no_page(page, path)


def test_nothing_is_kept_where_it_was_submitted_on_another_device(people: Visitors, attempt: Attempt) -> None:
    page = attempt.page
    submit(page, attempt.number)
    page.goto(f"/attempts/{attempt.number}")
    page.wait_for_url("**/review")
    expect_nothing_kept(page)


def test_nothing_is_kept_once_the_time_is_over(attempt: Attempt, server: Server) -> None:
    let_it_end(server, attempt.number, timedelta(seconds=-1))
    tell_online(attempt.page)
    expect(attempt.page.locator("#to-review")).to_be_visible()
    expect_nothing_kept(attempt.page)


def test_somebody_else_who_signs_in_on_the_device_never_sees_the_attempt(attempt: Attempt) -> None:
    page, path = attempt.page, f"/attempts/{attempt.number}"
    attempt.expect_saved(attempt.choose("single", 1))
    page.goto(PRACTICE)
    page.locator(".person-menu summary, .person-menu button").first.click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in")
    expect_nothing_kept(page)
    assert page.evaluate(ANYWHERE) == []
    expect_no_page(page, path)
    sign_in(page, DIDIER)
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("Question")
    assert page.locator("#attempt").count() == 0
    expect_no_page(page, path)


def test_somebody_else_does_not_see_it_either_where_the_first_one_never_signed_out(attempt: Attempt) -> None:
    page, path = attempt.page, f"/attempts/{attempt.number}"
    page.context.clear_cookies()
    second = page.context.new_page()
    sign_in(second, DIDIER)
    expect_nothing_kept(second)
    page.close()
    expect_no_page(second, path)


def test_a_page_that_learns_that_it_is_signed_out_lets_its_copy_go_and_keeps_one_again(attempt: Attempt) -> None:
    page = attempt.page
    cookies = page.context.cookies()
    page.context.clear_cookies()
    tell_online(page)
    attempt.expect_trouble("Sign in again in another tab")
    expect_nothing_kept(page)
    page.context.add_cookies(cookies)
    tell_online(page)
    expect_kept(attempt)


def test_only_the_newest_attempt_is_kept(attempt: Attempt) -> None:
    page, first = attempt.page, attempt.number
    submit(page, first)
    second = begun(page)
    expect_kept(second)
    assert not [path for path in page.evaluate(KEPT) if path == f"/attempts/{first}"]


def test_a_copy_whose_time_is_over_is_shown_to_nobody(attempt: Attempt) -> None:
    page, path = attempt.page, f"/attempts/{attempt.number}"
    page.evaluate(
        """async path => {
            const cache = await caches.open('ecampus.attempt'), kept = await cache.match(path);
            const headers = new Headers(kept.headers);
            headers.set('X-Kept-Until', String(Date.now() - 1));
            await cache.put(path, new Response(await kept.text(), { headers }));
        }""",
        path,
    )
    expect_no_page(page, path)


def expect_no_page(page: Page, path: str) -> None:
    """Without a connection the browser has nothing to show there."""
    page.context.set_offline(True)
    with pytest.raises(Error, match=NO_PAGE):
        page.goto(path)
    page.context.set_offline(False)
