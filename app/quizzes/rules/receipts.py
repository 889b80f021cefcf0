"""Receipts: what the server signed when it acknowledged an answer. Pure.

A receipt is the HMAC-SHA256 over the attempt, the number of the question, the version, the SHA-256 of the answer as
JSON, and the instant at which it arrived. Whoever shows all five beside it proves that they were acknowledged.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

LENGTH = 43
"""Characters of a receipt: 256 bits in base64url."""


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """What a receipt says: this answer to this question of this attempt arrived then and was stored in this version."""

    attempt_id: int
    number: int
    version: int
    chosen: Sequence[str]
    saved_at: datetime


def receipt_for(said: Acknowledged, key: bytes) -> str:
    """Return the receipt, 43 characters of base64url."""
    digest = hmac.digest(key, message(said).encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def is_genuine(said: Acknowledged, receipt: str, key: bytes) -> bool:
    """Tell whether we gave this receipt for exactly this; never for an instant that UTC has no year for."""
    try:
        ours = receipt_for(said, key)
    except OverflowError:
        return False
    return receipt.isascii() and hmac.compare_digest(ours, receipt)


def message(said: Acknowledged) -> str:
    """Return what is signed: `attempt.number.version.sha256(answer).instant`, the instant in UTC to the microsecond."""
    answer = json.dumps(list(said.chosen), ensure_ascii=False, separators=(",", ":"))
    instant = said.saved_at.astimezone(UTC).isoformat(timespec="microseconds")
    digest = hashlib.sha256(answer.encode()).hexdigest()
    return f"{said.attempt_id}.{said.number}.{said.version}.{digest}.{instant}"
