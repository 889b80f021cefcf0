"""How easy a text is to read: sentences, words, and the published figures."""

from __future__ import annotations

from fractions import Fraction

import pytest

from app.courses.rules.materials.markdown import parse
from app.courses.rules.materials.readability import count_words, readability, split


@pytest.mark.parametrize(
    ("words", "sentences"),
    [
        ("One. Two! Three? Four… Five.", 5),
        ("Convention No. 97 counts. It does.", 2),
        ("He said “yes.” She said “no.”", 2),
        ("La convention nᵒ 97. « Oui ! » dit-elle.", 2),
        ("Version 2.0 is out.", 1),
        ("e.g. this one", 1),
    ],
)
def test_where_a_sentence_ends(words: str, sentences: int) -> None:
    assert len(split(words)) == sentences


def test_the_figure_is_fleschs_for_english() -> None:
    found = readability(parse("The cat sat on the mat."), "en")
    assert (found.words, found.sentences, found.formula) == (6, 1, "Flesch")
    assert found.ease == Fraction("206.835") - Fraction("1.015") * 6 - Fraction("84.6")


def test_the_figure_is_kandels_and_moles_for_french() -> None:
    found = readability(parse("Le chat est sur le lit."), "fr")
    assert found.formula == "Kandel-Moles"
    assert found.ease == 207 - Fraction("1.015") * 6 - Fraction("73.6")


def test_hard_words_and_long_sentences_read_worse() -> None:
    plain = readability(parse("We help. You ask. They act."), "en").ease
    hard = readability(parse("Institutional harmonization necessitates interministerial coordination."), "en").ease
    assert plain is not None
    assert hard is not None
    assert plain > 100
    assert hard < 0


def test_headings_and_tables_are_no_sentences_but_words() -> None:
    tokens = parse("## A heading here\n\n| a | b |\n| --- | --- |\n| c | d |\n\nOne sentence.\n\n- an item\n")
    assert readability(tokens, "en").sentences == 2
    assert readability(tokens, "en").words == 4
    assert count_words(tokens) == 11


def test_a_text_without_sentences_has_no_figure() -> None:
    assert readability(parse("## Heading"), "en").ease is None
    assert readability(parse("Words."), "sw").ease is None
