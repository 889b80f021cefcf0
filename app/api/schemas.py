"""Shapes that every operation shares. For the document only: `app.shared.http.problems` writes the answers."""

from __future__ import annotations

from marshmallow import Schema, fields


class ProblemItemSchema(Schema):
    """One fault of the input."""

    where = fields.String(required=True, metadata={"description": "The field, column or piece; empty: the whole."})
    line = fields.Integer(required=True, allow_none=True, metadata={"description": "Its line in a file."})
    reason = fields.String(required=True, metadata={"description": "Why it cannot be used, in the reader's language."})


class ProblemSchema(Schema):
    """RFC 9457 problem details. Programs decide by `code`, which is stable; people read `title` and `detail`."""

    type = fields.String(required=True, metadata={"example": "about:blank"})
    title = fields.String(required=True, metadata={"example": "Nothing here"})
    status = fields.Integer(required=True, metadata={"example": 404})
    detail = fields.String(required=True, metadata={"example": "There is nothing here, or it is not open to you."})
    code = fields.String(required=True, metadata={"example": "not_found"})
    request_id = fields.String(
        required=True, allow_none=True, metadata={"description": "Name it when you ask the operators."}
    )
    problems = fields.List(fields.Nested(ProblemItemSchema), metadata={"description": "Every fault found."})
