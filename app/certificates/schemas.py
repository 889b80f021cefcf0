"""Shapes of certificates over HTTP."""

from __future__ import annotations

from marshmallow import RAISE, Schema, fields, validate

LARGEST_PAGE = 1000
_KIND = {"description": "achievement or participation."}


class Strict(Schema):
    """Refuses keys that it does not know."""

    class Meta:
        """As said."""

        unknown = RAISE


class IssueRequest(Strict):
    """Whether to issue, or only to look."""

    dry_run = fields.Boolean(load_default=False, metadata={"description": "Only say who would get what, and why."})


class ListQuery(Strict):
    """Which part of the list."""

    limit = fields.Integer(load_default=100, validate=validate.Range(1, LARGEST_PAGE))
    cursor = fields.String(load_default="", metadata={"description": "`next_cursor` of the page before."})


class AwardAnswer(Schema):
    """One participant."""

    id = fields.Integer(required=True, metadata={"description": "As in the list of participants."})
    email = fields.String(required=True)
    name = fields.String(required=True)
    certificate = fields.String(required=True, allow_none=True, metadata=_KIND)
    action = fields.String(
        required=True,
        metadata={"description": "issue, keep, replace, withdraw, none, or unprintable (a name that no font draws)."},
    )
    why = fields.String(required=True, metadata={"description": "In the reader's language."})
    number = fields.String(required=True, allow_none=True, metadata={"description": "Of the valid certificate."})


class IssuedAnswer(Schema):
    """What was issued, or with `dry_run` would be."""

    dry_run = fields.Boolean(required=True)
    final = fields.Boolean(required=True, metadata={"description": "False before closing: results are so far."})
    counts = fields.Dict(
        keys=fields.String(), values=fields.Integer(), required=True, metadata={"description": "How many, by action."}
    )
    items = fields.List(fields.Nested(AwardAnswer), required=True)


class CertificateAnswer(Schema):
    """A certificate of the course."""

    number = fields.String(required=True)
    certificate = fields.String(required=True, metadata=_KIND)
    status = fields.String(required=True, metadata={"description": "valid, superseded or revoked."})
    enrolment_id = fields.Integer(required=True)
    name = fields.String(required=True, metadata={"description": "As printed."})
    language = fields.String(required=True)
    issued_at = fields.String(required=True)
    verify_url = fields.String(required=True)
    pdf_url = fields.String(required=True)


class ListAnswer(Schema):
    """A page of certificates in the order of issue."""

    items = fields.List(fields.Nested(CertificateAnswer), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
