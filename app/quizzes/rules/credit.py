"""What a participant is told beside a question about how its answer is scored, in the field's terms. Pure.

It names the rule and never what is right: it is read before the answer is given.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.quizzes.rules.questions import Question
from app.quizzes.rules.vocabulary import QuestionKind, Scoring
from app.shared.wording import Text, text

_OF_SHARES = text("Each option brings a share of its own; a wrong one may take some away, never below 0.")
_PARTS: Mapping[tuple[QuestionKind, Scoring], Text] = {
    (QuestionKind.MULTIPLE, Scoring.ALL_OR_NOTHING): text("All or nothing: points only for exactly the right options."),
    (QuestionKind.MULTIPLE, Scoring.RIGHT_MINUS_WRONG): text(
        "Right minus wrong: each right option adds its share, each wrong one takes its share away, never below 0."
    ),
    (QuestionKind.MULTIPLE, Scoring.PER_OPTION): text(
        "Part by part: each option that you decide rightly, chosen or left out, gives its share."
    ),
    (QuestionKind.MATCHING, Scoring.ALL_OR_NOTHING): text("All or nothing: points only if every pair is right."),
    (QuestionKind.MATCHING, Scoring.RIGHT_MINUS_WRONG): text(
        "Right minus wrong: each right pair adds its share, each wrong one takes its share away, never below 0."
    ),
    (QuestionKind.MATCHING, Scoring.PER_OPTION): text("Part by part: each right pair gives its share."),
    (QuestionKind.ORDERING, Scoring.ALL_OR_NOTHING): text("All or nothing: points only for exactly the right order."),
    (QuestionKind.ORDERING, Scoring.RIGHT_MINUS_WRONG): text(
        "Right minus wrong: each entry in its right place adds its share, each other one takes its share away, never "
        "below 0."
    ),
    (QuestionKind.ORDERING, Scoring.PER_OPTION): text("Part by part: each entry in its right place gives its share."),
}
_NUMBER = text("A number. A comma or a point marks the decimals.")
_EXACT = text("Capital and small letters count.")
_FREE = text("Capital and small letters make no difference.")


def credit_in_words(question: Question) -> Text | None:
    """Return how an answer to a question is read and scored; None where one option is right: that goes without saying.

    `app.quizzes.rules.scoring` is what it puts into words.
    """
    if question.kind is QuestionKind.NUMERIC:
        return _NUMBER
    if question.kind is QuestionKind.SHORT:
        return _EXACT if question.match_case else _FREE
    if question.kind is QuestionKind.MULTIPLE and any(option.fraction is not None for option in question.options):
        return _OF_SHARES
    return _PARTS.get((question.kind, question.scoring))
