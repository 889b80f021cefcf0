"""Hostile PDFs: those that do something, and those that lead their reader in circles."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject

from tests.essays.documents import pdf_writer, written

Case = tuple[str, bytes]


def active_pdfs() -> Iterator[Case]:
    """PDFs that do something when they are opened."""

    def action(kind: str) -> DictionaryObject:
        entries = {"/S": NameObject(kind), "/JS": TextStringObject("app.alert(1)"), "/F": TextStringObject("evil")}
        return DictionaryObject({NameObject(key): value for key, value in entries.items()})

    for kind in ("/JavaScript", "/Launch", "/SubmitForm", "/GoToE"):
        writer = pdf_writer()
        writer.root_object[NameObject("/OpenAction")] = action(kind)
        yield f"on opening {kind}", written(writer)
        writer = pdf_writer()
        link = DictionaryObject({NameObject("/Subtype"): NameObject("/Link"), NameObject("/A"): action(kind)})
        writer.pages[0][NameObject("/Annots")] = ArrayObject([link])
        yield f"on a click {kind}", written(writer)
    writer = pdf_writer()
    names = DictionaryObject({NameObject("/JavaScript"): DictionaryObject()})
    writer.root_object[NameObject("/Names")] = names
    yield "by name", written(writer)
    writer = pdf_writer()
    writer.add_attachment("evil.exe", b"MZ")
    yield "with a file in it", written(writer)
    for place in ("/AA",):
        writer = pdf_writer()
        writer.root_object[NameObject(place)] = action("/JavaScript")
        yield f"catalogue {place}", written(writer)
        writer = pdf_writer()
        writer.pages[0][NameObject(place)] = action("/JavaScript")
        yield f"page {place}", written(writer)
    writer = pdf_writer()
    form = DictionaryObject({NameObject("/XFA"): TextStringObject("<xdp/>")})
    writer.root_object[NameObject("/AcroForm")] = form
    yield "with an XFA form", written(writer)


def crooked_pdfs() -> Iterator[Case]:
    """PDFs that lead their reader round in circles, or that say what is not so."""
    writer = pdf_writer()
    pages = writer.root_object["/Pages"].get_object()
    pages[NameObject("/Kids")] = ArrayObject([writer.root_object.raw_get("/Pages")])
    yield "page tree in a circle", written(writer)
    writer = pdf_writer("")
    writer.root_object["/Pages"].get_object()[NameObject("/Count")] = NumberObject(2_000_000_000)
    yield "many pages, it says", written(writer)
    yield "its own root", b"%PDF-1.7\n1 0 obj 1 0 R endobj\ntrailer <</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
    yield "brackets", b"%PDF-1.7\n1 0 obj " + b"[" * 50_000 + b" endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"
    yield "dictionaries", b"%PDF-1.7\n1 0 obj " + b"<</A" * 50_000 + b" endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"
    yield "table in a circle", b"%PDF-1.7\nxref\n0 0\ntrailer <</Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF\n"
    yield "stream of zeros", _inflating_pdf()


def _inflating_pdf() -> bytes:
    stream = zlib.compress(bytes(150_000_000), 9)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(stream), stream),
    ]
    body = b"".join(b"%d 0 obj %s endobj\n" % (number, one) for number, one in enumerate(objects, 1))
    return b"%PDF-1.7\n" + body + b"trailer <</Root 1 0 R/Size 5>>\nstartxref\n0\n%%EOF\n"
