"""Three hundred files that nobody should be able to do harm with: families of them, each in many variants."""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator

from tests.essays.documents import (
    OASIS,
    SENTENCE,
    docx,
    odt,
    open_parts,
    packed,
    pdf,
    pdf_writer,
    relations,
    word_parts,
    written,
)
from tests.essays.hostile_kinds import garbled, other_kinds, wordless
from tests.essays.hostile_pdfs import active_pdfs, crooked_pdfs

Case = tuple[str, bytes]
KINDS = {"docx": word_parts, "odt": open_parts}
STRANGE_NAMES = (
    "../evil.txt",
    "../../../../tmp/evil.txt",
    "word/../../evil.txt",
    "/etc/passwd",
    "/var/evil",
    "C:/evil.txt",
    "c:evil.txt",
    "word\\..\\..\\evil.txt",
    "\\\\server\\share\\evil",
    "word//evil.xml",
    "..",
    "a/..",
    "word/\x01evil.xml",
    "word/evil\x7f.xml",
    "x" * 301,
    "word/" + "d/" * 150 + "e.xml",
)


def names() -> Iterator[Case]:
    """Entries that would land elsewhere if anybody unpacked them."""
    for kind, parts in KINDS.items():
        for number, name in enumerate(STRANGE_NAMES):
            yield f"{kind} name {number}", packed(parts() | {name: b"evil"})
        yield f"{kind} twice", packed(parts() | {next(iter(parts())).upper(): b"evil"})
        link = packed(parts() | {"link": b"/etc/passwd"})
        yield f"{kind} link", _central(link, "link", 38, struct.pack("<I", 0o120777 << 16))


def bombs() -> Iterator[Case]:
    """Archives that unpack to far more than they are, or say so, or say less."""
    zeros = bytes(12_000_000)
    for kind, parts in KINDS.items():
        main = "word/document.xml" if kind == "docx" else "content.xml"
        yield f"{kind} one large entry", packed(parts() | {"media/zeros": zeros})
        yield f"{kind} many large entries", packed(parts() | {f"media/{n}": zeros[:2_000_000] for n in range(9)})
        yield f"{kind} many entries", packed(parts() | {f"media/{n}": b"" for n in range(2_001)})
        yield f"{kind} zeros as text", packed(parts() | {main: zeros})
        yield f"{kind} spaces as text", packed(parts() | {main: parts()[main] + b" " * 12_000_000})
        for said in (0, 1, 40_000_000, 0xFFFFFFFE):
            yield f"{kind} says {said}", _central(packed(parts()), main, 24, struct.pack("<I", said))
        inner = packed({"0": packed({"1": packed({"2": zeros})})})
        yield f"{kind} nested", packed({"nested.zip": inner})
        yield f"{kind} nested beside", packed(parts() | {main: inner})


def _doctypes() -> Iterator[tuple[str, str]]:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    yield "laughs", f'<!DOCTYPE d [<!ENTITY l0 "ha">{laughs}]>'
    yield "quadratic", f'<!DOCTYPE d [<!ENTITY l9 "{"x" * 50_000}">]>'
    yield "file", '<!DOCTYPE d [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>'
    yield "network", '<!DOCTYPE d [<!ENTITY l9 SYSTEM "http://127.0.0.1:9/l9">]>'
    yield "dtd", '<!DOCTYPE d SYSTEM "http://127.0.0.1:9/evil.dtd">'
    yield "parameter", '<!DOCTYPE d [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>'
    yield "empty", "<!DOCTYPE d>"


def entities() -> Iterator[Case]:
    """Declarations in every part that is read, in two encodings."""
    read = {"docx": tuple(word_parts()), "odt": ("content.xml", "META-INF/manifest.xml")}
    for kind, parts in KINDS.items():
        for part in read[kind]:
            for name, doctype in _doctypes():
                body = parts()[part].decode().replace(SENTENCE, "&l9;" if "l9" in doctype else SENTENCE)
                plain = doctype + body
                yield f"{kind} {part} {name}", packed(parts() | {part: plain.encode()})
                if name in {"laughs", "file"}:
                    yield f"{kind} {part} {name} utf-16", packed(parts() | {part: plain.encode("utf-16")})


