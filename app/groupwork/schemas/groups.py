"""Shapes of groups and who is in them."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from app.groupwork.schemas.worksheet import LARGEST_VERSION, Strict

LONGEST_TEXT = 500


class NewGroupSchema(Strict):
    """A group to make."""

    name = fields.String(required=True, validate=validate.Length(1, LONGEST_TEXT))


class GroupSchema(Schema):
    """A group of the course."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    members = fields.Integer(required=True, metadata={"description": "How many are in it now."})
    ambassador_id = fields.Integer(required=True, allow_none=True, metadata={"description": "Id of the enrolment."})


class GroupListSchema(Schema):
    """All groups of a course, numbers in the order of numbers."""

    items = fields.List(fields.Nested(GroupSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class PlacementSchema(Strict):
    """Where a participant is to be."""

    group = fields.Integer(
        required=True,
        allow_none=True,
        strict=True,
        validate=validate.Range(1, LARGEST_VERSION),
        metadata={"description": "Id of the group; null: none."},
    )
    reason = fields.String(load_default="", validate=validate.Length(max=LONGEST_TEXT))


class PlacedSchema(Schema):
    """Where a participant is."""

    participant = fields.Integer(required=True, metadata={"description": "Id of the enrolment."})
    group = fields.Integer(required=True, allow_none=True)
    ambassador = fields.Boolean(required=True)
