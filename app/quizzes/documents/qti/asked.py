"""An item with its one interaction: its text, its feedback, and how it judges an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from app.quizzes.documents.drafts import Draft, Effort, Part, RefusedError
from app.quizzes.documents.judging import Verdict
from app.quizzes.documents.qti.body import GAP, INLINE, part_of
from app.quizzes.documents.qti.processing import Item, item
from app.quizzes.documents.qti.values import Response, Several, Value
from app.quizzes.documents.texts import joined
from app.quizzes.documents.trees import Element, attribute, below, first, tag
from app.shared.wording import text


@dataclass
class Asked:
    """An item that asks for one answer."""

    element: Element
    body: Element
    interaction: Element
    stimuli: Sequence[Element] = ()
    effort: Effort = field(default_factory=Effort)

    @cached_property
    def item(self) -> Item:
        """Its variables and rules; where it states no rules, the standard one: the right answer brings the point."""
        found = item(self.element, self.effort)
        declared = self.response_in(found)
        if not found.scores:
            found.template = "match" if declared.correct is not None else "map" if declared.mapping is not None else ""
        return found

    def response_in(self, found: Item) -> Response:
        """Return the response that the interaction gives: the only one, where its name is mistaken."""
        name = attribute(self.interaction, "responseIdentifier")
        declared = found.responses.get(name) or (
            next(iter(found.responses.values())) if len(found.responses) == 1 else None
        )
        if declared is None:
            raise RefusedError(text("The file does not say which answer is right."))
        return declared

    @property
    def response(self) -> Response:
        """The response that the interaction gives."""
        return self.response_in(self.item)

    @property
    def text(self) -> Part:
        """The question: texts shared with other items, the body, the prompt."""
        prompt = first(self.interaction, "prompt")
        parts = [part_of(root) for root in (*self.stimuli, self.body)]
        asked = joined(*parts, *([] if prompt is None else [part_of(prompt)]))
        return asked if asked or tag(self.interaction) not in INLINE else Part(GAP)

    @cached_property
    def _blocks(self) -> list[Element]:
        return [*below(self.element, "modalfeedback", "feedbackblock", "feedbackinline")]

    @cached_property
    def feedback(self) -> dict[str, Part]:
        """Feedback by the name that a verdict calls it; feedback within an option belongs to that option."""
        return {
            str(number): part_of(block)
            for number, block in enumerate(self._blocks)
            if not any(tag(parent) in {"simplechoice", "inlinechoice"} for parent in block.iterancestors())
        }

    def judge(self, value: Value) -> Verdict:
        """Return what an answer earns and which feedback it shows. Raises `RefusedError`."""
        self.effort.spend(len(self._blocks))
        outcomes = self.item.run({self.response.name: value})
        return Verdict(self._points(outcomes.get(self.item.score)), frozenset(self._shown(outcomes)))

    def _points(self, value: Value) -> Fraction:
        if value is None:
            return Fraction(0)
        if isinstance(value, bool) or not isinstance(value, Fraction):
            raise RefusedError(text("Its scoring cannot be followed."))
        return value

    def _shown(self, outcomes: Mapping[str, Value]) -> list[str]:
        shown: list[str] = []
        for number, block in enumerate(self._blocks):
            value = outcomes.get(attribute(block, "outcomeIdentifier"))
            names = value.items if isinstance(value, Several) else (value,)
            hidden = attribute(block, "showHide", "show").strip().lower() == "hide"
            if (attribute(block, "identifier") in names) != hidden:
                shown.append(str(number))
        return shown

    def note_rules(self, draft: Draft) -> None:
        """Say that the file states which answer is right, but not how it is scored."""
        rules = first(self.element, "responseprocessing")
        stated = rules is not None and (
            len(rules) or attribute(rules, "template") or attribute(rules, "templateLocation")
        )
        draft.note(
            text("The file does not say how it is scored; here the right answer brings the point."), when=not stated
        )
