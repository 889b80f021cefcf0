"""What a question should be looked at for. Pure.

A figure never says that a question is bad: it says where a person who knows the subject should look. Something is said
only where chance hardly explains it (an interval lies on one side of a limit), or where the counts speak for themselves
and stand in the sentence. Limits: discrimination of 0.20 (Ebel & Frisbie, 1991); an option works that at least one in
twenty chooses (Haladyna & Downing, 1993), which of a cohort is denied only where fewer than one in ten may do so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from app.quizzes.rules.items.cautions import hundredths, percent
from app.quizzes.rules.items.choices import OPTIONS, TYPED, Choice
from app.quizzes.rules.items.comparisons import languages_differ, unlike, versions_differ
from app.quizzes.rules.items.estimates import proportion
from app.quizzes.rules.items.figures import ItemFigures
from app.quizzes.rules.items.groups import FEWEST
from app.quizzes.rules.vocabulary import QuestionKind
from app.shared.wording import Text, text

DISCRIMINATES = 0.2
HARD, EASY = 0.3, 0.95
RARE = 0.1
ANSWERED_OTHERWISE = 0.9
"""Above this facility so few are wrong that it tells nothing of which wrong options they chose."""
MANY_BLANK = 0.1
OFTEN_TYPED = Fraction(1, 10)
SEVERAL = 3


class LookCode(StrEnum):
    """What is to be looked at."""

    KEY = "key"
    ACCEPTED = "accepted"
    GUESSED = "guessed"
    HARD = "hard"
    EASY = "easy"
    DISCRIMINATION = "discrimination"
    UNUSED = "unused"
    BLANK = "blank"
    LANGUAGE = "language"
    VERSION = "version"


@dataclass(frozen=True, slots=True)
class Look:
    """One reason to look at a question, with the counts that it rests on."""

    code: LookCode
    text: Text


def looks_at(item: ItemFigures) -> tuple[Look, ...]:
    """Return what to look at in a question, the weightiest first; nothing with fewer than ten people."""
    if item.n < FEWEST:
        return ()
    return (*_key(item), *_difficulty(item), *_discrimination(item), *_unused(item), *_blank(item), *_parts(item))


def _key(item: ItemFigures) -> Iterator[Look]:
    """Yield what casts doubt on the key: those who know most chose otherwise, or a frequent answer earns nothing."""
    kind = item.studied.question.kind
    if kind in {QuestionKind.SINGLE, QuestionKind.TRUE_FALSE}:
        right = max((choice.upper for choice in item.choices if choice.right), default=0)
        for choice in item.choices:
            if not choice.right and choice.upper > right:
                yield Look(LookCode.KEY, _rather(item, choice, right))
    elif kind is QuestionKind.MULTIPLE:
        for choice in item.choices:
            if not choice.right and choice.upper * 2 > len(item.groups.upper):
                yield Look(LookCode.KEY, _rather(item, choice, None))
    elif kind in TYPED:
        for choice in item.choices:
            if choice.share == 0 and choice.count >= SEVERAL and choice.count >= item.n * OFTEN_TYPED:
                yield Look(
                    LookCode.ACCEPTED,
                    text(
                        "“%(words)s” was typed by %(count)s of %(n)s and earns nothing. Should it be accepted?",
                        words=choice.key,
                        count=choice.count,
                        n=item.n,
                    ),
                )


def _rather(item: ItemFigures, choice: Choice, right: int | None) -> Text:
    if right is None:
        return text(
            "Of the %(upper)s who did best in the other questions, %(count)s chose option %(key)s, which is no right"
            " one. Is the key right?",
            upper=len(item.groups.upper),
            count=choice.upper,
            key=choice.key,
        )
    return text(
        "Of the %(upper)s who did best in the other questions, %(count)s chose option %(key)s and %(right)s the right "
        "one. Is the key right?",
        upper=len(item.groups.upper),
        count=choice.upper,
        key=choice.key,
        right=right,
    )


def _difficulty(item: ItemFigures) -> Iterator[Look]:
    facility = item.facility
    if facility.low is None or facility.high is None:
        return
    chance = _chance(item)
    if chance and facility.high < chance:
        yield Look(
            LookCode.GUESSED,
            text(
                "%(percent)s %% were right, fewer than by guessing (%(chance)s %%). Is something in it misleading?",
                percent=percent(facility.value),
                chance=percent(chance),
            ),
        )
    elif facility.high < HARD:
        yield Look(LookCode.HARD, text("It was hard: %(percent)s %%. Was it taught?", percent=percent(facility.value)))
    elif facility.low > EASY:
        yield Look(
            LookCode.EASY,
            text(
                "Nearly everybody was right (%(percent)s %%). It shows what is known, not who knows more.",
                percent=percent(facility.value),
            ),
        )


def _chance(item: ItemFigures) -> Fraction | None:
    """Return how many would be right by guessing, where one option is to be chosen."""
    if item.studied.question.kind not in {QuestionKind.SINGLE, QuestionKind.TRUE_FALSE}:
        return None
    right = sum(choice.right for choice in item.choices)
    return Fraction(right, len(item.choices))


def _discrimination(item: ItemFigures) -> Iterator[Look]:
    found = item.discrimination
    if found is None or found.low is None or found.high is None or found.high >= DISCRIMINATES:
        return
    interval = {"value": hundredths(found.value), "low": hundredths(found.low), "high": hundredths(found.high)}
    if found.high < 0:
        said = text(
            "Those who did better in the other questions did worse in this one (%(value)s, from %(low)s to %(high)s).",
            **interval,
        )
    else:
        said = text(
            "It hardly goes with the other questions (%(value)s, from %(low)s to %(high)s). Does it ask for something "
            "else, or is it unclear?",
            **interval,
        )
    yield Look(LookCode.DISCRIMINATION, said)


def _unused(item: ItemFigures) -> Iterator[Look]:
    kind = item.studied.question.kind
    if kind not in OPTIONS or kind is QuestionKind.TRUE_FALSE or item.facility.value > ANSWERED_OTHERWISE:
        return
    rare = [choice.key for choice in item.choices if not choice.right and _is_rare(choice, item.n)]
    if rare:
        yield Look(
            LookCode.UNUSED,
            text("Hardly anybody chose %(keys)s. A likelier wrong answer would ask for more.", keys=", ".join(rare)),
        )


def _is_rare(choice: Choice, n: int) -> bool:
    found = proportion(Fraction(choice.count, n), n)
    return found.high is not None and found.high < RARE


def _blank(item: ItemFigures) -> Iterator[Look]:
    if item.blank > item.n * MANY_BLANK and item.blank >= SEVERAL:
        yield Look(
            LookCode.BLANK,
            text("%(count)s of %(n)s left it blank. Was it unclear, or was the time over?", count=item.blank, n=item.n),
        )


def _parts(item: ItemFigures) -> Iterator[Look]:
    for code, parts, said in (
        (LookCode.LANGUAGE, item.languages, languages_differ),
        (LookCode.VERSION, item.versions, versions_differ),
    ):
        yield from (Look(code, said(one, other)) for one, other in unlike(parts))
