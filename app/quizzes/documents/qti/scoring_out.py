"""How a question is scored, as QTI's response processing; shares are kept exact by counting in whole parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from lxml import etree

from app.quizzes.documents.exporting import LeftOutError
from app.quizzes.documents.qti.xhtml import QTI, child
from app.quizzes.documents.trees import Element
from app.quizzes.rules import Question, QuestionKind, Scoring
from app.shared.wording import text

_RESPONSE = "RESPONSE"


@dataclass(frozen=True, slots=True)
class Branch:
    """A test for something typed, the share that it brings, and the feedback that it shows.

    `test`: the number and its tolerance, or the word and nothing.
    """

    test: tuple[str, str]
    share: Fraction
    feedback: str


def choices(question: Question, names: Sequence[str], declaration: Element) -> Element:
    """Return how a choice is scored; what options are worth goes into its declaration."""
    processing = _processing()
    shares = [Fraction(option.right) if option.fraction is None else option.fraction for option in question.options]
    best, several = max(shares, default=Fraction(0)), question.kind is QuestionKind.MULTIPLE
    if best <= 0 or (not several and best < 1):
        raise LeftOutError(text("None of its options is right."))
    explicit = any(option.fraction is not None for option in question.options)
    if not several and not explicit:
        _if_correct(processing)
    elif not several:
        _share_of_worth(_set_score(processing), _worths(declaration, names, shares))
    elif explicit:
        if sum(share for share in shares if share > 0) != 1:
            raise LeftOutError(text("The shares that its answers bring cannot be written exactly."))
        parts = _worths(declaration, names, shares)
        _if_correct(processing, otherwise=lambda place: _share_of_worth(place, parts))
    elif question.scoring is Scoring.ALL_OR_NOTHING:
        _if_correct(processing)
    else:
        _whole(question, names, declaration, processing)
    return processing


def _whole(question: Question, names: Sequence[str], declaration: Element, processing: Element) -> None:
    """Score right options chosen less wrong ones, or all options decided rightly."""
    right, size = len(question.right_keys), len(question.options)
    wrong = size - right
    if question.scoring is Scoring.RIGHT_MINUS_WRONG:
        gain, loss = Fraction(1, right), Fraction(-1, wrong) if wrong else Fraction(0)
        parts = _worths(declaration, names, [gain if option.right else loss for option in question.options])
        _if_correct(processing, otherwise=lambda place: _share_of_worth(place, parts))
        return
    _worths(declaration, names, [Fraction(1 if option.right else -1) for option in question.options], bounded=False)
    condition = child(processing, "responseCondition")
    answered = child(condition, "responseIf")
    child(child(child(answered, "not"), "isNull"), "variable", identifier=_RESPONSE)
    divided = child(_set_score(answered), "divide")
    total = child(divided, "sum")
    child(total, "mapResponse", identifier=_RESPONSE)
    _number(total, wrong)
    _number(divided, size)


def typed(branches: Sequence[Branch], *, numeric: bool, match_case: bool) -> Element:
    """Return how something typed is scored: by the first test that it passes."""
    processing = _processing()
    condition = child(processing, "responseCondition")
    for number, branch in enumerate(branches):
        inside = child(condition, "responseElseIf" if number else "responseIf")
        value, tolerance = branch.test
        if numeric:
            within = {"toleranceMode": "absolute", "tolerance": f"{tolerance} {tolerance}"}
            test = child(inside, "equal", **(within if tolerance != "0" else {"toleranceMode": "exact"}))
            child(test, "baseValue", value, baseType="float")
            child(test, "variable", identifier=_RESPONSE)
        else:
            test = child(inside, "stringMatch", caseSensitive=str(match_case).lower(), substring="false")
            child(test, "variable", identifier=_RESPONSE)
            child(test, "baseValue", value, baseType="string")
        _share(_set_score(inside), branch.share)
        if branch.feedback:
            set_identifier(inside, "FEEDBACK", branch.feedback)
    return processing


def pairs(scoring: Scoring, right: Sequence[str], declaration: Element) -> Element:
    """Return how pairs are scored."""
    processing = _processing()
    if scoring is Scoring.ALL_OR_NOTHING:
        _if_correct(processing)
        return processing
    loss = "-1" if scoring is Scoring.RIGHT_MINUS_WRONG else "0"
    mapping = child(declaration, "mapping", lowerBound="0", defaultValue=loss)
    for pair in right:
        child(mapping, "mapEntry", mapKey=pair, mappedValue="1")
    divided = child(_set_score(processing), "divide")
    child(divided, "mapResponse", identifier=_RESPONSE)
    _number(divided, len(right))
    return processing


def order(scoring: Scoring, right: Sequence[str]) -> Element:
    """Return how an order is scored: as a whole, or by entries in their place."""
    processing = _processing()
    if scoring is Scoring.ALL_OR_NOTHING:
        _if_correct(processing)
        return processing
    for place, name in enumerate(right, 1):
        inside = child(child(processing, "responseCondition"), "responseIf")
        test = child(inside, "match")
        child(child(test, "index", n=str(place)), "variable", identifier=_RESPONSE)
        child(test, "baseValue", name, baseType="identifier")
        total = child(_set_score(inside), "sum")
        child(total, "variable", identifier="SCORE")
        _number(total, 1)
    if scoring is Scoring.RIGHT_MINUS_WRONG:
        least = child(_set_score(processing), "max")
        _number(least, 0)
        difference = child(least, "subtract")
        doubled = child(difference, "product")
        child(doubled, "variable", identifier="SCORE")
        _number(doubled, 2)
        _number(difference, len(right))
    divided = child(_set_score(processing), "divide")
    child(divided, "variable", identifier="SCORE")
    _number(divided, len(right))
    return processing


def set_identifier(parent: Element, outcome: str, identifier: str) -> None:
    """Add the rule that an outcome is an identifier."""
    child(child(parent, "setOutcomeValue", identifier=outcome), "baseValue", identifier, baseType="identifier")


def set_variable(parent: Element, outcome: str, variable: str) -> None:
    """Add the rule that an outcome is what a variable is."""
    child(child(parent, "setOutcomeValue", identifier=outcome), "variable", identifier=variable)


def _processing() -> Element:
    return etree.Element(f"{{{QTI}}}responseProcessing")


def _set_score(parent: Element) -> Element:
    return child(parent, "setOutcomeValue", identifier="SCORE")


def _number(parent: Element, number: int) -> None:
    child(parent, "baseValue", str(number), baseType="float")


def _share(parent: Element, share: Fraction) -> None:
    """Add a share, as a division where it is none of one."""
    if share.denominator == 1:
        _number(parent, share.numerator)
        return
    divided = child(parent, "divide")
    _number(divided, share.numerator)
    _number(divided, share.denominator)


def _if_correct(processing: Element, otherwise: Callable[[Element], None] | None = None) -> None:
    condition = child(processing, "responseCondition")
    right = child(condition, "responseIf")
    test = child(right, "match")
    child(test, "variable", identifier=_RESPONSE)
    child(test, "correct", identifier=_RESPONSE)
    _number(_set_score(right), 1)
    if otherwise is not None:
        otherwise(_set_score(child(condition, "responseElse")))


def _worths(declaration: Element, names: Sequence[str], shares: Sequence[Fraction], *, bounded: bool = True) -> int:
    """Declare what each option is worth in whole parts; return how many parts make up the point."""
    parts = lcm(*(share.denominator for share in shares))
    bounds = {"lowerBound": "0", "upperBound": str(parts)} if bounded else {}
    mapping = child(declaration, "mapping", defaultValue="0", **bounds)
    for name, share in zip(names, shares, strict=True):
        child(mapping, "mapEntry", mapKey=name, mappedValue=str(int(share * parts)))
    return parts


def _share_of_worth(place: Element, parts: int) -> None:
    divided = child(place, "divide")
    child(divided, "mapResponse", identifier=_RESPONSE)
    _number(divided, parts)
