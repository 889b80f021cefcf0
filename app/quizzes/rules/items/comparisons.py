"""The same question in two languages, or in two versions. Pure.

Groups differ; a question is worth a look where they differ in it by more than they do in the other questions, and by
more than chance explains.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from app.quizzes.rules.items.cautions import percent
from app.quizzes.rules.items.estimates import difference
from app.quizzes.rules.items.figures import Part
from app.shared.wording import Text, Value, text

FEWEST_COMPARED = 10
"""People in each of two parts, below which the two are not compared."""
_LANGUAGES: Mapping[str, Text] = {"en": text("English"), "fr": text("French")}


def language_name(code: str) -> Text | str:
    """Return the name of a language; the code of one that we have no name for."""
    return _LANGUAGES.get(code, code)


def unlike(parts: Sequence[Part]) -> Iterator[tuple[Part, Part]]:
    """Yield each two parts, both large enough, that differ by more than they do elsewhere and than chance explains."""
    large = [part for part in parts if part.facility.n >= FEWEST_COMPARED]
    return ((one, other) for one, other in combinations(large, 2) if _differ(one, other))


def _differ(one: Part, other: Part) -> bool:
    """Tell whether what two parts differ by elsewhere lies outside the interval of what they differ by here."""
    if one.elsewhere is None or other.elsewhere is None:
        return False
    gap = difference(one.facility, other.facility)
    return gap.low is not None and gap.high is not None and not gap.low <= one.elsewhere - other.elsewhere <= gap.high


def languages_differ(one: Part, other: Part) -> Text:
    """Return how far two languages differ, and what to ask."""
    return text(
        "%(one)s: %(share)s %% of %(n)s; %(other)s: %(other_share)s %% of %(other_n)s (in the other questions "
        "%(elsewhere)s %% and %(other_elsewhere)s %%). Do the two texts ask the same?",
        one=language_name(one.name),
        other=language_name(other.name),
        **_figures(one, other),
    )


def versions_differ(one: Part, other: Part) -> Text:
    """Return how far two versions differ, and what to ask."""
    return text(
        "Version %(one)s: %(share)s %% of %(n)s; version %(other)s: %(other_share)s %% of %(other_n)s (in the other "
        "questions %(elsewhere)s %% and %(other_elsewhere)s %%). Was it made easier, or harder?",
        one=one.name,
        other=other.name,
        **_figures(one, other),
    )


def _figures(one: Part, other: Part) -> dict[str, Value]:
    return {
        "share": percent(one.facility.value),
        "n": one.facility.n,
        "other_share": percent(other.facility.value),
        "other_n": other.facility.n,
        "elsewhere": percent(one.elsewhere or 0),
        "other_elsewhere": percent(other.elsewhere or 0),
    }
