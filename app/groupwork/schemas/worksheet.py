"""Shapes of the worksheet and of attendance."""

from __future__ import annotations

from marshmallow import RAISE, Schema, fields, validate

from app.groupwork.rules.values import Attendance
from app.shared.instants import Instant

LARGEST_VERSION = 2**31 - 1


class Strict(Schema):
    """Refuses keys that it does not know."""

    class Meta:
        """As said."""

        unknown = RAISE


class CellChangeSchema(Strict):
    """What a cell is to say."""

    text = fields.String(required=True)
    base_version = fields.Integer(
        required=True,
        strict=True,
        validate=validate.Range(0, LARGEST_VERSION),
        metadata={"description": "The version you saw; 0: nobody wrote in the cell yet."},
    )


class CellSchema(Schema):
    """What a cell says; version 0: nobody wrote in it yet."""

    row = fields.String(required=True)
    column = fields.String(required=True)
    text = fields.String(required=True)
    version = fields.Integer(required=True)
    saved_at = Instant(required=True, allow_none=True)
    saved_by = fields.String(required=True)


class EditingSchema(Schema):
    """Somebody seen typing in a cell, and how many seconds ago."""

    person = fields.Integer(required=True)
    name = fields.String(required=True)
    row = fields.String(required=True)
    column = fields.String(required=True)
    seconds_ago = fields.Integer(required=True)


class WorksheetSchema(Schema):
    """The cells that somebody wrote in, and who is at them."""

    cells = fields.List(fields.Nested(CellSchema), required=True)
    editing = fields.List(fields.Nested(EditingSchema), required=True)


class PresenceSchema(Strict):
    """In which cell one is typing."""

    row = fields.String(required=True, validate=validate.Length(max=40))
    column = fields.String(required=True, validate=validate.Length(max=40))


class NoteSchema(Strict):
    """One member's attendance."""

    participant = fields.Integer(required=True, strict=True, validate=validate.Range(1, LARGEST_VERSION))
    state = fields.String(required=True, validate=validate.OneOf([one.value for one in Attendance]))


class AttendanceChangeSchema(Strict):
    """Who was at a session; who is left out stays as noted."""

    notes = fields.List(fields.Nested(NoteSchema), required=True, validate=validate.Length(1, 500))


class NotedSchema(Schema):
    """What counts now of one member, by whom and when it was noted."""

    participant = fields.Integer(required=True)
    state = fields.String(required=True)
    noted_at = Instant(required=True)
    noted_by = fields.String(required=True)


class AttendanceSchema(Schema):
    """Who was at a session of a group."""

    items = fields.List(fields.Nested(NotedSchema), required=True)
