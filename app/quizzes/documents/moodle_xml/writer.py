"""Questions to Moodle XML: what it cannot say itself goes into tags, which Moodle keeps (see `marks`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from lxml import etree

from app.quizzes.documents.categories import to_path
from app.quizzes.documents.drafts import NOTHING, Part
from app.quizzes.documents.exporting import LeftOutError, Spoken, has_own_scoring, percentages, shares_of
from app.quizzes.documents.marks import difficulty_marks, scoring_mark
from app.quizzes.documents.shares import MOODLE, exact_decimal
from app.quizzes.documents.texts import as_automatic
from app.quizzes.documents.trees import Element
from app.quizzes.rules import FALSE, TRUE, Accepted, Option, QuestionKind, Scoring, TextFormat
from app.shared.wording import text

_FORMATS = {TextFormat.PLAIN: "plain_text", TextFormat.MARKDOWN: "markdown", TextFormat.HTML: "html"}
_TYPES = {
    QuestionKind.SINGLE: "multichoice",
    QuestionKind.MULTIPLE: "multichoice",
    QuestionKind.TRUE_FALSE: "truefalse",
    QuestionKind.NUMERIC: "numerical",
    QuestionKind.SHORT: "shortanswer",
    QuestionKind.MATCHING: "matching",
    QuestionKind.ORDERING: "ordering",
}


def file_of(questions: Sequence[tuple[Spoken, Element]]) -> bytes:
    """Return a file of questions that `written` wrote, each under its category."""
    root = etree.Element("quiz")
    category = ""
    for spoken, element in questions:
        if spoken.asked.category != category:
            category = spoken.asked.category
            folder = etree.SubElement(root, "question", type="category")
            _text(_child(folder, "category"), to_path(category))
        root.append(element)
    raw: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return raw


def written(spoken: Spoken) -> Element:
    """Return a question as Moodle XML has it. Raises `LeftOutError`."""
    question = spoken.question
    element = etree.Element("question", type=_TYPES[question.kind])
    _text(_child(element, "name"), spoken.title)
    _part(_child(element, "questiontext"), spoken.text)
    _part(_child(element, "generalfeedback"), spoken.feedback_of(question))
    _child(element, "defaultgrade", "1")
    _child(element, "penalty", "0")
    _child(element, "hidden", "0")
    _child(element, "idnumber", spoken.asked.key)
    _ANSWERS[question.kind](spoken, element)
    tags = [*spoken.asked.tags, *difficulty_marks(question), *_scoring_marks(spoken)]
    folder = _child(element, "tags") if tags else None
    for tag in tags:
        _text(_child(folder, "tag"), tag)
    return element


def _scoring_marks(spoken: Spoken) -> Iterator[str]:
    question = spoken.question
    matched_otherwise = question.kind is QuestionKind.MATCHING and question.scoring is not Scoring.PER_OPTION
    ordered_otherwise = question.kind is QuestionKind.ORDERING and question.scoring is Scoring.RIGHT_MINUS_WRONG
    if matched_otherwise or ordered_otherwise:
        spoken.note(text("Other systems count each right part; here the question is scored differently."))
    if matched_otherwise or ordered_otherwise or has_own_scoring(question):
        yield scoring_mark(question.scoring)


def _child(parent: Element, name: str, written: str | None = None) -> Element:
    element = etree.SubElement(parent, name)
    if written is not None:
        element.text = written
    return element


def _text(parent: Element, written: str) -> None:
    element = etree.SubElement(parent, "text")
    element.text = etree.CDATA(written) if any(sign in written for sign in "<&") and "]]>" not in written else written


def _part(element: Element, part: Part) -> None:
    element.set("format", _FORMATS[part.format])
    _text(element, part.text)


def _answer(parent: Element, percentage: str, said: Part, feedback: Part) -> Element:
    element = etree.SubElement(parent, "answer", fraction=percentage)
    _part(element, said)
    _part(_child(element, "feedback"), feedback)
    return element


def _choice(spoken: Spoken, element: Element) -> None:
    question = spoken.question
    shares = shares_of(spoken)
    if max(shares, default=Fraction(0)) <= 0:
        raise LeftOutError(text("None of its options is right."))
    single = question.kind is QuestionKind.SINGLE
    _child(element, "single", str(single).lower())
    _child(element, "shuffleanswers", str(question.shuffle).lower())
    _child(element, "answernumbering", "abc")
    weights = [percentages([share])[0] for share in shares] if single else percentages(shares)
    _note_shares(spoken, shares)
    for option, weight in zip(question.options, weights, strict=True):
        _answer(element, weight, spoken.part(option.text), spoken.feedback_of(option))


def _note_shares(spoken: Spoken, shares: Sequence[Fraction]) -> None:
    spoken.note(text("Moodle does not know one of its shares, and takes the nearest."), when=not set(shares) <= MOODLE)


def _true_false(spoken: Spoken, element: Element) -> None:
    options: Mapping[str, Option] = {option.key: option for option in spoken.question.options}
    if len(spoken.question.right_keys) != 1:
        raise LeftOutError(text("None of its options is right."))
    for key in (TRUE, FALSE):
        _answer(element, "100" if options[key].right else "0", Part(key), spoken.feedback_of(options[key]))


def _short(spoken: Spoken, element: Element) -> None:
    _child(element, "usecase", str(int(spoken.question.match_case)))
    for accepted in spoken.question.accepted:
        for word in spoken.words(accepted):
            _answer(element, _weight(spoken, accepted), Part(word), spoken.feedback_of(accepted))


def _numeric(spoken: Spoken, element: Element) -> None:
    for accepted in spoken.question.accepted:
        value = None if accepted.value is None else exact_decimal(accepted.value)
        tolerance = exact_decimal(accepted.tolerance)
        if value is None or tolerance is None:
            raise LeftOutError(text("A number in it has no end as a decimal number."))
        answer = _answer(element, _weight(spoken, accepted), Part(value), spoken.feedback_of(accepted))
        _child(answer, "tolerance", tolerance)


def _weight(spoken: Spoken, accepted: Accepted) -> str:
    _note_shares(spoken, [accepted.fraction])
    return percentages([accepted.fraction])[0]


def _matching(spoken: Spoken, element: Element) -> None:
    question = spoken.question
    _child(element, "shuffleanswers", str(question.shuffle).lower())
    spoken.note(text("Feedback on single entries is not carried."), when=_entries_told(spoken))
    pairs = [(spoken.part(option.text), spoken.part(option.match)) for option in question.options]
    pairs += [(NOTHING, spoken.part(side)) for side in question.distractors]
    for left, right in pairs:
        pair = _child(element, "subquestion")
        _part(pair, left)
        _text(_child(pair, "answer"), as_automatic(right))


def _ordering(spoken: Spoken, element: Element) -> None:
    all_or_nothing = spoken.question.scoring is Scoring.ALL_OR_NOTHING
    spoken.note(text("Feedback on single entries is not carried."), when=_entries_told(spoken))
    _child(element, "layouttype", "VERTICAL")
    _child(element, "selecttype", "ALL")
    _child(element, "selectcount", "0")
    _child(element, "gradingtype", "ALL_OR_NOTHING" if all_or_nothing else "ABSOLUTE_POSITION")
    _child(element, "showgrading", "SHOW")
    _child(element, "numberingstyle", "none")
    for place, option in enumerate(spoken.question.options, 1):
        answer = etree.SubElement(element, "answer", fraction=str(place))
        _part(answer, spoken.part(option.text))


def _entries_told(spoken: Spoken) -> bool:
    return any(spoken.feedback_of(option) for option in spoken.question.options)


_ANSWERS: Mapping[QuestionKind, Callable[[Spoken, Element], None]] = {
    QuestionKind.SINGLE: _choice,
    QuestionKind.MULTIPLE: _choice,
    QuestionKind.TRUE_FALSE: _true_false,
    QuestionKind.NUMERIC: _numeric,
    QuestionKind.SHORT: _short,
    QuestionKind.MATCHING: _matching,
    QuestionKind.ORDERING: _ordering,
}
