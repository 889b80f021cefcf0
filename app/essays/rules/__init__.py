"""The pure part of essays: what they are, what a course says of them."""

from app.essays.rules.settings import EssaySettings, Late, Names, OwnCountry
from app.essays.rules.values import EssayState, EssayValue, Origin, VersionValue

__all__ = ["EssaySettings", "EssayState", "EssayValue", "Late", "Names", "Origin", "OwnCountry", "VersionValue"]
