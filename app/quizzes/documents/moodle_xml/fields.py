"""The elements of a Moodle XML question: texts with their formats and files, and settings that we have no place for."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.quizzes.documents.drafts import NOTHING, Draft, Part
from app.quizzes.documents.media import decoded
from app.quizzes.documents.texts import automatic, html_part
from app.quizzes.documents.trees import Element, attribute, elements, first, tag, words_in
from app.quizzes.rules import TextFormat
from app.shared.wording import text

_PLAIN = frozenset({"plain_text", "plain", "2"})
_MARKDOWN = frozenset({"markdown", "markdown_format", "4"})
_HTML = frozenset({"html", "1"})
_FIELDS = """
    name questiontext generalfeedback defaultgrade idnumber tags coursetags answer subquestion single shuffleanswers
    usecase units unitgradingtype unitpenalty showunits unitsleft image image_base64 layouttype selecttype selectcount
    gradingtype showgrading numberingstyle logical studentsee category questionid externallink shownumcorrect length
    stamp version showstandardinstruction instructions
"""
_READ = frozenset(_FIELDS.split())
"""Fields that are read, or that only say how Moodle itself shows or stores a question."""
_NUMBERINGS = frozenset({"", "abc", "none"})
_FALSE = frozenset({"", "0", "false", "no"})


@dataclass(slots=True)
class Asked:
    """A question's element, its text, and the files that its texts may name."""

    element: Element
    text: Part
    format: str
    files: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Take in the files of every text, and the picture that old files keep beside it."""
        for file in self.element.iter("file"):
            self.files[attribute(file, "name")] = decoded(words_of(file))
        old = words_in(first(self.element, "image"))
        if old:
            name = old.rpartition("/")[2]
            self.files[name] = decoded(words_in(first(self.element, "image_base64")))
            picture = f'<p><img src="@@PLUGINFILE@@/{name}" alt=""></p>'
            self.text = Part(f"{self.text.text}\n{picture}", TextFormat.HTML)

    def read(self, element: Element | None) -> Part:
        """Return the text of an element, in the format that it names, or the question's."""
        return content(element, self.format)[0]

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Return a setting that is true or false."""
        element = first(self.element, name)
        return default if element is None else words_in(element).lower() not in _FALSE

    def word(self, name: str, default: str = "") -> str:
        """Return what a setting says."""
        element = first(self.element, name)
        return default if element is None else words_in(element)


def words_of(element: Element) -> str:
    """Return the text that stands right in an element."""
    return element.text or ""


def text_of(element: Element | None) -> str:
    """Return the words of an element's `text`, or its own where it has none."""
    inner = first(element, "text")
    return words_in(element if inner is None else inner)


def content(element: Element | None, usual: str = "") -> tuple[Part, str]:
    """Return the text of an element, and the name of the format that it is in."""
    if element is None:
        return NOTHING, usual
    name = attribute(element, "format", usual).strip().lower()
    written = text_of(element)
    if name in _HTML:
        return html_part(written), name
    if name in _PLAIN:
        return Part(written), name
    return (Part(written, TextFormat.MARKDOWN) if name in _MARKDOWN else automatic(written)), name


def note_fields(draft: Draft, element: Element) -> None:
    """Say which settings of the question are not carried."""
    feedback = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
    for child in elements(element):
        name = tag(child)
        if name in _READ:
            continue
        said = words_in(child)
        if name in feedback:
            draft.note(text("Feedback for right, partly right and wrong answers as such is not carried."), when=said)
        elif name == "hint":
            draft.note(text("Hints for further tries are not carried."), when=said)
        elif name == "penalty":
            draft.note(text("The deduction for further tries is not carried."), when=said.strip("0.") != "")
        elif name == "hidden":
            draft.note(text("It was hidden there."), when=said not in _FALSE)
        elif name == "answernumbering":
            draft.note(text("The way in which options are numbered is not carried."), when=said not in _NUMBERINGS)
        else:
            draft.note(text("The setting “%(name)s” is not carried.", name=name[:40]), when=said)
