"""The charts of the statistics page, in the reader's language, each with the lines of its table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from flask_babel import get_locale
from flask_babel import gettext as _
from markupsafe import Markup

from app.grading.rules import percent
from app.reports.pages.labels import Line, short
from app.reports.rules import Completion
from app.shared import language
from app.shared.charts import Slice, Threshold, bars, classes, histogram, stacked

_FEW_POINTS = 50


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing, and its numbers out of `whole`, for the table beside it."""

    drawing: Markup
    lines: tuple[Line, ...]
    whole: int


def engagement(found: Completion) -> Chart:
    """Return the participants by the share of pieces they did."""
    names = {
        "full": _("All or most"),
        "half": _("Half"),
        "some": _("Some"),
        "never": _("Never"),
    }
    slices = [Slice(name, found.statistics.engagement[band]) for band, name in names.items()]
    description = _("Participants by the share of pieces they did.")
    return _chart(stacked(_("Engagement"), description, slices, of=_of()), slices, found.statistics.participants)


def outcome(found: Completion) -> Chart:
    """Return the participants by the certificate they reach."""
    names = {"achievement": _("Achievement"), "participation": _("Participation"), "none": _("No certificate")}
    slices = [Slice(name, found.statistics.outcome[outcome]) for outcome, name in names.items()]
    description = _("Participants by the certificate they reach.")
    return _chart(stacked(_("Outcome"), description, slices, of=_of()), slices, found.statistics.participants)


def pieces(found: Completion) -> Chart:
    """Return how many did each piece."""
    whole = found.statistics.participants
    slices = [Slice(short(piece.title, _reader()), piece.done) for piece in found.pieces]
    description = _("Participants who did each piece.")
    return _chart(bars(_("Pieces done"), description, slices, whole=whole, of=_of()), slices, whole)


def quiz_points(found: Completion) -> Chart | None:
    """Return how the quiz points spread over those who took a quiz; None where nobody did."""
    quiz = found.statistics.quiz
    maximum = -(-Fraction(quiz.out_of) // 1)
    if not found.quiz_points or quiz.mean_points is None or not maximum:
        return None
    width = 5 if maximum <= _FEW_POINTS else 10
    mean = Threshold(Fraction(quiz.mean_points), _("mean %(points)s", points=number(quiz.mean_points)))
    drawing = histogram(
        _("Quiz points"),
        _("Participants who took at least one quiz, by their quiz points."),
        found.quiz_points,
        thresholds=(mean,),
        maximum=maximum,
        width=width,
        axis=_("Quiz points, of %(maximum)s", maximum=number(quiz.out_of)),
    )
    counts = classes(found.quiz_points, maximum=maximum, width=width)
    slices = [
        Slice(_("%(least)s to %(most)s points", least=at * width, most=min((at + 1) * width, maximum)), count)
        for at, count in enumerate(counts)
    ]
    return _chart(drawing, slices, quiz.taken_by)


def number(value: str | int | None) -> str:
    """Return a number as the reader's language writes it; a dash where nobody counts."""
    return "–" if value is None else language.decimal(str(value), _reader())


def _chart(drawing: Markup, slices: Sequence[Slice], whole: int) -> Chart:
    return Chart(drawing, tuple(Line(part.label, part.count, percent(part.count, whole)) for part in slices), whole)


def _of() -> str:
    return str(_("%(count)s of %(whole)s (%(percent)s %%)"))


def _reader() -> str:
    return str(get_locale() or language.DEFAULT)
