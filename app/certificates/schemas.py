"""Shapes of certificates over HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from app.shared.http.addresses import LARGEST

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


class Typed(fields.Field):  # type: ignore[type-arg]  # its value is the text that the rules read
    """A number as people type it: JSON text, or a JSON number taken as it is written."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:  # noqa: ANN401, ARG002 - marshmallow's
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise ValidationError("Write a number, or a number as text.")
        return value.strip() if isinstance(value, str) else repr(value)


class CorrectedPiece(Strict):
    """What a piece is to be; what is not named stays. A `score` or `criteria` of null: it was not done."""

    score = Typed(allow_none=True)
    factor = Typed()
    criteria = fields.Dict(keys=fields.String(), values=Typed(), allow_none=True)
    excused = fields.Boolean()


class CorrectionRequest(Strict):
    """What is to be different in a frozen result. Ask with `dry_run` first, and send the digest of its answer."""

    pieces = fields.Dict(keys=fields.String(), values=fields.Nested(CorrectedPiece))
    bonus = Typed(allow_none=True, metadata={"description": "null: none."})
    reason = fields.String(load_default="", validate=validate.Length(max=2000))
    dry_run = fields.Boolean(load_default=False)
    seen = fields.String(load_default="", metadata={"description": "`digest` of the preview that was looked at."})
    remark = fields.Integer(
        load_default=None,
        allow_none=True,
        validate=validate.Range(1, LARGEST),
        metadata={"description": "The remark it decides."},
    )


class CorrectionAnswer(Schema):
    """What a correction changes. `result` and `number` are null in a preview; `number` is a new certificate's."""

    dry_run = fields.Boolean(required=True)
    digest = fields.String(required=True)
    changes = fields.List(fields.Dict(), required=True)
    total_before = fields.String(required=True)
    total_after = fields.String(required=True)
    outcome_before = fields.String(required=True)
    outcome_after = fields.String(required=True)
    certificate = fields.String(required=True, metadata={"description": "keep, replace, withdraw, issue or none."})
    result = fields.Integer(required=True, allow_none=True, metadata={"description": "Its number; closing made 1."})
    number = fields.String(required=True, allow_none=True)
