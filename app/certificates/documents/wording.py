"""The words that are the same on every certificate, and dates in words."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date

from app.certificates.documents.shaping import FIXED_SPACE
from app.certificates.rules import CertificateFacts, format_number
from app.shared.language import say, supported
from app.shared.wording import Text, text

AWARDED_TO = text("is awarded to")
SCAN = text("Scan to verify")
_LOCALES = {"en": "en_GB", "fr": "fr_FR"}
SEPARATOR = f"{FIXED_SPACE * 2}\u00b7{FIXED_SPACE} "
"""A dot with room around it; a line may break after it."""


def details(facts: CertificateFacts) -> str:
    """Return when the course was held, how long it takes, and its code."""
    parts = [say(_period(facts.starts_on, facts.ends_on, facts.language), facts.language)]
    if facts.hours:
        parts.append(say(text("%(hours)s learning hours", hours=facts.hours), facts.language))
    return SEPARATOR.join([*parts, facts.course_code])


def competences(facts: CertificateFacts) -> str:
    """Return the competences side by side, each kept in one piece."""
    return SEPARATOR.join(competence.replace(" ", FIXED_SPACE) for competence in facts.competences)


def footer(facts: CertificateFacts) -> tuple[str, str]:
    """Return the line with number and day of issue, and the line that says where to check them."""
    issued = day_in_words(facts.issued_on, facts.language)
    number = text("Certificate number %(number)s", number=format_number(facts.number))
    return (
        SEPARATOR.join([say(number, facts.language), say(text("Issued on %(date)s", date=issued), facts.language)]),
        say(text("Verify at %(address)s", address=facts.verify_url), facts.language),
    )


def day_in_words(day: date, language: str, *, year: bool = True) -> str:
    """Return `day` written out, as in 1 March 2022 and 1er mars 2022."""
    spoken = supported(language)
    words = format_date(day, "d MMMM y" if year else "d MMMM", locale=_LOCALES[spoken])
    return words.replace("1 ", "1er ", 1) if spoken == "fr" and day.day == 1 else words


def _period(starts: date, ends: date, language: str) -> Text:
    if starts == ends:
        return text("on %(date)s", date=day_in_words(ends, language))
    return text(
        "from %(starts)s to %(ends)s",
        starts=day_in_words(starts, language, year=starts.year != ends.year),
        ends=day_in_words(ends, language),
    )
