"""The page on which an essay is written: offline and back, on two devices, without scripts, for everybody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from app.demo.rules import LIVE
from app.essays.rules import count_words, plain_text
from tests.e2e.conftest import DESK, PHONE, ROOT, Server, Visitors, expect_accessible
from tests.e2e.quiz_cast import OF_A_CONFLICT, OF_A_LOST_LINE, TENDAI, visit
from tests.e2e.test_quiz_weight import FIRST_VIEW, weight
from tests.essays.documents import docx

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

WRITE = f"/courses/{LIVE}/essay/write"
API = f"/api/v1/courses/{LIVE}/essay"
SAVED = re.compile(r"^Everything is saved: version \d+, \d\d:\d\d$")


@pytest.fixture
def people(visitors: Visitors) -> Iterator[Visitors]:
    """Visitors whose consoles may tell of requests that were refused or lost: that is what these tests are about."""
    yield visitors
    meant = (*OF_A_LOST_LINE, *OF_A_CONFLICT)
    visitors.complaints[:] = [one for one in visitors.complaints if not any(words in one for words in meant)]


def opened(page: Page) -> Page:
    page.goto(WRITE)
    expect(page.locator("html")).to_have_class("has-script")
    return page


def stored(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.request.get(API).json()
    return found


def typed(page: Page, text: str) -> Page:
    page.get_by_label("Your essay").fill(text)
    return page


def expect_saved(page: Page) -> None:
    expect(page.locator("#state")).to_have_text(SAVED)


def test_what_is_typed_is_counted_at_once_and_saved_by_itself(people: Visitors) -> None:
    page = opened(visit(people, TENDAI))
    typed(page, "Three short words")
    expect(page.locator("#count")).to_contain_text("3 words · 1,497 fewer than the 1,500 that are asked for.")
    expect_saved(page)
    assert (stored(page)["text"], stored(page)["words"]) == ("Three short words", 3)
    typed(page, "word " * 1500)
    expect(page.locator("#count")).to_have_text("1,500 words · between 1,500 and 2,500, as asked for.")
    typed(page, "word " * 2501)
    expect(page.locator("#count")).to_contain_text("2,501 words · 1 more than the 2,500")
    expect_saved(page)
    page.get_by_label("Language of the essay").select_option("fr")
    expect(page.locator("#state")).to_have_text(SAVED)
    page.wait_for_function("fetch('" + API + "').then(a => a.json()).then(e => e.language === 'fr')")


def test_offline_goes_on_outlives_a_closed_page_and_is_saved_when_the_line_is_back(people: Visitors) -> None:
    page = opened(visit(people, TENDAI, PHONE))
    typed(page, "Written with a line.")
    expect_saved(page)
    page.context.set_offline(True)
    typed(page, "Written with a line. And without one.")
    page.get_by_label("Your essay").blur()
    expect(page.locator("#state")).to_have_text("Not saved yet: kept on this device, waits for the connection")
    expect(page.locator("#trouble")).to_contain_text("No connection. Go on writing")
    context = page.context
    page.close()
    context.set_offline(False)
    again = opened(context.new_page())
    expect(again.get_by_label("Your essay")).to_have_value("Written with a line. And without one.")
    expect_saved(again)
    assert stored(again)["text"] == "Written with a line. And without one."


@pytest.mark.parametrize(
    ("choice", "kept"), [("mine", "Common.\nFrom the phone."), ("theirs", "Common.\nFrom the desk.")]
)
def test_two_devices_compare_and_choose_and_both_texts_stay(people: Visitors, choice: str, kept: str) -> None:
    phone, desk = opened(visit(people, TENDAI, PHONE)), opened(visit(people, TENDAI, DESK))
    typed(phone, "Common.")
    expect_saved(phone)
    desk.reload()
    expect(desk.locator("html")).to_have_class("has-script")
    typed(desk, "Common.\nFrom the desk.")
    expect_saved(desk)
    typed(phone, "Common.\nFrom the phone.")
    expect(phone.locator("#rival")).to_be_visible()
    expect(phone.locator("#state")).to_have_attribute("data-state", "rival")
    expect(phone.locator("#rival-there .differs")).to_have_text("From the desk.")
    expect(phone.locator("#rival-here .differs")).to_have_text("From the phone.")
    assert stored(phone)["text"] == "Common.\nFrom the desk."
    expect_accessible(phone)
    phone.locator(f"#rival button[value={choice}]").click()
    expect(phone.locator("#rival")).to_be_hidden()
    expect(phone.get_by_label("Your essay")).to_have_value(kept)
    expect_saved(phone)
    newest = stored(phone)
    assert newest["text"] == kept
    phone.goto(f"{WRITE}/versions/{newest['version'] - 1}")
    other = "From the desk." if choice == "mine" else "From the phone."
    expect(phone.locator("main")).to_contain_text(other)


def test_a_file_is_uploaded_and_its_text_goes_on_in_the_page(people: Visitors, tmp_path: Path) -> None:
    page = opened(visit(people, TENDAI))
    typed(page, "Typed before the file.")
    (tmp_path / "essay.docx").write_bytes(docx())
    page.get_by_label("Document").set_input_files(tmp_path / "essay.docx")
    page.get_by_role("button", name="Upload").click()
    expect(page.locator(".notice-ok")).to_contain_text("The file was read: 9 words.")
    expect(page.get_by_label("Your essay")).to_have_value(re.compile("^L’accord entre États"))
    typed(page, "And typed after it.")
    expect_saved(page)


def test_without_scripts_it_is_a_form_that_saves(browser: Browser, server: Server, people: Visitors) -> None:
    state = visit(people, TENDAI).context.storage_state()
    context = browser.new_context(base_url=server.url, viewport=PHONE, storage_state=state, java_script_enabled=False)
    page = context.new_page()
    page.goto(WRITE)
    page.get_by_label("Your essay").fill("Without any script.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".notice-ok")).to_contain_text("Saved: 3 words.")
    page.get_by_label("Your essay").fill("Without any script at all.")
    page.get_by_role("button", name="Hand in …").click()
    expect(page.locator("h1")).to_have_text("Hand in your essay?")
    expect(page.locator("main")).to_contain_text("5 words, fewer than the 1500")
    page.get_by_role("link", name="Cancel").click()
    expect(page.get_by_label("Your essay")).to_have_value("Without any script at all.")
    context.close()


def test_the_first_view_and_a_save_are_light(browser: Browser, server: Server, people: Visitors) -> None:
    state = visit(people, TENDAI).context.storage_state()
    context = browser.new_context(base_url=server.url, viewport=PHONE, storage_state=state)
    page = context.new_page()
    seen: list[Request] = []
    page.on("requestfinished", lambda request: seen.append(request))  # noqa: PLW0108 - Playwright marks its handlers
    page.goto(WRITE, wait_until="load")
    assert sum(map(weight, seen)) < FIRST_VIEW
    assert len(seen) <= 12, [request.url for request in seen]
    context.close()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_everybody_can_use_the_pages(people: Visitors, size) -> None:
    page = opened(visit(people, TENDAI, size))
    typed(page, "Something to hand in.")
    expect_saved(page)
    for path in ("", "/hand-in", "/versions", f"/versions/{stored(page)['version']}"):
        page.goto(WRITE + path)
        expect_accessible(page)


CORPUS = (
    "",
    " ",
    "one",
    "L’accord d'emploi, aujourd’hui",
    "co-operation – or not—at all",
    "« Pourquoi ? » dit-elle : 2,500 !",
    "!Xóõ ǃKung ǀXam ǁAni ǂKhomani",
    "Cafe\u0301 naïve Œuvre ß İstanbul",
    "العربية 中文 日本語 한국어 हिन्दी",
    "½ ² Ⅻ ٣ \U0001d7d9 \U00010348",
    "a\u00a0b\u202fc\u2009d\u200be\ufefff",
    "x\r\ny\rz\u2028w\x85v\x0bu\tt",
    "www.ilo.org/x?y=1 a@b.c",
    "… – — - _ • ✓ \U0001f469\u200d\U0001f3eb",
    "1. Introduction\n\n- premier\n- second",
    "e\u0301 \u0301 a\u0308\u0323",
)


def test_the_page_and_the_server_count_and_clean_alike(browser: Browser) -> None:
    page = browser.new_context().new_page()
    script = (ROOT / "app" / "static" / "essay-words.js").read_text(encoding="utf-8")
    sample = (ROOT / "catalogue" / "a9714776" / "essay" / "samples" / "strong.fr.md").read_text(encoding="utf-8")
    texts = [*CORPUS, sample, *(first + "\u2013" + second for first in CORPUS for second in CORPUS)]
    code = f"texts => {{ {script}\nreturn texts.map(text => [countWords(text), plainText(text)]); }}"
    answers = page.evaluate(code, texts)
    assert [count for count, _ in answers] == [count_words(text) for text in texts]
    assert [plain for _, plain in answers] == [plain_text(text) for text in texts]
