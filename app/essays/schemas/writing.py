"""Shapes of writing an essay over HTTP. Instants are RFC 3339 in UTC."""

from __future__ import annotations

from typing import Any

from marshmallow import RAISE, Schema, fields, validate

from app.essays.rules import MOST_CHARACTERS, Door, EssayState, Origin

_LARGEST = 2**31 - 1
_LONGEST_TAG = 35
_BASE = "The version that you saw, 0 for none: nothing that came later is overwritten. Left out: it is."


def _version(**more: Any) -> fields.Integer:  # noqa: ANN401 - as the field takes it
    return fields.Integer(validate=validate.Range(min=0, max=_LARGEST), **more)


class _Strict(Schema):
    class Meta:
        """As said."""

        unknown = RAISE


class EssayRequest(_Strict):
    """An essay to be saved."""

    text = fields.String(required=True, metadata={"description": f"Plain text, up to {MOST_CHARACTERS} characters."})
    language = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=_LONGEST_TAG))
    base_version = _version(load_default=None, allow_none=True, strict=True, metadata={"description": _BASE})


class EssayQuery(Schema):
    """What the caller knows already."""

    known = _version(load_default=None, metadata={"description": "A version: where it is the newest, `text` is null."})


class SubmissionRequest(_Strict):
    """Which version is handed in."""

    version = _version(
        load_default=None,
        allow_none=True,
        strict=True,
        metadata={"description": "The version that you saw last; left out: the newest."},
    )


class UploadQuery(Schema):
    """What is to become of a file."""

    language = fields.String(load_default=None, validate=validate.Length(max=_LONGEST_TAG))
    base_version = _version(load_default=None, metadata={"description": _BASE})


class UploadFile(Schema):
    """The file: DOCX, ODT, PDF or plain text, told by its content."""

    file = fields.Raw(required=True, metadata={"type": "string", "format": "binary"})


class SavedAnswer(Schema):
    """A version as stored. `sha256`: of the text in UTF-8."""

    version = fields.Integer()
    words = fields.Integer()
    language = fields.String()
    saved_at = fields.AwareDateTime()
    sha256 = fields.String()
    origin = fields.String(validate=validate.OneOf([origin.value for origin in Origin]))


class StoredAnswer(SavedAnswer):
    """A version as stored, with its text."""

    text = fields.String()


class ReceiptAnswer(Schema):
    """What was handed in."""

    version = fields.Integer()
    words = fields.Integer()
    language = fields.String()
    sha256 = fields.String()
    late = fields.Boolean()
    submitted_at = fields.AwareDateTime()


class EssayAnswer(Schema):
    """The own essay as it stands. `version` 0: nothing is written yet. `door`: whether it is taken now."""

    text = fields.String(allow_none=True)
    language = fields.String()
    version = fields.Integer()
    words = fields.Integer()
    words_from = fields.Integer()
    words_to = fields.Integer()
    saved_at = fields.AwareDateTime(allow_none=True)
    sha256 = fields.String(allow_none=True)
    state = fields.String(validate=validate.OneOf([state.value for state in EssayState]))
    submitted = fields.Nested(ReceiptAnswer, allow_none=True)
    door = fields.String(validate=validate.OneOf([door.value for door in Door]))
    opens_at = fields.AwareDateTime(allow_none=True)
    closes_at = fields.AwareDateTime(allow_none=True)
    late_until = fields.AwareDateTime(allow_none=True)
    server_time = fields.AwareDateTime()
