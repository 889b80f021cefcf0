"""Random questions of every kind, with texts that are hard on formats."""

from __future__ import annotations

import html
from dataclasses import replace
from fractions import Fraction

from hypothesis import strategies as st

from app.quizzes.rules import (
    FALSE,
    TRUE,
    Accepted,
    BankQuestion,
    Difficulty,
    Option,
    Question,
    QuestionKind,
    Scoring,
    TextFormat,
)

NASTY = [
    "a", "B", "é", "是", "ع", "1", " ", "\n", "::", ":", "#", "=", "~", "{", "}", "\\", "\\n", "->", "%50%", "[html]",
    "[", "]", "<b>", "</b>", "<", ">", "&amp;", "&", "*", "_", "`", "//", "$CATEGORY:", "A. ", "ANSWER: A", "|", "- ",
    "1. ", "####", "TRUE", "\u00a0", "“", "'", '"', "T", "\t", "]]>", "@@PLUGINFILE@@", "$$x$$",
]  # fmt: skip
LETTERS = "abcdefgh"

pieces = st.lists(st.sampled_from(NASTY), min_size=1, max_size=6)


def plain(draw) -> str:
    return (draw(st.sampled_from("xyzé是")) + "".join(draw(pieces)) + draw(st.sampled_from(["", ".", "?"]))).strip()


def marked(draw) -> str:
    """Some HTML, of letters that are hard on it."""
    inner = html.escape(plain(draw), quote=False)
    return draw(
        st.sampled_from(["<p>{}</p>", "<p>a</p><p>{}</p>", "{} <em>b</em>", "<ul><li>{}</li></ul>", "x<sub>2</sub> {}"])
    ).format(inner)


WRITE = {TextFormat.PLAIN: plain, TextFormat.MARKDOWN: plain, TextFormat.HTML: marked}
shares = st.sampled_from([Fraction(n, d) for d in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20) for n in range(-d, d + 1)])
gains = st.sampled_from([Fraction(1), Fraction(1, 2), Fraction(1, 3), Fraction(3, 4), Fraction(9, 10), Fraction(2, 7)])
decimals = st.decimals(-1000, 1000, places=3, allow_nan=False).map(lambda number: Fraction(str(number)))


@st.composite
def bank_questions(draw, kinds=tuple(QuestionKind)):
    """A question of one of the kinds, in English, with a place in the bank."""
    kind = draw(st.sampled_from(kinds))
    written = draw(st.sampled_from(TextFormat))

    def text():
        return {"en": WRITE[written](draw)}

    def maybe():
        return text() if draw(st.booleans()) else {}

    question = Question(
        kind=kind,
        text=text(),
        format=written,
        feedback=maybe(),
        scoring=draw(st.sampled_from(Scoring)),
        shuffle=draw(st.booleans()) and kind is not QuestionKind.TRUE_FALSE,
        difficulty=draw(st.sampled_from(Difficulty)),
        title=" ".join(plain(draw).split()),
    )
    question = PARTS[kind](draw, question, text, maybe)
    category = "/".join(draw(st.lists(st.sampled_from(["One", "2 Two", "Trois é", "a: b"]), max_size=3)))
    tags = tuple(dict.fromkeys(draw(st.lists(st.sampled_from(["law", "a b", "x]y", "é:1"]), max_size=2))))
    return BankQuestion(
        draw(st.from_regex(r"[a-z0-9][a-z0-9_]{0,8}[a-z0-9]", fullmatch=True)), question, category, tags
    )


def choice(draw, question, text, maybe):
    size = draw(st.integers(2, 5))
    options = [Option(LETTERS[place], text(), feedback=maybe()) for place in range(size)]
    several = question.kind is QuestionKind.MULTIPLE
    if draw(st.booleans()):
        worth = draw(st.lists(shares, min_size=size, max_size=size).filter(lambda found: max(found) > 0))
        best = 0 if several else max(worth)
        options = [
            replace(option, fraction=part, right=part > 0 if several else part == best)
            for option, part in zip(options, worth, strict=True)
        ]
    else:
        right = draw(st.sets(st.integers(0, size - 1), min_size=1, max_size=size if several else 1))
        options = [replace(option, right=place in right) for place, option in enumerate(options)]
    return replace(question, options=tuple(options))


def true_false(draw, question, text, maybe):
    right = draw(st.booleans())
    options = (
        Option(TRUE, {"en": "True"}, right=right, feedback=maybe()),
        Option(FALSE, {"en": "False"}, right=not right, feedback=maybe()),
    )
    return replace(question, options=options)


def numeric(draw, question, text, maybe):
    accepted = [
        Accepted(
            value=draw(decimals),
            tolerance=abs(draw(decimals)) if draw(st.booleans()) else Fraction(0),
            fraction=draw(gains),
            feedback=maybe(),
        )
        for _ in range(draw(st.integers(1, 3)))
    ]
    return replace(question, accepted=(replace(accepted[0], fraction=Fraction(1)), *accepted[1:]))


def short(draw, question, text, maybe):
    words = [" ".join(plain(draw).split()).replace("\\", "/") for _ in range(draw(st.integers(1, 3)))]
    accepted = [Accepted(words={"en": (word,)}, fraction=draw(gains), feedback=maybe()) for word in words]
    accepted[0] = replace(accepted[0], fraction=Fraction(1))
    return replace(question, accepted=tuple(accepted), match_case=draw(st.booleans()))


def matching(draw, question, text, maybe):
    options = [Option(LETTERS[place], text(), match=text()) for place in range(draw(st.integers(2, 3)))]
    return replace(question, options=tuple(options), distractors=tuple(text() for _ in range(draw(st.integers(0, 2)))))


def ordering(draw, question, text, maybe):
    return replace(question, options=tuple(Option(LETTERS[place], text()) for place in range(draw(st.integers(2, 4)))))


PARTS = {
    QuestionKind.SINGLE: choice,
    QuestionKind.MULTIPLE: choice,
    QuestionKind.TRUE_FALSE: true_false,
    QuestionKind.NUMERIC: numeric,
    QuestionKind.SHORT: short,
    QuestionKind.MATCHING: matching,
    QuestionKind.ORDERING: ordering,
}
