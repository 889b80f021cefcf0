"""The rules of writing: counting, cleaning, paragraphs, lateness, thinning."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.courses.rules import Deadline
from app.essays.rules import (
    GRACE,
    Door,
    EssaySettings,
    count_words,
    paragraphs,
    passages,
    plain_text,
    window,
)
from app.essays.rules.versions import KEPT_WHOLE, SLOT, to_thin
from app.shared.errors import Unreadable

NOW = datetime(2022, 3, 20, 12, 0, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
ANYTHING = st.text(st.characters(exclude_categories=("Cs",)), max_size=300)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("  \n ", 0),
        ("one", 1),
        ("L’accord d'emploi, aujourd’hui", 3),
        ("co-operation – or not—at all", 5),
        ("« Pourquoi ? » dit-elle : 2,500 !", 3),
        ("!Xóõ ǃKung ǀXam", 3),
        ("Cafe\u0301 1er 2e", 3),
        ("a\u00a0b\u202fc", 3),
        ("… ; - • (1)", 1),
        ("العربية 中文", 2),
    ],
)
def test_words_are_counted_as_the_rule_says(text: str, words: int) -> None:
    assert count_words(text) == words


@pytest.mark.parametrize("between", ["", "\0", "\u200d", "-\n"])
def test_accents_piled_up_are_refused_before_anything_composes_them(between: str) -> None:
    assert plain_text("a" + f"\u0315{between}" * 30)
    began = process_time()
    with pytest.raises(Unreadable) as refused:
        plain_text("a" + f"\u0315\u0300{between}" * 40_000)
    assert process_time() - began < 1
    assert [one.where for one in refused.value.problems] == ["text"]


def test_accents_on_many_letters_are_as_many_as_one_likes() -> None:
    assert plain_text("e\u0301\n" * 60_000) == "é\n" * 60_000


@given(ANYTHING, ANYTHING)
def test_words_add_up_and_cleaning_changes_none(one: str, other: str) -> None:
    assert count_words(f"{one} {other}") == count_words(one) + count_words(other)
    assert plain_text(plain_text(one)) == plain_text(one)
    assert count_words(plain_text(one)) == count_words(plain_text(one).strip())


@given(ANYTHING)
def test_paragraphs_lie_where_they_say_and_hold_every_word(text: str) -> None:
    plain = plain_text(text)
    found = paragraphs(plain)
    assert [one.number for one in found] == list(range(1, len(found) + 1))
    for one in found:
        assert plain[one.start : one.end] == one.text == one.text.strip() != ""
    assert "".join("".join(one.text for one in found).split()) == "".join(plain.split())


@given(ANYTHING, st.integers(0, 300), st.integers(0, 300))
def test_a_passage_is_what_lies_there(text: str, start: int, end: int) -> None:
    plain = plain_text(text)
    found = passages(paragraphs(plain), start, end)
    for one in found:
        assert plain[one.start : one.end] == one.text != ""
        assert start <= one.start < one.end <= end
    assert "".join("".join(one.text for one in found).split()) == "".join(plain[start:end].split())


CLOSES = datetime(2022, 3, 25, 22, 59, tzinfo=UTC)


def test_late_days_are_days_on_the_clocks_of_the_course() -> None:
    settings = EssaySettings.from_data({"late": {"rule": "accepted", "days": 3}})
    times = window(Deadline(NOW, CLOSES), settings, "Europe/Rome")
    assert times.late_until == CLOSES + timedelta(days=3) - timedelta(hours=1)  # summer time begins in between
    edges = {
        NOW - MILLISECOND: Door.AHEAD,
        NOW: Door.OPEN,
        CLOSES + GRACE: Door.OPEN,
        CLOSES + GRACE + MILLISECOND: Door.LATE,
        times.late_until + GRACE: Door.LATE,
        times.late_until + GRACE + MILLISECOND: Door.OVER,
    }
    assert {instant: times.door(instant) for instant in edges} == edges


def test_without_a_late_rule_it_is_over_and_without_a_deadline_never() -> None:
    settings = EssaySettings.from_data({})
    assert window(Deadline(NOW, CLOSES), settings, "UTC").door(CLOSES + GRACE + MILLISECOND) is Door.OVER
    assert window(Deadline(), settings, "UTC").door(CLOSES + timedelta(days=999)) is Door.OPEN


MINUTES = st.lists(st.integers(0, 5_000), min_size=1, max_size=80).map(sorted)


@given(MINUTES, st.sets(st.integers(0, 79)))
def test_thinning_keeps_the_last_hour_one_for_each_slot_and_what_was_named(minutes: list[int], kept: set[int]) -> None:
    saved = [(number, NOW + minute * timedelta(minutes=1)) for number, minute in enumerate(minutes)]
    now = saved[-1][1]
    gone = set(to_thin(saved, kept, now))
    left = [one for one in saved if one[0] not in gone]
    assert not gone & kept
    assert all(now - when > KEPT_WHOLE for number, when in saved if number in gone)
    slot = int(SLOT.total_seconds())
    for _, when in saved:
        assert any(int(stays.timestamp()) // slot == int(when.timestamp()) // slot for _, stays in left)
    assert to_thin(left, kept, now) == []
    old = [int(when.timestamp()) // slot for number, when in left if now - when > KEPT_WHOLE and number not in kept]
    assert len(old) == len(set(old))
