"""What the text of an essay may hold, and how its words are counted. Pure.

The rule of counting, the same here and in `app/static/essay-words.js`: text falls apart at white space and at dashes
(– and —); every part in which there is a letter or a digit of any script is one word. So “l’accord”, “aujourd’hui”,
“co-operation”, “!Xóõ” and “2,500” are one word each, and a sign on its own (“:”, “«”, “-”) is none. Word processors
count so, but for signs that stand alone. Source: docs/decisions/0070-essays.md.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

from app.shared.errors import Problem, TooLarge, Unreadable
from app.shared.wording import text

MOST_CHARACTERS = 200_000
"""The longest text: ten times the longest essay that was ever asked for."""
MOST_COMBINING = 30
"""So many combining signs may follow one another: what no language needs more of (Unicode's Stream-Safe Format)."""

_BREAKS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_BETWEEN = re.compile("[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\u2013\u2014]+")
_LETTER_OR_DIGIT = frozenset("LN")
_HIDDEN = frozenset({"Cc", "Cs"})
_KEPT = frozenset("\n\t")
_LETTER_OR_SIGN = frozenset("LNPSZ")
_HYPHENS = frozenset("-\u2010")


def count_words(written: str) -> int:
    """Return how many words there are, 0 or more."""
    return sum(
        any(unicodedata.category(sign)[0] in _LETTER_OR_DIGIT for sign in part) for part in _BETWEEN.split(written)
    )


def plain_text(written: str) -> str:
    """Return what is stored of a text: lines end in a line feed, letters are composed (NFC), control signs left out.

    Raises `TooLarge` for more than `MOST_CHARACTERS`, and `Unreadable` for half a sign (a lone surrogate) or more than
    `MOST_COMBINING` combining signs in a row: composing a run takes time by the square of its length.
    """
    if len(written) > MOST_CHARACTERS:
        raise TooLarge(text("The text is longer than %(limit)s characters.", limit=MOST_CHARACTERS))
    if any("\ud800" <= sign <= "\udfff" for sign in written):
        raise Unreadable(problems=[Problem(text("The text holds signs that are no characters."), "text")])
    if not written.isascii() and _piled_up(written):
        reason = text("The text has more than %(limit)s accents on one letter.", limit=MOST_COMBINING)
        raise Unreadable(problems=[Problem(reason, "text")])
    composed = unicodedata.normalize("NFC", _BREAKS.sub("\n", written))
    if composed.isprintable():
        return composed
    return "".join(sign for sign in composed if sign in _KEPT or unicodedata.category(sign) not in _HIDDEN)


def _piled_up(written: str) -> bool:
    """Tell whether too many combining signs follow one another.

    What is left out later ends no run: hidden signs here, hyphens at the end of a line where essays are compared.
    """
    run = 0
    for sign in written:
        if unicodedata.combining(sign):
            run += 1
            if run > MOST_COMBINING:
                return True
        elif run and sign not in _HYPHENS and unicodedata.category(sign)[0] in _LETTER_OR_SIGN:
            run = 0
    return False


def digest_of(written: str) -> str:
    """Return the SHA-256 of a stored text in UTF-8, in hex: what a receipt names."""
    return hashlib.sha256(written.encode()).hexdigest()
