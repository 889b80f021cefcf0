"""What the words of quizzes are called on a page. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from app.quizzes.rules.vocabulary import (
    AttemptState,
    Counts,
    Difficulty,
    Layout,
    QuestionKind,
    Release,
    Scoring,
    TextFormat,
)
from app.shared.wording import Text, text

KINDS: Mapping[QuestionKind, Text] = {
    QuestionKind.SINGLE: text("One right option"),
    QuestionKind.MULTIPLE: text("Several right options"),
    QuestionKind.TRUE_FALSE: text("True or false"),
    QuestionKind.NUMERIC: text("A number"),
    QuestionKind.SHORT: text("A few words"),
    QuestionKind.MATCHING: text("Matching pairs"),
    QuestionKind.ORDERING: text("Putting in order"),
}
DIFFICULTIES: Mapping[Difficulty, Text] = {
    Difficulty.EASY: text("easy"),
    Difficulty.MEDIUM: text("medium"),
    Difficulty.HARD: text("hard"),
}
SCORINGS: Mapping[Scoring, Text] = {
    Scoring.ALL_OR_NOTHING: text("All or nothing: the whole point for exactly the right answer"),
    Scoring.RIGHT_MINUS_WRONG: text("Right minus wrong: the share of right parts less that of wrong ones, at least 0"),
    Scoring.PER_OPTION: text("Part by part: the share of parts that were decided rightly"),
}
FORMATS: Mapping[TextFormat, Text] = {
    TextFormat.PLAIN: text("Plain text"),
    TextFormat.MARKDOWN: text("Markdown"),
    TextFormat.HTML: text("HTML"),
}
COUNTS: Mapping[Counts, Text] = {
    Counts.BEST: text("the best attempt"),
    Counts.LAST: text("the last attempt"),
    Counts.FIRST: text("the first attempt"),
    Counts.MEAN: text("the mean of all attempts"),
}
LAYOUTS: Mapping[Layout, Text] = {
    Layout.ONE_PAGE: text("All questions on one page"),
    Layout.ONE_QUESTION: text("Each question on a page of its own"),
}
RELEASES: Mapping[Release, Text] = {
    Release.AFTER_SUBMISSION: text("as soon as the attempt has ended"),
    Release.AFTER_CLOSING: text("once the quiz has closed for everybody"),
    Release.NEVER: text("never"),
}
STATES: Mapping[AttemptState, Text] = {
    AttemptState.OPEN: text("in progress"),
    AttemptState.SUBMITTED: text("submitted"),
    AttemptState.EXPIRED: text("ended at its deadline"),
}
