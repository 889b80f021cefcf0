"""Reads PDF files, in a process of its own: what a file makes its reader do ends with that, in time and in memory."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

from app.essays.rules.files import (
    BROKEN,
    HIDDEN,
    MACROS,
    MOST_PAGES,
    NO_TEXT,
    PDF_MEMORY,
    PDF_SECONDS,
    PROTECTED,
    TOO_MUCH,
    refused,
)
from app.essays.rules.words import MOST_CHARACTERS
from app.shared.wording import Text

_READER = Path(__file__).with_name("pdf_reader.py")
_END, _AFTER_END = b"%%EOF", 1024
_REASONS: dict[str, Text] = {"protected": PROTECTED, "active": MACROS, "too_much": TOO_MUCH, "no_text": NO_TEXT}


def pdf_text(content: bytes) -> str:
    """Return the text of a PDF, paragraphs between empty lines. Raises `Unreadable`."""
    if _END not in content[-_AFTER_END:]:
        raise refused(HIDDEN if _END in content else BROKEN)
    if zipfile.is_zipfile(io.BytesIO(content)):
        raise refused(HIDDEN)
    answer = _read_apart(content)
    if answer.get("state") != "read":
        raise refused(_REASONS.get(str(answer.get("state")), BROKEN))
    return str(answer["text"])


def _read_apart(content: bytes) -> dict[str, object]:
    """Return what the reader's process says; nothing where it failed or was ended."""
    limits = [str(number) for number in (MOST_PAGES, MOST_CHARACTERS, PDF_SECONDS, PDF_MEMORY)]
    command = [sys.executable, "-I", str(_READER), *limits]
    try:
        done = subprocess.run(  # noqa: S603 - our own script, no words of a user's in the command
            command, input=content, capture_output=True, timeout=PDF_SECONDS, check=True, env={}
        )
        answer: dict[str, object] = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError, OSError):
        return {}
    return answer
