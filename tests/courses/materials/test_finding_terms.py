"""Where terms of the glossary are found in a text, and what is linked."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.courses.documents import as_html
from app.courses.rules.materials.glossary import Glossary, Term
from app.courses.rules.materials.linking import link, terms_in
from app.courses.rules.materials.markdown import parse, words_of

GLOSSARY = Glossary(
    [
        Term("worker", {"en": "worker", "fr": "travailleur"}, {}),
        Term("migrant_worker", {"en": "migrant worker", "fr": "travailleur migrant"}, {}, {"en": ["migrant labourer"]}),
        Term("sadc", {"en": "SADC", "fr": "SADC"}, {}),
        Term("equality", {"en": "equality", "fr": "égalité"}, {}),
        Term("country_of_origin", {"en": "country of origin", "fr": "pays d’origine"}, {}),
    ]
)


def linked(text: str, language: str = "en") -> list[str]:
    """The terms that are linked in a text, as the text writes them."""
    tokens = link(parse(text), language, lambda scheme, key: f"/{scheme}/{key}", GLOSSARY)
    return [
        children[at + 1].content
        for token in tokens
        if (children := token.children)
        for at, child in enumerate(children)
        if child.type == "link_open" and "term" in child.meta
    ]


CASES = {
    "a term": ("A worker came.", ["worker"]),
    "the longest where several begin": ("A migrant worker came.", ["migrant worker"]),
    "each once": ("A worker, a worker, a migrant worker, a migrant worker.", ["worker", "migrant worker"]),
    "no part of a known term that stood before": ("A migrant worker and a migrant worker.", ["migrant worker"]),
    "another form": ("The migrant labourer.", ["migrant labourer"]),
    "a capital at the beginning": ("Workers came.", ["Workers"]),
    "the plural": ("Many migrant workers.", ["migrant workers"]),
    "capitals as they are written": ("sadc and SADC", ["SADC"]),
    "across a line": ("A migrant\nworker.", ["migrant\nworker"]),
    "after an apostrophe": ("the worker’s wage", ["worker"]),
    "either apostrophe": ("Le pays d'origine.", []),
    "no part of a word": ("Reworked coworkers network.", []),
    "no part of a word with a hyphen": ("A worker-owner.", []),
    "not in a heading": ("## The worker\n\nA worker.", ["worker"]),
    "not in the head of a table": ("| worker |\n| --- |\n| worker |\n", ["worker"]),
    "not in a link": ("[a worker](week:1) and SADC", ["SADC"]),
    "not in code": ("`worker`\n\n    worker\n", []),
    "in bold words": ("A **migrant worker**.", ["migrant worker"]),
    "in a list": ("- a worker\n- SADC\n", ["worker", "SADC"]),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_linked(case: str) -> None:
    text, expected = CASES[case]
    assert linked(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L’égalité compte.", ["égalité"]),
        ("Égalité ou inégalité.", ["Égalité"]),
        ("L’inégalité.", []),
        ("Des travailleurs migrants.", ["travailleurs migrants"]),
        ("Le pays d'origine.", ["pays d'origine"]),
        ("Le pays\u00a0d’origine.", ["pays\u00a0d’origine"]),
        ("E\u0301galite\u0301 en lettres de\u0301compose\u0301es.", ["Égalité"]),
    ],
)
def test_accents_belong_to_words(text: str, expected: list[str]) -> None:
    assert linked(text, "fr") == expected


def test_keys_are_told_in_the_order_of_the_text() -> None:
    tokens = link(parse("SADC, then a worker."), "en", lambda _scheme, key: f"#{key}", GLOSSARY)
    assert terms_in(tokens) == ["sadc", "worker"]


def test_a_term_without_a_page_is_left_alone() -> None:
    assert terms_in(link(parse("A worker."), "en", lambda _scheme, _key: None, GLOSSARY)) == []


def test_a_link_that_the_reader_cannot_follow_becomes_words() -> None:
    tokens = link(parse("See [the *survey*](questionnaire:x) now."), "en", lambda _scheme, _key: None)
    assert as_html(tokens) == "<p>See the <em>survey</em> now.</p>\n"


def test_a_link_elsewhere_tells_nobody_where_it_comes_from() -> None:
    tokens = link(parse("[ILO](https://ilo.org)"), "en", lambda _scheme, _key: None)
    assert as_html(tokens) == '<p><a href="https://ilo.org" rel="noopener noreferrer">ILO</a></p>\n'


ATTACKS = (
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "[x](data:text/html,<script>)",
    "[x](vbscript:x)",
    "![x](https://evil.example/x.png)",
    '[x](<https://e.example/" onmouseover=alert(1)>)',
    '<https://e.example/" onclick=x>',
    '| a" onclick="x |\n| --- |\n| b" style="x |\n',
    '## " onclick=x\n\n| a |\n| --- |\n| b |',
    "<img src=x onerror=alert(1)>",
    "&lt;script&gt;&#60;script&#62;",
)


class _Tags(HTMLParser):
    """Collects what a browser would take for tags and attributes."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: list[str] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses += [value or "" for name, value in attrs if name in {"href", "src"}]


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_in_a_text_runs_or_loads(attack: str) -> None:
    seen = _Tags(as_html(link(parse(attack), "en", lambda scheme, key: f"/{scheme}/{key}", GLOSSARY)))
    assert not seen.names & {"script", "img", "style", "iframe", "object"}
    assert seen.attributes <= {"id", "class", "href", "rel", "scope", "role", "tabindex", "aria-label", "data-label"}
    assert all(address.startswith(("/", "https://")) for address in seen.addresses), seen.addresses


@given(
    st.lists(st.sampled_from(["worker", "migrant", "s", " ", "\n", "’", "-", "é", "*", "`", "SADC", "[", "](week:1)"]))
)
def test_linking_changes_no_word(parts: list[str]) -> None:
    text = "".join(parts)
    plain = [words_of(token) for token in parse(text) if token.type == "inline"]
    after = link(parse(text), "en", lambda scheme, key: f"/{scheme}/{key}", GLOSSARY)
    assert [words_of(token) for token in after if token.type == "inline"] == plain
    keys = terms_in(after)
    assert len(keys) == len(set(keys))
