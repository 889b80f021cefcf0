"""The number of a certificate: 130 random bits in Crockford's base 32, so that nobody finds one by guessing. Pure.

The alphabet has no I, L, O and U: a number read aloud or copied by hand survives the usual mistakes.
Source: https://www.crockford.com/base32.html.
"""

from __future__ import annotations

import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
NUMBER_LENGTH = 26
"""Characters of a number; each carries 5 bits, so 130 bits."""
NUMBER_BYTES = 17
"""Random bytes that `number_from` needs."""

_LONGEST_INPUT = 200
_GROUP = 5
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


def number_from(random: bytes) -> str:
    """Return the number that `NUMBER_BYTES` random bytes make. Raises `ValueError` for another count of bytes."""
    if len(random) != NUMBER_BYTES:
        raise ValueError(f"a number is made of {NUMBER_BYTES} random bytes, not {len(random)}")
    value = int.from_bytes(random, "big")
    return "".join(ALPHABET[(value >> shift) & 31] for shift in range((NUMBER_LENGTH - 1) * 5, -1, -5))


def normalise_number(text: str) -> str:
    """Return the number that somebody typed or scanned, in its one stored form: 26 characters, no separators.

    Case, spaces and dashes do not matter; O counts as 0, I and L as 1. Raises `ValueError` for anything else.
    """
    if len(text) > _LONGEST_INPUT:
        raise ValueError("too long for a certificate number")
    kept = "".join(char for char in text if not char.isspace() and unicodedata.category(char) != "Pd")
    number = kept.upper().translate(_READ_AS) if kept.isascii() else kept
    if len(number) != NUMBER_LENGTH or not set(number) <= set(ALPHABET):
        raise ValueError(f"a certificate number has {NUMBER_LENGTH} letters and digits, without U")
    return number


def format_number(number: str) -> str:
    """Return `number` with dashes, as people read it: four groups of five and a last one of six."""
    cuts = range(0, NUMBER_LENGTH - _GROUP, _GROUP)
    return "-".join(number[cut : cut + _GROUP] for cut in cuts[:-1]) + "-" + number[cuts[-1] :]
