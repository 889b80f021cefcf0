"""QTI 1.2's response processing, run on answers: what they score, and which feedback they show. Pure.

Source: IMS Question & Test Interoperability: ASI Information Model 1.2, sections on `resprocessing`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

from app.quizzes.documents.drafts import Effort, RefusedError
from app.quizzes.documents.judging import Verdict
from app.quizzes.documents.shares import number
from app.quizzes.documents.trees import Element, attribute, elements, tag, words_in
from app.shared.wording import text

Given: TypeAlias = "frozenset[str] | str | Fraction"
"""The labels that were chosen, the words or the number that was typed."""

MOST_STEPS = 30_000
_RIGHT = "correct"
_LIKELY = ("SCORE", "QUE_SCORE")


@dataclass
class Processing:
    """The rules of an item."""

    element: Element
    effort: Effort
    steps: int = 0

    def judge(self, given: Mapping[str, Given]) -> Verdict:
        """Return what answers earn, by the names of the responses. Raises `RefusedError` for rules beyond ours."""
        self.effort.spend(self._size)
        scores = dict(self._starts())
        shown: set[str] = set()
        for condition in elements(self.element, "respcondition"):
            if not self._holds(condition, given):
                continue
            actions = list(elements(condition, "setvar"))
            for action in actions:
                self._act(scores, action)
            names = {attribute(feedback, "linkrefid") for feedback in elements(condition, "displayfeedback")}
            shown |= names
            if _RIGHT in names and not self._sets_points:
                return Verdict(Fraction(1), frozenset(shown))
            if _ends(condition, actions):
                break
        return Verdict(self._bounded(scores), frozenset(shown))

    @cached_property
    def _size(self) -> int:
        """How many elements its rules have: judging an answer looks at each of them at most."""
        return sum(1 for _ in self.element.iter())

    @cached_property
    def _sets_points(self) -> bool:
        """Whether any rule gives points; Blackboard sometimes only shows the feedback named `correct`."""
        actions = [
            action for condition in elements(self.element, "respcondition") for action in elements(condition, "setvar")
        ]
        return any(words_in(action).strip("0. ") for action in actions)

    def _starts(self) -> Sequence[tuple[str, Fraction]]:
        return [(name, _amount(attribute(declared, "defaultval"))) for name, declared in self._declared.items()]

    @property
    def _declared(self) -> Mapping[str, Element]:
        outcomes = [found for outcome in elements(self.element, "outcomes") for found in elements(outcome, "decvar")]
        return {attribute(found, "varname", "SCORE").upper() or "SCORE": found for found in outcomes}

    def _bounded(self, scores: Mapping[str, Fraction]) -> Fraction:
        name = next((name for name in _LIKELY if name in scores), next(iter(scores), "SCORE"))
        points = scores.get(name, Fraction(0))
        declared = self._declared.get(name)
        lowest, highest = (
            ("", "") if declared is None else (attribute(declared, "minvalue"), attribute(declared, "maxvalue"))
        )
        points = max(points, _amount(lowest)) if lowest.strip() else points
        return min(points, _amount(highest)) if highest.strip() and _amount(highest) > 0 else points

    def _act(self, scores: dict[str, Fraction], action: Element) -> None:
        name = (attribute(action, "varname") or attribute(action, "variablename") or "SCORE").upper()
        written = words_in(action)
        if written.upper().endswith((".MAX", ".MIN")):
            amount = self._limit(name, written[-3:].lower())
        else:
            amount = _amount(written)
        before = scores.get(name, Fraction(0))
        how = attribute(action, "action", "Set").strip().lower()
        if how not in _ACTIONS:
            raise RefusedError(text("Its scoring uses “%(name)s”, which is not known here.", name=how[:40]))
        scores[name] = _ACTIONS[how](before, amount)

    def _limit(self, name: str, which: str) -> Fraction:
        declared = self._declared.get(name)
        stated = "" if declared is None else attribute(declared, f"{which}value").strip()
        return _amount(stated) if stated and _amount(stated) else Fraction(which == "max")

    def _holds(self, condition: Element, given: Mapping[str, Given]) -> bool:
        variables = list(elements(condition, "conditionvar"))
        return bool(variables) and all(self._all(variable, given) for variable in variables)

    def _all(self, parent: Element, given: Mapping[str, Given]) -> bool:
        """Tell whether the parts of a condition hold: all of them; any, where each names another single answer."""
        parts = list(elements(parent))
        results = [self._part(part, given) for part in parts]
        alternatives = len(parts) > 1 and {tag(part) for part in parts} == {"varequal"}
        names = {attribute(part, "respident") for part in parts}
        if alternatives and len(names) == 1 and not _many(given.get(names.pop())):
            return any(results)
        return all(results)

    def _part(self, part: Element, given: Mapping[str, Given]) -> bool:
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise RefusedError(text("Its scoring is too involved to be followed."))
        name = tag(part)
        if name == "and":
            return all(self._part(inner, given) for inner in elements(part))
        if name == "or":
            return any(self._part(inner, given) for inner in elements(part))
        if name == "not":
            return not all(self._part(inner, given) for inner in elements(part))
        if name == "other":
            return True
        answer = given.get(attribute(part, "respident"))
        if name == "unanswered":
            return answer is None or answer == frozenset()
        if name not in _TESTS:
            raise RefusedError(text("Its scoring uses “%(name)s”, which is not known here.", name=name[:40]))
        return answer is not None and _TESTS[name](part, answer)


_ACTIONS: Mapping[str, Callable[[Fraction, Fraction], Fraction]] = {
    "set": lambda _, amount: amount,
    "add": lambda before, amount: before + amount,
    "subtract": lambda before, amount: before - amount,
    "multiply": lambda before, amount: before * amount,
    "divide": lambda before, amount: before / amount if amount else before,
}


def _ends(condition: Element, actions: Sequence[Element]) -> bool:
    """Tell whether nothing after a condition counts. Files that only add up points seldom say that they go on."""
    stated = attribute(condition, "continue").strip().lower()
    sets = any(attribute(action, "action", "Set").strip().lower() == "set" for action in actions)
    return stated == "no" if stated else sets


def _many(answer: Given | None) -> bool:
    return isinstance(answer, frozenset) and len(answer) != 1


def _equals(part: Element, answer: Given) -> bool:
    wanted = words_in(part)
    if isinstance(answer, frozenset):
        return wanted in answer
    if isinstance(answer, Fraction):
        return is_number(wanted) and number(wanted) == answer
    if attribute(part, "case", "No").strip().lower() == "yes":
        return wanted == answer.strip()
    return wanted.casefold() == answer.strip().casefold()


def _subset(part: Element, answer: Given) -> bool:
    wanted = frozenset(word.strip() for word in words_in(part).split(","))
    if not isinstance(answer, frozenset):
        return str(answer) in wanted
    exact = attribute(part, "setmatch", "Exact").strip().lower() == "exact"
    return answer == wanted if exact else bool(answer & wanted)


def _ordered(test: Callable[[Fraction, Fraction], bool]) -> Callable[[Element, Given], bool]:
    return lambda part, answer: isinstance(answer, Fraction) and test(answer, number(words_in(part)))


_TESTS: Mapping[str, Callable[[Element, Given], bool]] = {
    "varequal": _equals,
    "varsubset": _subset,
    "varlt": _ordered(lambda answer, limit: answer < limit),
    "varlte": _ordered(lambda answer, limit: answer <= limit),
    "vargt": _ordered(lambda answer, limit: answer > limit),
    "vargte": _ordered(lambda answer, limit: answer >= limit),
}
LIMITS = frozenset({"varlt", "varlte", "vargt", "vargte"})


def _amount(written: str) -> Fraction:
    return number(written) if written.strip() else Fraction(0)


def is_number(written: str) -> bool:
    """Tell whether something can be read as a number."""
    try:
        number(written)
    except RefusedError:
        return False
    return True
