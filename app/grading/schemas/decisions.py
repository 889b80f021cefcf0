"""Shapes of what is decided about marks: releases, remarks, excuses."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from app.grading.schemas.marks import LONGEST_REASON, Cell, Strict


def _words() -> fields.String:
    return fields.String(required=True, validate=validate.Length(max=LONGEST_REASON))


class ReleaseRequest(Strict):
    """Which piece."""

    piece = fields.String(required=True, metadata={"example": "essay"})


class ReleaseAnswer(Schema):
    """A release that was done."""

    piece = fields.String(required=True)
    released_at = fields.String(required=True)
    told = fields.Integer(required=True, metadata={"description": "Participants who get a mail."})


class PieceReleaseAnswer(Schema):
    """How the marks of a piece stand."""

    piece = fields.String(required=True)
    released_at = fields.String(required=True, allow_none=True)
    told = fields.Integer(required=True)
    hidden = fields.Integer(required=True, metadata={"description": "Marks that participants do not see yet."})
    waiting = fields.Integer(required=True, metadata={"description": "Handed in, and not marked."})


class ReleaseListAnswer(Schema):
    """Pieces whose marks are released together."""

    items = fields.List(fields.Nested(PieceReleaseAnswer), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class RemarkRequest(Strict):
    """Which mark is to be looked at again, and why."""

    piece = fields.String(required=True, metadata={"example": "essay"})
    reason = _words()


class MessageRequest(Strict):
    """What is to be said about a remark."""

    body = _words()


class MessageAnswer(Schema):
    """A message as it stands in the thread."""

    body = fields.String(required=True)
    from_staff = fields.Boolean(required=True)
    written_at = fields.String(required=True)


class DecisionRequest(Strict):
    """How a remark ends. `changed` needs an essay's `criteria`, or a `score` in the unit of another piece.

    Of group work, `changed` with a `factor` instead changes the member's part, and nothing for the others.
    """

    decision = fields.String(required=True, validate=validate.OneOf(["upheld", "changed"]))
    reason = _words()
    criteria = fields.Dict(keys=fields.String(), values=Cell(), load_default=None, allow_none=True)
    score = Cell(load_default=None, allow_none=True)
    factor = Cell(load_default=None, allow_none=True)


class RemarkAnswer(Schema):
    """A remark."""

    id = fields.Integer(required=True)
    participant = fields.Integer(required=True, metadata={"description": "As in the list of participants."})
    piece = fields.String(required=True)
    state = fields.String(required=True, metadata={"description": "open, upheld, changed or withdrawn."})
    reason = fields.String(required=True)
    asked_at = fields.String(required=True)
    score_before = fields.String(required=True)
    decision = fields.String(required=True)
    decided_at = fields.String(required=True, allow_none=True)
    score_after = fields.String(required=True, allow_none=True)


class RemarkListAnswer(Schema):
    """Remarks, the oldest first."""

    items = fields.List(fields.Nested(RemarkAnswer), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class ExcuseChange(Strict):
    """Whether a piece is excused for somebody, and why."""

    excused = fields.Boolean(required=True)
    reason = _words()


class ExcuseAnswer(Schema):
    """Whether a piece is excused for somebody."""

    id = fields.Integer(required=True, metadata={"description": "As in the list of participants."})
    piece = fields.String(required=True)
    excused = fields.Boolean(required=True)
    reason = fields.String(required=True)
    recorded_at = fields.String(required=True, allow_none=True)
