"""Reads YAML into plain values and keeps the line of each, refusing what a course never needs.

Narrower than YAML: a date, a time and a decimal stay the text that was typed (a fraction is made of it exactly), keys
are words and stand once, no tags, few aliases, bounded depth and size.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from app.shared.errors import Problem, Unreadable
from app.shared.wording import Text, text

LARGEST = 1_000_000
_DEEPEST = 30
_MOST_NODES = 50_000
_MOST_ALIASES = 100
_TAG = "tag:yaml.org,2002:"
_SCALARS = frozenset({"str", "int", "float", "bool", "null", "timestamp", "merge", "value"})
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_SWITCHES = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a definition: where in it, and why."""

    path: Path
    reason: Text


@dataclass(slots=True)
class Source:
    """What a YAML file holds, with the line of everything in it and the faults found while reading."""

    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def line(self, path: Path) -> int:
        """Return the line on which `path` stands; for what is missing, the line of what should hold it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def problem(self, fault: Fault) -> Problem:
        """Return `fault` with its place in words (`pieces[2].closes`) and its line."""
        return Problem(fault.reason, where=place(fault.path), line=self.line(fault.path))


def place(path: Path) -> str:
    """Return a path as people write it: `pieces[2].closes`, entries of a list counted from 1."""
    words = [f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path]
    return "".join(words).lstrip(".")


def read_source(raw: bytes) -> Source:
    """Return what the YAML file `raw` holds. Raises `Unreadable`, with the line, for what is not YAML at all."""
    if len(raw) > LARGEST:
        raise _unreadable(text("The file is larger than %(limit)s MB.", limit=LARGEST // 1_000_000), 1)
    content = _decoded(raw)
    try:
        root = _composed(content)
    except _TooMuch as error:
        raise _unreadable(error.reason, error.line) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        detail = " ".join(part for part in (error.context, error.problem) if part)
        raise _unreadable(_hint(detail, content, mark), mark.line + 1 if mark else 1) from None
    except yaml.YAMLError as error:
        raise _unreadable(_hint(str(error).splitlines()[0], content), 1) from None
    source = Source()
    if root is None:
        raise _unreadable(text("The file is empty."), 1)
    source.data = _Reading(source).value(root, ())
    return source


def _unreadable(reason: Text, line: int) -> Unreadable:
    return Unreadable(text("The course definition cannot be read."), problems=[Problem(reason, line=line)])


def _hint(detail: str, content: str, mark: yaml.Mark | None = None) -> Text:
    line = content.splitlines()[mark.line : mark.line + 1] if mark else []
    if line and line[0].lstrip(" ").startswith("\t"):
        return text("Indent with spaces: there is a tab character.")
    return text("This is not YAML: %(detail)s. Check indentation, colons and quotes.", detail=detail)


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _unreadable(text("This is not UTF-8. Save the file as UTF-8."), line) from None


class _TooMuch(Exception):
    def __init__(self, reason: Text, line: int) -> None:
        super().__init__(str(reason))
        self.reason = reason
        self.line = line


_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""PyYAML's safe loader, the one written in C where it was built: it reads a course ten times faster."""


def _composed(content: str) -> yaml.Node | None:
    """Return the tree of nodes; refuse nesting, size and aliases that no course needs, before anything is built."""
    depth = nodes = aliases = 0
    for event in yaml.parse(content, Loader=_Loader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        nodes += isinstance(event, yaml.NodeEvent)
        aliases += isinstance(event, yaml.AliasEvent)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise _TooMuch(text("This is nested more than %(limit)s levels deep.", limit=_DEEPEST), line)
        if nodes > _MOST_NODES:
            raise _TooMuch(text("The file has more than %(limit)s values.", limit=_MOST_NODES), line)
        if aliases > _MOST_ALIASES:
            raise _TooMuch(text("There are more than %(limit)s aliases. Write values out.", limit=_MOST_ALIASES), line)
    root: yaml.Node | None = yaml.compose(content, Loader=_Loader)
    return root


class _Reading:
    """Turns nodes into values; an alias is read again wherever it stands, within the same bounds."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._values = 0

    def value(self, node: yaml.Node, path: Path) -> Any:  # noqa: ANN401 - plain YAML values
        line = node.start_mark.line + 1
        self._source.lines.setdefault(path, line)
        self._values += 1
        if self._values > _MOST_NODES or len(path) > _DEEPEST:
            raise _unreadable(text("Aliases make the file larger than %(limit)s values.", limit=_MOST_NODES), line)
        if isinstance(node, yaml.MappingNode) and node.tag == f"{_TAG}map":
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode) and node.tag == f"{_TAG}seq":
            return [self.value(item, (*path, index)) for index, item in enumerate(node.value)]
        if isinstance(node, yaml.ScalarNode) and node.tag.removeprefix(_TAG) in _SCALARS:
            return _scalar(node)
        self._fault(path, text("The tag “%(tag)s” is not allowed here.", tag=str(node.tag)[:60]))
        return None

    def _mapping(self, node: yaml.MappingNode, path: Path) -> Mapping[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self._fault(path, text("A key must be one word (line %(line)s).", line=line))
                continue
            key = str(key_node.value)
            if key in values:
                reason = text(
                    "The key “%(key)s” stands twice, on lines %(first)s and %(line)s. Keep one.",
                    key=key,
                    first=self._source.lines[*path, key],
                    line=line,
                )
                self._source.lines[*path, key] = line
                self._fault((*path, key), reason)
                continue
            self._source.lines[*path, key] = line
            values[key] = self.value(value_node, (*path, key))
        return values

    def _fault(self, path: Path, reason: Text) -> None:
        self._source.faults.append(Fault(path, reason))


def _scalar(node: yaml.ScalarNode) -> str | int | bool | None:
    """Return null, a switch or a whole number as such, everything else as the text it is."""
    raw = str(node.value)
    kind = node.tag.removeprefix(_TAG)
    if kind == "null":
        return None
    if kind == "bool":
        return _SWITCHES[raw.lower()]
    if kind == "int" and _WHOLE.fullmatch(raw):
        return int(raw)
    return raw
