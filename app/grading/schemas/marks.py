"""Shapes of grading over HTTP. Points are strings with two decimals rounded down; scores and factors are exact text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from app.quizzes.rules import RescoringAction
from app.quizzes.rules.rescoring import MOST_KEYS
from app.quizzes.rules.typed import LONGEST as LONGEST_KEY

LONGEST_REASON = 2000
LARGEST_PAGE = 1000


class Cell(fields.Field):  # type: ignore[type-arg]  # its value is the text that the rules read
    """A number as people type it: JSON text, or a JSON number taken as it is written."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:  # noqa: ANN401, ARG002 - marshmallow's
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise ValidationError("Write a number, or a number as text.")
        return value.strip() if isinstance(value, str) else repr(value)


class Strict(Schema):
    """Refuses keys that it does not know."""

    class Meta:
        """As said."""

        unknown = RAISE


def _reason(*, required: bool) -> fields.String:
    given = {"required": True} if required else {"load_default": ""}
    return fields.String(validate=validate.Length(max=LONGEST_REASON), metadata={"description": "Why."}, **given)


class GroupMarkChange(Strict):
    """A group's mark."""

    percent = Cell(required=True, allow_none=True, metadata={"description": "0 to 100; null takes it back."})


class FactorChange(Strict):
    """A member's part in group work."""

    factor = Cell(
        required=True,
        allow_none=True,
        metadata={"description": "full, partial, none, a decimal from 0 to 1, or a/b; null takes it back."},
    )
    reason = _reason(required=False)


class BonusChange(Strict):
    """A participation bonus."""

    bonus = Cell(required=True, allow_none=True, metadata={"description": "0 to the policy's maximum; null: none."})
    reason = _reason(required=True)


class ClosingRequest(Strict):
    """How to close."""

    accept_unmarked = fields.String(
        load_default=None,
        allow_none=True,
        metadata={"description": "The reason for which unmarked work may count 0."},
    )


class RescoringRequest(Strict):
    """A decision on a question that was asked; with `dry_run` nothing happens."""

    action = fields.String(
        required=True,
        validate=validate.OneOf([action.value for action in RescoringAction]),
        metadata={"description": "`as_written` takes the others back."},
    )
    right_keys = fields.List(
        fields.String(required=True, validate=validate.Length(max=LONGEST_KEY)),
        load_default=[],
        validate=validate.Length(max=MOST_KEYS),
        metadata={
            "description": "With `key_changed`, the new key, written like an answer; where one types, each number "
            "(`12.5 ± 0.5`) and each wording that is accepted."
        },
    )
    reason = _reason(required=False)
    digest = fields.String(
        load_default="",
        validate=validate.Length(max=100),
        metadata={"description": "Of the preview that was looked at."},
    )
    dry_run = fields.Boolean(load_default=False, truthy={True}, falsy={False})


class TallyAnswer(Schema):
    """How many of those who took the quiz are better off, worse off, and as before."""

    better = fields.Integer(required=True)
    worse = fields.Integer(required=True)
    unchanged = fields.Integer(required=True)


class EffectAnswer(Schema):
    """What changes for one participant; totals and outcomes are null where the quiz does not count."""

    id = fields.Integer(required=True, metadata={"description": "As in the list of participants."})
    email = fields.String(required=True)
    counting = fields.String(
        required=True,
        metadata={"description": "counts; not_told: once the quiz tells scores; by_hand: a recorded score stays."},
    )
    score_before = fields.String(required=True)
    score_after = fields.String(required=True)
    total_before = fields.String(required=True, allow_none=True)
    total_after = fields.String(required=True, allow_none=True)
    outcome_before = fields.String(required=True, allow_none=True)
    outcome_after = fields.String(required=True, allow_none=True)


class RescoringAnswer(Schema):
    """What a decision would change, or (`done`) has changed; nothing where it `holds_already`."""

    question = fields.String(required=True)
    action = fields.String(required=True)
    right_keys = fields.List(fields.String(), required=True)
    done = fields.Boolean(required=True)
    holds_already = fields.Boolean(required=True)
    digest = fields.String(required=True, allow_none=True, metadata={"description": "Send it to do exactly this."})
    out_of = fields.String(required=True, allow_none=True, metadata={"description": "What scores are out of."})
    attempts = fields.Integer(required=True, metadata={"description": "Attempts that have another score by it."})
    scores = fields.Nested(TallyAnswer, required=True)
    totals = fields.Nested(TallyAnswer, required=True)
    outcomes = fields.Nested(TallyAnswer, required=True)
    effects = fields.List(fields.Nested(EffectAnswer), required=True, metadata={"description": "Outcomes first."})


