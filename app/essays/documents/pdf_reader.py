"""The process that reads one PDF: bytes on standard input, an answer in JSON on standard output.

Run by `pdf.py` as a script, isolated and with nothing of the application. It first gives up what it does not need: time
and memory beyond its limits, and the right to write files.
"""

from __future__ import annotations

import io
import json
import logging
import re
import sys
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader

_ENDS = re.compile(r"[.!?:;…»”\"')\]]$")
_FULL_LINE = 0.75
_ACTIVE = frozenset({"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/RichMediaExecute", "/GoToE"})


def main(most_pages: int, most_characters: int, seconds: int, memory: int) -> None:
    """Read standard input and answer; a file that cannot be read ends the process with an error."""
    limit(seconds, memory)
    logging.disable(logging.CRITICAL)
    answer = read(sys.stdin.buffer.read(), most_pages, most_characters)
    json.dump(answer, sys.stdout)


def limit(seconds: int, memory: int) -> None:
    """Give up what reading does not need, where the system lets a process do that."""
    try:
        import resource  # noqa: PLC0415 - Windows has none
    except ImportError:
        return
    for what, most in ((resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, memory), (resource.RLIMIT_FSIZE, 0)):
        resource.setrlimit(what, (most, most))


def read(content: bytes, most_pages: int, most_characters: int) -> dict[str, str]:
    """Return `{"state": "read", "text": ...}`, or in `state` why it is not read."""
    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted:
        return {"state": "protected"}
    if len(reader.pages) > most_pages:
        return {"state": "too_much"}
    if is_active(reader):
        return {"state": "active"}
    found: list[str] = []
    left = most_characters
    for page in reader.pages:
        lines = page.extract_text().splitlines()
        found.extend(paragraphs(lines))
        left -= sum(len(line) for line in lines)
        if left < 0:
            return {"state": "too_much"}
    text = "\n\n".join(found)
    return {"state": "read", "text": text} if any(sign.isalnum() for sign in text) else {"state": "no_text"}


def paragraphs(lines: list[str]) -> Iterator[str]:
    """Put the lines of a page together again: a paragraph ends at an empty line, or with a sentence in a short line."""
    longest = max((len(line.strip()) for line in lines), default=0)
    whole = ""
    for line in (line.strip() for line in lines):
        glue = "" if whole.endswith("-") or not whole else " "
        whole += glue + line
        if not line or (_ENDS.search(line) and len(line) < longest * _FULL_LINE):
            if whole.strip():
                yield whole.strip()
            whole = ""
    if whole.strip():
        yield whole.strip()


def is_active(reader: PdfReader) -> bool:
    """Tell whether opening the original could run something, or unpack another file."""
    root: Any = reader.trailer["/Root"].get_object()
    names = _inside(root, "/Names")
    if "/JavaScript" in names or "/EmbeddedFiles" in names or "/AA" in root or "/XFA" in _inside(root, "/AcroForm"):
        return True
    return _acts(_inside(root, "/OpenAction")) or any(_page_acts(page) for page in reader.pages)


def _page_acts(page: Any) -> bool:  # noqa: ANN401 - pypdf's objects are of any shape in a hostile file
    if "/AA" in page:
        return True
    annotations = page.get("/Annots")
    listed = annotations.get_object() if annotations is not None else []
    return any(
        "/AA" in entry or _acts(_inside(entry, "/A")) or entry.get("/Subtype") == "/FileAttachment"
        for entry in (one.get_object() for one in listed)
        if isinstance(entry, dict)
    )


def _acts(action: Any) -> bool:  # noqa: ANN401
    return action.get("/S") in _ACTIVE or "/Next" in action


def _inside(holder: Any, name: str) -> Any:  # noqa: ANN401
    """Return the dictionary under `name`; an empty one where there is none."""
    found = holder.get(name) if isinstance(holder, dict) else None
    value = found.get_object() if found is not None else None
    return value if isinstance(value, dict) else {}


if __name__ == "__main__":
    main(*(int(number) for number in sys.argv[1:]))
