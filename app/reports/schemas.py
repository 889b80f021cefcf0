"""Shapes of the statistics. Every key is published: see docs/decisions/0050-api.md."""

from __future__ import annotations

from marshmallow import Schema, fields, validate


class StatisticsQuerySchema(Schema):
    """What may be asked of the statistics."""

    sponsor = fields.String(
        load_default=None,
        validate=validate.Length(max=200),
        metadata={"description": "Count only this sponsor's participants."},
    )


class EngagementSchema(Schema):
    """Participants in each band of engagement."""

    full = fields.Integer(required=True)
    half = fields.Integer(required=True)
    some = fields.Integer(required=True)
    never = fields.Integer(required=True)


class OutcomeSchema(Schema):
    """Participants with each outcome."""

    achievement = fields.Integer(required=True)
    participation = fields.Integer(required=True)
    none = fields.Integer(required=True)


class QuizFiguresSchema(Schema):
    """Quiz points. Means are rounded half up to two decimals; null where nobody counts."""

    taken_by = fields.Integer(required=True, metadata={"description": "Took at least one quiz."})
    mean_points = fields.String(required=True, allow_none=True, metadata={"description": "Over those who took one."})
    mean_points_enrolled = fields.String(required=True, allow_none=True, metadata={"description": "Over all enrolled."})
    out_of = fields.Raw(required=True, metadata={"description": "The weight of the quizzes, points.", "example": 30})
    above_mean = fields.Integer(required=True, metadata={"description": "Strictly above the mean of the policy."})


class GroupFiguresSchema(Schema):
    """Group work."""

    took_part = fields.Integer(required=True, metadata={"description": "A participation factor above 0."})
    partially = fields.Integer(required=True, metadata={"description": "Of these, a factor below 1."})
    groups = fields.Integer(required=True, metadata={"description": "Groups that have a mark."})


class EssayFiguresSchema(Schema):
    """Essays."""

    submitted = fields.Integer(required=True, metadata={"description": "Marked or not."})


class StatisticsSchema(Schema):
    """The completion statistics of a course, or of one sponsor's participants."""

    code = fields.String(required=True, metadata={"example": "A9714776"})
    participants = fields.Integer(required=True, metadata={"description": "The denominator of every count."})
    engagement = fields.Nested(EngagementSchema, required=True)
    engagement_percent = fields.Nested(EngagementSchema, required=True, metadata={"description": "Whole, half up."})
    quiz = fields.Nested(QuizFiguresSchema, required=True)
    group_work = fields.Nested(GroupFiguresSchema, required=True)
    essay = fields.Nested(EssayFiguresSchema, required=True)
    outcome = fields.Nested(OutcomeSchema, required=True)
    enrolled = fields.Integer(required=True, metadata={"description": "Whoever enrolled, those who left included."})
    withdrawn = fields.Integer(required=True, metadata={"description": "Those who left the course."})
    with_withdrawn = fields.Raw(
        required=True,
        allow_none=True,
        metadata={"description": "The same figures over all who enrolled; null where nobody left."},
    )
    by = fields.Dict(
        keys=fields.String(),
        values=fields.Dict(keys=fields.String(), values=fields.Integer()),
        required=True,
        metadata={
            "description": "By language, organization_type, country, gender and sponsor; '' where unknown.",
            "example": {"language": {"en": 29, "fr": 13}},
        },
    )
