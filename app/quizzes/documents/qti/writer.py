"""Questions to QTI 2.1: items, and how each is scored, so that every reader of the standard scores them alike.

Source: 1EdTech, QTI 2.1 Assessment Test, Section and Item Information Model.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from app.quizzes.documents.drafts import Part
from app.quizzes.documents.exporting import LeftOutError, Spoken
from app.quizzes.documents.qti import scoring_out as rules
from app.quizzes.documents.qti.xhtml import QTI, Texts, child
from app.quizzes.documents.shares import exact_decimal
from app.quizzes.documents.trees import Element
from app.quizzes.rules import Accepted, QuestionKind
from app.shared.wording import text

_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_STAR = re.compile(r"(?<!\\)\*")
_CHOICES = frozenset({QuestionKind.SINGLE, QuestionKind.TRUE_FALSE, QuestionKind.MULTIPLE})


@dataclass(frozen=True, slots=True)
class WrittenItem:
    """An item as a file of a package, and the pictures that it shows."""

    identifier: str
    raw: bytes
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def written(spoken: Spoken) -> WrittenItem:
    """Return a question as an item. Raises `LeftOutError`."""
    key = spoken.asked.key
    identifier = key if _NAME.fullmatch(key) else f"_{re.sub('[^A-Za-z0-9_.-]', '_', key)}"
    item = etree.Element(f"{{{QTI}}}assessmentItem", nsmap={None: QTI, "xsi": _XSI})
    item.set(f"{{{_XSI}}}schemaLocation", f"{QTI} http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd")
    for name, value in {
        "identifier": identifier,
        "title": spoken.title,
        "adaptive": "false",
        "timeDependent": "false",
    }.items():
        item.set(name, value)
    texts = Texts()
    _write(_Item(spoken, item, texts))
    raw: bytes = etree.tostring(item, encoding="UTF-8", xml_declaration=True, pretty_print=False)
    return WrittenItem(identifier, raw, texts.pictures)


@dataclass(slots=True)
class _Item:
    """An item as it is written: its declarations first, then its body, its rules, its feedback."""

    spoken: Spoken
    element: Element
    texts: Texts
    feedback: list[tuple[str, str, Part]] = field(default_factory=list)
    """Outcome, identifier and text of each feedback."""

    def tell(self, outcome: str, identifier: str, part: Part) -> bool:
        """Keep a feedback, if there is one."""
        if part:
            self.feedback.append((outcome, identifier, part))
        return bool(part)


def _write(item: _Item) -> None:
    spoken = item.spoken
    general = item.tell("GENERAL", "general", spoken.feedback_of(spoken.question))
    kind = spoken.question.kind
    if kind in _CHOICES:
        declaration, body, processing = _choice(item)
    elif kind in {QuestionKind.NUMERIC, QuestionKind.SHORT}:
        declaration, body, processing = _typed(item)
    else:
        told = any(spoken.feedback_of(option) for option in spoken.question.options)
        spoken.note(text("Feedback on single entries is not carried."), when=told)
        declaration, body, processing = _matching(item) if kind is QuestionKind.MATCHING else _ordering(item)
    item.element.append(declaration)
    several = kind is QuestionKind.MULTIPLE
    _outcomes(item, several=several)
    item.element.append(body)
    if general:
        rules.set_identifier(processing, "GENERAL", "general")
    item.element.append(processing)
    for outcome, identifier, part in item.feedback:
        block = child(item.element, "modalFeedback", outcomeIdentifier=outcome, identifier=identifier, showHide="show")
        item.texts.block(block, part)


def _outcomes(item: _Item, *, several: bool) -> None:
    score = child(item.element, "outcomeDeclaration", identifier="SCORE", cardinality="single", baseType="float")
    child(child(score, "defaultValue"), "value", "0")
    highest = child(item.element, "outcomeDeclaration", identifier="MAXSCORE", cardinality="single", baseType="float")
    child(child(highest, "defaultValue"), "value", "1")
    for name in dict.fromkeys(outcome for outcome, _, _ in item.feedback):
        cardinality = "multiple" if several and name == "FEEDBACK" else "single"
        child(item.element, "outcomeDeclaration", identifier=name, cardinality=cardinality, baseType="identifier")


def _declaration(cardinality: str, base: str, correct: Sequence[str]) -> Element:
    made = etree.Element(f"{{{QTI}}}responseDeclaration", identifier="RESPONSE", cardinality=cardinality, baseType=base)
    if correct:
        stated = child(made, "correctResponse")
        for value in correct:
            child(stated, "value", value)
    return made


def _body(item: _Item) -> Element:
    body = etree.Element(f"{{{QTI}}}itemBody")
    item.texts.block(body, item.spoken.text)
    return body


Parts = tuple[Element, Element, Element]


def _choice(item: _Item) -> Parts:
    spoken, question = item.spoken, item.spoken.question
    several = question.kind is QuestionKind.MULTIPLE
    names = _names([option.key for option in question.options])
    right = [name for name, option in zip(names, question.options, strict=True) if option.right]
    declaration = _declaration("multiple" if several else "single", "identifier", right if several else right[:1])
    body = _body(item)
    interaction = child(
        body, "choiceInteraction", responseIdentifier="RESPONSE", shuffle=str(question.shuffle).lower(),
        maxChoices="0" if several else "1",
    )  # fmt: skip
    for name, option in zip(names, question.options, strict=True):
        item.texts.inline(child(interaction, "simpleChoice", identifier=name), spoken.part(option.text))
    processing = rules.choices(question, names, declaration)
    told = [
        item.tell("FEEDBACK", name, spoken.feedback_of(option))
        for name, option in zip(names, question.options, strict=True)
    ]
    if any(told):
        rules.set_variable(processing, "FEEDBACK", "RESPONSE")
    return declaration, body, processing


def _typed(item: _Item) -> Parts:
    spoken, question = item.spoken, item.spoken.question
    numeric = question.kind is QuestionKind.NUMERIC
    branches: list[rules.Branch] = []
    for number, accepted in enumerate(question.accepted, 1):
        name = f"answer_{number}"
        told = item.tell("FEEDBACK", name, spoken.feedback_of(accepted))
        tests = [_interval(accepted)] if numeric else [_word(word) for word in spoken.words(accepted)]
        branches += [rules.Branch(test, accepted.fraction, name if told else "") for test in tests]
    correct = [branches[0].test[0]] if branches else []
    declaration = _declaration("single", "float" if numeric else "string", correct)
    body = _body(item)
    paragraph = child(body, "p")
    child(paragraph, "textEntryInteraction", responseIdentifier="RESPONSE", expectedLength="20")
    return declaration, body, rules.typed(branches, numeric=numeric, match_case=question.match_case)


def _interval(accepted: Accepted) -> tuple[str, str]:
    value = None if accepted.value is None else exact_decimal(accepted.value)
    tolerance = exact_decimal(accepted.tolerance)
    if value is None or tolerance is None:
        raise LeftOutError(text("A number in it has no end as a decimal number."))
    return value, tolerance


def _word(word: str) -> tuple[str, str]:
    if _STAR.search(word):
        raise LeftOutError(text("Any letters (*) in an answer cannot be written in this format."))
    return word.replace("\\*", "*"), ""


def _matching(item: _Item) -> Parts:
    spoken, question = item.spoken, item.spoken.question
    left = _names([option.key for option in question.options])
    sides = [spoken.part(side) for side in (*(option.match for option in question.options), *question.distractors)]
    names: dict[str, str] = {}
    for side in sides:
        names.setdefault(side.text, f"right_{len(names) + 1}")
    pairs = [f"{name} {names[side.text]}" for name, side in zip(left, sides, strict=False)]
    declaration = _declaration("multiple", "directedPair", pairs)
    body = _body(item)
    interaction = child(
        body, "matchInteraction", responseIdentifier="RESPONSE", shuffle=str(question.shuffle).lower(),
        maxAssociations=str(len(left)),
    )  # fmt: skip
    first, second = child(interaction, "simpleMatchSet"), child(interaction, "simpleMatchSet")
    for name, option in zip(left, question.options, strict=True):
        entry = child(first, "simpleAssociableChoice", identifier=name, matchMax="1")
        item.texts.inline(entry, spoken.part(option.text))
    for said, name in names.items():
        entry = child(second, "simpleAssociableChoice", identifier=name, matchMax="0")
        item.texts.inline(entry, Part(said, question.format))
    return declaration, body, rules.pairs(question.scoring, pairs, declaration)


def _ordering(item: _Item) -> Parts:
    spoken, question = item.spoken, item.spoken.question
    names = _names([option.key for option in question.options])
    declaration = _declaration("ordered", "identifier", names)
    body = _body(item)
    interaction = child(body, "orderInteraction", responseIdentifier="RESPONSE", shuffle="true")
    for name, option in zip(names, question.options, strict=True):
        item.texts.inline(child(interaction, "simpleChoice", identifier=name), spoken.part(option.text))
    return declaration, body, rules.order(question.scoring, names)


def _names(keys: Sequence[str]) -> list[str]:
    """Return identifiers for options: their keys, where all of these can be ones."""
    fit = all(_NAME.fullmatch(key) for key in keys)
    return list(keys) if fit else [f"choice_{number}" for number, _ in enumerate(keys, 1)]
