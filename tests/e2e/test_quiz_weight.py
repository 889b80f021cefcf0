"""What the pages of a quiz cost on a mobile line, and whether everybody can use them (axe-core, WCAG 2.2 AA)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, expect

from tests.e2e.conftest import DESK, PHONE, RULES, Server, Visitors
from tests.e2e.quiz_cast import PRACTICE, QUIZ_6, TENDAI, Attempt, begun, opened, visit

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

FIRST_VIEW, MOST_REQUESTS, ONE_SAVE = 100_000, 8, 2_000
BESIDE_TEXT = 1_800
"""Bytes of a save without the text that was typed: headers both ways, mostly, and the receipt."""
PROSE = (
    "Governments negotiate bilateral agreements because unilateral rules leave migrant workers without portable "
    "social security, fair recruitment or a way to complain. Tripartite consultation helps: employers know which "
    "vacancies stay unfilled, unions know what happens in workplaces, ministries can enforce. Evidence from several "
    "corridors shows that coherent employment and migration policies raise wages at home as well, provided that "
    "inspections are funded, data are published each year and women are counted separately."
)
SMALLEST_TARGET = 44


@pytest.fixture
def cold(browser: Browser, server: Server, visitors: Visitors) -> Iterator[Page]:
    """A page in a browser that has loaded nothing yet, in which Tendai is signed in and has an open attempt."""
    known = visit(visitors, TENDAI, PHONE)
    address = begun(known).page.url
    state = known.context.storage_state()
    context = browser.new_context(base_url=server.url, viewport=PHONE, storage_state=state)
    page = context.new_page()
    page.address = address  # type: ignore[attr-defined]
    yield page
    context.close()


def weight(request: Request) -> int:
    """Bytes that a request and its answer take on the line, headers included."""
    return sum(request.sizes().values())


def test_the_first_view_and_a_save_are_light(cold: Page) -> None:
    seen: list[Request] = []
    cold.on("requestfinished", lambda request: seen.append(request))  # noqa: PLW0108 - Playwright marks its handlers
    cold.goto(cold.address, wait_until="load")  # type: ignore[attr-defined]
    loaded = [request for request in seen if "/api/" not in request.url]
    assert len(loaded) <= MOST_REQUESTS, [request.url for request in loaded]
    assert sum(map(weight, loaded)) < FIRST_VIEW
    attempt = Attempt(cold)
    with cold.expect_request_finished(lambda request: request.method == "PUT") as saved:
        attempt.choose("single")
    assert weight(saved.value) < ONE_SAVE
    attempt.expect_saved(attempt.question("single"))


@pytest.mark.parametrize("text", [PROSE[:150], PROSE.ljust(500, ".")[:500]], ids=["usual", "longest"])
def test_what_is_typed_travels_once(cold: Page, text: str) -> None:
    """A usual text is saved below 2 kB; to the longest one, headers leave fewer bytes than it has letters."""
    cold.goto(cold.address, wait_until="load")  # type: ignore[attr-defined]
    attempt = Attempt(cold)
    with cold.expect_request_finished(lambda request: request.method == "PUT") as saved:
        attempt.question("short").get_by_role("textbox").fill(text)
    attempt.expect_saved(attempt.question("short"))
    assert weight(saved.value) - len(text) < BESIDE_TEXT, saved.value.sizes()
    assert len(text) == 500 or weight(saved.value) < ONE_SAVE
    assert attempt.stored()[5] == ([text], 1)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_everybody_can_use_the_pages_of_a_quiz(visitors: Visitors, size) -> None:
    page = visit(visitors, TENDAI, size)
    for path in (PRACTICE, QUIZ_6):
        page.goto(path)
        expect_accessible(page)
    attempt = begun(page)
    attempt.expect_saved(attempt.choose("single"))
    attempt.question("ordering").get_by_role("button", name="Move down").first.click()
    page.get_by_role("button", name="Check and submit").click()
    expect(page.locator("#confirm")).to_be_visible()
    expect_accessible(page)
    expect_large_targets(page)
    page.get_by_role("button", name="Submit now").click()
    page.wait_for_url("**/review")
    expect_accessible(page)
    page.get_by_role("link", name="Receipts of your answers").click()
    expect_accessible(page)


def test_an_answer_changed_elsewhere_is_shown_in_a_way_that_everybody_can_use(visitors: Visitors) -> None:
    phone = begun(visit(visitors, TENDAI, PHONE))
    desk = opened(visit(visitors, TENDAI, DESK))
    desk.expect_saved(desk.choose("single", 0))
    phone.choose("single", 1)
    expect(phone.question("single").locator(".rival")).to_be_visible()
    expect_accessible(phone.page)
    visitors.complaints[:] = [one for one in visitors.complaints if "status of 409" not in one]


def expect_accessible(page: Page) -> None:
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= page.viewport_size["width"], f"{page.url} is {wide} pixels wide"  # type: ignore[index]


def expect_large_targets(page: Page) -> None:
    """Whatever is pressed in an attempt is at least 44 pixels high and wide, a row of text links apart."""
    small = page.evaluate(
        """smallest => [...document.querySelectorAll("main button, main .choice-row, main select, main input.typed")]
            .filter(one => one.offsetParent && !one.closest(".visually-hidden"))
            .filter(one => one.offsetHeight < smallest || one.offsetWidth < smallest)
            .map(one => `${one.outerHTML.slice(0, 80)}: ${one.offsetWidth} x ${one.offsetHeight}`)""",
        SMALLEST_TARGET,
    )
    assert small == []
