"""Taking a quiz in a browser: with a mouse, with the keyboard alone, and without any script."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from app.demo.rules import PASSWORD
from app.quizzes.rules.typed import readings_of
from tests.e2e.conftest import PHONE, Server, Visitors
from tests.e2e.quiz_cast import DIDIER, PRACTICE, TENDAI, begun, opened, visit

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_every_answer_is_saved_at_once_and_the_review_follows_submitting(visitors: Visitors) -> None:
    attempt = begun(visit(visitors, TENDAI, PHONE))
    page = attempt.page
    for kind in ("single", "true_false"):
        attempt.expect_saved(attempt.choose(kind))
    multiple = attempt.choose("multiple", 0)
    attempt.expect_saved(attempt.choose("multiple", 2))
    attempt.question("numeric").get_by_role("textbox").fill("9")
    attempt.question("short").get_by_role("textbox").fill("Server")
    attempt.question("matching").get_by_role("combobox").first.select_option(index=1)
    attempt.question("ordering").get_by_role("button", name="Move down").first.click()
    for kind in ("multiple", "numeric", "short", "matching", "ordering"):
        attempt.expect_saved(attempt.question(kind))
    attempt.expect_summary("Everything is saved")
    assert len([one for one in attempt.stored().values() if one[0]]) == 7
    assert len(multiple.locator("input:checked").all()) == 2
    multiple.locator(".choice-row").nth(0).click()
    multiple.locator(".choice-row").nth(2).click()
    expect(multiple.locator(".state")).to_contain_text("No answer, saved at")
    page.get_by_role("button", name="Check and submit").click()
    expect(page.locator("#confirm")).to_be_focused()
    expect(page.locator("#confirm")).to_contain_text("Not answered: question 2.")
    page.get_by_role("button", name="Submit now").click()
    page.wait_for_url("**/review")
    expect(page.get_by_text("submitted", exact=True)).to_be_visible()
    expect(page.get_by_text("of 7.00 points")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage)") == []


def test_an_answer_survives_leaving_the_page_and_can_be_cleared(visitors: Visitors) -> None:
    attempt = begun(visit(visitors, TENDAI))
    attempt.expect_saved(attempt.choose("single", 1))
    again = opened(attempt.page)
    assert again.number == attempt.number
    single = again.question("single")
    expect(single.get_by_role("radio").nth(1)).to_be_checked()
    single.get_by_role("button", name="Clear my answer").click()
    expect(single.locator(".state")).to_contain_text("No answer, saved at")
    expect(single.get_by_role("radio").nth(1)).not_to_be_checked()
    expect(single.get_by_role("button", name="Clear my answer")).to_be_hidden()


def test_how_far_one_has_come_is_shown_while_answering(visitors: Visitors) -> None:
    attempt = begun(visit(visitors, TENDAI, PHONE))
    progress = attempt.page.locator("#progress")
    expect(progress).to_have_text("Answered: 0 of 7")
    attempt.choose("single")
    expect(progress).to_have_text("Answered: 1 of 7")
    attempt.question("single").get_by_role("button", name="Clear my answer").click()
    expect(progress).to_have_text("Answered: 0 of 7")


WRITTEN = (
    *("9", "-9", "+9", "−9", "9,5", "9.5", "1,250", "1 250,5", "1’250.5", "1.250.000,5", "2.5e3", ".5", "5.", "1e300"),
    *("", " ", "nine", "9 h", "e5", ".", "-", "1e301", "1,25,0.5", "1.2.3", "--9", "9%", "٩"),
)


def test_what_can_be_read_as_no_number_is_doubted_on_leaving_the_field(visitors: Visitors) -> None:
    attempt = begun(visit(visitors, TENDAI, PHONE))
    numeric = attempt.question("numeric")
    field, doubt = numeric.get_by_role("textbox"), numeric.locator(".doubt")
    field.fill("nine")
    expect(doubt).to_be_hidden()
    field.blur()
    expect(doubt).to_be_visible()
    attempt.expect_saved(numeric)
    field.fill("9")
    expect(doubt).to_be_hidden()


def test_the_page_reads_numbers_as_the_server_does(visitors: Visitors) -> None:
    page = begun(visit(visitors, TENDAI)).page
    assert page.evaluate("texts => texts.map((text) => Boolean(isNumber(text)))", list(WRITTEN)) == [
        bool(readings_of(text)) for text in WRITTEN
    ]


def test_questions_can_be_read_in_the_other_language_without_losing_anything(visitors: Visitors) -> None:
    attempt = begun(visit(visitors, TENDAI))
    attempt.choose("single", 0)
    short = attempt.question("short")
    short.get_by_role("textbox").fill("half a wo")
    attempt.page.get_by_role("button", name="Français").click()
    expect(attempt.page.get_by_text("Votre connexion est coupée")).to_be_visible()
    expect(attempt.page.get_by_text("Your connection drops")).to_be_hidden()
    expect(attempt.question("matching").get_by_role("option").nth(1)).to_have_text(re.compile("[éèà]|La |Ce "))
    expect(short.get_by_role("textbox")).to_have_value("half a wo")
    attempt.page.reload()
    expect(attempt.page.get_by_text("Votre connexion est coupée")).to_be_visible()
    expect(attempt.question("short").get_by_role("textbox")).to_have_value("half a wo")


def test_a_quiz_is_taken_with_the_keyboard_alone(visitors: Visitors) -> None:
    page = visit(visitors, TENDAI)
    attempt = begun(page)
    _tab_to(page, ".question[data-kind=single] input")
    page.keyboard.press("ArrowDown")
    attempt.expect_saved(attempt.question("single"))
    _tab_to(page, ".question[data-kind=multiple] input")
    page.keyboard.press("Space")
    attempt.expect_saved(attempt.question("multiple"))
    _tab_to(page, ".question[data-kind=short] input")
    page.keyboard.type("server")
    page.keyboard.press("Enter")
    attempt.expect_saved(attempt.question("short"))
    ordering = attempt.question("ordering")
    first = ordering.locator(".entry-text").first.inner_text()
    _tab_to(page, ".question[data-kind=ordering] [data-move='1']")
    page.keyboard.press("Enter")
    attempt.expect_saved(ordering)
    page.keyboard.press("Enter")  # the button kept the focus when its save came back
    expect(ordering.locator(".entry-text").nth(2)).to_have_text(first, use_inner_text=True)
    expect(page.locator("#announce")).to_have_text(f"{first}: now in place 3 of 5")
    attempt.expect_saved(ordering)
    _tab_to(page, "#finish button")
    page.keyboard.press("Enter")
    expect(page.locator("#confirm")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.tagName") == "A":
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Submit now")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/review")


def _tab_to(page: Page, selector: str) -> None:
    """Press Tab until a control that fits has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"the keyboard does not get to {selector}")


