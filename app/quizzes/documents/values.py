"""What reading and writing files of questions gives back. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.quizzes.rules import BankQuestion
from app.shared.wording import Text


class QuestionFormat(StrEnum):
    """The formats in which other systems keep questions."""

    GIFT = "gift"
    MOODLE_XML = "moodle_xml"
    QTI = "qti"
    """IMS QTI 2.1, 2.2 and 3.0, items or packages; written as a package of version 2.1."""
    CANVAS = "canvas"
    """QTI 1.2 as Canvas writes it, and as other systems of its time did."""
    AIKEN = "aiken"


IMPORT_FORMATS = tuple(QuestionFormat)
EXPORT_FORMATS = tuple(kind for kind in QuestionFormat if kind is not QuestionFormat.CANVAS)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A question that was not carried over, and why.

    `number` counts the questions from 1; `line` is where it starts in a text, `place` names the file of a package.
    """

    number: int
    name: str
    reason: Text
    line: int | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something of a question that was carried over differently, or not, while the question itself was."""

    number: int
    name: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file held. Every question of it is either in `questions` or in `refused`, in the file's order.

    Keys are unique within the file, made of `a-z`, `0-9` and `_`; where the file names its questions they follow that.
    """

    format: QuestionFormat
    questions: tuple[BankQuestion, ...]
    refused: tuple[Refusal, ...] = ()
    notices: tuple[Notice, ...] = ()

    @property
    def total(self) -> int:
        """How many questions the file holds."""
        return len(self.questions) + len(self.refused)


@dataclass(frozen=True, slots=True)
class Exported:
    """A file of questions, and what could not go into it. `file_name_suffix` begins with a point."""

    raw: bytes
    file_name_suffix: str
    mimetype: str
    left_out: tuple[Refusal, ...] = ()
    notices: tuple[Notice, ...] = ()
