"""Loading the demonstration as `flask demo load` does."""

from __future__ import annotations

from datetime import datetime

from app.demo.commands import CATALOGUE
from app.demo.service import Source, load
from app.shared import clock
from app.shared.database import session

SOURCE = Source(CATALOGUE, max_megabytes=50, base_url="http://127.0.0.1:8000")


def loaded(now: datetime | None = None) -> list[str]:
    """Load it at a moment, by default the present one; return what was done."""
    facts = load(SOURCE, now=now or clock.now())
    session.commit()
    return facts
