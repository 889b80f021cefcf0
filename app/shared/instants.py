"""Points in time as the API says and reads them: RFC 3339 in UTC, `2022-03-21T07:00:00Z`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from marshmallow import fields


def instant_text(moment: datetime) -> str:
    """Return an instant as RFC 3339 in UTC; `moment` knows its zone."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


class Instant(fields.AwareDateTime):
    """A point in time, read with its offset and answered in UTC."""

    def _serialize(self, value: datetime | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:  # noqa: ANN401, ARG002 - marshmallow's interface
        return None if value is None else instant_text(value)
