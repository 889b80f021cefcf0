"""Plain text in the encodings that editors write."""

from __future__ import annotations

import codecs

from app.essays.rules.files import not_a_document

_LAYOUT = frozenset(b"\t\n\r\f")
_CONTROLS = frozenset(range(0x20)) - _LAYOUT | {0x7F}
_NO_PROSE = {
    b"<!doctype": "HTML",
    b"<html": "HTML",
    b"<head": "HTML",
    b"<body": "HTML",
    b"<script": "HTML",
    b"<svg": "SVG",
    b"<?xml": "XML",
    b"<?php": "PHP",
    b"{\\rtf": "RTF",
    b"%!ps": "PS",
    b"#!": "SCRIPT",
    b"@echo off": "BAT",
    b"mime-version:": "MHT",
    b"gif8": "GIF",
    b"begin:v": "VCF",
    b"-----begin": "PEM",
}
"""How files begin that are text to a machine and no essay to anybody. Spaces before it, and capitals, do not matter."""


def decoded(content: bytes) -> str | None:
    """Return the text that `content` is; None where it is none. Raises `Unreadable` for mark-up and scripts.

    UTF-8, UTF-16 with its mark, else Windows-1252, which is what older editors write in Western Europe and Africa.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _checked(_decoded(content, "utf-16"))
    if _CONTROLS.intersection(content):
        return None
    text = _decoded(content, "utf-8-sig")
    return _checked(text if text is not None else _decoded(content, "cp1252"))


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _checked(text: str | None) -> str | None:
    if text is None or any(ord(sign) in _CONTROLS for sign in text):
        return None
    begins = text[:200].lstrip().lower().encode()
    for beginning, kind in _NO_PROSE.items():
        if begins.startswith(beginning):
            raise not_a_document(kind)
    return text
