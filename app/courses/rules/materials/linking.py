"""Links of a course's texts: where they lead, and those that glossary terms become. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from markdown_it.token import Token

from app.courses.rules.materials.glossary import Glossary
from app.courses.rules.materials.markdown import Tokens

INTERNAL = ("module", "week", "document", "questionnaire", "glossary")
"""Schemes of links within a course that this feature serves; `quiz` and the like come from the parts above."""

EXTERNAL = ("https", "mailto")
"""Schemes of links that lead elsewhere."""

_NOT_IN = frozenset({"heading_open", "th_open"})
"""Nothing is linked to the glossary in headings and heads of tables."""

Resolve = Callable[[str, str], str | None]
"""Takes scheme and key of a link (`module`, `concepts`); returns the address, None where the reader has none."""


def split_link(target: str) -> tuple[str, str]:
    """Return scheme and key of a link: `("module", "concepts")`; the scheme is empty where there is none."""
    scheme, colon, key = target.partition(":")
    return (scheme, key) if colon else ("", target)


def link(tokens: Tokens, language: str, resolve: Resolve, glossary: Glossary | None = None) -> Tokens:
    """Give the links in `tokens` their addresses, and each term of the glossary one where it first occurs.

    A link without an address becomes plain words. Not linked are headings, heads of tables, code, and what is a link
    already. The tokens are changed in place, and returned.
    """
    linker = _Linker(language, resolve, glossary)
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type == "inline" and token.children is not None:
            token.children = _addressed(token.children, resolve)
            if glossary is not None and before is not None and before.type not in _NOT_IN:
                token.children = list(linker.linked(_joined(token.children)))
    return tokens


def terms_in(tokens: Sequence[Token]) -> list[str]:
    """Return the keys of the terms that were linked in `tokens`, in the order of the text."""
    return [
        str(child.meta["term"])
        for token in tokens
        for child in token.children or ()
        if child.type == "link_open" and "term" in child.meta
    ]


def _addressed(children: Sequence[Token], resolve: Resolve) -> Tokens:
    kept: Tokens = []
    dropping = False
    for child in children:
        if child.type == "link_open":
            address = _address(str(child.attrGet("href") or ""), resolve)
            dropping = address is None
            if address is not None:
                child.attrs = _attributes(child.attrs, address)
                kept.append(child)
        elif child.type == "link_close" and dropping:
            dropping = False
        elif child.type != "image":
            kept.append(child)
    return kept


def _address(target: str, resolve: Resolve) -> str | None:
    scheme, key = split_link(target)
    return target if scheme in EXTERNAL else resolve(scheme, key)


def _attributes(attributes: Mapping[str, str | int | float], address: str) -> dict[str, str | int | float]:
    kept = {name: value for name, value in attributes.items() if name == "title"}
    away = {"rel": "noopener noreferrer"} if address.startswith("https:") else {}
    return {"href": address, **kept, **away}


def _joined(children: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens with words and the line breaks between them made one: terms run across lines."""
    text: Token | None = None
    for child in children:
        if child.type not in {"text", "softbreak"}:
            if text is not None:
                yield text
            text = None
            yield child
            continue
        text = text or Token("text", "", 0)
        text.content += child.content or ("\n" if child.type == "softbreak" else "")
    if text is not None:
        yield text


class _Linker:
    """Remembers which terms a text has linked already."""

    def __init__(self, language: str, resolve: Resolve, glossary: Glossary | None) -> None:
        self._language, self._resolve, self._glossary = language, resolve, glossary
        self._seen: set[str] = set()

    def linked(self, children: Iterator[Token]) -> Iterator[Token]:
        inside = 0
        for child in children:
            inside += child.nesting if child.type in {"link_open", "link_close"} else 0
            if child.type == "text" and not inside:
                yield from self._split(child)
            else:
                yield child

    def _split(self, text: Token) -> Iterator[Token]:
        words, done = text.content, 0
        for found in self._glossary.find(words, self._language) if self._glossary else ():
            address = None if found.key in self._seen else self._resolve("glossary", found.key)
            if address is None:
                continue
            self._seen.add(found.key)
            yield _text(words[done : found.start])
            opened = Token("link_open", "a", 1, attrs={"href": address, "class": "term"}, meta={"term": found.key})
            yield from (opened, _text(words[found.start : found.end]), Token("link_close", "a", -1))
            done = found.end
        yield _text(words[done:])


def _text(words: str) -> Token:
    return Token("text", "", 0, content=words)
