"""Shapes of the marking queue and of marks. Points are text: two decimals, more where two do not say them exactly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from app.essays.rules.queue import Shown

LONGEST_PAGE = 500
TO_MARK = "to_mark"
STATES = (TO_MARK, *(shown.value for shown in Shown))


class Points(fields.Field):  # type: ignore[type-arg]  # its value is the text that the rules read
    """Points as people type them: JSON text, or a JSON number taken as it is written."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:  # noqa: ANN401, ARG002 - marshmallow's
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise ValidationError("Write a number, or a number as text.")
        return value.strip() if isinstance(value, str) else repr(value)


class QueueQuery(Schema):
    """Which essays."""

    class Meta:
        """Refuse what is not known."""

        unknown = RAISE

    state = fields.String(
        load_default=Shown.ALL.value,
        validate=validate.OneOf(STATES),
        metadata={
            "description": "to_mark: no mark counts yet; mine: those I have still to mark; unmarked, second, "
            "discussion, late, marked; all."
        },
    )
    limit = fields.Integer(load_default=100, validate=validate.Range(1, LONGEST_PAGE))
    cursor = fields.Integer(
        load_default=None,
        validate=validate.Range(0, 2**31 - 1),
        metadata={"description": "`next_cursor` of the answer before."},
    )


class MarkChange(Schema):
    """A mark. Criteria that are left out have no points; comments that are left out stay as they are."""

    class Meta:
        """Refuse what is not known."""

        unknown = RAISE

    criteria = fields.Dict(
        keys=fields.String(),
        values=Points(),
        load_default=dict,
        metadata={"example": {"clarity": "8.5", "alignment": "7", "coherence": "6.5", "gender": "4"}},
    )
    comment = fields.String(load_default=None, metadata={"description": "On the whole."})
    comments = fields.Dict(
        keys=fields.String(), values=fields.String(), load_default=None, metadata={"description": "By criterion."}
    )
    state = fields.String(required=True, validate=validate.OneOf(("draft", "final")))
    reason = fields.String(
        load_default="", metadata={"description": "Why a mark changes that its author has seen; else not needed."}
    )
    handed_in = fields.Integer(
        load_default=None,
        allow_none=True,
        strict=True,
        metadata={"description": "The version of the text that was read, as GET says it; null: do not check."},
    )


class MarkAnswer(Schema):
    """My mark of an essay as stored, with its ETag; `state` null: there is none yet."""

    essay_id = fields.Integer(required=True)
    handed_in = fields.Integer(required=True, metadata={"description": "The version of the text that counts."})
    round = fields.String(required=True, allow_none=True, metadata={"description": "first, second or third."})
    state = fields.String(required=True, allow_none=True, metadata={"description": "draft or final."})
    criteria = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    comments = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    comment = fields.String(required=True)
    total = fields.String(required=True, metadata={"example": "26.00"})
    version = fields.Integer(required=True, metadata={"description": "0: none yet. The ETag says it too."})
    saved_at = fields.String(required=True, allow_none=True)
    decided_by_remark = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "The remark whose decision the result stands by; no mark changes it then."},
    )


class SettingAside(Schema):
    """Why a draft is set aside."""

    class Meta:
        """Refuse what is not known."""

        unknown = RAISE

    reason = fields.String(required=True)


class SetAsideAnswer(Schema):
    """A draft that was set aside."""

    essay_id = fields.Integer(required=True)
    round = fields.String(required=True, metadata={"description": "first, second or third."})
    marker = fields.Integer(required=True, metadata={"description": "Whose draft it is."})
    state = fields.String(required=True, metadata={"description": "aside."})


class AllocationChange(Schema):
    """Who is to mark an essay in a round."""

    class Meta:
        """Refuse what is not known."""

        unknown = RAISE

    marker = fields.Integer(
        required=True,
        allow_none=True,
        strict=True,
        validate=validate.Range(0, 2**31 - 1),
        metadata={"description": "A person's id; null: nobody."},
    )


class AllocationAnswer(Schema):
    """Who is to mark an essay in a round; `marker` null: nobody."""

    essay_id = fields.Integer(required=True)
    round = fields.String(required=True, metadata={"description": "first, second or third."})
    marker = fields.Integer(required=True, allow_none=True)


class QueuedEssayAnswer(Schema):
    """An essay in the queue. `author`: a name, or what stands for it where the course hides names."""

    id = fields.Integer(required=True)
    author = fields.String(required=True)
    language = fields.String(required=True)
    words = fields.Integer(required=True)
    submitted_at = fields.String(required=True)
    late = fields.Boolean(required=True)
    state = fields.String(
        required=True, metadata={"description": "to_mark, second, third (a mark is awaited), discussion, marked."}
    )
    mine = fields.Boolean(required=True, metadata={"description": "It is mine to mark."})
    open = fields.Boolean(required=True, metadata={"description": "It is nobody's, and I may take it."})
    my_mark = fields.String(required=True, allow_none=True, metadata={"description": "draft, final, or null."})
    total = fields.String(required=True, allow_none=True, metadata={"description": "What counts, if I may see it."})
    decided_by_remark = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "The remark whose decision the result stands by; no mark changes it then."},
    )
    stranded = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "Rounds that a draft holds whose marker does not mark here any more."},
    )


class QueueAnswer(Schema):
    """Essays, the earliest handed in first."""

    items = fields.List(fields.Nested(QueuedEssayAnswer), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
