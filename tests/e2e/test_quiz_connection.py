"""What the page of an attempt does when the line drops, when the sign-in ends, and when two pages answer at once."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Error, Page, Route, expect

from app.demo.rules import PASSWORD
from tests.e2e.conftest import PHONE, Visitors
from tests.e2e.quiz_cast import (
    DIDIER,
    OF_A_CONFLICT,
    OF_A_LOST_LINE,
    OF_NO_SIGN_IN,
    TENDAI,
    Attempt,
    beating,
    begun,
    opened,
    visit,
)

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def people(visitors: Visitors) -> Iterator[Visitors]:
    """Visitors whose consoles may tell of requests that were refused or lost: that is what these tests are about."""
    yield visitors
    meant = (*OF_A_LOST_LINE, *OF_A_CONFLICT, *OF_NO_SIGN_IN)
    visitors.complaints[:] = [one for one in visitors.complaints if not any(words in one for words in meant)]


@pytest.fixture
def attempt(people: Visitors) -> Attempt:
    """A new attempt on a phone."""
    return begun(visit(people, TENDAI, PHONE))


def test_answers_given_offline_are_shown_as_waiting_and_saved_in_order_when_the_line_is_back(attempt: Attempt) -> None:
    page = attempt.page
    attempt.expect_saved(attempt.choose("single", 0))
    page.context.set_offline(True)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "PUT" else None)
    single = attempt.choose("single", 1)
    attempt.question("short").get_by_role("textbox").fill("server")
    attempt.choose("multiple", 0)
    attempt.choose("multiple", 1)
    expect(single.locator(".state")).to_have_text("Not saved yet: waits for the connection")
    attempt.expect_summary("3 answers are not saved yet")
    attempt.expect_trouble("No connection. Go on answering")
    sent.clear()
    page.context.set_offline(False)
    attempt.expect_summary("Everything is saved")
    expect(page.locator("#trouble")).to_be_hidden()
    order = [url.rpartition("/")[2] for url in sent]
    assert [one for at, one in enumerate(order) if one not in order[:at]] == ["1", "5", "2"]
    stored = attempt.stored()
    assert stored[1][1] == 2
    assert stored[5] == (["server"], 1)
    assert len(stored[2][0]) == 2


def test_what_waits_survives_a_reload_without_a_connection(attempt: Attempt) -> None:
    page, number = attempt.page, attempt.number
    page.context.set_offline(True)
    attempt.choose("single", 2)
    attempt.question("numeric").get_by_role("textbox").fill("9")
    attempt.expect_summary("2 answers are not saved yet")
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        page.reload()
    page.context.set_offline(False)
    page.goto(f"/attempts/{number}")
    again = Attempt(page)
    again.expect_summary("Everything is saved")
    expect(again.question("single").get_by_role("radio").nth(2)).to_be_checked()
    expect(again.question("numeric").get_by_role("textbox")).to_have_value("9")
    again.expect_saved(again.question("numeric"))
    assert again.stored()[4] == (["9"], 1)


def test_an_answer_whose_acknowledgement_was_lost_is_no_conflict(attempt: Attempt) -> None:
    page = attempt.page

    losing = [True]

    def lose(route: Route) -> None:
        if losing:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/answers/1", lose)
    single = attempt.choose("single", 0)
    attempt.expect_summary(re.compile("1 answer is not saved yet"))
    assert attempt.stored()[1][1] == 1
    attempt.choose("single", 3)
    losing.clear()
    attempt.expect_saved(single)
    expect(single.locator(".rival")).to_be_hidden()
    assert attempt.stored()[1][1] == 2


def test_two_devices_see_each_others_answers_and_neither_overwrites_unseen(people: Visitors, attempt: Attempt) -> None:
    desk = beating(opened(visit(people, TENDAI)))
    assert desk.number == beating(attempt).number
    desk.expect_saved(desk.choose("single", 1))
    expect(attempt.question("single").get_by_role("radio").nth(1)).to_be_checked()
    attempt.expect_saved(attempt.question("single"))
    texts = attempt.question("single").locator(".choice-row").all_inner_texts()
    attempt.page.context.set_offline(True)
    mine = attempt.choose("single", 2)
    desk.expect_saved(desk.choose("single", 3))
    attempt.page.context.set_offline(False)
    rival = mine.locator(".rival")
    expect(rival).to_be_visible()
    expect(rival.locator(".rival-there")).to_have_text(texts[3])
    expect(rival.locator(".rival-here")).to_have_text(texts[2])
    attempt.expect_summary("1 answer waits for your decision")
    assert desk.stored()[1][0] == [value(desk, 3)]
    rival.get_by_role("button", name="Save my answer from here").click()
    attempt.expect_saved(mine)
    expect(desk.question("single").get_by_role("radio").nth(2)).to_be_checked()
    assert desk.stored()[1][0] == [value(desk, 2)]


def value(attempt: Attempt, place: int) -> str:
    found = attempt.question("single").get_by_role("radio").nth(place).get_attribute("value")
    assert found
    return found


def test_what_is_saved_elsewhere_can_be_kept(people: Visitors, attempt: Attempt) -> None:
    desk = opened(visit(people, TENDAI))
    attempt.page.context.set_offline(True)
    mine = attempt.choose("single", 2)
    desk.expect_saved(desk.choose("single", 0))
    attempt.page.context.set_offline(False)
    mine.get_by_role("button", name="Keep what is saved").click()
    attempt.expect_saved(mine)
    expect(mine.get_by_role("radio").nth(0)).to_be_checked()
    assert desk.stored()[1] == ([value(desk, 0)], 1)


def test_two_tabs_of_one_browser_show_the_same_even_without_a_connection(attempt: Attempt) -> None:
    second = Attempt(attempt.page.context.new_page())
    second.page.goto(attempt.page.url)
    attempt.page.context.set_offline(True)
    attempt.choose("single", 1)
    expect(second.question("single").get_by_role("radio").nth(1)).to_be_checked()
    second.choose("single", 2)
    expect(attempt.question("single").get_by_role("radio").nth(2)).to_be_checked()
    attempt.page.context.set_offline(False)
    second.expect_summary("Everything is saved")
    attempt.expect_summary("Everything is saved")
    attempt.choose("single", 0)
    second.expect_saved(second.question("single"))
    expect(second.question("single").locator(".rival")).to_be_hidden()
    assert attempt.stored()[1][0] == [value(attempt, 0)]


def test_a_sign_in_that_ended_keeps_the_answers_until_the_person_is_back(people: Visitors, attempt: Attempt) -> None:
    page = attempt.page
    page.context.clear_cookies()
    single = attempt.choose("single", 1)
    attempt.expect_trouble("Sign in again in another tab")
    expect(single.locator(".state")).to_have_text("Not saved yet: waits for the connection")
    sign_in_again(page.context.new_page(), TENDAI)
    attempt.expect_saved(single)
    expect(page.locator("#trouble")).to_be_hidden()


def test_answers_never_go_to_somebody_else_who_signs_in(people: Visitors, attempt: Attempt) -> None:
    page = attempt.page
    page.context.clear_cookies()
    single = attempt.choose("single", 1)
    attempt.expect_trouble("Sign in again in another tab")
    sign_in_again(page.context.new_page(), DIDIER)
    attempt.expect_trouble("This attempt belongs to somebody else")
    expect(single.locator(".state")).to_have_text("Not saved yet: waits for the connection")
    page.context.clear_cookies()
    sign_in_again(page.context.new_page(), TENDAI)
    attempt.expect_saved(single)


def sign_in_again(page: Page, email: str) -> None:
    """Sign in in another tab of the same browser."""
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/")
