"""Bytes to text: files of other systems, read strictly and within limits."""

from __future__ import annotations

import codecs

from app.shared.errors import Problem, Unreadable
from app.shared.wording import Text, text

MEGABYTE = 1_000_000
LARGEST_XML = 20 * MEGABYTE
"""Bytes of a document of XML, pictures in it included."""
LARGEST_TEXT = 5 * MEGABYTE
"""Bytes of a plain text."""
MOST_LINES = 250_000
MOST_QUESTIONS = 5_000
"""Questions in one file."""
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def unreadable(reason: Text, *, line: int | None = None, place: str = "") -> Unreadable:
    """Return the error for a file that cannot be read at all: the reason, its line, the file within a package."""
    sentence = text("The file cannot be read as a file of questions.")
    return Unreadable(sentence, problems=[Problem(reason, line=line, file=place)])


def check_size(raw: bytes, largest: int, place: str = "") -> None:
    """Accept a file of a size that people write. Raises `Unreadable`."""
    if len(raw) > largest:
        raise unreadable(text("The file is larger than %(limit)s MB.", limit=largest // MEGABYTE), place=place)


def as_text(raw: bytes) -> str:
    """Return a text in UTF-8, or in UTF-16 with a byte order mark, its line ends being ours.

    Raises `Unreadable`, naming the line, for another encoding.
    """
    check_size(raw, LARGEST_TEXT)
    mark, encoding = next(((mark, name) for mark, name in _MARKS if raw.startswith(mark)), (b"", "utf-8"))
    try:
        decoded = raw[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, len(mark) + error.start) + 1
        raise unreadable(text("The file is not in UTF-8. Save it in that encoding."), line=line) from None
    lines = decoded.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    if lines.count("\n") > MOST_LINES:
        raise unreadable(text("The file has more than %(most)s lines.", most=MOST_LINES))
    return lines
