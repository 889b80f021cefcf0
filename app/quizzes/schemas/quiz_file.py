"""The sections of a quiz file, `quizzes/NAME.yaml` of a course's folder, and their keys.

One question carries its texts in every language, so that answers in English and in French pool in one statistic.
"""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError

from app.quizzes.rules.vocabulary import Counts, Difficulty, Layout, QuestionKind, Release, Scoring
from app.shared.definitions.fields import (
    Amount,
    Choice,
    InLanguages,
    Number,
    Part,
    Sentence,
    Several,
    Switch,
    Value,
    Whole,
    Word,
)
from app.shared.definitions.section import Section, refused
from app.shared.language import LANGUAGES
from app.shared.wording import text

UNLIMITED = "unlimited"
SHUFFLED = ("questions", "options")
MOST_QUESTIONS = 200


class Attempts(Value):
    """How many attempts: a number, or `unlimited` (read as 0)."""

    example = "1"

    def read(self, value: object) -> int:
        """Return the number, 0 for no limit."""
        return 0 if value == UNLIMITED else int(Whole(1, 100).read(value))


class Words(Value):
    """Accepted words in each language: `{en: [..], fr: [..]}`."""

    example = "{en: [“…”], fr: [“…”]}"

    def read(self, value: object) -> dict[str, list[str]]:
        """Return the words by language."""
        if not isinstance(value, dict) or set(value) != set(LANGUAGES):
            raise refused(text("Here belong words in each language: {en: […], fr: […]}."))
        faults: dict[str, Any] = {}
        words: dict[str, list[str]] = {}
        for language, listed in value.items():
            try:
                words[language] = [Sentence().read(word) for word in listed] if isinstance(listed, list) else []
                if not words[language]:
                    raise refused(text("The list is empty."))
            except ValidationError as error:
                faults[language] = list(error.messages)
        if faults:
            raise ValidationError(faults)
        return words


class SettingsSection(Section):
    """How the quiz is taken; what is left out is as docs/brief.md has it for a weekly quiz."""

    attempts = Attempts(required=False)
    counts = Choice(Counts, required=False)
    layout = Choice(Layout, required=False)
    going_back = Switch(required=False)
    shuffle = Several(Choice(SHUFFLED), required=False)
    release = Choice(Release, required=False)
    release_score = Choice(Release, required=False)
    show_key = Switch(required=False)
    grace_seconds = Whole(0, 3600, required=False)


class OptionSection(Section):
    """One option of a question; `right` marks those that are."""

    key = Word()
    right = Switch(required=False)
    text = InLanguages()
    feedback = InLanguages(required=False)


class PairSection(Section):
    """One pair of a matching question."""

    key = Word()
    left = InLanguages()
    right = InLanguages()


class ItemSection(Section):
    """One entry of an ordering question; they stand in the right order."""

    key = Word()
    text = InLanguages()


class QuestionSection(Section):
    """One question. `options` for single and multiple, `right` for true_false, `answer` (and `tolerance`) for numeric.

    `accepted` for short, `pairs` for matching, `items` for ordering; `points` is by default 1.
    """

    key = Word()
    category = Sentence(required=False)
    tags = Several(Sentence(), required=False)
    kind = Choice(QuestionKind)
    difficulty = Choice(Difficulty)
    objective = InLanguages()
    source = InLanguages(required=False)
    text = InLanguages()
    options = Several(OptionSection, required=False)
    right = Switch(required=False)
    answer = Number(required=False)
    tolerance = Number(required=False)
    accepted = Words(required=False)
    match_case = Switch(required=False)
    pairs = Several(PairSection, required=False)
    distractors = Several(InLanguages(), required=False)
    items = Several(ItemSection, required=False)
    scoring = Choice(Scoring, required=False)
    feedback = InLanguages()
    points = Amount(required=False)


class PoolSection(Section):
    """Questions drawn at random: so many (`draw`) of a category, and of a tag where one is named."""

    category = Sentence(required=False)
    tag = Sentence(required=False)
    draw = Whole(1, MOST_QUESTIONS)
    points = Amount(required=False)


class QuizFileSection(Section):
    """The whole file. `quiz` is the key of its piece; an unmarked quiz has a key, title, week and limit of its own."""

    quiz = Word()
    unmarked = Switch(required=False)
    title = InLanguages(required=False)
    intro = InLanguages(required=False)
    week = Whole(1, 60, required=False)
    minutes = Whole(1, 600, required=False)
    settings = Part(SettingsSection)
    questions = Several(QuestionSection)
    pools = Several(PoolSection, required=False)
