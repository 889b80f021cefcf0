"""IMS QTI 2.1, 2.2 and 3.0: items, tests that refer to them, and packages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from app.quizzes.documents.drafts import Draft, Effort, Entry, RefusedError
from app.quizzes.documents.media import Find
from app.quizzes.documents.qti.items import Metadata, read_item
from app.quizzes.documents.trees import Element, attribute, below, tag
from app.shared.wording import text

_NONE = Metadata()

__all__ = ["Metadata", "entries", "item_entry"]


def entries(root: Element, *, place: str = "") -> Iterator[Entry]:
    """Yield the questions of a document that stands alone: its item, or the items that a test refers to."""
    effort = Effort()
    if tag(root) == "assessmentitem":
        yield item_entry(root, effort, place=place)
        return
    for reference in below(root, "assessmentitemref", "assessmentitem"):
        if tag(reference) == "assessmentitem":
            yield item_entry(reference, effort, place=place)
            continue
        name = attribute(reference, "identifier") or attribute(reference, "href")
        yield Entry(_absent, name=name, line=reference.sourceline, place=attribute(reference, "href"))


def item_entry(
    item: Element,
    effort: Effort,
    *,
    place: str = "",
    find: Find = lambda _: None,
    stimulus: Callable[[str], Element | None] = lambda _: None,
    metadata: Metadata = _NONE,
) -> Entry:
    """Return an item as a question to be read; the items of a file share its `effort`."""
    name = attribute(item, "title") or attribute(item, "identifier")
    read = partial(read_item, item, find=find, stimulus=stimulus, metadata=metadata, effort=effort)
    return Entry(read, name=name, line=item.sourceline, place=place)


def _absent() -> Draft:
    raise RefusedError(text("The file only refers to the question; it stands in another one."))
