"""Item analysis as a page shows it: figures in the reader's words, with their intervals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from flask_babel import gettext as _
from markupsafe import Markup

from app.quizzes.rules.items import (
    Analysis,
    Choice,
    Estimate,
    ItemFigures,
    Look,
    Part,
    hundredths,
    language_name,
    looks_at,
    percent,
)
from app.shared.charts import Slice, columns, interval
from app.shared.language import decimal, pick, say
from app.shared.markup import plain_text
from app.shared.wording import points

MOST_COLUMNS = 13
_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure in words with its interval in words and as a drawing; no figure: a dash, and none of the others."""

    value: str = "–"
    range: str = ""
    drawing: Markup = Markup("")


@dataclass(frozen=True, slots=True)
class ChoiceLine:
    """What was answered, how often, of everybody asked and of the groups."""

    choice: Choice
    text: str
    share: int


@dataclass(frozen=True, slots=True)
class PartLine:
    """The same question in one language, or in one version."""

    name: str
    n: int
    facility: Shown
    elsewhere: str


@dataclass(frozen=True, slots=True)
class ItemLine:
    """A question with everything that the page says of it."""

    item: ItemFigures
    text: str
    facility: Shown
    discrimination: Shown
    index: str
    sd: str
    time: str
    looks: tuple[Look, ...]
    choices: tuple[ChoiceLine, ...]
    versions: tuple[PartLine, ...]
    languages: tuple[PartLine, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing, and its numbers for the table beside it."""

    drawing: Markup
    slices: tuple[Slice, ...]
    heading: str


def item_lines(found: Analysis, reader: str) -> tuple[ItemLine, ...]:
    """Return the questions of a quiz, each with its figures in words."""
    return tuple(_item(item, reader) for item in found.items)


def scores_in_words(found: Analysis, reader: str) -> dict[str, str]:
    """Return the figures of the whole quiz in words; a dash for what cannot be known."""
    low, middle, high = found.quartiles or (None, None, None)
    values: dict[str, float | Fraction | None] = {
        "out_of": found.out_of,
        "mean": found.mean,
        "sd": found.sd,
        "least": min(found.scores, default=None),
        "low": low,
        "median": middle,
        "high": high,
        "most": max(found.scores, default=None),
        "sem": found.sem,
    }
    alpha = _correlation(found.alpha, reader)
    return {name: _number(value, reader) for name, value in values.items()} | {
        "alpha": alpha.value,
        "range": alpha.range,
    }


def distribution(found: Analysis, reader: str) -> Chart:
    """Return how scores spread: a column for each whole point, or for as many points as make a dozen columns."""
    top = found.out_of.numerator // found.out_of.denominator
    width = -(-(top + 1) // MOST_COLUMNS)
    counts = [0] * (top // width + 1)
    for score in found.scores:
        counts[int(score // width)] += 1
    whole = width == 1 and all(score.denominator == 1 for score in found.scores)
    slices = tuple(Slice(str(place * width), count) for place, count in enumerate(counts))
    axis = (
        _("Score, out of %(out_of)s", out_of=_short(found.out_of, reader))
        if whole
        else _("Score from … on, out of %(out_of)s", out_of=_short(found.out_of, reader))
    )
    drawing = columns(_("Scores"), _("How many participants have which score."), slices, axis=axis)
    return Chart(drawing, slices, axis)


def _item(item: ItemFigures, reader: str) -> ItemLine:
    question = item.studied.question
    return ItemLine(
        item=item,
        text=plain_text(pick(question.text, reader), question.format.value),
        facility=_proportion(item.facility),
        discrimination=_correlation(item.discrimination, reader),
        index=_number(item.index, reader),
        sd=_number(item.sd, reader),
        time=_time(item.seconds),
        looks=looks_at(item),
        choices=tuple(_choices(item, reader)),
        versions=_parts(item.versions, reader) if len(item.versions) > 1 else (),
        languages=_parts(item.languages, reader, languages=True) if len(item.languages) > 1 else (),
    )


def _choices(item: ItemFigures, reader: str) -> Iterator[ChoiceLine]:
    for choice in item.choices:
        text = plain_text(pick(choice.text, reader), item.studied.question.format.value)
        yield ChoiceLine(choice, text, percent(Fraction(choice.count, item.n)))


def _parts(parts: Sequence[Part], reader: str, *, languages: bool = False) -> tuple[PartLine, ...]:
    return tuple(
        PartLine(
            say(language_name(part.name), reader) if languages else part.name,
            part.facility.n,
            _proportion(part.facility),
            "–" if part.elsewhere is None else _("%(percent)s %%", percent=percent(part.elsewhere)),
        )
        for part in parts
    )


def _proportion(found: Estimate) -> Shown:
    low, high = percent(found.low or 0), percent(1 if found.high is None else found.high)
    return Shown(
        _("%(percent)s %%", percent=percent(found.value)),
        _("%(low)s to %(high)s %%", low=low, high=high),
        interval(found.value, found.low, found.high),
    )


def _correlation(found: Estimate | None, reader: str) -> Shown:
    if found is None:
        return Shown(range=_("no spread"))
    drawing = interval(found.value, found.low, found.high, least=-1)
    if found.low is None or found.high is None:
        return Shown(_number(found.value, reader), "", drawing)
    low, high = _number(found.low, reader), _number(found.high, reader)
    return Shown(_number(found.value, reader), _("%(low)s to %(high)s", low=low, high=high), drawing)


def _time(seconds: Fraction | None) -> str:
    if seconds is None:
        return "–"
    whole = round(seconds)
    return str(_("%(minutes)s:%(seconds)s min", minutes=whole // _MINUTE, seconds=f"{whole % _MINUTE:02d}"))


def _number(value: float | Fraction | None, reader: str) -> str:
    if value is None:
        return "–"
    return decimal(points(hundredths(value)), reader).replace("-", "−")


def _short(value: Fraction, reader: str) -> str:
    return str(value.numerator) if value.denominator == 1 else _number(value, reader)
