"""Files that mean harm, or are merely broken: refused with the reason, and nothing of them is run or opened."""

from __future__ import annotations

import io
import random
import zipfile

import pytest

from app.quizzes.documents import archive, read_questions
from app.shared.errors import Unreadable
from tests.quizzes.documents.qti_files import choices, declares, item, package
from tests.quizzes.documents.test_moodle_xml import ONE_OF, asks, quiz

UNKNOWN = "This is none of the formats that are known here: GIFT, Moodle XML, IMS QTI, Canvas, Aiken."
NOISE = random.Random(7).randbytes(10_000_000)  # noqa: S311 (junk, not a secret)
ITEM = item(declares("single", "identifier", "a"), choices("a", "b"), "match_correct")
LAUGHS = "".join(f'<!ENTITY l{level} "{f"&l{level - 1};" * 10 if level else "ha"}">' for level in range(12))


def reason(raw: bytes | str) -> tuple[str, int | None]:
    with pytest.raises(Unreadable) as caught:
        read_questions(raw if isinstance(raw, bytes) else raw.encode(), language="en")
    (problem,) = caught.value.problems
    return str(problem.reason), problem.line


@pytest.mark.parametrize(
    "raw",
    [
        f"<!DOCTYPE quiz [{LAUGHS}]><quiz><question type='essay'>&l11;</question></quiz>",
        f"<!DOCTYPE quiz [{LAUGHS}]><quiz a='&l11;'/>",
        '<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/hostname">]><quiz><question>&x;</question></quiz>',
        '<!DOCTYPE quiz [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;]><quiz/>',
        '<!DOCTYPE quiz [<!ENTITY x "unused">]><quiz/>',
        "<quiz><question>&undefined;</question></quiz>",
    ],
)
def test_entities_are_refused(raw):
    for encoding in ("utf-8", "utf-16"):
        assert reason(raw.encode(encoding))[0]


def test_entities_are_refused_even_where_nothing_uses_them():
    raw = quiz(asks("multichoice", *ONE_OF)).replace("<quiz>", '<!DOCTYPE quiz [<!ENTITY x "unused">]><quiz>')
    assert reason(raw)[0] == "The file defines entities, which is not allowed."


def test_an_entity_opens_no_file(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("do not tell")
    for marked in ("&x;", "<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='{0}' parse='text'/>"):
        raw = f'<!DOCTYPE quiz [<!ENTITY x SYSTEM "{secret.as_uri()}">]>' if marked == "&x;" else ""
        raw += quiz(asks("multichoice", *ONE_OF, text=f"<text>a {marked.format(secret.as_uri())}</text>")).partition(
            "?>"
        )[2]
        try:
            imported = read_questions(raw.encode(), language="en")
        except Unreadable as error:
            imported = error.problems
        assert "do not tell" not in repr(imported)


def test_a_type_that_is_declared_elsewhere_is_not_fetched():
    raw = quiz(asks("multichoice", *ONE_OF)).replace(
        "<quiz>", '<!DOCTYPE quiz SYSTEM "http://127.0.0.1:9/q.dtd"><quiz>'
    )
    assert len(read_questions(raw.encode(), language="en").questions) == 1


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"", (UNKNOWN, 1)),
        (b"Just a letter.\n", (UNKNOWN, 1)),
        (b"::a::b\n{=\xff\xfe ~x}", ("The file is not in UTF-8. Save it in that encoding.", 2)),
        (b"<?xml version='1.0'?>\n<note>x</note>",
         ("XML that begins with <note> holds no questions in a format that is known here.", 2)),
        (b"<quiz>\n<question>\n</quiz>", ("The file is no well-formed XML: Opening and ending tag mismatch", 3)),
        (b"<quiz/>", ("There is no question in the file.", None)),
        (b"$CATEGORY: a\n", ("There is no question in the file.", None)),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_where_and_why(raw, expected):
    found, line = reason(raw)
    assert (found[: len(expected[0])], line) == expected


