"""QTI's response processing, run on a response: what it scores, and which feedback it shows. Pure.

Source: 1EdTech, QTI 2.2 Information Model, section 10, and the standard templates of every version.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from app.quizzes.documents.drafts import Effort, RefusedError
from app.quizzes.documents.qti.expressions import same, work_out
from app.quizzes.documents.qti.values import Outcome, Response, Several, Value, outcome, response
from app.quizzes.documents.trees import Element, attribute, elements, first, tag
from app.shared.wording import text

SCORE = "SCORE"
_SCORE_LIKE = re.compile(r"^(?!.*(?:max|min)).*score", re.IGNORECASE)
MOST_STEPS = 30_000
"""Expressions that are worked out for one question at most, over all the answers that are tried."""


class _Left(Exception):
    """Processing ends early (`exitResponse`)."""


@dataclass(slots=True)
class Item:
    """The variables of an item and the rules between them."""

    responses: Mapping[str, Response]
    declared: Mapping[str, Outcome]
    rules: Element | None
    template: str = ""
    effort: Effort = field(default_factory=Effort)
    steps: int = 0
    given: Mapping[str, Value] = field(default_factory=dict)
    outcomes: dict[str, Value] = field(default_factory=dict)

    def run(self, given: Mapping[str, Value]) -> Mapping[str, Value]:
        """Return the outcomes for responses by name. Raises `RefusedError` where the rules cannot be followed."""
        self.effort.spend(1 + sum(len(value.items) if isinstance(value, Several) else 1 for value in given.values()))
        self.given = given
        self.outcomes = {name: declared.value for name, declared in self.declared.items()}
        try:
            if self.template:
                self._standard()
            elif self.rules is not None:
                self._rules(elements(self.rules))
        except _Left:
            pass
        except (ArithmeticError, LookupError, TypeError, ValueError):
            raise RefusedError(text("Its scoring cannot be followed.")) from None
        return self.outcomes

    @property
    def scores(self) -> bool:
        """Whether the item says how it is scored."""
        return bool(self.template) or (self.rules is not None and any(True for _ in elements(self.rules)))

    @property
    def score(self) -> str:
        """The name of the outcome that holds the score: `SCORE`, or the one that comes closest."""
        if self.template or SCORE in self.declared:
            return SCORE
        numbers = (name for name, declared in self.declared.items() if isinstance(declared.value, Fraction))
        return next((name for name in numbers if _SCORE_LIKE.search(name)), SCORE)

    def variable(self, name: str) -> Value:
        """Return the present value of a response or an outcome."""
        if name in self.outcomes:
            return self.outcomes[name]
        if name in self.responses:
            return self.given.get(name)
        if name in {"completionStatus", "numAttempts", "duration"}:
            return None
        raise RefusedError(text("Its scoring names “%(name)s”, which the file does not declare.", name=name[:40]))

    def step(self) -> None:
        """Count a step."""
        self.effort.spend()
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise RefusedError(text("Its scoring is too involved to be followed."))

    def _standard(self) -> None:
        """Score the response by a standard template."""
        declared = self.responses.get("RESPONSE") or next(iter(self.responses.values()))
        value = self.given.get(declared.name)
        if self.template == "match":
            self.outcomes[SCORE] = Fraction(value is not None and same(value, declared.correct))
        elif declared.mapping is None:
            raise RefusedError(text("The file does not say which answer is right."))
        else:
            self.outcomes[SCORE] = Fraction(0) if value is None else declared.mapping.worth(value)

    def _rules(self, rules: Iterable[Element]) -> None:
        for rule in rules:
            self.step()
            name = tag(rule)
            if name == "responsecondition":
                self._condition(rule)
            elif name == "setoutcomevalue":
                self.outcomes[attribute(rule, "identifier")] = self._value_in(rule)
            elif name == "lookupoutcomevalue":
                self._look_up(rule)
            elif name == "responseprocessingfragment":
                self._rules(elements(rule))
            elif name == "exitresponse":
                raise _Left
            else:
                raise RefusedError(text("Its scoring uses “%(name)s”, which is not known here.", name=name[:40]))

    def _condition(self, rule: Element) -> None:
        for branch in elements(rule, "responseif", "responseelseif", "responseelse"):
            inside = list(elements(branch))
            if tag(branch) == "responseelse":
                self._rules(inside)
                return
            if inside and work_out(inside[0], self) is True:
                self._rules(inside[1:])
                return

    def _value_in(self, rule: Element) -> Value:
        inside = next(elements(rule), None)
        return None if inside is None else work_out(inside, self)

    def _look_up(self, rule: Element) -> None:
        name = attribute(rule, "identifier")
        source = self._value_in(rule)
        rows = self.declared[name].table if name in self.declared else ()
        if isinstance(source, Fraction):
            for lowest, included, value in rows:
                if source > lowest or (included and source == lowest):
                    self.outcomes[name] = value
                    return


def item(element: Element, effort: Effort) -> Item:
    """Return the variables and rules of an item; following them spends `effort`.

    Raises `RefusedError` for declarations that we have nothing for.
    """
    rules = first(element, "responseprocessing")
    responses = [response(found) for found in elements(element, "responsedeclaration")]
    outcomes = [outcome(found) for found in elements(element, "outcomedeclaration")]
    own_rules = rules is not None and any(True for _ in elements(rules))
    named = "" if rules is None else attribute(rules, "template") or attribute(rules, "templateLocation")
    return Item(
        {found.name: found for found in responses},
        {found.name: found for found in outcomes},
        rules,
        _template(named) if named and not own_rules else "",
        effort,
    )


def _template(address: str) -> str:
    """Return which of the standard templates an address names."""
    name = address.rstrip("/").rpartition("/")[2].removesuffix(".xml").lower()
    if "map_response_point" in name:
        raise RefusedError(text("Places on a picture are not among the kinds of answers here."))
    if "map_response" in name:
        return "map"
    if "match" in name:
        return "match"
    raise RefusedError(text("Its scoring uses “%(name)s”, which is not known here.", name=name[:40]))
