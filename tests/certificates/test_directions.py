"""Which way letters run in lines of mixed scripts. Lower case stands for Latin, upper case for Arabic or Hebrew."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.certificates.documents.directions import in_visual_order, levels

_ARABIC = dict(zip("ABCDEFG", "ابتثجحخ", strict=True))


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("abc de", "abc de"),
        ("ABC DE", "ED CBA"),
        ("ABC de FG", "GF de CBA"),
        ("ABC (de) FG", "GF )de( CBA"),
        ("abc DE, FG fg", "abc GF ,ED fg"),
        ("ABC 12 DE", "ED 12 CBA"),
        ("ABC 12.5 DE", "ED 12.5 CBA"),
        ("abc 12 DE", "abc 12 ED"),
        ("a DE 12 b", "a 12 ED b"),
        ("a DE$12 b", "a 12$ED b"),
    ],
)
def test_mixed_lines_are_ordered_as_readers_expect(written: str, seen: str) -> None:
    text = "".join(_ARABIC.get(char, char) for char in written)
    assert "".join(in_visual_order(zip(levels(text), written, strict=True))) == seen


@given(st.text())
def test_every_text_has_an_order_that_loses_nothing(text: str) -> None:
    ordered = list(in_visual_order(zip(levels(text), range(len(text)), strict=True)))
    assert sorted(ordered) == list(range(len(text)))