@pytest.mark.parametrize(
    "raw",
    [
        NOISE,
        b"a" * 10_000_000,
        b"{" * 10_000_000,
        b"{\n\n" * 3_000_000,
        b"::" * 5_000_000,
        b"\\" * 10_000_000 + b"{T}",
        b"<" * 10_000_000,
        b"{\n\n" * 120_000,
        b"{" * 5_000_000,
        b"\\n" * 2_400_000 + b"{T}",
        b"<quiz>" + b"<a>" * 3_000_000,
        b"<quiz>" + b"<a/>" * 2_400_000 + b"</quiz>",
        b"<!-- " + b"-" * 10_000_000,
        b"PK\x03\x04" + NOISE,
        b"A. a\n" * 2_000_000 + b"ANSWER: A",
        b"%1%" * 3_000_000 + b"{=a ~b}",
        b"\x00" * 10_000_000,
    ],
    ids=range(17),
)  # fmt: skip
def test_ten_megabytes_of_junk_are_refused(raw):
    try:
        imported = read_questions(raw, language="en")
    except Unreadable:
        return
    assert not imported.questions


def test_files_larger_than_people_write_are_not_looked_at():
    assert reason(b"a" * 5_000_001)[0] == "The file is larger than 5 MB."
    assert reason(b"<quiz>" + b"a" * 20_000_000)[0] == "The file is larger than 20 MB."
    assert reason("A. a\n" * 250_001)[0] == "The file has more than 250000 lines."


def test_more_questions_than_anybody_writes_are_refused():
    assert reason("Is it?{T}\n\n" * 5_001)[0] == "The file holds more than 5000 questions."


def packed(name: str, content: bytes, **changes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive_file:
        info = zipfile.ZipInfo("item.xml")
        info.compress_type = zipfile.ZIP_DEFLATED
        archive_file.writestr(info, ITEM)
        other = zipfile.ZipInfo(name)
        other.compress_type = zipfile.ZIP_DEFLATED
        archive_file.writestr(other, content)
    return made.getvalue()


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (packed("../evil.xml", b"x"), "A file of the package wants to be unpacked elsewhere."),
        (packed("a/../../evil.xml", b"x"), "A file of the package wants to be unpacked elsewhere."),
        (packed("/etc/evil.xml", b"x"), "A file of the package wants to be unpacked elsewhere."),
        (packed("..\\evil.xml", b"x"), "A file of the package wants to be unpacked elsewhere."),
        (packed("C:\\evil.xml", b"x"), "A file of the package wants to be unpacked elsewhere."),
        (packed("inner.zip", package({"item.xml": ITEM})), "The package holds another package; unpack it first."),
        (packed("inner.ImsCC", b"PK"), "The package holds another package; unpack it first."),
        (packed("bomb.xml", bytes(5_000_000)), "A file of the package is packed too tightly to be trusted."),
        (b"PK\x03\x04 and nothing", "The package is no ZIP file that can be opened."),
    ],
    ids=[
        "above",
        "above within",
        "absolute",
        "backslashes",
        "drive",
        "a zip within",
        "a cartridge within",
        "bomb",
        "no archive",
    ],
)
def test_packages_that_mean_harm_are_refused(raw, expected):
    assert reason(raw)[0] == expected


def test_an_encrypted_package_is_refused():
    raw = bytearray(package({"item.xml": ITEM}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(signature) + offset] |= 1
    assert reason(bytes(raw))[0] == "The package is encrypted."


def test_a_file_that_is_larger_than_it_says_is_not_unpacked_further(monkeypatch):
    monkeypatch.setattr(archive, "LARGEST_FILE", 1000)
    raw = bytearray(package({"item.xml": ITEM + " " * 5000}))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = raw.index(signature) + offset
        raw[at : at + 4] = (10).to_bytes(4, "little")
    assert reason(bytes(raw))[0] in {"The file cannot be unpacked.", "The file is too large when it is unpacked."}


@pytest.mark.parametrize(
    ("limit", "value", "expected"),
    [
        ("LARGEST_ARCHIVE", 100, "The package is larger than 0 MB."),
        ("MOST_FILES", 0, "The package holds more than 0 files."),
        ("LARGEST_CONTENT", 100, "The package is too large when it is unpacked."),
        ("LARGEST_FILE", 100, "The file is too large when it is unpacked."),
    ],
)
def test_packages_beyond_a_limit_are_refused(monkeypatch, limit, value, expected):
    monkeypatch.setattr(archive, limit, value)
    assert reason(package({"item.xml": ITEM}))[0] == expected
