"""Shapes of the session resource."""

from __future__ import annotations

from marshmallow import RAISE, Schema, fields, validate

from app.accounts.rules import LONGEST_EMAIL

LONGEST_TYPED = 1000


class CredentialsSchema(Schema):
    """Who signs in, and what proves it."""

    class Meta:
        """Refuse what is not known."""

        unknown = RAISE

    email = fields.String(required=True, validate=validate.Length(1, LONGEST_EMAIL))
    password = fields.String(required=True, load_only=True, validate=validate.Length(1, LONGEST_TYPED))
