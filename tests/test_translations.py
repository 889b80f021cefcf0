"""Every sentence of the code in every language: nothing missing, nothing left over, the same placeholders."""

from __future__ import annotations

import io
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

from app.shared.language import CATALOGUE, DEFAULT, LANGUAGES

ROOT = Path(__file__).resolve().parent.parent
KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2), "text": (1,)}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
OTHERS = [language for language in LANGUAGES if language != DEFAULT]


@cache
def _sentences() -> frozenset[str]:
    """Every message id of the code and the templates."""
    mappings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["babel"]["mappings"]
    methods = [(mapping["pattern"], mapping["method"]) for mapping in mappings]
    found = set()
    for _file, _line, message, _comments, _context in extract_from_dir(ROOT / "app", methods, keywords=KEYWORDS):
        found.add(message[0] if isinstance(message, tuple) else message)
    return frozenset(found)


def _file(language: str, ending: str) -> Path:
    return CATALOGUE / language / "LC_MESSAGES" / f"messages.{ending}"


def _translations(language: str) -> Catalog:
    with _file(language, "po").open("rb") as file:
        return read_po(file, locale=language)


def _singular(message_id: str | tuple[str, ...]) -> str:
    return message_id if isinstance(message_id, str) else message_id[0]


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_has_its_translation(language: str) -> None:
    done = {
        _singular(message.id)
        for message in _translations(language)
        if message.id
        and not message.fuzzy
        and all([message.string] if isinstance(message.string, str) else message.string)
    }
    assert sorted(_sentences() - done) == []


@pytest.mark.parametrize("language", OTHERS)
def test_no_translation_is_left_of_a_sentence_that_went(language: str) -> None:
    kept = {_singular(message.id) for message in _translations(language) if message.id}
    assert sorted(kept - _sentences()) == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_placeholders_of_its_sentence(language: str) -> None:
    differ = [
        message.id
        for message in _translations(language)
        if isinstance(message.id, str) and isinstance(message.string, str) and message.string
        if sorted(set(PLACEHOLDER.findall(message.id))) != sorted(set(PLACEHOLDER.findall(message.string)))
    ]
    assert differ == []


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_compiled_is_what_is_written(language: str) -> None:
    expected = io.BytesIO()
    write_mo(expected, _translations(language))
    expected.seek(0)
    assert _contents(read_mo(io.BytesIO(_file(language, "mo").read_bytes()))) == _contents(read_mo(expected))


def _contents(catalog: Catalog) -> dict[str, object]:
    return {str(message.id): message.string for message in catalog if message.id}
