"""Figures of texts: what the check of a course says when nothing is wrong, and numbers as they are written. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from app.courses.rules.materials.kinds import MaterialKind, MaterialValue
from app.courses.rules.materials.markdown import parse
from app.courses.rules.materials.readability import count_words, readability

_FOLDERS: Mapping[MaterialKind, str] = {
    MaterialKind.WEEK: "weeks",
    MaterialKind.MODULE: "modules",
    MaterialKind.DOCUMENT: "documents",
    MaterialKind.GLOSSARY: "glossary",
    MaterialKind.QUESTIONNAIRE: "questionnaires",
    MaterialKind.MESSAGE: "messages",
    MaterialKind.GROUP_WORK: "groupwork",
    MaterialKind.ESSAY: "essay",
}


def material_figures(materials: Sequence[MaterialValue]) -> Iterator[str]:
    """Yield lines of figures: each Markdown text by language, then how many there are of each kind.

    Of a text: its words, headings and tables included; the mean length of its sentences; how easy it is to read
    (`readability`), 60 and more being plain.
    """
    for one in materials:
        if one.text:
            told = "; ".join(_text(one.text[language], language) for language in one.text)
            yield f"{_FOLDERS[one.kind]}/{one.key}: {told}"
    counts = {kind: sum(one.kind is kind for one in materials) for kind in MaterialKind}
    listed = ", ".join(f"{_FOLDERS[kind]} {count}" for kind, count in counts.items() if count)
    if listed:
        yield f"texts: {listed}"
    yield from _structured(materials)


def _text(text: str, language: str) -> str:
    tokens = parse(text)
    found = readability(tokens, language)
    ease = f", {found.formula} {round(found.ease)}" if found.ease is not None else ""
    return f"{language} {count_words(tokens)} words, {_tenths(found.words_a_sentence)} a sentence{ease}"


def _structured(materials: Sequence[MaterialValue]) -> Iterator[str]:
    for one in materials:
        if one.kind is MaterialKind.GLOSSARY:
            yield f"glossary: {len(one.content['terms'])} terms"
        elif one.kind is MaterialKind.QUESTIONNAIRE:
            sections = one.content["sections"]
            items = sum(len(section["items"]) for section in sections)
            yield f"questionnaires/{one.key}: {items} items in {len(sections)} parts, {one.minutes} minutes"


def _tenths(number: Fraction) -> str:
    tenths = round(number * 10)
    return f"{tenths // 10}.{tenths % 10}"


def decimals(number: Fraction) -> str:
    """Return a number that has a few decimals as it is written: `7.5`."""
    return f"{(Decimal(number.numerator) / number.denominator).normalize():f}"
