"""Files of other kinds, without words, or garbled."""

from __future__ import annotations

import random
from collections.abc import Iterator

from tests.essays.documents import SENTENCE, WORD, docx, odt, packed, pdf, word_parts

Case = tuple[str, bytes]


def other_kinds() -> Iterator[Case]:
    """Files of other kinds, whatever they are called."""
    beginnings = {
        "png": b"\x89PNG\r\n\x1a\n",
        "gif": b"GIF89a\0",
        "jpeg": b"\xff\xd8\xff\xe0\0\x10JFIF\0",
        "exe": b"MZ\x90\0\x03",
        "elf": b"\x7fELF\x02\x01\x01\0",
        "rar": b"Rar!\x1a\x07\0",
        "7z": b"7z\xbc\xaf\x27\x1c\0",
        "gz": b"\x1f\x8b\x08\0",
        "bz2": b"BZh91AY&SY\0",
        "xz": b"\xfd7zXZ\0",
        "mp3": b"ID3\x03\0",
        "mp4": b"\0\0\0\x18ftypmp42",
        "sqlite": b"SQLite format 3\0",
        "class": b"\xca\xfe\xba\xbe\0",
        "wasm": b"\0asm\x01\0",
        "tiff": b"II*\0\0",
        "wav": b"RIFF\0\0\0\0WAVE",
        "doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0",
        "ttf": b"\0\x01\0\0\0",
        "ico": b"\0\0\x01\0",
        "lnk": b"L\0\0\0\x01\x14\x02\0",
        "cab": b"MSCF\0\0\0\0",
        "iso": bytes(200) + b"CD001",
        "nul": bytes(64),
        "rtf": b"{\\rtf1\\ansi hello}",
        "html": b" \n<!DOCTYPE html><p>hi",
        "html 2": b"<HTML><body>hi",
        "svg": b"<svg onload='x'>hi</svg>",
        "xml": b"<?xml version='1.0'?><a>hi</a>",
        "php": b"<?php echo 'hi';",
        "sh": b"#!/bin/sh\nrm -rf /",
        "bat": b"@echo off\nhi",
        "ps": b"%!PS-Adobe-3.0\nhi",
        "mht": b"MIME-Version: 1.0\nhi",
        "script": b"<script>hi</script>",
        "pem": b"-----BEGIN KEY-----",
        "vcf": b"BEGIN:VCARD\nN:hi",
        "text gif": b"GIF89a=1;alert(1)",
    }
    for name, beginning in beginnings.items():
        yield name, beginning + b" and some words behind it"
    spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    yield "xlsx", packed(word_parts(kind=spreadsheet))
    yield "dotx", packed(word_parts(kind=f"{WORD}.template.main+xml"))
    yield "ods", odt(mimetype=b"application/vnd.oasis.opendocument.spreadsheet")
    yield "epub", odt(mimetype=b"application/epub+zip")
    yield "jar", packed({"META-INF/MANIFEST.MF": b"Main-Class: Evil", "Evil.class": b"\xca\xfe\xba\xbe"})
    yield "zip", packed({"essay.txt": b"hello"})
    yield "empty zip", packed({})


def wordless() -> Iterator[Case]:
    """Files without a word."""
    yield "no byte", b""
    yield "white space", b" \n\t\r\n "
    yield "signs", "… – « » !?".encode()
    yield "mark only", b"\xef\xbb\xbf"
    yield "docx", docx("<w:p/>")
    yield "docx with deleted text only", docx(f"<w:p><w:del><w:r><w:t>{SENTENCE}</w:t></w:r></w:del></w:p>")
    yield "odt", odt("<text:p/>")
    yield (
        "odt with tracked deletions only",
        odt(f"<text:tracked-changes><text:p>{SENTENCE}</text:p></text:tracked-changes>"),
    )
    yield "pdf of an empty page", pdf("")
    yield "pdf of three empty pages", pdf("", "", "")


def garbled() -> Iterator[Case]:
    """What looks like text and is none."""
    for sign in (0, 1, 7, 8, 11, 27, 127):
        yield f"control sign {sign}", b"An essay with " + bytes([sign]) + b" in it"
    yield "half of utf-16", b"\xff\xfeA"
    yield "broken utf-16", b"\xff\xfe\x00\xd8A\x00"
    yield "undefined in cp1252", b"An essay \x81\x8d\x8f\x90\x9d"
    for seed in range(12):
        yield f"noise {seed}", random.Random(seed).randbytes(3_000)  # noqa: S311 - the same noise each time
