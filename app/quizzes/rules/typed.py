"""What people type as an answer: numbers as they are written around the world, and words. Pure."""

from __future__ import annotations

import re
from fractions import Fraction
from unicodedata import normalize

LONGEST = 500
"""Characters of a typed answer."""
_LARGEST_EXPONENT = 300
_SPACES = re.compile(r"\s+")
_NUMBER = re.compile(r"([+-]?)(\d*|\d{1,3}(?:,\d{3})+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?", re.ASCII)
_SWAPPED = str.maketrans(".,", ",.")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "«": '"', "»": '"', "−": "-", "–": "-"})


def readings_of(typed: str) -> tuple[Fraction, ...]:
    """Return the numbers that `typed` may stand for; none where it is no number.

    Point and comma are each taken as the decimal mark, the other one then parts thousands: 1,250 reads as 1.25 and as
    1250. Nobody loses a point for the way in which numbers are written at home. Spaces part digits; 2.5e3 is read too.
    """
    plain = _SPACES.sub("", typed.translate(_QUOTES)).replace("'", "")
    found = (_number(plain), _number(plain.translate(_SWAPPED)))
    return tuple(dict.fromkeys(number for number in found if number is not None))


def _number(plain: str) -> Fraction | None:
    """Return the number in which a point is the decimal mark, and commas part thousands."""
    parts = _NUMBER.fullmatch(plain)
    if parts is None:
        return None
    sign, whole, part, exponent = parts.groups(default="")
    digits, power = whole.replace(",", "") + part, int(exponent or 0)
    if not digits or abs(power) > _LARGEST_EXPONENT:
        return None
    value = Fraction(int(digits), 10 ** len(part)) * Fraction(10) ** power
    return -value if sign == "-" else value


def same_words(pattern: str, typed: str, *, match_case: bool) -> bool:
    r"""Tell whether `typed` is what `pattern` accepts; `*` in it stands for any letters, `\*` for a star.

    White space, kinds of quotation marks and (without `match_case`) capitals make no difference; accents do.
    """
    parts = [_plain(part, match_case=match_case) for part in _split(pattern)]
    words = _plain(typed, match_case=match_case).strip()
    if len(parts) == 1:
        return words == parts[0].strip()
    first, *middle, last = (parts[0].lstrip(), *parts[1:-1], parts[-1].rstrip())
    if len(words) < len(first) + len(last) or not (words.startswith(first) and words.endswith(last)):
        return False
    return _in_order(middle, words[len(first) : len(words) - len(last)])


def _split(pattern: str) -> list[str]:
    return [part.replace("\0", "*") for part in pattern.replace("\\*", "\0").split("*")]


def _plain(words: str, *, match_case: bool) -> str:
    spaced = re.sub(r"\s+", " ", normalize("NFKC", words.translate(_QUOTES)))
    return spaced if match_case else spaced.casefold()


def _in_order(parts: list[str], words: str) -> bool:
    """Tell whether the parts stand in `words` one after the other; the earliest place of each is always a good one."""
    at = 0
    for part in parts:
        at = words.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return True
