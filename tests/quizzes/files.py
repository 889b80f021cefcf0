"""Quiz files for tests: one question of each kind, and ways to change them."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import indent

from app.courses.rules import Definition
from app.courses.schemas import read_definition
from app.quizzes.rules import QuizFile
from app.quizzes.schemas import read_quizzes
from app.shared.errors import Problem
from tests.courses.samples import SMALL

WORDS = ("alpha", "bravo", "gamma", "delta")
UNMARKED = "unmarked: true\ntitle: {en: Warm-up, fr: Essai}\n"


def option(key: str, words: str, *, right: bool = False) -> str:
    marked = ", right: true" if right else ""
    return f"- {{key: {key}{marked}, text: {{en: {words}, fr: {words} fr}}}}"


def choice(key: str, words: Sequence[str] = WORDS, *, right: Sequence[int] = (0,), kind: str = "single") -> str:
    """Return a question whose options at the places `right` (from 0) are right."""
    options = [option(chr(97 + place), word, right=place in right) for place, word in enumerate(words)]
    lines = [
        f"- key: {key}",
        f"  kind: {kind}",
        "  category: 1 Concepts",
        "  difficulty: easy",
        "  objective: {en: Know it, fr: Le savoir}",
        f'  text: {{en: "Which {key}?", fr: "Lequel {key} ?"}}',
        "  options:",
        indent("\n".join(options), "    "),
        "  feedback: {en: Because., fr: Parce que.}",
    ]
    return "\n".join(lines)


def other(key: str, kind: str, answer: str) -> str:
    """Return a question of a kind without options; `answer` is the line that holds its answer."""
    lines = [
        f"- key: {key}",
        f"  kind: {kind}",
        "  difficulty: medium",
        "  objective: {en: Know it, fr: Le savoir}",
        f'  text: {{en: "What of {key}?", fr: "Et {key} ?"}}',
        f"  {answer}",
        "  feedback: {en: Because., fr: Parce que.}",
    ]
    return "\n".join(lines)


EVERY_KIND = (
    choice("one"),
    choice("many", right=(0, 1), kind="multiple"),
    other("yes_no", "true_false", "right: true"),
    other("count", "numeric", 'answer: "3.5"'),
    other("word", "short", "accepted: {en: [visa], fr: [visa]}"),
    other("pairs", "matching", "pairs: [{key: a, left: {en: L1, fr: G1}, right: {en: R1, fr: D1}}, "
          "{key: b, left: {en: L2, fr: G2}, right: {en: R2, fr: D2}}]"),
    other("steps", "ordering", "items: [{key: a, text: {en: First, fr: Un}}, {key: b, text: {en: Second, fr: Deux}}]"),
)  # fmt: skip


def quiz_file(*questions: str, quiz: str = "warm_up", head: str = UNMARKED) -> bytes:
    """Return the file of a quiz; without `head` it is a marked one."""
    return f"quiz: {quiz}\n{head}settings: {{}}\nquestions:\n{chr(10).join(questions)}\n".encode()


def small_definition() -> Definition:
    return read_definition(SMALL.encode())


def read(**files: bytes) -> tuple[tuple[QuizFile, ...], list[Problem]]:
    """Read files given by name without `.yaml`, for the small course."""
    return read_quizzes({f"{name}.yaml": raw for name, raw in files.items()}, small_definition())
