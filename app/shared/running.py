"""What the running system was set up with, for verbs that depend on it: its settings, and keys made from its secret."""

from __future__ import annotations

import hashlib
import hmac
from functools import lru_cache

from flask import current_app

from app.config import Settings


def settings() -> Settings:
    """Return the settings of the running application."""
    kept: Settings = current_app.extensions["settings"]
    return kept


def key_for(purpose: str) -> bytes:
    """Return the secret key, 256 bits, that serves one purpose: nothing made with it says anything of another's."""
    return _derived(settings().secret_key, purpose)


@lru_cache(maxsize=64)
def _derived(secret: str, purpose: str) -> bytes:
    return hmac.digest(secret.encode(), f"ecampus {purpose}".encode(), hashlib.sha256)
