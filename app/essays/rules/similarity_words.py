"""The words of a text as they are compared, each with its place in it. Pure.

Capitals, accents, ligatures, soft hyphens and the hyphen at the end of a line make no difference; an apostrophe parts
words (“l’emploi”: “l”, “emploi”), so that English and French are read alike.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from unicodedata import combining, normalize

_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_LETTER = r"[^\W_]"
_PART = rf"{_LETTER}(?:{_LETTER}|[\u0300-\u036f{_UNSEEN}])*"
_WORD = re.compile(rf"{_PART}(?:[-\u2010]\r?\n(?={_LETTER}){_PART})*")
_DROPPED = re.compile(rf"[{_UNSEEN}]|[-\u2010]\r?\n")
_TOGETHER = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l"})

_LONGEST_QUOTATION = 1500
_QUOTATION = re.compile(
    "|".join(
        rf"{opening}(?:(?!\n\s*\n)[^{opening}{closing}]){{1,{_LONGEST_QUOTATION}}}{closing}"
        for opening, closing in (("“", "”"), ("«", "»"), ("„", "“"), ('"', '"'))
    )
)
_REFERENCES = re.compile(
    r"^[ \t]*(?:\d{1,2}[.)]?[ \t]*)?"
    r"(?:references?|r[ée]f[ée]rences?(?: bibliographiques)?|bibliograph(?:y|ie)|works cited|sources)[ \t]*:?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)


class Word(NamedTuple):
    """One word: what it is compared by, and where it stands in its text (`text[start:end]`)."""

    key: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """Return the words of a text in their order."""
    return [Word(key_of(found[0]), *found.span()) for found in _WORD.finditer(text)]


def key_of(written: str) -> str:
    """Return what a word is compared by: small letters without accents, whatever the form in which it was stored."""
    if written.isascii() and written.isalnum():
        return written.lower()
    plain = normalize("NFKD", _DROPPED.sub("", written).translate(_TOGETHER))
    return "".join(letter for letter in plain if not combining(letter)).casefold()


def quotations(text: str) -> list[tuple[int, int]]:
    """Return where quotations stand: between “ ”, « », „ “ or straight quotes, within a paragraph, not overlong."""
    return [found.span() for found in _QUOTATION.finditer(text)]


def references_from(text: str) -> int:
    """Return where the list of references begins: a heading of that name in the second half; the end when none."""
    starts = [found.start() for found in _REFERENCES.finditer(text) if found.start() * 2 >= len(text)]
    return min(starts, default=len(text))
