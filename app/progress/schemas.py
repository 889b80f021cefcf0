"""Shapes of who I am and of a course. For answers only."""

from __future__ import annotations

from marshmallow import Schema, fields

from app.shared.instants import Instant


class MyCourseSchema(Schema):
    """A course in which I hold a role."""

    code = fields.String(required=True, metadata={"example": "A9714776"})
    title = fields.String(required=True, metadata={"description": "In the reader's language."})
    state = fields.String(required=True, metadata={"enum": ["open", "closed"]})
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)
    hours = fields.Integer(required=True)
    languages = fields.List(fields.String(), required=True)
    timezone = fields.String(required=True, metadata={"description": "IANA zone in which the course announces times."})
    roles = fields.List(fields.String(), required=True, metadata={"description": "Mine in it."})


class MyCoursesSchema(Schema):
    """A list of courses."""

    items = fields.List(fields.Nested(MyCourseSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class MeSchema(Schema):
    """Who I am."""

    id = fields.Integer(required=True)
    email = fields.String(required=True)
    given_name = fields.String(required=True)
    family_name = fields.String(required=True)
    language = fields.String(required=True)
    timezone = fields.String(required=True)
    roles = fields.List(fields.String(), required=True, metadata={"description": "Held over all courses."})
    scopes = fields.List(
        fields.String(), required=True, allow_none=True, metadata={"description": "Of the API token; null: no limit."}
    )
    courses = fields.List(fields.Nested(MyCourseSchema), required=True)
    csrf_token = fields.String(
        required=True, allow_none=True, metadata={"description": "Send it as X-CSRFToken; null with an API token."}
    )


class CriterionSchema(Schema):
    """One criterion of an essay."""

    key = fields.String(required=True)
    title = fields.String(required=True)
    maximum = fields.String(required=True, metadata={"description": "Points, two decimals.", "example": "10.00"})


class PieceSchema(Schema):
    """An assessed piece, and what I have to do with it."""

    key = fields.String(required=True, metadata={"example": "quiz_1"})
    kind = fields.String(required=True, metadata={"enum": ["quiz", "group", "essay"]})
    title = fields.String(required=True)
    week = fields.Integer(required=True, allow_none=True)
    maximum = fields.String(required=True, metadata={"description": "What a score is out of.", "example": "10.00"})
    minutes = fields.Integer(required=True, allow_none=True, metadata={"description": "Time limit; null: none."})
    opens_at = Instant(required=True, allow_none=True)
    closes_at = Instant(required=True, allow_none=True)
    criteria = fields.List(fields.Nested(CriterionSchema), required=True)
    my_deadline = Instant(
        required=True,
        allow_none=True,
        metadata={"description": "Until when it counts for me, extensions and extra time included; null: not at all."},
    )
    my_minutes = fields.Integer(
        required=True, allow_none=True, metadata={"description": "My time limit once started; null: none, or not mine."}
    )
    done = fields.Boolean(required=True, allow_none=True, metadata={"description": "By me; null: I do not take part."})


class SessionSchema(Schema):
    """An entry of the agenda."""

    key = fields.String(required=True)
    kind = fields.String(required=True, metadata={"enum": ["webinar", "special", "group"]})
    title = fields.String(required=True)
    week = fields.Integer(required=True, allow_none=True)
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)
    timezone = fields.String(required=True)
    note = fields.String(required=True)


class WeekSchema(Schema):
    """A week of the course."""

    number = fields.Integer(required=True)
    title = fields.String(required=True)
    starts_on = fields.Date(required=True)


class CourseSchema(MyCourseSchema):
    """A course with everything that stands on its page."""

    weeks = fields.List(fields.Nested(WeekSchema), required=True)
    sessions = fields.List(fields.Nested(SessionSchema), required=True)
    pieces = fields.List(fields.Nested(PieceSchema), required=True)
    rules = fields.List(
        fields.String(), required=True, metadata={"description": "How results are made, in the reader's language."}
    )
