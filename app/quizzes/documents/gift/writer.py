"""Questions to GIFT: what its own words cannot say goes into tags, which Moodle keeps (see `marks`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from app.quizzes.documents.categories import to_path
from app.quizzes.documents.drafts import Part
from app.quizzes.documents.exporting import LeftOutError, Spoken, has_own_scoring, percentages, shares_of
from app.quizzes.documents.marks import MATCH_CASE, difficulty_marks, scoring_mark
from app.quizzes.documents.shares import exact_decimal
from app.quizzes.documents.texts import as_automatic
from app.quizzes.rules import TRUE, Accepted, Option, QuestionKind, Scoring, TextFormat
from app.shared.wording import text

_CONTROL = str.maketrans({letter: f"\\{letter}" for letter in "\\:#=~{}"} | {"\n": "\\n", "\r": None})
_ARROW = "->"


def file_of(questions: Sequence[tuple[Spoken, str]]) -> bytes:
    """Return a file of questions that `written` wrote, each under its category."""
    lines: list[str] = []
    category = ""
    for spoken, block in questions:
        if spoken.asked.category != category:
            category = spoken.asked.category
            lines += [f"$CATEGORY: {escaped_path(category)}", ""]
        lines += [block, ""]
    return "\n".join(lines).encode()


def escaped_path(category: str) -> str:
    """Return the path of a category, on one line and with control characters escaped."""
    return _escaped(" ".join(to_path(category).split()))


def written(spoken: Spoken) -> str:
    """Return a question as GIFT has it. Raises `LeftOutError`."""
    question = spoken.question
    answers = _ANSWERS[question.kind](spoken)
    general = spoken.feedback_of(question)
    ending = f"\n\t####{_named(general)}" if general else ""
    spoken.note(text("Its options are shuffled, for this format cannot say otherwise."), when=_keeps_order(spoken))
    marks = "".join(f" [tag:{_bracketed(tag)}]" for tag in (*spoken.asked.tags, *_marks(spoken)))
    named = f"::{_escaped(spoken.title)}::[{question.format.value}]{_escaped(_line(spoken.text))}"
    return f"// [id:{_bracketed(spoken.asked.key)}]{marks}\n{named}{{{answers}{ending}\n}}"


def _marks(spoken: Spoken) -> Iterator[str]:
    question = spoken.question
    yield from difficulty_marks(question)
    if question.kind is QuestionKind.SHORT and question.match_case:
        spoken.note(
            text("Other systems take capitals and small letters for the same: the format cannot say otherwise.")
        )
        yield MATCH_CASE
    matched_otherwise = question.kind is QuestionKind.MATCHING and question.scoring is not Scoring.PER_OPTION
    ordered_otherwise = question.kind is QuestionKind.ORDERING and question.scoring is Scoring.RIGHT_MINUS_WRONG
    if matched_otherwise or ordered_otherwise:
        spoken.note(text("Other systems count each right part; here the question is scored differently."))
    if matched_otherwise or ordered_otherwise or has_own_scoring(question):
        yield scoring_mark(question.scoring)


def _keeps_order(spoken: Spoken) -> bool:
    kinds = {QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.MATCHING}
    return spoken.question.kind in kinds and not spoken.question.shuffle


def _line(part: Part) -> str:
    """Return a text; the line ends of HTML are mere space."""
    return " ".join(part.text.split("\n")) if part.format is TextFormat.HTML else part.text


def _escaped(written: str) -> str:
    return written.translate(_CONTROL)


def _bracketed(written: str) -> str:
    return " ".join(written.split()).replace("]", "\\]")


def _named(part: Part) -> str:
    """Return a text; with its format where it would be taken for a weight or for a format."""
    said = _escaped(_line(part))
    return f"[{part.format.value}]{said}" if said.startswith(("[", "%")) else said


def _feedback(part: Part) -> str:
    return f"#{_named(part)}" if part else ""


def _choice(spoken: Spoken) -> str:
    shares = shares_of(spoken)
    single = spoken.question.kind is QuestionKind.SINGLE
    if single and 1 not in shares:
        raise LeftOutError(text("None of its options is right."))
    if not single and (max(shares) <= 0 or not all(-1 <= share <= 1 for share in shares)):
        raise LeftOutError(text("The shares that its answers bring cannot be written exactly."))
    weights = [percentages([share])[0] for share in shares] if single else percentages(shares)
    lines: list[str] = []
    best = shares.index(Fraction(1)) if single else -1
    for place, (option, share, weight) in enumerate(zip(spoken.question.options, shares, weights, strict=True)):
        sign = "=" if place == best else "~" if share == 0 else f"~%{weight}%"
        lines.append(f"\n\t{sign}{_named(spoken.part(option.text))}{_feedback(spoken.feedback_of(option))}")
    return "".join(lines)


def _true_false(spoken: Spoken) -> str:
    right = spoken.question.right_keys
    if len(right) != 1:
        raise LeftOutError(text("None of its options is right."))
    told = {option.key == right[0]: spoken.feedback_of(option) for option in spoken.question.options}
    both = f"{_feedback(told[False]) or '#'}{_feedback(told[True])}" if told[True] else _feedback(told[False])
    return f"{'TRUE' if right[0] == TRUE else 'FALSE'}{both}"


def _numeric(spoken: Spoken) -> str:
    lines = [
        f"\n\t=%{_weight(accepted)}%{_interval(accepted)}{_feedback(spoken.feedback_of(accepted))}"
        for accepted in spoken.question.accepted
    ]
    return f"#{''.join(lines)}"


def _interval(accepted: Accepted) -> str:
    value = None if accepted.value is None else exact_decimal(accepted.value)
    tolerance = exact_decimal(accepted.tolerance)
    if value is None or tolerance is None:
        raise LeftOutError(text("A number in it has no end as a decimal number."))
    return f"{value}:{tolerance}"


def _weight(accepted: Accepted) -> str:
    return percentages([accepted.fraction])[0]


def _short(spoken: Spoken) -> str:
    lines: list[str] = []
    for accepted in spoken.question.accepted:
        feedback = spoken.feedback_of(accepted)
        for word in spoken.words(accepted):
            said = f"[plain]{_escaped(word)}" if word.startswith("[") else _escaped(word)
            lines.append(f"\n\t=%{_weight(accepted)}%{said}{_feedback(feedback)}")
    if any(_ARROW in line for line in lines):
        raise LeftOutError(text("It has an arrow (->) in an answer, which this format takes for a pair."))
    return "".join(lines)


def _matching(spoken: Spoken) -> str:
    pairs = [(_named(spoken.part(left.text)), _right(spoken, left)) for left in spoken.question.options]
    pairs += [("", _matched(spoken.part(side))) for side in spoken.question.distractors]
    if any(_ARROW in left for left, _ in pairs):
        raise LeftOutError(text("It has an arrow (->) in an answer, which this format takes for a pair."))
    return "".join(f"\n\t={left} {_ARROW} {right}" for left, right in pairs)


def _right(spoken: Spoken, left: Option) -> str:
    spoken.note(text("Feedback on single entries is not carried."), when=spoken.feedback_of(left))
    return _matched(spoken.part(left.match))


def _matched(part: Part) -> str:
    return _escaped(as_automatic(part) if part.format is TextFormat.HTML else part.text)


def _ordering(spoken: Spoken) -> str:
    grading = "ALL_OR_NOTHING" if spoken.question.scoring is Scoring.ALL_OR_NOTHING else "ABSOLUTE_POSITION"
    entries = [_named(spoken.part(option.text)) for option in spoken.question.options]
    told = any(spoken.feedback_of(option) for option in spoken.question.options)
    spoken.note(text("Feedback on single entries is not carried."), when=told)
    return "\n".join([f">{len(entries)} ALL VERTICAL {grading} SHOW none", *entries])


_ANSWERS: Mapping[QuestionKind, Callable[[Spoken], str]] = {
    QuestionKind.SINGLE: _choice,
    QuestionKind.MULTIPLE: _choice,
    QuestionKind.TRUE_FALSE: _true_false,
    QuestionKind.NUMERIC: _numeric,
    QuestionKind.SHORT: _short,
    QuestionKind.MATCHING: _matching,
    QuestionKind.ORDERING: _ordering,
}
