"""Which format a file is in, from what it holds."""

from __future__ import annotations

import re

from app.quizzes.documents.values import QuestionFormat

PACKAGE = b"PK\x03\x04"
_EMPTY_PACKAGE = b"PK\x05\x06"
_ROOT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)")
_BY_ROOT = {
    "quiz": QuestionFormat.MOODLE_XML,
    "question": QuestionFormat.MOODLE_XML,
    "questestinterop": QuestionFormat.CANVAS,
    "assessmentitem": QuestionFormat.QTI,
    "assessmenttest": QuestionFormat.QTI,
    "assessmentsection": QuestionFormat.QTI,
    "assessmentstimulus": QuestionFormat.QTI,
}
_AIKEN_ANSWER = re.compile(r"^[ \t]*ANSWER:[ \t]*[A-Z]\b", re.MULTILINE)
_AIKEN_OPTION = re.compile(r"^[ \t]*[A-Z][).][ \t]*\S", re.MULTILINE)
_GIFT = re.compile(r"^[^\S\n]*(?:\$CATEGORY:|::)|(?<!\\)\{", re.MULTILINE)
_XML = re.compile(r"\s*<(?:\?xml|!DOCTYPE|!--)")
_DECLARATIONS = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^<>\[]*(?:\[[^\]]*\]\s*)?>)", re.DOTALL)


def is_package(raw: bytes) -> bool:
    """Tell whether a file is a ZIP."""
    return raw.startswith((PACKAGE, _EMPTY_PACKAGE))


def is_xml(raw: bytes) -> bool:
    """Tell whether a file is XML, rather than a text that may begin with a tag."""
    head = _head(raw)
    return bool(_XML.match(head)) or root_name(raw) in _BY_ROOT


def is_tag(raw: bytes) -> bool:
    """Tell whether a file begins with a tag, which a text of GIFT may do as well."""
    return _head(raw).lstrip().startswith("<")


def root_name(raw: bytes) -> str:
    """Return the name of the first element near the beginning of a file, in the spelling of QTI 2, in small letters."""
    head = _head(raw)
    at = 0
    while (declared := _DECLARATIONS.match(head, at)) is not None:
        at = declared.end()
    found = _ROOT.match(head[at:].lstrip())
    return found[1].lower().removeprefix("qti-").replace("-", "") if found else ""


def of_root(name: str) -> QuestionFormat | None:
    """Return the format whose documents have this root, spelled as `trees.tag` does."""
    return _BY_ROOT.get(name)


def of_text(written: str, name: str = "") -> QuestionFormat | None:
    """Return the format of a plain text; None where it is neither GIFT nor Aiken. A file's name may tell as well."""
    if _AIKEN_ANSWER.search(written) and _AIKEN_OPTION.search(written):
        return QuestionFormat.AIKEN
    named = name.lower().endswith((".gift", ".gift.txt"))
    return QuestionFormat.GIFT if named or _GIFT.search(written) else None


def _head(raw: bytes) -> str:
    start = raw[:4000]
    return start.replace(b"\0", b"").decode("utf-8", "ignore").lstrip("\ufeff\ufffe")
