"""QTI items to drafts: what is asked, by which interaction, and how it is judged.

Source: 1EdTech, QTI 2.1, 2.2 and 3.0 Information Models.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.quizzes.documents.drafts import Draft, Effort, RefusedError
from app.quizzes.documents.marks import take_marks
from app.quizzes.documents.media import Find, carry
from app.quizzes.documents.qti import choices, pairs, typed
from app.quizzes.documents.qti.asked import Asked
from app.quizzes.documents.qti.body import is_interaction
from app.quizzes.documents.trees import Element, attribute, below, elements, first, tag, words_in
from app.shared.wording import Text, text

_KINDS: Mapping[str, Callable[[Asked], Draft]] = {
    "choiceinteraction": choices.choice,
    "inlinechoiceinteraction": choices.choice,
    "textentryinteraction": typed.typed,
    "matchinteraction": pairs.matching,
    "orderinteraction": pairs.ordering,
}
_ESSAY = text("Essays, which a person marks, are not part of a quiz here.")
_NOT_OURS: Mapping[str, Text] = {
    "extendedtextinteraction": _ESSAY,
    "uploadinteraction": _ESSAY,
    "drawinginteraction": _ESSAY,
}


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a package's manifest says of an item."""

    keywords: tuple[str, ...] = ()
    category: str = ""


def read_item(
    element: Element, *, find: Find, stimulus: Callable[[str], Element | None], metadata: Metadata, effort: Effort
) -> Draft:
    """Return the draft of an item. `find` looks up its pictures, `stimulus` a text that it shares with others.

    `effort` is what its scoring may cost. Raises `RefusedError`.
    """
    if attribute(element, "adaptive", "false").strip().lower() == "true":
        raise RefusedError(text("It changes with the answers that were given (an adaptive item)."))
    if first(element, "templateprocessing") is not None or first(element, "templatedeclaration") is not None:
        raise RefusedError(text("Its text or numbers vary by chance from one participant to the next."))
    body = first(element, "itembody")
    if body is None:
        raise RefusedError(text("The question has no text."))
    interaction = _interaction(body)
    asked = Asked(element, body, interaction, _stimuli(element, stimulus), effort)
    draft = _KINDS[tag(interaction)](asked)
    draft.title, draft.key = attribute(element, "title").strip(), attribute(element, "identifier").strip()
    draft.tags, draft.category = list(metadata.keywords), metadata.category
    _note(draft, element)
    take_marks(draft)
    carry(draft, find)
    return draft


def _interaction(body: Element) -> Element:
    found = [node for node in body.iter() if isinstance(node.tag, str) and is_interaction(node)]
    if not found:
        raise RefusedError(text("A text without answers asks nothing."))
    names = [tag(node) for node in found]
    if "endattemptinteraction" in names:
        raise RefusedError(text("It changes with the answers that were given (an adaptive item)."))
    if len(found) > 1:
        raise RefusedError(text("It asks for several answers at once, which is not among the kinds of questions here."))
    if names[0] not in _KINDS:
        other = text("The question type “%(kind)s” is not among the kinds of questions here.", kind=names[0][:40])
        raise RefusedError(_NOT_OURS.get(names[0], other))
    return found[0]


def _stimuli(element: Element, stimulus: Callable[[str], Element | None]) -> list[Element]:
    found: list[Element] = []
    for reference in elements(element, "assessmentstimulusref"):
        shared = stimulus(attribute(reference, "href"))
        inside = None if shared is None else first(shared, "stimulusbody")
        if inside is None:
            raise RefusedError(text("The text that it refers to is not in the file."))
        found.append(inside)
    return found


def _note(draft: Draft, element: Element) -> None:
    rubric = any(words_in(block) for block in below(element, "rubricblock"))
    draft.note(text("Instructions for certain readers (rubric blocks) are not carried."), when=rubric)
    timed = attribute(element, "timeDependent", "false").strip().lower() == "true"
    draft.note(text("Time is not counted by question here."), when=timed)
    draft.note(text("Its style sheet is not carried."), when=first(element, "stylesheet") is not None)
    catalogs = any(True for _ in below(element, "cataloginfo"))
    draft.note(text("Alternative forms of its texts (catalogues) are not carried."), when=catalogs)
