"""What documents say: text as it reads after every tracked change, in paragraphs, whoever wrote the file."""

from __future__ import annotations

import io
import random
import struct
import zlib

import docx as python_docx
import pytest

from app.essays.documents import pdf_reader, read_file, xml
from app.essays.rules.files import TOO_MUCH, FileKind
from app.shared.errors import Unreadable
from tests.essays.documents import SENTENCE, docx, odt, pdf, relations, word_parts
from tests.essays.documents import packed as archive


def test_each_kind_is_told_by_its_content() -> None:
    found = {name: read_file(content) for name, content in (("d", docx()), ("o", odt()), ("p", pdf()))}
    assert [one.kind for one in found.values()] == [FileKind.DOCX, FileKind.ODT, FileKind.PDF]
    assert found["d"].text == found["o"].text == SENTENCE
    assert "L’accord entre" in found["p"].text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_plain_text_is_read_in_what_editors_write(encoding: str) -> None:
    read = read_file("Élaborer une politique\r\n\r\nd’emploi – à temps.\n".encode(encoding))
    assert (read.kind, read.text) == (FileKind.TEXT, "Élaborer une politique\n\nd’emploi – à temps.")


def test_a_document_of_a_word_processor_is_read_whole() -> None:
    made = python_docx.Document()
    made.add_heading("Gouverner les migrations", 1)
    paragraph = made.add_paragraph("Un ")
    paragraph.add_run("accord").bold = True
    paragraph.add_run("\tet un\nautre")
    made.add_table(1, 2).cell(0, 1).text = "dans un tableau"
    made.add_picture(io.BytesIO(_pixel()))
    buffer = io.BytesIO()
    made.save(buffer)
    assert read_file(buffer.getvalue()).text == (
        "Gouverner les migrations\n\nUn accord et un\nautre\n\ndans un tableau"
    )


def test_tracked_changes_are_read_as_accepted() -> None:
    body = (
        "<w:p><w:r><w:t>Kept </w:t></w:r><w:ins><w:r><w:t>inserted</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>deleted</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom></w:p>"
    )
    assert read_file(docx(body)).text == "Kept inserted"
    tracked = "<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes><text:p>Kept</text:p>"
    assert read_file(odt(tracked)).text == "Kept"


def test_text_boxes_are_read_once() -> None:
    space = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    box = "<w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent>"
    body = (
        f'<w:p><w:r><mc:AlternateContent xmlns:mc="{space}"><mc:Choice>{box}</mc:Choice>'
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent><w:t>around</w:t></w:r></w:p>"
    )
    assert read_file(docx(body)).text == "boxed\n\naround"


def test_notes_stand_after_the_text() -> None:
    inside = "<text:note-citation>1</text:note-citation><text:note-body><text:p>A note.</text:p></text:note-body>"
    note = f"<text:note>{inside}</text:note>"
    assert (
        read_file(odt(f"<text:p>First{note}.</text:p><text:p>Second.</text:p>")).text == "First.\n\nSecond.\n\nA note."
    )
    parts = word_parts()
    notes = parts["word/document.xml"].replace(SENTENCE.encode(), b"A note.")
    assert read_file(archive(parts | {"word/footnotes.xml": notes})).text == f"{SENTENCE}\n\nA note."


def test_the_parts_of_a_document_share_one_limit_of_elements(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml, "MOST_ELEMENTS", 100)
    links = relations(*[("hyperlink", "https://example.org/", "External")] * 40)
    parts = {f"word/_rels/more{number}.xml.rels": links for number in range(3)}
    assert SENTENCE in read_file(docx(**dict(list(parts.items())[:1]))).text
    with pytest.raises(Unreadable) as error:
        read_file(docx(**parts))
    assert [str(one.reason) for one in error.value.problems] == [str(TOO_MUCH)]


def test_spaces_are_as_the_format_says() -> None:
    body = (
        '<text:h>A\n   title</text:h><text:p>two<text:s text:c="2"/>spaces<text:tab/>tab<text:line-break/>line</text:p>'
    )
    assert read_file(odt(body)).text == "A title\n\ntwo  spaces tab\nline"


def test_lines_of_a_page_become_paragraphs_again() -> None:
    lines = [
        "This line is as long as a line of the page can be, and goes on",
        "until the next, where the sentence ends.",
        "A para-",
        "graph of its own, which is followed by an empty line and then by",
        "",
        "Heading",
    ]
    assert list(pdf_reader.paragraphs(lines)) == [
        f"{lines[0]} {lines[1]}",
        f"A para-{lines[3]}",
        "Heading",
    ]


def test_a_scan_is_said_to_have_no_text() -> None:
    with pytest.raises(Unreadable) as caught:
        read_file(pdf("", ""))
    assert "only pictures of pages" in str(caught.value.problems[0].reason)


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_file_is_read_or_refused_and_nothing_else(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - the same damage each time
    for whole in (docx(), odt()):
        damaged = bytearray(whole)
        for _ in range(rng.randint(1, 12)):
            damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        assert _outcome(bytes(damaged)) in {"read", "file_refused"}


def _outcome(content: bytes) -> str:
    try:
        return "read" if read_file(content).text else "empty"
    except Unreadable as error:
        return error.code


def _pixel() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
