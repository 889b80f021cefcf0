"""Essays for the demonstration, grown from the sample essays of the catalogue. Pure.

Everybody's is another: the invented country has another name, some paragraphs are left out, and phrases are said in
other words. A hash of who and where decides, so that each essay is the same each time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.demo.answers import chance

STRONG_FROM, ADEQUATE_FROM = Fraction(28), Fraction(19)
_LEFT_OUT_OF = 9
_MARK_UP = re.compile(r"^#+ |\*+|_(?=\w)|(?<=\w)_\b|\[([^\]]*)\]\([^)]*\)", re.MULTILINE)

_SOFT = re.compile(r"\n(?!- )\s*")
"""The end of a line that ends neither a paragraph nor an entry of a list."""

_COUNTRIES: Mapping[str, Sequence[str]] = {
    "Mbilo": ("Tarenda", "Kumbali", "Nsoloma", "Vakuru", "Lubessa", "Odumbe", "Marenga", "Chilora"),
    "Lowazi": ("Belindo", "Samoru", "Kwatema", "Nolessa", "Rombeni", "Tavira", "Ulomba", "Pemasi"),
    "Salouna": ("Tambora", "Kelindi", "Morassa", "Bandeko", "Lomira", "Nakélé", "Fouriba", "Domana"),
    "Vanelles": ("Corailles", "Mirandes", "Lorelles", "Palombes", "Sarcelles", "Cannelles"),
}
_PHRASES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "for example": "for instance",
        "because": "since",
        "should": "ought to",
        "important": "essential",
        "therefore": "for this reason",
        "often": "frequently",
        "but": "yet",
        "also": "in addition",
        "in order to": "to",
        "such as": "like",
        "every year": "each year",
        "big": "large",
        "migrants": "migrant workers",
        "The government": "Our government",
        "It is": "It remains",
        "there is": "there exists",
        "very": "most",
        "according to": "if we follow",
    },
    "fr": {
        "par exemple": "notamment",
        "parce que": "car",
        "souvent": "fréquemment",
        "mais": "cependant",
        "aussi": "également",
        "chaque année": "tous les ans",
        "beaucoup de": "un grand nombre de",
        "seulement": "uniquement",
        "surtout": "avant tout",
        "afin de": "pour",
        "pays d’accueil": "pays de destination",
        "il existe": "on trouve",
        "aujourd’hui": "de nos jours",
    },
}
"""The same thing in other words, where these fit in every place."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample essay: its language, its title, and its text as Markdown."""

    language: str
    title: str
    text: str


def quality_of(points: Fraction) -> str:
    """Return which sample an essay of this many points, of 40, is grown from."""
    if points >= STRONG_FROM:
        return "strong"
    return "adequate" if points >= ADEQUATE_FROM else "weak"


def essay_of(who: str, sample: Sample) -> str:
    """Return the essay of `who` as plain text: title, headings and paragraphs, each on a line, empty lines between."""
    blocks = [_SOFT.sub(" ", block.strip()) for block in re.split(r"\n\s*\n", sample.text) if block.strip()]
    kept = [block for number, block in enumerate(blocks) if _stays(who, number, block)]
    plain = (_MARK_UP.sub(lambda found: found[1] or "", block) for block in (sample.title, *kept))
    return "\n\n".join(_reworded(who, number, block, sample.language) for number, block in enumerate(plain))


def _stays(who: str, number: int, block: str) -> bool:
    return number == 0 or block.startswith("#") or chance(_LEFT_OUT_OF, who, str(number), "left out") > 0


def _reworded(who: str, number: int, block: str, language: str) -> str:
    for name, others in _COUNTRIES.items():
        block = block.replace(name, others[chance(len(others), who, "country")])
    for phrase, other in _PHRASES.get(language, {}).items():
        block = _sometimes(who, f"{number} {phrase}", block, phrase, other)
    return block


def _sometimes(who: str, where: str, block: str, phrase: str, other: str) -> str:
    parts = re.split(rf"\b{re.escape(phrase)}\b", block)
    glue = [other if chance(2, who, where, str(place)) else phrase for place in range(len(parts) - 1)]
    return "".join(part + joined for part, joined in zip(parts, [*glue, ""], strict=True))
