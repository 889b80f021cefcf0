"""What changed from one version of a question to another, field by field. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import zip_longest

from app.quizzes.rules.names import DIFFICULTIES, FORMATS, KINDS, SCORINGS
from app.quizzes.rules.questions import Accepted, Localized, Option, Question
from app.quizzes.rules.right import as_typed
from app.shared.wording import Text, text

Shown = Text | str

_RIGHT, _WRONG = text("right"), text("wrong")
_ON, _OFF = text("yes"), text("no")


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs; `language` "" where it is the same in all. An empty side: there was nothing."""

    part: Text
    language: str = ""
    before: Shown = ""
    after: Shown = ""


def changes(before: Question, after: Question) -> tuple[Change, ...]:
    """Return what differs, in the order in which a question is read; nothing for two that say the same."""
    return tuple(_changes(before, after))


def _changes(before: Question, after: Question) -> Iterator[Change]:
    yield from _value(text("Kind"), KINDS[before.kind], KINDS[after.kind])
    yield from _value(text("Name"), before.title, after.title)
    yield from _texts(text("Question"), before.text, after.text)
    yield from _options(before.options, after.options)
    yield from _accepted(before.accepted, after.accepted)
    for number, (old, new) in enumerate(zip_longest(before.distractors, after.distractors), 1):
        yield from _texts(text("Right side without a partner %(number)s", number=number), old or {}, new or {})
    yield from _value(text("Scoring"), SCORINGS[before.scoring], SCORINGS[after.scoring])
    yield from _value(text("Capitals matter"), _switch(before.match_case), _switch(after.match_case))
    yield from _value(text("Options may be shuffled"), _switch(before.shuffle), _switch(after.shuffle))
    yield from _value(text("Written as"), FORMATS[before.format], FORMATS[after.format])
    yield from _texts(text("Feedback"), before.feedback, after.feedback)
    yield from _value(text("Difficulty"), DIFFICULTIES[before.difficulty], DIFFICULTIES[after.difficulty])
    yield from _texts(text("Objective"), before.objective, after.objective)
    yield from _texts(text("Source"), before.source, after.source)


def _value(part: Text, before: Shown, after: Shown) -> Iterator[Change]:
    if before != after:
        yield Change(part, "", before, after)


def _texts(part: Text, before: Localized, after: Localized) -> Iterator[Change]:
    for language in dict.fromkeys((*before, *after)):
        old, new = before.get(language, ""), after.get(language, "")
        if old != new:
            yield Change(part, language, old, new)


def _options(before: Sequence[Option], after: Sequence[Option]) -> Iterator[Change]:
    old, new = ({option.key: option for option in options} for options in (before, after))
    for key in dict.fromkeys((*old, *new)):
        yield from _option(old.get(key), new.get(key), key)
    kept = [key for key in old if key in new], [key for key in new if key in old]
    yield from _value(text("Order of the options"), ", ".join(kept[0]), ", ".join(kept[1]))


def _option(before: Option | None, after: Option | None, key: str) -> Iterator[Change]:
    nothing = Option(key, {})
    old, new = before or nothing, after or nothing
    yield from _texts(text("Option %(key)s", key=key), old.text, new.text)
    yield from _texts(text("Partner of %(key)s", key=key), old.match, new.match)
    if old.right != new.right:
        yield Change(text("Option %(key)s", key=key), "", _verdict(before), _verdict(after))
    yield from _value(text("Share of %(key)s", key=key), _share(old.fraction), _share(new.fraction))
    yield from _texts(text("Feedback on %(key)s", key=key), old.feedback, new.feedback)


def _verdict(option: Option | None) -> Shown:
    if option is None:
        return ""
    return _RIGHT if option.right else _WRONG


def _accepted(before: Sequence[Accepted], after: Sequence[Accepted]) -> Iterator[Change]:
    nothing = Accepted()
    for number, (first, second) in enumerate(zip_longest(before, after), 1):
        old, new = first or nothing, second or nothing
        part = text("Accepted answer %(number)s", number=number)
        yield from _value(part, _number(old), _number(new))
        yield from _texts(part, _words(old.words), _words(new.words))
        shares = ("" if one is None else _share(one.fraction) for one in (first, second))
        yield from _value(text("Share of answer %(number)s", number=number), *shares)
        yield from _texts(text("Feedback on answer %(number)s", number=number), old.feedback, new.feedback)


def _number(accepted: Accepted) -> str:
    if accepted.value is None:
        return ""
    number = as_typed(accepted.value)
    return f"{number} ± {as_typed(accepted.tolerance)}" if accepted.tolerance else number


def _words(words: Mapping[str, Sequence[str]]) -> Localized:
    return {language: ", ".join(some) for language, some in words.items()}


def _share(fraction: Fraction | None) -> str:
    return "" if fraction is None else str(fraction)


def _switch(value: bool) -> Text:  # noqa: FBT001 - a value to be put into a word
    return _ON if value else _OFF
