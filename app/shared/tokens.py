"""Secret tokens: of sign-ins, mailed links and scripts. Only what cannot be turned back is stored."""

from __future__ import annotations

import hashlib


def token_hash(token: str) -> str:
    """Return what is stored of a secret token, as SHA-256 in hex (256 random bits: a plain hash is enough)."""
    return hashlib.sha256(token.encode()).hexdigest()