@pytest.fixture
def plain(browser: Browser, server: Server) -> Iterator[Page]:
    """A page in which Didier has signed in, in a browser that runs no scripts."""
    context = browser.new_context(
        base_url=server.url, viewport=PHONE, locale="en-GB", java_script_enabled=False, extra_http_headers={}
    )
    page = context.new_page()
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(DIDIER)
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    yield page
    context.close()


def test_a_whole_attempt_works_without_scripts(plain: Page) -> None:
    page = plain
    page.goto(PRACTICE)
    assert page.locator(".start-panel noscript").is_visible()
    page.locator(".start-panel button").click()
    assert page.locator("#timer").is_hidden()  # time left that nothing counts down
    assert re.fullmatch(
        r"Se termine à \d\d:\d\d", " ".join(page.locator(".quiz-bar .timer:visible").inner_text().split())
    )
    assert page.locator(".place-number:visible").count() == 0
    choose = {"single": 2, "true_false": 1, "multiple": 0}
    for kind, place in choose.items():
        page.locator(f".question[data-kind={kind}] .choice-row").nth(place).click()
    page.locator(".question[data-kind=numeric] input.typed").fill("9")
    for place, select in enumerate(page.locator(".question[data-kind=ordering] select").all(), 1):
        select.select_option(str(place))
    page.locator("p.no-script button[value=save]").click()
    assert page.locator(".question .state[data-state=saved]").count() == 5
    page.locator(".question[data-kind=short] input.typed").fill("server")
    page.locator("button[value=check]").click()
    assert page.url.endswith("#confirm")
    assert page.locator("#confirm .open-questions").inner_text().rstrip(".").endswith("6")
    page.locator("#confirm button[value=submit]").click()
    page.wait_for_url("**/review")
    assert page.locator(".score-hero strong").count() == 1


def test_without_scripts_nothing_is_overwritten_unseen(plain: Page) -> None:
    page = plain
    page.goto(PRACTICE)
    page.locator(".start-panel .btn-primary").click()
    other = page.context.new_page()
    other.goto(page.url)
    rows = ".question[data-kind=single] .choice-row"
    other.locator(rows).nth(0).click()
    other.locator("p.no-script button[value=save]").click()
    page.locator(rows).nth(3).click()
    page.locator(".question[data-kind=short] input.typed").fill("kept all the same")
    page.locator("p.no-script button[value=save]").click()
    rival = page.locator(".question[data-kind=single] .rival")
    texts = [row.inner_text() for row in page.locator(rows).all()]
    assert rival.locator(".rival-there").inner_text() == texts[0]
    assert rival.locator(".rival-here").inner_text() == texts[3]
    page.locator("p.no-script button[value=save]").click()
    assert rival.is_visible()
    rival.locator("button").nth(1).click()
    assert not rival.is_visible()
    other.reload()
    assert other.locator(rows).nth(3).locator("input").is_checked()
    assert other.locator(".question[data-kind=short] input.typed").input_value() == "kept all the same"
