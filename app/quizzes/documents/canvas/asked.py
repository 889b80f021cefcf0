"""A QTI 1.2 item: its text, its feedback, and how it judges answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from app.quizzes.documents.canvas.conditions import Processing
from app.quizzes.documents.canvas.material import part_of
from app.quizzes.documents.drafts import Effort, Part, RefusedError
from app.quizzes.documents.texts import joined
from app.quizzes.documents.trees import Element, attribute, elements, first
from app.shared.wording import text


@dataclass
class Asked:
    """An item, its presentation, and what kinds it says to be."""

    element: Element
    presentation: Element
    kinds: Sequence[str]
    effort: Effort

    @property
    def text(self) -> Part:
        """The question."""
        return part_of(self.presentation)

    def text_with(self, response: Element) -> Part:
        """Return what is asked, with what stands in the response before its options."""
        return joined(self.text, part_of(response))

    @cached_property
    def processing(self) -> Processing:
        """The rules by which answers are judged. Raises `RefusedError`."""
        found = first(self.element, "resprocessing")
        if found is None:
            raise RefusedError(text("The file does not say which answer is right."))
        return Processing(found, self.effort)

    @cached_property
    def feedback(self) -> dict[str, Part]:
        """Feedback by its name; empty ones are left out."""
        found = {attribute(block, "ident"): part_of(block) for block in elements(self.element, "itemfeedback")}
        return {name: part for name, part in found.items() if part}
