"""How easy a text is to read: words, mean length of sentences, and a published figure for each language. Pure.

English: Flesch reading ease, 206.835 - 1.015 * words per sentence - 84.6 * syllables per word (R. Flesch, "A new
readability yardstick", Journal of Applied Psychology 32, 1948, pp. 221-233). French: the same figure fitted to French,
207 - 1.015 * words per sentence - 73.6 * syllables per word (L. Kandel and A. Moles, "Application de l'indice de Flesch
à la langue française", Cahiers d'études de radio-télévision 19, 1958, pp. 253-274). Both read alike: 60 and more is
plain, below 30 is for specialists.

Syllables are counted by vowels, which is right for about nine words in ten; a number counts as one. Headings and
tables are left out, since they are no sentences.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from markdown_it.token import Token

from app.courses.rules.materials.markdown import words_of

_WORD = re.compile(r"\w+(?:[-’']\w+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[”»’\")\]]*\s+(?=[^\W\d_]|[«“\"(])(?![a-zà-ÿ])")
_VOWELS_EN = re.compile(r"[aeiouy]+")
_SILENT_EN = re.compile(r"(?<![aeiouyl])e[sd]?$|(?<=[aeiouy]l)e[sd]?$")
_VOICED_EN = re.compile(r"(?:[td]ed|[sxz]es|[cs]hes|[cg]es)$")
_VOWELS_FR = re.compile(r"[aeiouyàâäéèêëîïôöùûüœæ]+")
_SILENT_FR = re.compile(r"(?<![aeiouyàâäîôöùûü])es?$|(?<=[qg]u)es?$")
_HIATUS = re.compile(r"(?<=[éèêëï])(?=[aeiouâêîôû])|(?<=[aeiou])(?=[éèêëï])")


@dataclass(frozen=True, slots=True)
class Readability:
    """The figures of a text. `ease`: the published figure, None where there is no sentence or no formula."""

    words: int
    sentences: int
    ease: Fraction | None
    formula: str

    @property
    def words_a_sentence(self) -> Fraction:
        """The mean length of a sentence; 0 where there is none."""
        return Fraction(self.words, self.sentences) if self.sentences else Fraction(0)


@dataclass(frozen=True, slots=True)
class _Formula:
    name: str
    constant: Fraction
    by_length: Fraction
    by_syllables: Fraction
    syllables: Callable[[str], int]


def readability(tokens: Sequence[Token], language: str) -> Readability:
    """Return the figures of a text's sentences in `language`."""
    sentences = [found for block in _blocks(tokens) for part in split(block) if (found := _WORD.findall(part))]
    words = [word for sentence in sentences for word in sentence]
    formula = _FORMULAS.get(language)
    if formula is None or not sentences:
        return Readability(len(words), len(sentences), None, formula.name if formula else "")
    length = Fraction(len(words), len(sentences))
    syllables = Fraction(sum(formula.syllables(word.casefold()) for word in words), len(words))
    ease = formula.constant - formula.by_length * length - formula.by_syllables * syllables
    return Readability(len(words), len(sentences), ease, formula.name)


def count_words(tokens: Iterable[Token]) -> int:
    """Return how many words a text has, headings and tables included."""
    return sum(len(_WORD.findall(words_of(token))) for token in tokens if token.type == "inline")


def split(words: str) -> list[str]:
    """Return the sentences of a paragraph; a full stop before a digit or a small letter ends none (No. 97)."""
    return [part for part in _SENTENCE_END.split(" ".join(words.split())) if part]


def _blocks(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield paragraphs and entries of lists; what a colon introduces in a list stays a sentence of its own."""
    for before, token in pairwise(tokens):
        if token.type == "inline" and before.type == "paragraph_open":
            yield words_of(token)


def _english(word: str) -> int:
    if word[0].isdigit():
        return 1
    silent = bool(_SILENT_EN.search(word)) and not _VOICED_EN.search(word)
    return max(1, len(_VOWELS_EN.findall(word)) - silent)


def _french(word: str) -> int:
    if word[0].isdigit():
        return 1
    parts = _HIATUS.sub(" ", word)
    return max(1, len(_VOWELS_FR.findall(parts)) - bool(_SILENT_FR.search(word)))


_FORMULAS: Mapping[str, _Formula] = {
    "en": _Formula("Flesch", Fraction(206835, 1000), Fraction(1015, 1000), Fraction(846, 10), _english),
    "fr": _Formula("Kandel-Moles", Fraction(207), Fraction(1015, 1000), Fraction(736, 10), _french),
}
