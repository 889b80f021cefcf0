"""QTI 1.2, in which Canvas writes quizzes and question banks, and in which others once did."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from app.quizzes.documents.canvas.items import metadata_of, read_item
from app.quizzes.documents.drafts import Draft, Effort, Entry, RefusedError
from app.quizzes.documents.media import Find
from app.quizzes.documents.trees import Element, attribute, below, elements, tag, words_in
from app.shared.wording import text

__all__ = ["entries"]


def entries(
    root: Element, *, place: str = "", find: Find = lambda _: None, effort: Effort | None = None
) -> Iterator[Entry]:
    """Yield the items of a document, under the name of their bank or quiz, and what it draws from elsewhere.

    `effort` is what following their scoring may cost, None: as much as a file of its own.
    """
    banks = {attribute(bank, "ident") for bank in below(root, "objectbank")}
    category = _category(root)
    effort = effort or Effort()
    for element in below(root, "item", "itemref", "sourcebank_ref"):
        name = tag(element)
        if name == "item":
            read = partial(read_item, element, category=category, find=find, effort=effort)
            yield Entry(read, name=attribute(element, "title"), line=element.sourceline, place=place)
        elif name == "itemref":
            yield Entry(_absent, name=attribute(element, "linkrefid"), line=element.sourceline, place=place)
        elif not place and words_in(element) not in banks:
            yield Entry(_drawn, name=words_in(element), line=element.sourceline)


def _category(root: Element) -> str:
    for found in elements(root, "assessment", "objectbank"):
        title = metadata_of(found).get("bank_title") or attribute(found, "title")
        if title:
            return " ".join(title.split()).replace("/", "-")
    return ""


def _absent() -> Draft:
    raise RefusedError(text("The file only refers to the question; it stands in another one."))


def _drawn() -> Draft:
    raise RefusedError(text("It draws from a category; pools are set in the quiz here."))
