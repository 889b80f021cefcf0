"""The marking desk as markers use it: two at once, by keyboard alone, without a line, without a script, on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from app.demo.rules import LIVE
from tests.e2e.conftest import DESK, PHONE, Server, Visitors, expect_accessible
from tests.e2e.essay_maker import make
from tests.e2e.quiz_cast import OF_A_LOST_LINE, visit

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

TUTOR, MANAGER = "tutor@demo.example", "manager@demo.example"
QUEUE = f"/courses/{LIVE}/essays"
SAVED = re.compile("Everything is saved|Tout est enregistré")
CHANGED = re.compile("changed on another page|modifiée sur une autre page")
MEANT = (*OF_A_LOST_LINE, "status of 412", "status of 403", "status of 428")


@pytest.fixture
def people(visitors: Visitors) -> Iterator[Visitors]:
    """Visitors whose consoles may tell of requests that were lost or refused: that is what these tests are about."""
    yield visitors
    visitors.complaints[:] = [one for one in visitors.complaints if not any(words in one for words in MEANT)]


@pytest.fixture
def essays(server: Server) -> list[int]:
    """Two essays that are nobody's."""
    with server.beside():
        return make(LIVE, 2)


def desk(page: Page, essay: int, shown: str = "all") -> Page:
    page.goto(f"{QUEUE}/{essay}?shown={shown}")
    return page


def saved(page: Page) -> None:
    expect(page.locator("#save-state")).to_have_text(SAVED)


def points(page: Page, key: str):
    return page.locator(f"#points_{key}")


def test_a_draft_saves_itself_and_comes_back(people: Visitors, essays: list[int]) -> None:
    page = desk(visit(people, MANAGER), essays[0])
    points(page, "clarity").fill("8.5")
    page.locator("#comment_clarity").fill("One clear subject.")
    saved(page)
    expect(page.locator("#sum")).to_have_text("8.50")
    desk(page, essays[0])
    expect(points(page, "clarity")).to_have_value("8.5")
    expect(page.locator("#comment_clarity")).to_have_value("One clear subject.")


def test_two_markers_at_once_do_not_take_the_same_essay(people: Visitors, essays: list[int]) -> None:
    one, other = desk(visit(people, MANAGER), essays[0]), desk(visit(people, TUTOR), essays[0])
    points(one, "clarity").fill("8")
    saved(one)
    points(other, "clarity").fill("5")
    expect(other.locator("#save-state")).to_have_attribute("data-tone", "warn")
    desk(other, essays[0])
    expect(other.locator("#save")).to_have_count(0)
    desk(one, essays[0])
    expect(points(one, "clarity")).to_have_value("8")
    desk(other, essays[1])
    points(other, "clarity").fill("6")
    saved(other)


def test_two_pages_of_one_marker_show_both_and_overwrite_nothing_unseen(people: Visitors, essays: list[int]) -> None:
    one, other = desk(visit(people, MANAGER), essays[0]), desk(visit(people, MANAGER), essays[0])
    one.locator("#comment").fill("From the first page.")
    saved(one)
    other.locator("#comment").fill("From the second page.")
    expect(other.locator("#rival")).to_contain_text("From the first page.")
    expect(other.locator("#comment")).to_have_value("From the second page.")
    expect(other.locator("#save-state")).to_contain_text(CHANGED)
    other.get_by_role("button", name="Save what I typed").click()
    saved(other)
    one.locator("#comment").fill("From the first page, again.")
    expect(one.locator("#rival")).to_contain_text("From the second page.")
    one.get_by_role("button", name="Take what is saved").click()
    expect(one.locator("#comment")).to_have_value("From the second page.")
    one.get_by_role("link", name="Earlier versions of your mark").click()
    expect(one.locator("main")).to_contain_text("From the first page.")


def test_what_is_written_without_a_line_is_kept_and_sent_when_it_is_back(people: Visitors, essays: list[int]) -> None:
    page = desk(visit(people, MANAGER), essays[0])
    page.locator("#comment").fill("Before.")
    saved(page)
    page.context.set_offline(True)
    page.locator("#comment").fill("Written in the train.")
    expect(page.locator("#save-state")).to_contain_text("No connection")
    page.context.set_offline(False)
    saved(page)
    page.context.set_offline(True)
    page.locator("#comment").fill("Written in the tunnel.")
    expect(page.locator("#save-state")).to_contain_text("No connection")
    page.close(run_before_unload=False)
    again = people._browser.contexts[-1].new_page()
    again.context.set_offline(False)
    desk(again, essays[0])
    expect(again.locator("#comment")).to_have_value("Written in the tunnel.")
    saved(again)


