"""Moodle XML to drafts: what every question has, whatever its type.

Source: Moodle, question/format/xml/format.php.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from app.quizzes.documents.categories import from_path
from app.quizzes.documents.drafts import Draft, Entry, RefusedError
from app.quizzes.documents.marks import take_marks
from app.quizzes.documents.media import carry
from app.quizzes.documents.moodle_xml import choices, typed
from app.quizzes.documents.moodle_xml.fields import Asked, content, note_fields, text_of
from app.quizzes.documents.shares import note_rounded, number
from app.quizzes.documents.trees import Element, attribute, elements, first, tag, words_in
from app.shared.wording import Text, text

_KINDS: Mapping[str, Callable[[Asked], Draft]] = {
    "multichoice": choices.multichoice,
    "multichoiceset": choices.multichoice_set,
    "truefalse": choices.true_false,
    "matching": choices.matching,
    "match": choices.matching,
    "ordering": choices.ordering,
    "shortanswer": typed.short_answer,
    "numerical": typed.numerical,
}
_NOT_OURS: Mapping[str, Text] = {
    "description": text("A text without answers asks nothing."),
    "essay": text("Essays, which a person marks, are not part of a quiz here."),
    "cloze": text("Texts with several gaps are not among the kinds of questions here."),
    "multianswer": text("Texts with several gaps are not among the kinds of questions here."),
    "random": text("It draws from a category; pools are set in the quiz here."),
}


def entries(root: Element) -> Iterator[Entry]:
    """Yield the questions of a file, each under the category that was set last. The root may be a single question."""
    category, described = "", False
    for element in [root] if tag(root) == "question" else elements(root, "question"):
        if attribute(element, "type") == "category":
            category = from_path(text_of(first(element, "category")))
            described = bool(words_in(first(element, "info")) or words_in(first(element, "idnumber")))
            continue
        named = text_of(first(element, "name")) or text_of(first(element, "questiontext"))
        yield Entry(
            partial(_draft, element, category, described=described),
            name=" ".join(named.split()),
            line=element.sourceline,
        )
        described = False


def _draft(element: Element, category: str, *, described: bool) -> Draft:
    kind = attribute(element, "type").strip().lower()
    if kind not in _KINDS:
        other = text("The question type “%(kind)s” is not among the kinds of questions here.", kind=kind[:40])
        raise RefusedError(_NOT_OURS.get(kind, other))
    asked = Asked(element, *content(first(element, "questiontext")))
    draft = _KINDS[kind](asked)
    draft.title = " ".join(text_of(first(element, "name")).split())
    draft.key = words_in(first(element, "idnumber"))
    draft.category = category
    draft.feedback = asked.read(first(element, "generalfeedback"))
    draft.tags = [text_of(tag) for folder in elements(element, "tags", "coursetags") for tag in elements(folder, "tag")]
    draft.note(text("The description of its category is not carried."), when=described)
    _note_points(draft, words_in(first(element, "defaultgrade")))
    note_fields(draft, element)
    take_marks(draft)
    note_rounded(draft)
    carry(draft, asked.files)
    return draft


def _note_points(draft: Draft, written: str) -> None:
    if written and number(written) != 1:
        points = f"{float(number(written)):g}"
        draft.note(text("It brought %(points)s points there; points are set in the quiz here.", points=points))
