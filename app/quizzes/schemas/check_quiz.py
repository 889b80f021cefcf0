"""How the parts of a quiz file fit together, and its file with the course's definition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.courses.rules import Definition, Piece, PieceKind
from app.quizzes.rules.quality import FEWEST_OPTIONS, MOST_OPTIONS
from app.quizzes.rules.vocabulary import QuestionKind
from app.shared.definitions.keys import repeated_keys
from app.shared.definitions.languages import incomplete
from app.shared.definitions.section import closest, quoted
from app.shared.definitions.source import Fault, Path
from app.shared.wording import text

Loaded = Mapping[str, Any]

_PARTS: Mapping[QuestionKind, frozenset[str]] = {
    QuestionKind.SINGLE: frozenset({"options"}),
    QuestionKind.MULTIPLE: frozenset({"options"}),
    QuestionKind.TRUE_FALSE: frozenset({"right"}),
    QuestionKind.NUMERIC: frozenset({"answer"}),
    QuestionKind.SHORT: frozenset({"accepted"}),
    QuestionKind.MATCHING: frozenset({"pairs"}),
    QuestionKind.ORDERING: frozenset({"items"}),
}
"""What holds the answer of each kind."""

_WHERE_ALLOWED: Mapping[str, frozenset[QuestionKind]] = {
    "tolerance": frozenset({QuestionKind.NUMERIC}),
    "match_case": frozenset({QuestionKind.SHORT}),
    "distractors": frozenset({QuestionKind.MATCHING}),
    "scoring": frozenset({QuestionKind.MULTIPLE, QuestionKind.MATCHING, QuestionKind.ORDERING}),
}
_FEWEST_ENTRIES = 2


def quiz_faults(file: Loaded, definition: Definition) -> Iterator[Fault]:
    """Check one file by itself and against the definition: its piece, its week, as many questions as announced."""
    yield from incomplete(file, (), definition.languages)
    if file.get("unmarked"):
        yield from _unmarked_faults(file, definition)
    elif "quiz" in file:
        yield from _marked_faults(file, definition)
    for index, question in enumerate(file.get("questions", ())):
        yield from _question_faults(question, ("questions", index))


def _unmarked_faults(file: Loaded, definition: Definition) -> Iterator[Fault]:
    key = file.get("quiz")
    if any(piece.key == key for piece in definition.pieces):
        yield Fault(
            ("quiz",), text("“%(key)s” is an assessed piece. Drop “unmarked”, or choose another key.", key=key or "")
        )
    if not file.get("title"):
        yield Fault((), text("“%(key)s” is missing.", key="title"))
    weeks = {week.number for week in definition.weeks}
    if file.get("week") is not None and file["week"] not in weeks:
        yield Fault(("week",), text("The course has no week %(week)s.", week=file["week"]))


def _marked_faults(file: Loaded, definition: Definition) -> Iterator[Fault]:
    pieces = {piece.key: piece for piece in definition.pieces if piece.kind is PieceKind.QUIZ}
    piece = pieces.get(file["quiz"])
    if piece is None:
        close = closest(file["quiz"], pieces) or ", ".join(pieces)
        reason = text("The course has no quiz “%(key)s”. Known: %(known)s.", key=quoted(file["quiz"]), known=close)
        yield Fault(("quiz",), reason)
        return
    for key in ("title", "week", "minutes"):
        if file.get(key):
            yield Fault((key,), text("“%(key)s” of an assessed quiz stands in course.yaml.", key=key))
    yield from _count_faults(file, piece)


def _count_faults(file: Loaded, piece: Piece) -> Iterator[Fault]:
    pools: Sequence[Loaded] = file.get("pools", ())
    fixed = 0 if pools else len(file.get("questions", ()))
    asked = fixed + sum(pool.get("draw", 0) for pool in pools)
    if asked and asked != piece.maximum:
        reason = text(
            "course.yaml announces %(wanted)s questions; here are %(asked)s.", wanted=int(piece.maximum), asked=asked
        )
        yield Fault(("questions",), reason)


def _question_faults(question: Loaded, path: Path) -> Iterator[Fault]:
    if "kind" not in question:
        return
    kind = QuestionKind(question["kind"])
    yield from _part_faults(question, kind, path)
    for part in ("options", "pairs", "items"):
        yield from repeated_keys(question.get(part) or (), (*path, part))
    if kind in {QuestionKind.SINGLE, QuestionKind.MULTIPLE}:
        yield from _option_faults(kind, question.get("options") or (), (*path, "options"))
    if kind in {QuestionKind.MATCHING, QuestionKind.ORDERING}:
        (part,) = _PARTS[kind]
        if len(question.get(part) or ()) < _FEWEST_ENTRIES:
            yield Fault((*path, part), text("Here belong %(count)s entries or more.", count=_FEWEST_ENTRIES))
    if kind is QuestionKind.ORDERING:
        yield from _order_faults([item.get("key", "") for item in question.get("items") or ()], path)
    if kind is QuestionKind.NUMERIC and (question.get("tolerance") or 0) < 0:
        yield Fault((*path, "tolerance"), text("A tolerance is 0 or more."))


def _order_faults(keys: Sequence[str], path: Path) -> Iterator[Fault]:
    """Check that keys do not tell the order: whoever looks at the page's source can read them."""
    if len(keys) > _FEWEST_ENTRIES and list(keys) == sorted(keys):
        yield Fault((*path, "items"), text("The keys of these entries tell their order. Name each for what it says."))


def _part_faults(question: Loaded, kind: QuestionKind, path: Path) -> Iterator[Fault]:
    """Check that a question has what its kind is answered by, and nothing that belongs to another kind."""
    for key in _PARTS[kind]:
        if question.get(key) in (None, []):
            yield Fault(path, text("A question of the kind “%(kind)s” needs “%(key)s”.", kind=kind.value, key=key))
    foreign = {key for parts in _PARTS.values() for key in parts} - _PARTS[kind]
    foreign |= {key for key, kinds in _WHERE_ALLOWED.items() if kind not in kinds}
    for key in sorted(foreign):
        if question.get(key) not in (None, []):
            reason = text("A question of the kind “%(kind)s” has no “%(key)s”.", kind=kind.value, key=key)
            yield Fault((*path, key), reason)


def _option_faults(kind: QuestionKind, options: Sequence[Loaded], path: Path) -> Iterator[Fault]:
    if not options:
        return
    if not FEWEST_OPTIONS <= len(options) <= MOST_OPTIONS:
        reason = text(
            "A question has %(fewest)s to %(most)s options; here are %(count)s.",
            fewest=FEWEST_OPTIONS,
            most=MOST_OPTIONS,
            count=len(options),
        )
        yield Fault(path, reason)
    right = sum(bool(option.get("right")) for option in options)
    if kind is QuestionKind.SINGLE and right != 1:
        yield Fault(
            path, text("Exactly one option is right in a question of this kind; here are %(count)s.", count=right)
        )
    if kind is QuestionKind.MULTIPLE and not 0 < right < len(options):
        yield Fault(
            path, text("At least one option is right and at least one is wrong; right are %(count)s.", count=right)
        )
    seen: dict[tuple[str, str], int] = {}
    for index, option in enumerate(options):
        for language, words in option.get("text", {}).items():
            place = (language, " ".join(words.casefold().split()))
            if place in seen:
                reason = text("This option says the same as the option “%(key)s”.", key=options[seen[place]]["key"])
                yield Fault((*path, index, "text", language), reason)
            seen.setdefault(place, index)
