"""The words of quizzes: kinds of questions, ways of scoring, and the states of an attempt. Pure.

Terms are those of the field (IMS QTI, Moodle) and of docs/brief.md.
"""

from __future__ import annotations

from enum import StrEnum


class QuestionKind(StrEnum):
    """What a question asks for."""

    SINGLE = "single"
    """Exactly one of the options."""
    MULTIPLE = "multiple"
    """Any number of the options."""
    TRUE_FALSE = "true_false"
    """Whether a statement holds: the keys are `true` and `false`."""
    NUMERIC = "numeric"
    """A number, right within a tolerance."""
    SHORT = "short"
    """A few words, compared with the answers that are accepted."""
    MATCHING = "matching"
    """To each entry on the left one on the right."""
    ORDERING = "ordering"
    """All entries, brought into an order."""


class Scoring(StrEnum):
    """How a question with several right parts gives partial credit."""

    ALL_OR_NOTHING = "all_or_nothing"
    """The whole point for exactly the right answer."""
    RIGHT_MINUS_WRONG = "right_minus_wrong"
    """The share of right options chosen less the share of wrong options chosen, never below 0."""
    PER_OPTION = "per_option"
    """The share of options (pairs, places) decided rightly: chosen where right, left where wrong."""


class Difficulty(StrEnum):
    """How hard the author expects a question to be."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


class TextFormat(StrEnum):
    """How the texts of a question are written."""

    PLAIN = "plain"
    MARKDOWN = "markdown"
    HTML = "html"


class Layout(StrEnum):
    """How many questions stand on one page of an attempt."""

    ONE_PAGE = "one_page"
    ONE_QUESTION = "one_question"


class Counts(StrEnum):
    """Which attempt counts where several are allowed."""

    BEST = "best"
    LAST = "last"
    FIRST = "first"
    MEAN = "mean"


class Release(StrEnum):
    """From when a participant may see something of a finished attempt."""

    AFTER_SUBMISSION = "after_submission"
    AFTER_CLOSING = "after_closing"
    NEVER = "never"


class AttemptState(StrEnum):
    """Open: answers are taken. Submitted: by the participant. Expired: closed at its deadline from what was saved."""

    OPEN = "open"
    SUBMITTED = "submitted"
    EXPIRED = "expired"


class RescoringAction(StrEnum):
    """What a re-scoring does to a question of a quiz, for every attempt at it."""

    KEY_CHANGED = "key_changed"
    ALL_ACCEPTED = "all_accepted"
    DROPPED = "dropped"
    AS_WRITTEN = "as_written"
    """Takes an earlier re-scoring back."""
