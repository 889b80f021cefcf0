"""The web's edge: who may call, one request = one transaction, problem answers, headers, preconditions."""

from app.shared.http.access import (
    Access,
    Finders,
    current_actor,
    current_course,
    current_person,
    public,
    requires,
    signed_in,
)
from app.shared.http.application import Application, arrived_at
from app.shared.http.preconditions import check_precondition, etag
from app.shared.http.problems import show_problems

__all__ = [
    "Access",
    "Application",
    "Finders",
    "arrived_at",
    "check_precondition",
    "current_actor",
    "current_course",
    "current_person",
    "etag",
    "public",
    "requires",
    "show_problems",
    "signed_in",
]
