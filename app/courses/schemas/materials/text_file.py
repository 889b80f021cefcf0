"""One Markdown file: its name, its front matter, its body, and the lines on which they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markdown_it.token import Token
from marshmallow import ValidationError

from app.courses.rules.materials.markdown import Outline, outline, parse
from app.shared.definitions.faults import flat
from app.shared.definitions.section import Section
from app.shared.definitions.source import Source, read_source
from app.shared.errors import Problem, Unreadable
from app.shared.wording import Text, text

LARGEST_TEXT = 200_000
_NAME = re.compile(r"([a-z0-9][a-z0-9_-]{0,59})\.([a-z]{2})\.md")
_FRONT = re.compile(r"---\n(.*?\n)?---(?:\n|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class TextFile:
    """A Markdown file that could be read. `head`: its front matter; `start`: how many lines come before `body`."""

    name: str
    key: str
    language: str
    head: Mapping[str, Any]
    body: str
    start: int
    source: Source
    tokens: Sequence[Token] = field(repr=False)
    outline: Outline = field(repr=False)

    def problem(self, reason: Text, line: int = 0) -> Problem:
        """Return a problem on a line of the body (from 1); without one, of the file as a whole."""
        return Problem(reason, line=self.start + line if line else 1, file=self.name)

    def head_problem(self, reason: Text, key: str) -> Problem:
        """Return a problem of a value in the front matter."""
        return Problem(reason, where=key, line=self.source.line((key,)) + 1, file=self.name)


def read_text_file(name: str, raw: bytes, section: type[Section]) -> tuple[TextFile | None, list[Problem]]:
    """Return the file called `name` (`modules/concepts.en.md`), or None and every fault found while reading."""
    found = _NAME.fullmatch(name.rpartition("/")[2])
    if found is None:
        reason = text("Name the file like concepts.en.md: small letters, digits, - and _, then its language.")
        return None, [Problem(reason, file=name)]
    words, problem = _decoded(raw)
    if problem is not None:
        return None, [_of(name, problem)]
    front = _FRONT.match(words)
    if front is None:
        reason = text("Start the file with a line ---, a line “title: …” and a line ---.")
        return None, [Problem(reason, line=1, file=name)]
    head, source, problems = _head(name, front[1] or "", section)
    body, start = words[front.end() :], front[0].count("\n")
    if not body.strip():
        problems.append(Problem(text("The file has no text."), line=start + 1, file=name))
    if problems or source is None:
        return None, problems
    tokens = parse(body)
    file = TextFile(name, found[1], found[2], head, body, start, source, tokens, outline(tokens))
    return file, list(_body_problems(file))


def _decoded(raw: bytes) -> tuple[str, Problem | None]:
    if len(raw) > LARGEST_TEXT:
        return "", Problem(text("A text is not longer than %(limit)s kB.", limit=LARGEST_TEXT // 1000))
    try:
        words = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        number = raw.count(b"\n", 0, error.start) + 1
        return "", Problem(text("This is not UTF-8. Save the file as UTF-8."), line=number)
    for number, line in enumerate(words.split("\n"), 1):
        if not _printable(line):
            return "", Problem(text("The text holds a character that cannot be printed."), line=number)
    return words, None


def _printable(line: str) -> bool:
    return re.sub(r"[\u00a0\u00ad\u202f\u200c\u200d]", " ", line).isprintable()


def _head(name: str, front: str, section: type[Section]) -> tuple[Mapping[str, Any], Source | None, list[Problem]]:
    try:
        source = read_source((front.strip() or "{}").encode())
    except Unreadable as error:
        return {}, None, [_of(name, problem, lines=1) for problem in error.problems]
    faults = list(source.faults)
    try:
        head = section().load(source.data)
    except ValidationError as error:
        head, faults = {}, [*faults, *flat(error.messages, ())]
    return head, source, [_of(name, source.problem(fault), lines=1) for fault in faults]


def _of(name: str, problem: Problem, lines: int = 0) -> Problem:
    line = problem.line + lines if problem.line is not None else None
    return Problem(problem.reason, problem.where, line, name)


def _body_problems(file: TextFile) -> Iterator[Problem]:
    """Check what may stand in a body: headings that step down one at a time from ##, no HTML, no pictures."""
    before = 1
    for heading in file.outline.headings:
        if heading.level == 1:
            yield file.problem(text("The title stands in the first lines. Headings below start with ##."), heading.line)
        elif heading.level > before + 1:
            reason = text(
                "After a heading with %(before)s # comes one with %(next)s at most.", before=before, next=before + 1
            )
            yield file.problem(reason, heading.line)
        before = heading.level
    for line in file.outline.html:
        yield file.problem(text("HTML is shown as it is typed here. Write it as Markdown."), line)
    for line in file.outline.pictures:
        yield file.problem(text("Pictures are not carried. Say it in words or in a table."), line)