class GradebookQuery(Strict):
    """Which part of the gradebook."""

    limit = fields.Integer(load_default=100, validate=validate.Range(1, LARGEST_PAGE))
    cursor = fields.String(load_default="", metadata={"description": "`next_cursor` of the page before."})


class GroupMarkAnswer(Schema):
    """A group's mark as stored."""

    group_id = fields.Integer(required=True)
    percent = fields.String(required=True, allow_none=True)
    recorded_at = fields.String(required=True, allow_none=True)


class FactorAnswer(Schema):
    """A member's factor as stored; `word` where the rules have one for it."""

    id = fields.Integer(required=True)
    factor = fields.String(required=True, allow_none=True, metadata={"example": "0.5"})
    word = fields.String(required=True, allow_none=True, metadata={"example": "partial"})
    reason = fields.String(required=True)
    recorded_at = fields.String(required=True, allow_none=True)


class BonusAnswer(Schema):
    """A bonus as stored; whether it counts is for the gradebook to say."""

    id = fields.Integer(required=True)
    bonus = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True)
    recorded_at = fields.String(required=True, allow_none=True)


class PieceAnswer(Schema):
    """One assessed piece of one participant."""

    key = fields.String(required=True)
    kind = fields.String(required=True)
    state = fields.String(required=True, metadata={"description": "marked, unmarked (handed in), not_done or excused."})
    score = fields.String(required=True, allow_none=True)
    maximum = fields.String(required=True)
    factor = fields.String(required=True, allow_none=True, metadata={"description": "Only in group work."})


class RowAnswer(Schema):
    """One participant of the gradebook. `final` is false before closing: the figures are "so far"."""

    id = fields.Integer(required=True, metadata={"description": "As in the list of participants."})
    email = fields.String(required=True)
    given_name = fields.String(required=True)
    family_name = fields.String(required=True)
    group = fields.String(required=True)
    sponsor = fields.String(required=True)
    quiz_points = fields.String(required=True, metadata={"example": "25.50"})
    group_points = fields.String(required=True)
    essay_points = fields.String(required=True)
    base_points = fields.String(required=True)
    bonus_offered = fields.String(required=True)
    bonus_used = fields.String(required=True)
    total_points = fields.String(required=True)
    pieces_done = fields.Integer(required=True)
    pieces_total = fields.Integer(required=True)
    engagement = fields.String(required=True, metadata={"description": "full, half, some or never."})
    outcome = fields.String(required=True, metadata={"description": "achievement, participation or none."})
    final = fields.Boolean(required=True)
    pieces = fields.List(fields.Nested(PieceAnswer), required=True)


class GradebookAnswer(Schema):
    """A page of the gradebook, sorted by e-mail."""

    items = fields.List(fields.Nested(RowAnswer), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class NeededAnswer(Schema):
    """What one outcome still asks for."""

    outcome = fields.String(required=True)
    state = fields.String(required=True, metadata={"description": "reached, reachable or out_of_reach."})
    points = fields.String(required=True, metadata={"description": "Further points needed, of 100, rounded up."})
    must_do = fields.List(fields.String(), required=True)
    text = fields.String(required=True, metadata={"description": "The same in the reader's language."})


class OwnRowAnswer(RowAnswer):
    """The reader's own row, explained in the reader's language."""

    derivation = fields.List(fields.String(), required=True, metadata={"description": "Line by line."})
    needed = fields.List(fields.Nested(NeededAnswer), required=True)


class OutcomesAnswer(Schema):
    """Results of each outcome."""

    achievement = fields.Integer(required=True)
    participation = fields.Integer(required=True)
    none = fields.Integer(required=True)


class ClosingAnswer(Schema):
    """What closing froze."""

    state = fields.String(required=True, metadata={"example": "closed"})
    closed_at = fields.String(required=True)
    participants = fields.Integer(required=True)
    outcomes = fields.Nested(OutcomesAnswer, required=True)
    accepted_unmarked = fields.Integer(required=True, metadata={"description": "Pieces of work frozen unmarked."})
