"""Every sentence of the code in every language: nothing missing, nothing left over, and written as French is."""

from __future__ import annotations

import ast
import io
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from app.shared.language import CATALOGUE, DEFAULT, LANGUAGES

ROOT = Path(__file__).resolve().parent.parent
KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2), "text": (1,)}
PLACEHOLDER = re.compile(r"%(?:\((\w+)\)(\w)|(%))")
OTHERS = [language for language in LANGUAGES if language != DEFAULT]
PYTHON = sorted(set((ROOT / "app").rglob("*.py")) - {ROOT / "app/notifications/documents.py"})
"""All code but the `_()` that mail templates call: their sentences are found in the templates."""
TEMPLATES = sorted(set((ROOT / "app").rglob("templates/**/*.html")) - {ROOT / "app/api/templates/api/docs.html"})
"""All pages but the reference of the API, which is in English and says so in its `lang`."""
SAME_IN_EVERY_LANGUAGE = {"e-Campus", "PDF", "English", "Français"}
NO_BREAK = "\u00a0"
UNTYPOGRAPHIC = {
    "a straight apostrophe": re.compile("'"),
    "a straight quotation mark": re.compile('"'),
    "an English quotation mark": re.compile("[“”]"),
    "no no-break space before ; ! or ?": re.compile(rf"(?<!{NO_BREAK})[;!?](?=\s|$|»)"),
    "no no-break space before a colon": re.compile(rf"(?<!{NO_BREAK}):(?=\s|$)"),
    "no no-break space inside guillemets": re.compile(rf"«(?!{NO_BREAK})|(?<!{NO_BREAK})»"),
    "no no-break space before %": re.compile(rf"(?<!{NO_BREAK})%%"),
    "three dots for an ellipsis": re.compile(r"\.\.\."),
    "two spaces, or one at an end": re.compile(r"  |^ | $"),
}
AS_TYPED_IN_A_FILE = re.compile(r"\{en: .*?\}|note: |%\(key\)s: %\(example\)s")
"""What authors write into a course definition is quoted as it is written there, with the colons of YAML."""


@cache
def _sentences() -> frozenset[str | tuple[str, ...]]:
    """Every message id of the code and the templates; singular and plural where there are both."""
    mappings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["babel"]["mappings"]
    methods = [(mapping["pattern"], mapping["method"]) for mapping in mappings]
    return frozenset(
        message for _, _, message, _, _ in extract_from_dir(ROOT / "app", methods, keywords=KEYWORDS) if message
    )


def _file(language: str, ending: str) -> Path:
    return CATALOGUE / language / "LC_MESSAGES" / f"messages.{ending}"


@cache
def _catalogue(language: str) -> Catalog:
    with _file(language, "po").open("rb") as file:
        return read_po(file, locale=language)


def _messages(language: str) -> list[Message]:
    return [message for message in _catalogue(language) if message.id]


def _forms(words: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)


def _id(message: Message) -> str | tuple[str, ...]:
    return message.id if isinstance(message.id, str) else tuple(message.id)


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_has_its_translation(language: str) -> None:
    done = {_id(message) for message in _messages(language) if not message.fuzzy and all(_forms(message.string))}
    assert sorted(map(_forms, _sentences() - done)) == [], "run `make translations`, then translate what is new"


@pytest.mark.parametrize("language", OTHERS)
def test_no_translation_is_left_of_a_sentence_that_went(language: str) -> None:
    assert sorted(map(_forms, {_id(message) for message in _messages(language)} - _sentences())) == []
    assert list(_catalogue(language).obsolete) == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_placeholders_of_its_sentence(language: str) -> None:
    differ = [
        message.id
        for message in _messages(language)
        if any(_placeholders(form) != _placeholders(_forms(message.id)[-1]) for form in _forms(message.string))
    ]
    assert differ == []


def _placeholders(words: str) -> list[tuple[str, ...]]:
    """Names, kinds and percent signs, each as often as it stands there."""
    return sorted(PLACEHOLDER.findall(words))


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_compiled_is_what_is_written(language: str) -> None:
    expected = io.BytesIO()
    write_mo(expected, _catalogue(language))
    assert _file(language, "mo").read_bytes() == expected.getvalue(), "run `make translations`"


@pytest.mark.parametrize("language", OTHERS)
def test_the_header_says_which_language_it_is(language: str) -> None:
    catalogue = _catalogue(language)
    assert str(catalogue.locale) == language
    assert (catalogue.num_plurals, catalogue.plural_expr) == (2, "(n > 1)")


@pytest.mark.parametrize("fault", UNTYPOGRAPHIC)
def test_french_is_set_as_french(fault: str) -> None:
    found = [
        form
        for message in _messages("fr")
        for form in _forms(message.string)
        if UNTYPOGRAPHIC[fault].search(AS_TYPED_IN_A_FILE.sub("", form))
    ]
    assert found == []


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_sentence_is_a_literal_that_extraction_finds(path: Path) -> None:
    extracted = {form for sentence in _sentences() for form in _forms(sentence)}
    lost = [(line, words) for line, words in _marked(ast.parse(path.read_text())) if words not in extracted]
    assert lost == []


def _marked(tree: ast.Module) -> Iterator[tuple[int, object]]:
    """Every first argument of a call that marks a sentence; None where it is no literal."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KEYWORDS and call.args:
            first = call.args[0]
            yield call.lineno, first.value if isinstance(first, ast.Constant) else None


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_has_words_outside_of_a_marked_sentence(path: Path) -> None:
    markup = re.sub(r"\{% block width %\}.*?\{% endblock %\}", "", path.read_text())
    markup = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", " ", markup, flags=re.DOTALL)
    read_aloud = re.findall(r"(?:title|alt|placeholder|aria-label)=\"([^\"]*)\"", markup)
    text = re.sub(r"<[^>]*>|[\w-]+=\"[^\"]*\"|&\w+;", " ", markup)
    words = re.findall(r"[^\W\d_][\w’'-]+", " ".join([text, *read_aloud]))
    assert sorted(set(words) - SAME_IN_EVERY_LANGUAGE) == []


def test_no_template_writes_a_colon_after_what_it_shows() -> None:
    """French has a no-break space before a colon: the colon stands in a sentence that can be translated."""
    spoken = re.compile(r"\}\}(?:</\w+>)?:(?:\s|<)")
    unseen = re.compile(r'<option[^>]*>.*?</option>|<span class="visually-hidden">.*?</span>|aria-label="[^"]*"')
    found = [path.name for path in TEMPLATES if spoken.search(unseen.sub("", path.read_text()))]
    assert found == []
