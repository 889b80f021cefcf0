"""Documents made for tests: sound ones, and the parts that hostile ones are made of."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OASIS = "urn:oasis:names:tc:opendocument:xmlns"
SENTENCE = "L’accord entre États est un texte de neuf mots."

Parts = dict[str, bytes]


def word_parts(body: str = "", kind: str = f"{WORD}.document.main+xml") -> Parts:
    """The parts of a Word document with a sentence, or `body`, in it."""
    body = body or f"<w:p><w:r><w:t>{SENTENCE}</w:t></w:r></w:p>"
    types = (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
    )
    return {
        "[Content_Types].xml": types.encode(),
        "_rels/.rels": relations(("officeDocument", "word/document.xml", "")),
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'.encode(),
        "word/_rels/document.xml.rels": relations(("hyperlink", "https://example.org/", "External")),
    }


def relations(*entries: tuple[str, str, str]) -> bytes:
    """A file of relations: (kind, target, mode)."""
    lines = "".join(
        f'<Relationship Id="r{number}" Type="{RELATION}/{kind}" Target="{target}"'
        + (f' TargetMode="{mode}"/>' if mode else "/>")
        for number, (kind, target, mode) in enumerate(entries)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'.encode()


def open_parts(body: str = "") -> Parts:
    """The parts of an OpenDocument text with a sentence, or `body`, in it."""
    body = body or f"<text:p>{SENTENCE}</text:p>"
    spaces = " ".join(f'xmlns:{name}="{OASIS}:{name}:1.0"' for name in ("office", "text", "script"))
    manifest = f'<m:manifest xmlns:m="{OASIS}:manifest:1.0"><m:file-entry m:full-path="/"/></m:manifest>'
    content = (
        f"<office:document-content {spaces}><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    return {
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "content.xml": content.encode(),
        "META-INF/manifest.xml": manifest.encode(),
    }


def packed(parts: Mapping[str, bytes], *, stored: bool = False) -> bytes:
    """An archive of these parts, in their order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, None if stored else zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def docx(body: str = "", **more: bytes) -> bytes:
    """A Word document."""
    return packed(word_parts(body) | more)


def odt(body: str = "", **more: bytes) -> bytes:
    """An OpenDocument text."""
    return packed(open_parts(body) | more)


def pdf(*pages: str) -> bytes:
    """A PDF, one line of text a page; "" for an empty page."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=True)
    for words in pages or (SENTENCE,):
        if words:
            canvas.drawString(72, 720, words)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def pdf_writer(*pages: str) -> PdfWriter:
    """A PDF to add things to."""
    return PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(*pages))))


def written(writer: PdfWriter) -> bytes:
    """What a writer makes."""
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()
