"""QTI 1.2 items to drafts, by what they ask: one response with options or a gap, or several that make up pairs.

Sources: IMS ASI Information Model 1.2; files that Canvas, Blackboard, D2L and Respondus write.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.quizzes.documents.canvas import choices, pairs, typed
from app.quizzes.documents.canvas.asked import Asked
from app.quizzes.documents.canvas.conditions import is_number
from app.quizzes.documents.canvas.material import RESPONSES
from app.quizzes.documents.drafts import Draft, Effort, RefusedError
from app.quizzes.documents.judging import note_points
from app.quizzes.documents.media import Find, carry
from app.quizzes.documents.shares import number
from app.quizzes.documents.trees import Element, attribute, below, elements, first, tag, words_in
from app.shared.wording import Text, text

_ESSAY = text("Essays, which a person marks, are not part of a quiz here.")
_GAPS = text("Texts with several gaps are not among the kinds of questions here.")
_CHANCE = text("Its text or numbers vary by chance from one participant to the next.")
_NOT_OURS: Mapping[str, Text] = {
    "essay_question": _ESSAY,
    "cc.essay.v0p1": _ESSAY,
    "file_upload_question": _ESSAY,
    "essay": _ESSAY,
    "short response": _ESSAY,
    "file upload": _ESSAY,
    "long answer": _ESSAY,
    "fill_in_multiple_blanks_question": _GAPS,
    "multiple_dropdowns_question": _GAPS,
    "rich_fill_blank_question": _GAPS,
    "fill in the blank plus": _GAPS,
    "jumbled sentence": _GAPS,
    "calculated_question": _CHANCE,
    "formula_question": _CHANCE,
    "calculated": _CHANCE,
    "text_only_question": text("A text without answers asks nothing."),
}
_PAIRS = frozenset({"matching_question", "matching"})
_TYPES = ("question_type", "cc_profile", "qmd_questiontype", "qmd_itemtype", "bbmd_questiontype")


def metadata_of(element: Element) -> dict[str, str]:
    """Return what an item says of itself, by name."""
    found: dict[str, str] = {}
    for folder in elements(element, "itemmetadata", "qtimetadata"):
        for field in below(folder, "qtimetadatafield", "qti_metadatafield"):
            found[words_in(first(field, "fieldlabel")).lower()] = words_in(first(field, "fieldentry"))
        for field in elements(folder):
            if len(field) == 0:
                found[tag(field)] = words_in(field)
    return found


def read_item(element: Element, *, category: str, find: Find, effort: Effort) -> Draft:
    """Return the draft of an item; following its scoring spends `effort`. Raises `RefusedError`."""
    said = metadata_of(element)
    kinds = [said[name].strip().lower() for name in _TYPES if said.get(name)]
    for kind in kinds:
        if kind in _NOT_OURS:
            raise RefusedError(_NOT_OURS[kind])
    presentation = first(element, "presentation")
    if presentation is None:
        raise RefusedError(text("The question has no text."))
    if (
        next(below(element, "itemproc_extension"), None) is not None
        and next(below(element, "calculated"), None) is not None
    ):
        raise RefusedError(_CHANCE)
    asked = Asked(element, presentation, kinds, effort)
    draft = _by_structure(asked)
    draft.title, draft.key = attribute(element, "title").strip(), attribute(element, "ident").strip()
    draft.category = category
    _note_points(draft, said.get("points_possible") or said.get("respondusapi_qpoints") or "")
    carry(draft, find)
    return draft


def _note_points(draft: Draft, written: str) -> None:
    if is_number(written):
        note_points(draft, number(written))


def _by_structure(asked: Asked) -> Draft:
    found = [response for response in below(asked.presentation, *RESPONSES) if tag(response) != "response_extension"]
    names = [tag(response) for response in found]
    if not found:
        raise RefusedError(text("A text without answers asks nothing."))
    if len(found) > 1:
        if set(names) == {"response_lid"} and (_PAIRS & set(asked.kinds) or pairs.alike(found)):
            return pairs.matching(asked, found)
        raise RefusedError(_GAPS)
    rendering = next(
        below(found[0], "render_choice", "render_fib", "render_slider", "render_hotspot", "ims_render_object"), None
    )
    if (
        names[0] == "response_lid"
        and rendering is not None
        and tag(rendering) in {"render_choice", "ims_render_object"}
    ):
        if attribute(found[0], "rcardinality").strip().lower() == "ordered":
            return pairs.ordering(asked, found[0])
        return choices.choice(asked, found[0])
    if names[0] in {"response_str", "response_num"} or (rendering is not None and tag(rendering) == "render_fib"):
        return typed.typed(asked, found[0])
    kind = names[0] if rendering is None else tag(rendering)
    raise RefusedError(text("The question type “%(kind)s” is not among the kinds of questions here.", kind=kind[:40]))
