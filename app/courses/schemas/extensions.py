"""Shapes of the extensions resource."""

from __future__ import annotations

from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from app.courses.schemas.participants import ANY_ID
from app.shared.instants import Instant

LONGEST_PAGE = 500
LONGEST_NAME = 300


class IdOrName(fields.Field[int | str]):
    """A whole number, or text."""

    def _deserialize(self, value: object, attr: str | None, data: Any, **kwargs: Any) -> int | str:  # noqa: ANN401, ARG002 - marshmallow's interface
        if isinstance(value, str) and len(value) <= LONGEST_NAME:
            return value
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        raise ValidationError("Not a whole number or a short text.")


class NewExtensionSchema(Schema):
    """More time to give: for one of `person`, `group`, `all`; `until` or `minutes`."""

    class Meta:
        """Refuse what is not known."""

        unknown = RAISE

    person = IdOrName(metadata={"type": ["integer", "string"], "description": "Id of the enrolment, or e-mail."})
    group = IdOrName(metadata={"type": ["integer", "string"], "description": "Id, or name (as a string)."})
    all = fields.Boolean(truthy={True}, falsy=set(), metadata={"description": "true: for everybody."})
    piece = fields.String(required=True, metadata={"example": "quiz_6"})
    until = Instant(format="iso", metadata={"description": "The window ends then, if it ends earlier now."})
    minutes = fields.Integer(
        strict=True, metadata={"description": "On the time limit and on the end; all extensions add up."}
    )
    reason = fields.String(required=True)


class ExtensionSchema(Schema):
    """One extension as it was granted."""

    id = fields.Integer(required=True)
    person = fields.Integer(required=True, allow_none=True, metadata={"description": "Id of the enrolment."})
    group = fields.Integer(required=True, allow_none=True, metadata={"description": "Id of the group."})
    all = fields.Boolean(required=True)
    name = fields.String(required=True, metadata={"description": "Of the person or group; empty for everybody."})
    piece = fields.String(required=True, metadata={"example": "quiz_6"})
    until = Instant(required=True, allow_none=True)
    minutes = fields.Integer(required=True, allow_none=True)
    reason = fields.String(required=True)
    approver = fields.String(required=True, metadata={"description": "Who granted it; empty for the system itself."})
    granted_at = Instant(required=True)


class GrantedSchema(ExtensionSchema):
    """An extension, and what whoever granted it should know."""

    answers_readable_by = fields.Integer(
        required=True,
        metadata={
            "description": "How many participants of the course could read the right answers of the piece by then: "
            "attempts that closed by themselves and have time again open again all the same."
        },
    )


class ExtensionListSchema(Schema):
    """Part of what was granted, the latest first."""

    items = fields.List(fields.Nested(ExtensionSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True, metadata={"description": "null at the end."})


class ExtensionQuerySchema(Schema):
    """Which part of the list."""

    class Meta:
        """Refuse what is not known."""

        unknown = RAISE

    cursor = fields.Integer(
        load_default=None, validate=ANY_ID, metadata={"description": "`next_cursor` of the answer before."}
    )
    limit = fields.Integer(load_default=100, validate=validate.Range(1, LONGEST_PAGE))
