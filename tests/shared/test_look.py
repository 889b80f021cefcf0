"""The look: colours that can be read, and templates that the content policy lets through."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

APP = Path(__file__).resolve().parents[2] / "app"
TOKENS = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", (APP / "static" / "app.css").read_text()))
TEMPLATES = sorted(APP.rglob("templates/**/*.html"))
READ_ON = [
    *((text, ground) for text in ("ink", "ink-soft") for ground in ("surface", "paper", "sunken")),
    ("ink-faint", "surface"),
    *((text, ground) for text in ("brand", "brand-strong") for ground in ("surface", "paper", "brand-tint")),
    *((tone, ground) for tone in ("ok", "info", "warn", "danger") for ground in ("surface", f"{tone}-tint")),
    *(("ink", f"{tone}-tint") for tone in ("ok", "info", "warn", "danger")),
    *(("surface", ground) for ground in ("brand", "brand-strong", "brand-deep", "danger")),
]
AA, AA_EDGES = 4.5, 3.0


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    digits = colour.lstrip("#")
    pairs = [digit * 2 for digit in digits] if len(digits) == 3 else [digits[at : at + 2] for at in (0, 2, 4)]
    parts = [int(pair, 16) / 255 for pair in pairs]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("text", "ground"), READ_ON)
def test_words_stand_out_from_their_ground_as_aa_asks(text: str, ground: str) -> None:
    assert contrast(TOKENS[text], TOKENS[ground]) >= AA


@pytest.mark.parametrize("ground", ["surface", "sunken"])
def test_edges_of_controls_stand_out_from_their_ground(ground: str) -> None:
    assert contrast(TOKENS["line-strong"], TOKENS[ground]) >= AA_EDGES


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(APP)))
def test_a_template_holds_neither_style_attributes_nor_inline_scripts(template: Path) -> None:
    markup = re.sub(r"\{#.*?#\}", "", template.read_text(), flags=re.DOTALL)
    assert not re.search(r"<[^>]*\s(style|on[a-z]+)\s*=", markup)
    assert not re.search(r"<script(?![^>]*\ssrc=)", markup)
    assert "<style" not in markup


def test_every_macro_says_what_it_takes() -> None:
    for file in sorted((APP / "templates" / "components").glob("*.html")):
        lines = file.read_text().splitlines()
        for before, line in pairwise(lines):
            if line.startswith("{% macro"):
                assert before.endswith("#}"), f"{file.name}: {line}"
