"""A name for an author whom markers are not to know: the same each time, and saying nothing of who it is. Pure.

A keyed hash of the essay, so neither the order of handing in nor that of the alphabet can be read from it. Source:
docs/decisions/0073-annotations-and-anonymity.md.
"""

from __future__ import annotations

import base64
import hmac

LENGTH = 6


def pseudonym(key: bytes, essay_id: int) -> str:
    """Return what stands for an essay’s author, like `K7QF2M`; `key` is kept secret."""
    digest = hmac.digest(key, f"author {essay_id}".encode(), "sha256")
    return base64.b32encode(digest).decode()[:LENGTH]
