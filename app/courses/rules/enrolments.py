"""How somebody stops taking a course, and takes it again. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class EnrolmentStep(StrEnum):
    """What happened to an enrolment after it began."""

    WITHDREW = "withdrew"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class EnrolmentChangeValue:
    """One step, with its reason and who recorded it (None: the system)."""

    step: EnrolmentStep
    reason: str
    recorded_at: datetime
    recorded_by: int | None
