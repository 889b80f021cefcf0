"""What the pages of a quiz cost on a mobile line, and whether everybody can use them (axe-core, WCAG 2.2 AA)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.e2e.conftest import DESK, PHONE, Server, Visitors, expect_accessible
from tests.e2e.quiz_cast import PRACTICE, QUIZ_6, TENDAI, Attempt, begun, opened, visit

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

FIRST_VIEW, MOST_REQUESTS, ONE_SAVE = 100_000, 8, 2_000
PROSE = (
    "Governments negotiate bilateral agreements because unilateral rules leave migrant workers without portable "
    "social security, fair recruitment or a way to complain. Tripartite consultation helps: employers know which "
    "vacancies stay unfilled, unions know what happens in workplaces, ministries can enforce. Evidence from several "
    "corridors shows that coherent employment and migration policies raise wages at home as well, provided that "
    "inspections are funded, data are published each year and women are counted separately."
)
PROSE_IN_FRENCH = (
    "Les gouvernements négocient des accords bilatéraux, car des règles unilatérales laissent les travailleurs "
    "migrants sans sécurité sociale transférable, sans recrutement équitable ni moyen de se plaindre. La consultation "
    "tripartite aide : les employeurs savent quels postes restent vacants, les syndicats ce qui se passe au travail, "
    "les ministères peuvent faire appliquer la loi. L’expérience montre que des politiques cohérentes relèvent les "
    "salaires, si l’inspection est financée, si les données sont publiées et si les femmes sont comptées à part."
)
LONGEST = 500
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


def test_a_save_of_any_kind_is_light(cold: Page) -> None:
    """Both ways, all headers included, over HTTP/1.1; a text of the greatest length in either language as well."""
    cold.goto(cold.address, wait_until="load")  # type: ignore[attr-defined]
    attempt = Attempt(cold)
    ordering, matching = attempt.question("ordering"), attempt.question("matching").get_by_role("combobox")
    for select in matching.all()[1:]:
        with cold.expect_request_finished(lambda request: request.method == "PUT"):
            select.select_option(index=1)

    def typed(kind: str, text: str) -> Callable[[], None]:
        return lambda: attempt.question(kind).get_by_role("textbox").fill(text)

    acts = {
        "single": lambda: attempt.choose("single"),
        "multiple": lambda: attempt.choose("multiple"),
        "matching": lambda: matching.first.select_option(index=1),
        "ordering": ordering.get_by_role("button", name="Move down").first.click,
        "numeric": typed("numeric", "-123456.789"),
        "short, usual": typed("short", PROSE[:150]),
        "short, longest": typed("short", PROSE.ljust(LONGEST, ".")[:LONGEST]),
        "short, longest in French": typed("short", PROSE_IN_FRENCH.ljust(LONGEST, ".")[:LONGEST]),
    }
    weights = {}
    for name, act in acts.items():
        with cold.expect_request_finished(lambda request: request.method == "PUT") as saved:
            act()
        weights[name] = weight(saved.value)
        attempt.expect_summary("Everything is saved")
    assert max(weights.values()) < ONE_SAVE, weights
    assert attempt.stored()[5] == ([PROSE_IN_FRENCH.ljust(LONGEST, ".")[:LONGEST]], 3)


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
