"""The number in a certificate's file."""

from __future__ import annotations

import re
from io import BytesIO

from pypdf import PdfReader

from app.certificates.rules import normalise_number

_AS_WE_WRITE_IT = re.compile(rb"/Keywords \(([0-9A-Za-z-]{26,40})\)")


def number_in(pdf: bytes) -> str | None:
    """Return the number that a file of ours carries in its document information; None where there is none.

    Looks at the bytes only, so that a file from anywhere costs nothing.
    """
    found = _AS_WE_WRITE_IT.search(pdf)
    return _normalised(found[1].decode("ascii")) if found else None


def number_in_any(pdf: bytes) -> str | None:
    """Return the number in a file that another program saved anew. For a person's own machine: it parses the file."""
    direct = number_in(pdf)
    if direct:
        return direct
    try:
        reader = PdfReader(BytesIO(pdf))
        places = [reader.metadata.keywords or "" if reader.metadata else "", reader.pages[0].extract_text()]
    except Exception:  # noqa: BLE001 - pypdf fails in many ways on files that are none
        return None
    words = [word for place in places for word in re.findall(r"[0-9A-Z]{5}(?:-[0-9A-Z]{5,6}){4}", place)]
    return next((number for number in map(_normalised, words) if number), None)


def _normalised(text: str) -> str | None:
    try:
        return normalise_number(text)
    except ValueError:
        return None
