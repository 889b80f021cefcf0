"""The pure part of essays: what they are, what a course says of them."""

from app.essays.rules.late import GRACE, Door, Window, window
from app.essays.rules.paragraphs import Paragraph, Passage, paragraphs, passages
from app.essays.rules.settings import EssaySettings, Late, Names, OwnCountry
from app.essays.rules.values import EssayState, EssayValue, Origin, SubmissionValue, VersionLine, VersionValue
from app.essays.rules.words import MOST_CHARACTERS, count_words, digest_of, plain_text

__all__ = [
    "GRACE",
    "MOST_CHARACTERS",
    "Door",
    "EssaySettings",
    "EssayState",
    "EssayValue",
    "Late",
    "Names",
    "Origin",
    "OwnCountry",
    "Paragraph",
    "Passage",
    "SubmissionValue",
    "VersionLine",
    "VersionValue",
    "Window",
    "count_words",
    "digest_of",
    "paragraphs",
    "passages",
    "plain_text",
    "window",
]
