"""Passages that two texts share."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.essays.rules.similarity import (
    PASSAGE,
    SEED,
    common_seeds,
    compare,
    fingerprint,
    shared_words,
    spans_of,
)
from app.essays.rules.similarity_view import excerpts, places, segments
from app.essays.rules.similarity_words import key_of, quotations, references_from, words_of

SENTENCE = (
    "A coherent policy brings together the ministries that plan for employment and those that decide who may come to "
    "work, so that vacancies which nobody at home can fill are known before permits are given."
)
AUTRE = (
    "Une politique cohérente réunit les ministères chargés de l’emploi et ceux qui décident de l’entrée des "
    "travailleurs, afin que les postes à pourvoir soient connus avant la délivrance des permis."
)
FILLER = tuple(" ".join(f"{letter}{number}" for number in range(40)) for letter in "abcdefgh")

texts = st.lists(st.sampled_from([*"abcdefgh", "l’eau", "Été", "“", "”", "\n\n", ".", "SENTENCE"]), max_size=120).map(
    lambda parts: " ".join(SENTENCE if part == "SENTENCE" else part for part in parts)
)


def shared(one: str, other: str, common: str = "") -> int:
    known = common_seeds([common])
    return shared_words(compare(fingerprint(one, known), fingerprint(other, known)))


@given(texts, texts)
def test_either_order_gives_the_same(one, other):
    a, b = fingerprint(one), fingerprint(other)
    mirrored = {tuple(run.mirrored for run in passage) for passage in compare(b, a)}
    assert {tuple(passage) for passage in compare(a, b)} == mirrored


@given(st.lists(st.text("abcdé", min_size=1, max_size=6), min_size=PASSAGE, max_size=200))
def test_a_text_shares_everything_with_itself(words):
    text = " ".join(words)
    assert shared(text, text) == len(words)


@given(st.lists(st.text("abc", min_size=1), max_size=80), st.lists(st.text("xyz", min_size=1), max_size=80))
def test_unrelated_texts_share_nothing(one, other):
    assert compare(fingerprint(" ".join(one)), fingerprint(" ".join(other))) == ()


@given(texts, texts)
def test_places_give_the_same_words_in_both_texts(one, other):
    a, b = fingerprint(one), fingerprint(other)
    for passage in compare(a, b):
        for span in spans_of(passage, a, b):
            left = [word.key for word in words_of(one[span.first_start : span.first_end])]
            right = [word.key for word in words_of(other[span.second_start : span.second_end])]
            assert left == right
            assert len(left) == span.words


@given(texts, texts)
def test_no_word_is_counted_twice(one, other):
    a, b = fingerprint(one), fingerprint(other)
    runs = [run for passage in compare(a, b) for run in passage]
    for start in ("first", "second"):
        used = [getattr(run, start) + step for run in runs for step in range(run.length)]
        assert len(used) == len(set(used))


@given(texts, texts)
def test_pieces_put_together_are_the_text_again(one, other):
    a, b = fingerprint(one), fingerprint(other)
    passages = [spans_of(passage, a, b) for passage in compare(a, b)]
    for text, first in ((one, True), (other, False)):
        assert "".join(piece.text for piece in segments(text, places(passages, first=first))) == text


@pytest.mark.parametrize("sentence", [SENTENCE, AUTRE])
def test_a_sentence_is_found_wherever_it_stands(sentence):
    one = f"{FILLER[0]} {sentence} {FILLER[1]}"
    other = f"{FILLER[2]} {FILLER[3]}\n\n{sentence}"
    assert shared(one, other) == len(words_of(sentence))


def test_moved_sentences_are_found():
    assert shared(f"{SENTENCE} {FILLER[0]} {AUTRE}", f"{AUTRE} {FILLER[1]} {SENTENCE}") == len(
        words_of(SENTENCE + " " + AUTRE)
    )


def test_case_accents_apostrophes_and_stored_form_make_no_difference():
    typed = "L'EMPLOI, les ministeres et l'oeuvre d'une economie DECIDEE a garantir des droits a tous"
    printed = "l’emploi les ministe\u0300res et l’œuvre d’une éco\u00adnomie dé-\ncidée à garantir des droits à tous"
    assert [word.key for word in words_of(typed)] == [word.key for word in words_of(printed)]
    assert shared(typed, printed) == len(words_of(typed))


def test_a_ligature_of_a_pdf_is_its_letters():
    assert key_of("ﬁnancement") == key_of("financement") == "financement"


def test_words_with_one_exchanged_are_one_passage():
    changed = SENTENCE.replace("vacancies", "openings")
    (passage,) = compare(fingerprint(SENTENCE), fingerprint(changed))
    assert shared_words([passage]) == len(words_of(SENTENCE)) - 1


def test_what_a_gap_has_in_common_counts_too():
    one = "a b c d e f x1 inside of it x2 g h i j k l"
    other = "a b c d e f y1 inside of it y2 g h i j k l"
    assert shared(one, other) == 15


def test_fewer_words_than_a_passage_are_nothing():
    few = " ".join(SENTENCE.split()[: PASSAGE - 1])
    assert shared(f"{FILLER[0]} {few} {FILLER[1]}", f"{FILLER[2]} {few} {FILLER[3]}") == 0
    enough = " ".join(SENTENCE.split()[:PASSAGE])
    assert shared(f"{FILLER[0]} {enough} {FILLER[1]}", f"{FILLER[2]} {enough} {FILLER[3]}") == PASSAGE


def test_rows_shorter_than_a_seed_are_nothing():
    words = SENTENCE.split()
    other = " ".join(word if place % SEED else f"other{place}" for place, word in enumerate(words))
    assert shared(SENTENCE, other) == 0


@pytest.mark.parametrize(("opening", "closing"), ["“”", "«»", '""'])
def test_what_both_quote_counts_for_nothing_and_what_one_quotes_counts(opening, closing):
    quoted = f"{FILLER[0]} {opening}{SENTENCE}{closing} {FILLER[1]}"
    assert shared(quoted, f"{FILLER[2]} {opening}{SENTENCE}{closing}") == 0
    assert shared(quoted, f"{FILLER[2]} {SENTENCE}") == len(words_of(SENTENCE))


def test_a_quotation_ends_with_its_paragraph():
    assert quotations("“never closed\n\nnext paragraph”") == []


@pytest.mark.parametrize("heading", ["References", "BIBLIOGRAPHIE :", "5. Références bibliographiques", "Sources"])
def test_a_list_of_references_counts_for_nothing(heading):
    one = f"{FILLER[0]} {FILLER[1]}\n\n{heading}\n{SENTENCE}"
    other = f"{FILLER[2]} {FILLER[3]}\n\n{heading}\n{SENTENCE}"
    assert shared(one, other) == 0


def test_a_heading_in_the_first_half_begins_no_list_of_references():
    text = f"References\n{SENTENCE}"
    assert references_from(text) == len(text)
    assert shared(text, text) == len(words_of(text))


def test_what_the_course_says_counts_for_nothing():
    one, other = f"{FILLER[0]} {SENTENCE} {FILLER[1]}", f"{FILLER[2]} {SENTENCE}"
    assert shared(one, other, common=f"Instructions. {SENTENCE} Good luck.") == 0
    assert shared(one, other, common=AUTRE) == len(words_of(SENTENCE))


def test_excerpts_leave_out_what_is_not_shared():
    one, other = f"{FILLER[0]} {SENTENCE} {FILLER[1]}", f"{SENTENCE} {FILLER[2]}"
    a, b = fingerprint(one), fingerprint(other)
    marked = places([spans_of(passage, a, b) for passage in compare(a, b)], first=True)
    shown = "".join(piece.text for piece in excerpts(one, marked))
    assert SENTENCE.rstrip(".") in shown
    assert "a3 " not in shown
    assert len(shown) < len(SENTENCE) + 150


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 1000))
def test_a_text_that_repeats_itself_is_compared_in_bounded_time(seed):
    one, other = (" ".join(f"{(7 + seed + more) ** 1500:b}"[:3000].replace("0", "a")) for more in (0, 1))
    began = time.process_time()
    compare(fingerprint(one), fingerprint(other))
    assert time.process_time() - began < 5
