"""Shapes of taking a quiz over HTTP. Instants are RFC 3339 in UTC to the microsecond, as receipts sign them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from marshmallow import RAISE, Schema, fields, validate

from app.quizzes.rules.receipts import LENGTH
from app.quizzes.rules.typed import LONGEST
from app.quizzes.rules.vocabulary import AttemptState, Layout, QuestionKind
from app.shared.wording import points

MOST_KEYS = 200
LARGEST = 2**31 - 1
_STATES = [state.value for state in AttemptState]


class Instant(fields.DateTime):
    """A point in time, `2022-03-21T07:00:00.123456+00:00`."""

    def _serialize(self, value: datetime | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:  # noqa: ANN401, ARG002 - marshmallow's interface
        return value.astimezone(UTC).isoformat(timespec="microseconds") if value else None


class Points(fields.String):
    """Points with two decimals, rounded down."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:  # noqa: ANN401, ARG002 - marshmallow's interface
        return None if value is None else points(value)


class Strict(Schema):
    """Refuses keys that it does not know."""

    class Meta:
        """As said."""

        unknown = RAISE


def _chosen() -> Any:  # noqa: ANN401 - a field
    return fields.List(
        fields.String(required=True, validate=validate.Length(max=LONGEST)),
        required=True,
        validate=validate.Length(max=MOST_KEYS),
        metadata={
            "description": "Keys; what was typed (numeric, short); `left>right` (matching); all keys in order "
            "(ordering). Empty: no answer."
        },
    )


class AnswerRequest(Strict):
    """An answer to be saved."""

    chosen = _chosen()
    base_version = fields.Integer(
        load_default=None,
        allow_none=True,
        strict=True,
        validate=validate.Range(0, LARGEST),
        metadata={"description": "The version that this answer replaces; 0: none. Left out: it overwrites."},
    )


class AnswerAnswer(Schema):
    """An answer as stored, and the receipt for it."""

    number = fields.Integer(required=True)
    chosen = fields.List(fields.String(), metadata={"description": "Left out where the caller prefers it so."})
    version = fields.Integer(required=True)
    saved_at = Instant(required=True, metadata={"description": "When it arrived."})
    receipt = fields.String(required=True, metadata={"description": "HMAC-SHA256 in base64url over all of this."})


class ChoiceSchema(Schema):
    """Something that can be chosen, in the attempt's language."""

    key = fields.String(required=True)
    text = fields.String(required=True)


class QuestionAnswer(Schema):
    """A question as it is asked. What is right is not in it."""

    number = fields.Integer(required=True)
    kind = fields.String(required=True, metadata={"enum": [kind.value for kind in QuestionKind]})
    text = fields.String(required=True)
    options = fields.List(fields.Nested(ChoiceSchema), required=True)
    matches = fields.List(
        fields.Nested(ChoiceSchema), required=True, metadata={"description": "The right sides, in matching."}
    )
    points = Points(required=True)
    scored = fields.String(
        required=True,
        metadata={"description": "How an answer is read and scored, in the attempt's language; empty: one is right."},
    )
    chosen = fields.List(fields.String(), required=True)
    version = fields.Integer(required=True, metadata={"description": "Of the answer; 0: nothing saved yet."})


class AttemptAnswer(Schema):
    """An attempt as stored. Without a way back, `questions` ends with the one that was reached."""

    id = fields.Integer(required=True)
    quiz_id = fields.Integer(required=True)
    number = fields.Integer(required=True, metadata={"description": "1 for the first attempt at the quiz."})
    state = fields.String(required=True, metadata={"enum": _STATES})
    language = fields.String(required=True)
    layout = fields.String(required=True, metadata={"enum": [layout.value for layout in Layout]})
    going_back = fields.Boolean(required=True)
    started_at = Instant(required=True)
    due_at = Instant(required=True, allow_none=True, metadata={"description": "null: nothing ends it."})
    ended_at = Instant(required=True, allow_none=True)
    server_time = Instant(required=True)
    score = Points(required=True, allow_none=True, metadata={"description": "null until it is released."})
    out_of = Points(required=True)
    question_count = fields.Integer(required=True)
    questions = fields.List(fields.Nested(QuestionAnswer), required=True)


class SubmissionAnswer(Schema):
    """A submitted attempt."""

    id = fields.Integer(required=True)
    state = fields.String(required=True, metadata={"enum": [AttemptState.SUBMITTED.value]})
    submitted_at = Instant(required=True)
    score = Points(required=True, allow_none=True, metadata={"description": "null until it is released."})
    out_of = Points(required=True)


class HeartbeatRequest(Strict):
    """What a page knows: the version of each answer, by the number of the question. Left out: nothing is compared."""

    versions = fields.Dict(
        keys=fields.Integer(validate=validate.Range(0, LARGEST)),
        values=fields.Integer(strict=True, validate=validate.Range(0, LARGEST)),
        load_default=None,
        allow_none=True,
        validate=validate.Length(max=MOST_KEYS),
    )


class HeartbeatAnswer(Schema):
    """What a page has to know: the time here, the deadline, the newest versions, and what it has not seen yet."""

    server_time = Instant(required=True)
    due_at = Instant(required=True, allow_none=True)
    state = fields.String(required=True, metadata={"enum": _STATES})
    versions = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    answers = fields.List(
        fields.Nested(AnswerAnswer), required=True, metadata={"description": "Newer than the versions that were sent."}
    )


class ReceiptSchema(Strict):
    """A receipt with everything that it says."""

    attempt = fields.Integer(required=True, strict=True, validate=validate.Range(0, LARGEST))
    number = fields.Integer(required=True, strict=True, validate=validate.Range(0, LARGEST))
    version = fields.Integer(required=True, strict=True, validate=validate.Range(0, LARGEST))
    chosen = _chosen()
    saved_at = Instant(required=True)
    receipt = fields.String(required=True, validate=validate.Length(max=2 * LENGTH))


class ReceiptList(Schema):
    """Every receipt of an attempt, as it happened."""

    items = fields.List(fields.Nested(ReceiptSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class VerificationAnswer(Schema):
    """Whether a receipt is one of ours, for exactly what it says, and whether that is still stored."""

    genuine = fields.Boolean(required=True)
    stored = fields.Boolean(required=True)


class MyAttempt(Schema):
    """An attempt of mine."""

    id = fields.Integer(required=True)
    number = fields.Integer(required=True)
    state = fields.String(required=True, metadata={"enum": _STATES})


class QuizAnswer(Schema):
    """A quiz of a course, and how it stands for me."""

    id = fields.Integer(required=True)
    key = fields.String(required=True)
    title = fields.String(required=True, metadata={"description": "In the reader's language."})
    counts = fields.Boolean(required=True, metadata={"description": "Whether it is an assessed piece."})
    minutes = fields.Integer(required=True, allow_none=True, metadata={"description": "null: no time limit."})
    opens_at = Instant(required=True, allow_none=True)
    closes_at = Instant(required=True, allow_none=True, metadata={"description": "My own, where I take the course."})
    attempts = fields.Integer(required=True, allow_none=True, metadata={"description": "null: as many as one likes."})
    my_attempts = fields.List(fields.Nested(MyAttempt), required=True)


class QuizList(Schema):
    """The quizzes of a course in their order."""

    items = fields.List(fields.Nested(QuizAnswer), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
