"""Essays for the demonstration: what was written as Markdown becomes the plain text that participants hand in. Pure."""

from __future__ import annotations

import re

_MARK_UP = re.compile(r"^#+ |^> |\*+|_(?=\w)|(?<=\w)_\b|\[([^\]]*)\]\([^)]*\)", re.MULTILINE)

_SOFT = re.compile(r"\n(?!- |\d+\. )(?:> |\s*)")
"""The end of a line that ends neither a paragraph nor an entry of a list."""


def essay_of(markdown: str) -> str:
    """Return an essay as plain text: title, headings and paragraphs, each on a line, empty lines between."""
    return "\n\n".join(_plain(block) for block in _blocks(markdown))


def beginning_of(markdown: str) -> str:
    """Return the first half of an essay as plain text: whole paragraphs, no heading that nothing follows."""
    blocks = _blocks(markdown)
    half = blocks[: len(blocks) // 2]
    while half and half[-1].startswith("#"):
        half.pop()
    return "\n\n".join(_plain(block) for block in half)


def _blocks(markdown: str) -> list[str]:
    return [block.strip() for block in re.split(r"\n\s*\n", markdown) if block.strip()]


def _plain(block: str) -> str:
    return _MARK_UP.sub(lambda found: found[1] or "", _SOFT.sub(" ", block))