def broken() -> Iterator[Case]:
    """Files that end too early, or whose parts are no XML, or are missing."""
    for name, whole in (("docx", docx()), ("odt", odt()), ("pdf", pdf())):
        for tenth in range(1, 10):
            yield f"{name} cut at {tenth}0 %", whole[: len(whole) * tenth // 10]
    for kind, parts in KINDS.items():
        for part in parts():
            if not part.endswith(".rels"):
                yield f"{kind} without {part}", packed({n: c for n, c in parts().items() if n != part})
            for what, content in (
                ("empty", b""),
                ("binary", bytes(range(256))),
                ("open", b"<a><b></a>"),
                ("text", b"x"),
            ):
                yield f"{kind} {part} {what}", packed(parts() | {part: content})
        for encoding in ("utf-7", "no-such", "big5"):
            part = "word/document.xml" if kind == "docx" else "content.xml"
            plain = f'<?xml version="1.0" encoding="{encoding}"?>'.encode() + parts()[part]
            yield f"{kind} in {encoding}", packed(parts() | {part: plain})
    yield "pdf of nothing", b"%PDF-1.7\n%%EOF\n"
    yield "pdf without pages", b"%PDF-1.7\n1 0 obj <</Type/Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"


def protected() -> Iterator[Case]:
    """Files that nobody can read without a password."""
    for kind, parts in KINDS.items():
        whole = packed(parts())
        for part in parts():
            yield f"{kind} {part} encrypted", _central(whole, part, 8, struct.pack("<H", 1))
    manifest = (
        f'<m:manifest xmlns:m="{OASIS}:manifest:1.0"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    )
    yield "odt with encrypted content", odt(**{"META-INF/manifest.xml": manifest.encode()})
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
    yield "docx with a password", ole + "EncryptedPackage".encode("utf-16-le") + bytes(500)
    for password in ("", "secret"):
        writer = pdf_writer()
        writer.encrypt(password, "owner", algorithm="RC4-128")
        yield f"pdf with the password {password!r}", written(writer)


def polyglots() -> Iterator[Case]:
    """Files that are two things at once."""
    fronts = {"gif": b"GIF89a;", "html": b"<html><script>1</script>", "exe": b"MZ" + bytes(60), "sh": b"#!/bin/sh\n",
              "pdf": b"%PDF-1.4\n", "spaces": b"   "}  # fmt: skip
    for name, whole in (("docx", docx()), ("odt", odt())):
        for front, content in fronts.items():
            yield f"{front} before {name}", content + whole
        for behind, content in (("html", b"<script>1</script>"), ("pdf", pdf()), ("nothing much", b"\0")):
            yield f"{behind} behind {name}", whole + content
        yield f"{name} with a comment", whole[:-2] + struct.pack("<H", 5) + b"evil!"
    yield "pdf as first entry", packed({"a": pdf()} | word_parts(), stored=True)
    for front in ("gif", "html", "exe", "sh"):
        yield f"{front} before pdf", fronts[front] + pdf()
    yield "zip behind pdf", pdf() + docx()
    yield "zip within pdf", pdf() + docx() + b"\n%%EOF\n"
    yield "html far behind pdf", pdf() + b"<script>1</script>" * 100


def macros() -> Iterator[Case]:
    """Documents that do something when they are opened."""
    for name in ("word/vbaProject.bin", "word/vbaData.xml", "word/VBAPROJECT.BIN", "word/activeX/activeX1.xml",
                 "word/macrosheets/sheet1.xml", "word/attachedToolbars.bin"):  # fmt: skip
        yield f"docx {name}", docx(**{name: b"evil"})
    for kind in ("application/vnd.ms-word.document.macroEnabled.main+xml",
                 "application/vnd.ms-word.template.macroEnabledTemplate.main+xml"):  # fmt: skip
        yield f"docx of the kind {kind}", packed(word_parts(kind=kind))
    for name in ("Basic/Standard/Module1.xml", "Scripts/python/evil.py", "Dialogs/Standard/dialog.xml", "basic/x"):
        yield f"odt {name}", odt(**{name: b"evil"})
    yield "odt with a script", odt("<text:script>evil()</text:script>")
    yield "odt with a listener", odt("<office:event-listeners/><text:p>x</text:p>")


def outside() -> Iterator[Case]:
    """Documents whose originals would fetch something when a marker opens them."""
    for kind in (
        "attachedTemplate",
        "oleObject",
        "frame",
        "subDocument",
        "aFChunk",
        "externalLinkPath",
        "audio",
        "video",
    ):
        for where in ("word/_rels/document.xml.rels", "word/_rels/settings.xml.rels"):
            for mode in ("External", "external"):
                yield f"{kind} {mode} in {where}", docx(**{where: relations((kind, "http://127.0.0.1:9/evil", mode))})


def too_much() -> Iterator[Case]:
    """Documents that are far longer, deeper or wider than an essay."""
    rng = random.Random(7)  # noqa: S311 - the same noise each time
    noise = bytes(rng.choices(b"abcdefghij \n", k=250_000)).decode()
    yield "text", ("word " * 50_000).encode()
    yield "docx of noise", docx(f"<w:p><w:r><w:t>{noise}</w:t></w:r></w:p>")
    yield "odt of noise", odt(f"<text:p>{noise}</text:p>")
    yield "docx of elements", docx(f"<w:p><w:r><w:t>a</w:t></w:r></w:p>{'<w:b/>' * 500_001}")
    yield "odt of elements", odt(f"<text:p>a</text:p>{'<text:a/>' * 500_001}")
    yield "docx, deep", docx("<w:p>" * 300 + "</w:p>" * 300)
    yield "odt, deep", odt("<text:p>" * 100_000)
    yield "pdf of pages", pdf(*["page"] * 201)


FAMILIES = {
    family.__name__: family
    for family in (
        names, bombs, entities, broken, protected, polyglots, macros, outside, other_kinds, wordless, too_much, garbled,
        active_pdfs, crooked_pdfs,
    )
}  # fmt: skip


def _central(archive: bytes, name: str, offset: int, value: bytes) -> bytes:
    """The archive with some bytes of an entry's line in its table of contents replaced."""
    place = archive.index(b"PK\x01\x02")
    while True:
        length, extra, comment = struct.unpack("<HHH", archive[place + 28 : place + 34])
        if archive[place + 46 : place + 46 + length].decode() == name:
            return archive[: place + offset] + value + archive[place + offset + len(value) :]
        place += 46 + length + extra + comment
