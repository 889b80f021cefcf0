"""Shapes of the participants resource."""

from __future__ import annotations

from marshmallow import RAISE, Schema, fields, validate

from app.courses.rules import GENDERS, ORGANIZATION_TYPES

LONGEST_PAGE = 500
LONGEST = 300


class ParticipantSchema(Schema):
    """One participant of a course."""

    id = fields.Integer(required=True, metadata={"description": "Of the enrolment: the same in gradebook and marks."})
    email = fields.String(required=True)
    given_name = fields.String(required=True)
    family_name = fields.String(required=True)
    gender = fields.String(required=True, metadata={"description": "f, m, x or empty."})
    language = fields.String(required=True, metadata={"description": "BCP 47.", "example": "fr"})
    country = fields.String(required=True, metadata={"description": "ISO 3166-1 alpha-2, or empty.", "example": "ZA"})
    timezone = fields.String(required=True, metadata={"example": "Africa/Johannesburg"})
    organization = fields.String(required=True)
    organization_type = fields.String(required=True)
    sponsor = fields.String(required=True)
    group = fields.String(required=True, attribute="group_name", metadata={"description": "Its name, or empty."})
    group_id = fields.Integer(required=True, allow_none=True)
    ambassador = fields.Boolean(required=True)
    enrolled_at = fields.AwareDateTime(required=True, format="iso")


class ParticipantListSchema(Schema):
    """Part of a roster, sorted by e-mail."""

    items = fields.List(fields.Nested(ParticipantSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True, metadata={"description": "null at the end."})


ANY_ID = validate.Range(0, 2**31 - 1)


class ParticipantQuerySchema(Schema):
    """Which part of a roster, and whom."""

    class Meta:
        """Refuse what is not known."""

        unknown = RAISE

    cursor = fields.Integer(
        load_default=None, validate=ANY_ID, metadata={"description": "`next_cursor` of the answer before."}
    )
    limit = fields.Integer(load_default=100, validate=validate.Range(1, LONGEST_PAGE))
    group_id = fields.Integer(load_default=None, validate=ANY_ID)
    language = fields.String(load_default=None)
    sponsor = fields.String(load_default=None, metadata={"description": "Empty: those without one."})
    organization_type = fields.String(load_default=None)
    search = fields.String(load_default="", metadata={"description": "Part of a name, e-mail or organization."})


class NewParticipantSchema(Schema):
    """Somebody to enrol. A new account is made where the e-mail address has none."""

    class Meta:
        """Refuse what is not known."""

        unknown = RAISE

    email = fields.String(required=True, validate=validate.Length(1, LONGEST))
    given_name = fields.String(load_default="", validate=validate.Length(max=LONGEST))
    family_name = fields.String(load_default="", validate=validate.Length(max=LONGEST))
    gender = fields.String(load_default="", metadata={"enum": ["", *GENDERS]})
    language = fields.String(
        load_default=None, metadata={"description": "The first language of the course by default."}
    )
    country = fields.String(load_default="")
    timezone = fields.String(load_default=None, metadata={"description": "The zone of the course by default."})
    organization = fields.String(load_default="", validate=validate.Length(max=LONGEST))
    organization_type = fields.String(load_default="", metadata={"enum": ["", *ORGANIZATION_TYPES]})
    sponsor = fields.String(load_default="", validate=validate.Length(max=LONGEST))
    group = fields.String(load_default="", metadata={"description": "A name that no group has makes a new one."})
    ambassador = fields.Boolean(load_default=False)
    invite = fields.Boolean(load_default=False, metadata={"description": "Mail a link to somebody who is new."})


class WithReasonSchema(Schema):
    """Why a step is taken."""

    class Meta:
        """Refuses keys that it does not know."""

        unknown = RAISE

    reason = fields.String(required=True, validate=validate.Length(max=2000))
