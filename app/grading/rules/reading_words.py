"""Other readings of the rules, in sentences. Pure."""

from __future__ import annotations

from app.grading.rules.vocabulary import Outcome
from app.shared.wording import Text, text


def reading_text(key: str, value: str, name: Text, outcome: Outcome) -> Text:
    """Return the sentence for a reading under which the outcome would be `outcome`, called `name`."""
    return _none(key, value) if outcome is Outcome.NONE else _reach(key, value, name)


def _reach(key: str, value: str, name: Text) -> Text:
    sentences = {
        ("thresholds_alone", ""): text("Under thresholds alone this person would reach %(outcome)s.", outcome=name),
        ("achievement.requires", "all"): text(
            "If Achievement asked for every piece, this person would reach %(outcome)s.", outcome=name
        ),
        ("achievement.requires", "essay"): text(
            "If Achievement asked for the essay only, this person would reach %(outcome)s.", outcome=name
        ),
        ("participation.counted_by", "piece"): text(
            "If Participation counted pieces, this person would reach %(outcome)s.", outcome=name
        ),
        ("participation.counted_by", "component"): text(
            "If Participation counted components, this person would reach %(outcome)s.", outcome=name
        ),
        ("incomplete_above", "participation"): text(
            "If Achievement's points without every piece brought Participation, this person would reach %(outcome)s.",
            outcome=name,
        ),
        ("bonus.max", "0"): text("Without the bonus this person would reach %(outcome)s.", outcome=name),
        ("bonus.unit", "points"): text(
            "If the bonus were points of 100, this person would reach %(outcome)s.", outcome=name
        ),
        ("bonus.unit", "percent"): text(
            "If the bonus were percent of the base, this person would reach %(outcome)s.", outcome=name
        ),
        ("threshold_rounding", "none"): text(
            "If totals were not rounded, this person would reach %(outcome)s.", outcome=name
        ),
        ("threshold_rounding", "half_up"): text(
            "If totals were rounded half up to whole points, this person would reach %(outcome)s.", outcome=name
        ),
        ("hours.required", "off"): text(
            "If no hours of attendance were required, this person would reach %(outcome)s.", outcome=name
        ),
        ("excused", "redistribute"): text(
            "If the weight of excused pieces went to the rest, this person would reach %(outcome)s.", outcome=name
        ),
        ("excused", "earns_nothing"): text(
            "If excused pieces earned nothing, this person would reach %(outcome)s.", outcome=name
        ),
        ("excused", "asked"): text("If nothing were excused, this person would reach %(outcome)s.", outcome=name),
        ("group.partial", "0"): text(
            "If partial group work counted as none, this person would reach %(outcome)s.", outcome=name
        ),
        ("group.partial", "1"): text(
            "If partial group work counted in full, this person would reach %(outcome)s.", outcome=name
        ),
    }
    if key == "hours.required" and value != "off":
        return text(
            "If %(hours)s hours of attendance were required, this person would reach %(outcome)s.",
            hours=value,
            outcome=name,
        )
    return sentences.get((key, value)) or _other(key, value, name)


def _none(key: str, value: str) -> Text:
    sentences = {
        ("thresholds_alone", ""): text("Under thresholds alone this person would get no certificate."),
        ("achievement.requires", "all"): text(
            "If Achievement asked for every piece, this person would get no certificate."
        ),
        ("achievement.requires", "essay"): text(
            "If Achievement asked for the essay only, this person would get no certificate."
        ),
        ("participation.counted_by", "piece"): text(
            "If Participation counted pieces, this person would get no certificate."
        ),
        ("participation.counted_by", "component"): text(
            "If Participation counted components, this person would get no certificate."
        ),
        ("incomplete_above", "none"): text(
            "If Achievement's points without every piece brought nothing, this person would get no certificate."
        ),
        ("bonus.max", "0"): text("Without the bonus this person would get no certificate."),
        ("bonus.unit", "points"): text("If the bonus were points of 100, this person would get no certificate."),
        ("bonus.unit", "percent"): text("If the bonus were percent of the base, this person would get no certificate."),
        ("threshold_rounding", "none"): text("If totals were not rounded, this person would get no certificate."),
        ("threshold_rounding", "half_up"): text(
            "If totals were rounded half up to whole points, this person would get no certificate."
        ),
        ("excused", "redistribute"): text(
            "If the weight of excused pieces went to the rest, this person would get no certificate."
        ),
        ("excused", "earns_nothing"): text("If excused pieces earned nothing, this person would get no certificate."),
        ("excused", "asked"): text("If nothing were excused, this person would get no certificate."),
        ("group.partial", "0"): text("If partial group work counted as none, this person would get no certificate."),
        ("group.partial", "1"): text("If partial group work counted in full, this person would get no certificate."),
    }
    if key == "hours.required" and value != "off":
        return text(
            "If %(hours)s hours of attendance were required, this person would get no certificate.", hours=value
        )
    return sentences.get((key, value)) or _other(key, value, text("no certificate"))


def _other(key: str, value: str, name: Text) -> Text:
    """Return the plain sentence for the rare reading that has none of its own."""
    return text("With %(key)s set to %(value)s the outcome would be %(outcome)s.", key=key, value=value, outcome=name)
