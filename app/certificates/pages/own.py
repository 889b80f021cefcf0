"""The reader's own certificate, for whichever page wants to show the way to it."""

from __future__ import annotations

from typing import Any

from app.certificates import queries
from app.certificates.pages.blueprint import pages
from app.certificates.rules import CertificateValue
from app.shared.http.access import current_person


@pages.app_context_processor
def _context() -> dict[str, Any]:
    return {"own_certificate": own_certificate}


def own_certificate(course_id: int) -> CertificateValue | None:
    """Return the reader's valid certificate of a course; None where there is none."""
    person = current_person()
    if person is None or person.actor.person_id is None:
        return None
    return queries.find_valid(course_id, person.actor.person_id)
