"""What a question of the bank must have to be asked and scored. Pure.

Files of a course are held to more (`schemas.check_quiz`): what other systems made is taken as long as it can be used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from app.quizzes.rules.questions import FALSE, TRUE, Accepted, BankQuestion, Localized, Option, Question
from app.quizzes.rules.vocabulary import QuestionKind
from app.shared.errors import Problem
from app.shared.wording import Text, text

LONGEST_KEY, LONGEST_CATEGORY, LONGEST_TAG, LONGEST_TITLE = 80, 200, 80, 200
MOST_TAGS, MOST_ROWS = 30, 200
LONGEST_TEXTS = 200_000
"""Characters of all the texts of one question, pictures within them included."""
FEWEST = 2

_OPTIONS = frozenset({QuestionKind.SINGLE, QuestionKind.MULTIPLE})
_CHOICES = _OPTIONS | {QuestionKind.TRUE_FALSE}


def faults_of(asked: BankQuestion) -> list[Problem]:
    """Return everything that stands in the way of asking a question; `where` names the field: `options.a.text.fr`."""
    question = asked.question
    faults = [*_place_faults(asked), *_text_faults(question)]
    if question.kind in {QuestionKind.NUMERIC, QuestionKind.SHORT}:
        return [*faults, *_typed_faults(question)]
    return [*faults, *_option_faults(question), *_key_faults(question)]


def repeated_options(question: Question) -> list[Problem]:
    """Return the options that say the same as one before them, in any language."""
    seen: dict[tuple[str, str], str] = {}
    faults = []
    for option in question.options:
        for language, words in option.text.items():
            place = (language, " ".join(words.casefold().split()))
            if place in seen and words:
                reason = text("This says the same as the option “%(key)s”.", key=seen[place])
                faults.append(Problem(reason, f"options.{option.key}.text.{language}"))
            seen.setdefault(place, option.key)
    return faults


def _place_faults(asked: BankQuestion) -> Iterator[Problem]:
    for name, value, longest in (
        ("category", asked.category, LONGEST_CATEGORY),
        ("title", asked.question.title, LONGEST_TITLE),
        *(("tags", tag, LONGEST_TAG) for tag in asked.tags),
    ):
        if len(value) > longest:
            yield Problem(text("At most %(limit)s characters, please.", limit=longest), name)
    if len(asked.tags) > MOST_TAGS:
        yield Problem(text("At most %(limit)s tags, please.", limit=MOST_TAGS), "tags")


def _text_faults(question: Question) -> Iterator[Problem]:
    if not any(words.strip() for words in question.text.values()):
        yield Problem(text("The question has no text."), "text")
    if sum(len(words) for texts in _all_texts(question) for words in texts.values()) > LONGEST_TEXTS:
        yield Problem(text("The texts have more than %(limit)s characters together.", limit=LONGEST_TEXTS), "text")
    if len(question.options) + len(question.accepted) + len(question.distractors) > MOST_ROWS:
        yield Problem(text("At most %(limit)s options, please.", limit=MOST_ROWS), "options")


def _all_texts(question: Question) -> Iterator[Localized]:
    yield from (question.text, question.feedback, question.objective, question.source, *question.distractors)
    for option in question.options:
        yield from (option.text, option.feedback, option.match)
    for accepted in question.accepted:
        yield accepted.feedback
        yield {language: "".join(words) for language, words in accepted.words.items()}


def _option_faults(question: Question) -> Iterator[Problem]:
    """Check that there are enough options, and that each says something wherever the question does."""
    if len(question.options) < FEWEST:
        yield Problem(text("Here belong %(count)s entries or more.", count=FEWEST), "options")
    for option in question.options:
        yield from _lacking(option.text, question, f"options.{option.key}.text")
        if question.kind is QuestionKind.MATCHING:
            yield from _lacking(option.match, question, f"options.{option.key}.match")
        if option.fraction is not None and not -1 <= option.fraction <= 1:
            yield Problem(text("A share lies between -1 and 1."), f"options.{option.key}.fraction")
    for number, distractor in enumerate(question.distractors):
        yield from _lacking(distractor, question, f"distractors.{number}")


def _lacking(texts: Localized, question: Question, where: str) -> Iterator[Problem]:
    for language in question.languages:
        if not texts.get(language, "").strip():
            reason = text("The question is asked in this language, too: say it here.")
            yield Problem(reason, f"{where}.{language}")


def _key_faults(question: Question) -> Iterator[Problem]:
    check = _KEY_CHECKS.get(question.kind)
    reason = check(question.options) if check and question.options else None
    if reason is not None:
        yield Problem(reason, "options")


def _one_right(options: tuple[Option, ...]) -> Text | None:
    """Accept one right option, or several of an imported question that says what share each brings."""
    right = sum(option.right for option in options)
    if right == 1 or (right > 1 and any(option.fraction is not None for option in options)):
        return None
    return text("Exactly one option is right in a question of this kind; here are %(count)s.", count=right)


def _some_right(options: tuple[Option, ...]) -> Text | None:
    return None if any(option.right for option in options) else text("Mark the options that are right.")


def _true_or_false(options: tuple[Option, ...]) -> Text | None:
    if {option.key for option in options} != {TRUE, FALSE}:
        return text("A question of this kind has the two options true and false.")
    return _one_right(options)


_KEY_CHECKS: Mapping[QuestionKind, Callable[[tuple[Option, ...]], Text | None]] = {
    QuestionKind.SINGLE: _one_right,
    QuestionKind.MULTIPLE: _some_right,
    QuestionKind.TRUE_FALSE: _true_or_false,
}


def _typed_faults(question: Question) -> Iterator[Problem]:
    if not question.accepted:
        yield Problem(text("Say which answer is right."), "accepted")
    for number, accepted in enumerate(question.accepted):
        yield from _accepted_faults(question, accepted, f"accepted.{number}")


def _accepted_faults(question: Question, accepted: Accepted, where: str) -> Iterator[Problem]:
    if question.kind is QuestionKind.NUMERIC and accepted.value is None:
        yield Problem(text("Here belongs a number."), f"{where}.value")
    words = [word for some in accepted.words.values() for word in some if word.strip()]
    if question.kind is QuestionKind.SHORT and not words:
        yield Problem(text("Here belong the words that are accepted."), f"{where}.words")
    if accepted.tolerance < 0:
        yield Problem(text("A tolerance is 0 or more."), f"{where}.tolerance")
    if not Fraction(0) < accepted.fraction <= 1:
        yield Problem(text("A share lies above 0 and is 1 at most."), f"{where}.fraction")