def test_by_keyboard_alone(people: Visitors, essays: list[int]) -> None:
    page = desk(visit(people, MANAGER), essays[0], "unmarked")
    for number, value in enumerate(("8", "7.5", "6", "5"), 1):
        page.keyboard.press(str(number))
        page.keyboard.type(value)
        page.keyboard.press("Escape")
    expect(page.locator("#sum")).to_have_text("26.50")
    page.keyboard.press("0")
    page.keyboard.type("jn1 is typed here and moves nothing")
    page.keyboard.press("Escape")
    expect(page.locator("#comment")).to_have_value("jn1 is typed here and moves nothing")
    page.keyboard.press("s")
    saved(page)
    page.keyboard.press("j")
    page.wait_for_url(lambda url: f"/essays/{essays[0]}?" not in url)
    page.keyboard.press("k")
    page.wait_for_url(f"**/essays/{essays[0]}?*")
    expect(points(page, "alignment")).to_have_value("7.5")
    page.locator("#finish").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: f"/essays/{essays[0]}?" not in url)
    desk(page, essays[0])
    expect(page.locator("#criteria")).to_contain_text("final")


def test_a_selection_becomes_the_place_of_a_note(people: Visitors, essays: list[int]) -> None:
    page = desk(visit(people, MANAGER), essays[0])
    page.locator("#comment").fill("Typed before the note.")
    page.keyboard.press("Escape")
    page.evaluate(
        """() => {
          const words = document.querySelector("[data-start]").firstChild, range = document.createRange();
          const from = words.data.indexOf("First the facts");
          range.setStart(words, from);
          range.setEnd(words, from + 15);
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }"""
    )
    expect(page.locator(".chosen-passage")).to_have_text("First the facts")
    page.keyboard.press("a")
    page.keyboard.type("Which facts?")
    page.get_by_role("button", name="Add the note").click()
    expect(page.locator("mark").first).to_have_text("First the facts")
    expect(page.locator(".passage-notes")).to_contain_text("Which facts?")
    expect(page.locator("#comment")).to_have_value("Typed before the note.")


def test_a_comment_of_the_bank_is_inserted(people: Visitors, essays: list[int]) -> None:
    page = desk(visit(people, MANAGER), essays[0])
    page.locator("#comment_gender").fill("Name a figure.")
    page.locator("#criterion-gender").get_by_role("button", name="Keep in the bank").click()
    expect(page.locator("#criterion-gender .bank")).to_contain_text("Name a figure.")
    desk(page, essays[1])
    page.locator("#criterion-gender summary", has_text="Comment bank").click()
    page.locator("#criterion-gender .bank").get_by_role("button", name="Name a figure.").click()
    expect(page.locator("#comment_gender")).to_have_value("Name a figure.")
    saved(page)


def test_without_a_script_the_form_does_it_all(
    browser: Browser, server: Server, people: Visitors, essays: list[int]
) -> None:
    state = visit(people, MANAGER).context.storage_state()
    context = browser.new_context(base_url=server.url, java_script_enabled=False, storage_state=state, viewport=PHONE)
    page = desk(context.new_page(), essays[0], "unmarked")
    points(page, "clarity").fill("8")
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator("main")).to_contain_text("Your draft is saved.")
    page.get_by_label("Paragraph").select_option("2")
    page.get_by_label("Note", exact=True).fill("Say which.")
    page.get_by_role("button", name="Add the note").click()
    expect(page.locator("mark").first).to_contain_text("Two policies of one government")
    for key in ("alignment", "coherence", "gender"):
        points(page, key).fill("7")
    page.get_by_role("button", name="Make final, next essay").click()
    expect(page.locator("main")).to_contain_text("Your mark is final.")
    assert f"/essays/{essays[0]}?" not in page.url


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_everybody_can_use_it(people: Visitors, essays: list[int], size) -> None:
    page = visit(people, MANAGER, size)
    desk(page, essays[0])
    page.locator("#note").fill("Which nurses?")
    page.get_by_role("button", name="Add the note").click()
    expect(page.locator("mark").first).to_be_visible()
    bar = page.locator(".sum-bar")
    points(page, "clarity").scroll_into_view_if_needed()
    expect(bar).to_be_in_viewport()
    for path in (
        QUEUE,
        f"{QUEUE}/{essays[0]}",
        f"{QUEUE}/comments",
        f"{QUEUE}/calibration",
        f"{QUEUE}/allocation?preview=1",
        f"{QUEUE}/moderation",
        f"/courses/{LIVE}/next-hour",
    ):
        page.goto(path)
        expect_accessible(page)
