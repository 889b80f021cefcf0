"""Whether a quiz as it is built can be taken, and what its builder should know. Pure."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from app.quizzes.rules.bank import BankEntry, in_pool
from app.quizzes.rules.questions import Localized
from app.quizzes.rules.settings import QuizSettings, QuizValue, Slot
from app.quizzes.rules.vocabulary import Release
from app.shared.errors import Problem
from app.shared.wording import Text, text

MOST_ATTEMPTS, MOST_GRACE, MOST_MINUTES, MOST_WEEKS = 100, 3600, 600, 60
MOST_SLOTS, MOST_DRAWN, MOST_POINTS = 1000, 200, 100
LONGEST_TITLE, LONGEST_INTRO = 200, 4000
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_RESERVED = frozenset({"new"})
"""Words that stand in an address where a quiz's key stands."""


@dataclass(frozen=True, slots=True)
class OwnTerms:
    """What an unmarked quiz says of itself; a marked one has it from its piece."""

    title: Localized
    intro: Localized
    week: int | None = None
    minutes: int | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to know before a quiz is taken: whether it is as it should be, and what follows where it is not."""

    done: bool
    text: Text
    detail: Text | None = None


def version_of(quiz: QuizValue) -> str:
    """Return a short digest of everything that can be changed about a quiz: the same for the same state."""
    data = {
        "settings": [str(getattr(quiz.settings, field.name)) for field in fields(quiz.settings)],
        "slots": [[slot.question, slot.category, slot.tag, slot.draw, str(slot.points)] for slot in quiz.slots],
        "terms": [dict(quiz.title), dict(quiz.intro), quiz.week, quiz.minutes],
        "window": [str(quiz.opens_at), str(quiz.closes_at), quiz.piece_id, quiz.file],
    }
    canonical = json.dumps(data, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]


def changed_settings(before: QuizSettings, after: QuizSettings) -> dict[str, list[str]]:
    """Return the settings that differ, each with what it was and is, for the record."""
    return {
        field.name: [str(getattr(before, field.name)), str(getattr(after, field.name))]
        for field in fields(before)
        if getattr(before, field.name) != getattr(after, field.name)
    }


def key_faults(key: str, taken: Collection[str]) -> Iterator[Problem]:
    """Yield why `key` cannot be the key of a new quiz."""
    if not _KEY.fullmatch(key) or key in _RESERVED:
        yield Problem(text("Small letters a-z, digits and _, beginning with a letter, like practice_2."), "key")
    elif key in taken:
        yield Problem(text("The course has a quiz or a piece of this key already."), "key")


def settings_faults(settings: QuizSettings) -> Iterator[Problem]:
    """Yield what lies out of range."""
    if settings.attempts is not None and not 1 <= settings.attempts <= MOST_ATTEMPTS:
        yield Problem(text("From 1 to %(most)s, please.", most=MOST_ATTEMPTS), "attempts")
    if not 0 <= settings.grace_seconds <= MOST_GRACE:
        yield Problem(text("From 0 to %(most)s, please.", most=MOST_GRACE), "grace_seconds")


def terms_faults(terms: OwnTerms, languages: Sequence[str]) -> Iterator[Problem]:
    """Yield what is missing or out of range; a quiz needs its title in every language of the course."""
    for language in languages:
        if not terms.title.get(language, "").strip():
            yield Problem(text("Please give it a title in this language."), f"title.{language}")
    for name, texts, longest in (("title", terms.title, LONGEST_TITLE), ("intro", terms.intro, LONGEST_INTRO)):
        for language, words in texts.items():
            if len(words) > longest:
                yield Problem(text("At most %(limit)s characters, please.", limit=longest), f"{name}.{language}")
    if terms.minutes is not None and not 1 <= terms.minutes <= MOST_MINUTES:
        yield Problem(text("From 1 to %(most)s, please.", most=MOST_MINUTES), "minutes")
    if terms.week is not None and not 1 <= terms.week <= MOST_WEEKS:
        yield Problem(text("The course has no week %(week)s.", week=terms.week), "week")
    if terms.opens_at and terms.closes_at and terms.closes_at <= terms.opens_at:
        yield Problem(text("It must close after it opens."), "closes_at")


def slots_faults(slots: Sequence[Slot]) -> Iterator[Problem]:
    """Yield what no quiz can be: too many places, a question twice, points that count nothing."""
    if len(slots) > MOST_SLOTS:
        yield Problem(text("At most %(limit)s places, please.", limit=MOST_SLOTS), "slots")
    asked = [slot.question for slot in slots if slot.question]
    for question in sorted({one for one in asked if asked.count(one) > 1}):
        yield Problem(text("The question “%(key)s” stands in the quiz twice.", key=question), "slots")
    for place, slot in enumerate(slots):
        if not 0 < slot.points <= MOST_POINTS:
            yield Problem(text("Above 0 and up to %(most)s, please.", most=MOST_POINTS), f"points-{place}")
        if not 1 <= slot.draw <= MOST_DRAWN:
            yield Problem(text("From 1 to %(most)s, please.", most=MOST_DRAWN), f"draw-{place}")


def available(slots: Sequence[Slot], bank: Collection[BankEntry]) -> dict[int, int]:
    """Return, for each pool by its place (from 0), how many questions it can surely draw from.

    Questions with a place of their own in the quiz do not count, nor do those that pools before may have drawn.
    """
    fixed = {slot.question for slot in slots}
    found: dict[int, int] = {}
    before: list[tuple[set[str], int]] = []
    for place, slot in enumerate(slots):
        if slot.is_pool:
            keys = {entry.key for entry in bank if entry.key not in fixed and in_pool(entry, slot)}
            found[place] = max(0, len(keys) - sum(min(draw, len(keys & other)) for other, draw in before))
            before.append((keys, slot.draw))
    return found


def short_pools(slots: Sequence[Slot], bank: Collection[BankEntry]) -> dict[int, int]:
    """Return the pools, by place, that have fewer questions than they draw, with how many they have."""
    return {place: count for place, count in available(slots, bank).items() if count < slots[place].draw}


def asked_count(slots: Sequence[Slot]) -> int:
    """Return how many questions an attempt has."""
    return sum(slot.draw for slot in slots)


def checks(quiz: QuizValue, bank: Collection[BankEntry], languages: Sequence[str]) -> tuple[Check, ...]:
    """Return what a builder should know before the quiz is taken."""
    return tuple(_checks(quiz, bank, languages))


def _checks(quiz: QuizValue, bank: Collection[BankEntry], languages: Sequence[str]) -> Iterator[Check]:
    count = asked_count(quiz.slots)
    if not count:
        yield Check(done=False, text=text("The quiz has no question yet"), detail=text("Nobody can take it like this."))
        return
    short = short_pools(quiz.slots, bank)
    for place, there in short.items():
        draws = text(
            "The pool in place %(place)s draws %(draw)s of %(there)s questions",
            place=place + 1,
            draw=quiz.slots[place].draw,
            there=there,
        )
        yield Check(done=False, text=draws, detail=text("Attempts would have fewer questions than you ask for."))
    if any(slot.is_pool for slot in quiz.slots) and not short:
        yield Check(done=True, text=text("Every pool has enough questions"))
    yield from _count_checks(quiz, count)
    if _tells_too_early(quiz):
        told = text("The right answers are shown as soon as an attempt has ended")
        yield Check(done=False, text=told, detail=text("Whoever is done can tell them to those who are not."))
    may_be_asked = [entry for entry in bank if _may_ask(quiz, entry)]
    yield from _language_checks(may_be_asked, languages)
    retired = [entry.key for entry in may_be_asked if entry.is_retired]
    if retired:
        names = text("Retired questions stand in the quiz: %(keys)s", keys=", ".join(retired))
        yield Check(done=False, text=names, detail=text("They are asked as long as they have a place here."))


def _tells_too_early(quiz: QuizValue) -> bool:
    """Tell whether a quiz that counts shows its key while others, or the same person once more, can still answer."""
    settings = quiz.settings
    return quiz.piece_id is not None and settings.show_key and settings.release is Release.AFTER_SUBMISSION


def _count_checks(quiz: QuizValue, count: int) -> Iterator[Check]:
    if quiz.maximum is None:
        return
    wanted = quiz.maximum
    said = text("It has %(count)s questions; the course announces %(wanted)s", count=count, wanted=str(wanted))
    folded = text("Whatever is earned is brought to a score out of %(wanted)s.", wanted=str(wanted))
    if count == wanted:
        yield Check(done=True, text=text("It has as many questions as the course announces: %(count)s", count=count))
    else:
        yield Check(done=False, text=said, detail=folded)


def _may_ask(quiz: QuizValue, entry: BankEntry) -> bool:
    return any(slot.question == entry.key if slot.question else in_pool(entry, slot) for slot in quiz.slots)


def _language_checks(entries: Sequence[BankEntry], languages: Sequence[str]) -> Iterator[Check]:
    lacking = [entry.key for entry in entries if not set(languages) <= set(entry.languages)]
    if lacking:
        names = text("Questions that lack a language of the course: %(keys)s", keys=_listed(lacking))
        yield Check(done=False, text=names, detail=text("Readers of that language get them in another one."))
    else:
        yield Check(done=True, text=text("Every question has all languages of the course"))


def _listed(keys: Sequence[str]) -> str:
    return ", ".join(keys[:5]) + (", …" if len(keys) > 5 else "")  # noqa: PLR2004 - enough to know which
