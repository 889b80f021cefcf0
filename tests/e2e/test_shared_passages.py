"""The page on shared passages with the demonstration's essays, on a phone in French and at a desk."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from app.demo.rules import LIVE
from tests.e2e.conftest import DESK, PHONE, Server, Visitors, expect_accessible
from tests.e2e.essay_maker import take_back
from tests.e2e.quiz_cast import visit

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PAGE = f"/courses/{LIVE}/essays/similarity"
OVERFLOWING = "cells => cells.filter(cell => cell.scrollHeight > cell.clientHeight).map(cell => cell.dataset.label)"


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_pairs_of_two_people_are_seen_and_own_earlier_essays_are_folded_away(
    visitors: Visitors, server: Server, size
) -> None:
    with server.beside():
        take_back(LIVE)
    server.flask("jobs", "run", "compare-essays")
    page = visit(visitors, "tutor@demo.example", size)
    page.goto(PAGE)
    for name in ("Farai Sibanda", "Amina Mushi", "Fatima Abdou"):
        expect(page.get_by_role("link", name=name).filter(visible=True)).to_have_count(1)
    pairs, again = page.locator("main td.num"), page.locator("main summary")
    assert pairs.filter(visible=True).count() == 3
    again.click()
    assert pairs.filter(visible=True).count() == 3 + int(re.sub(r"\D", "", again.inner_text()))
    assert page.locator("main td[data-label]").evaluate_all(OVERFLOWING) == []
    expect_accessible(page)
