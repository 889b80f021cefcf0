"""Texts to take along: one HTML file that needs nothing, a PDF whose words can be found."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser

import pypdf
import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.courses.documents import Booklet, as_file, as_pdf
from app.courses.queries import get_course, get_material, glossary_of, list_materials
from app.courses.rules import CourseValue, MaterialKind, MaterialValue
from app.courses.rules.materials.glossary import Glossary
from tests.courses.materials.cast import FILES, give_texts, sample_course

pytestmark = pytest.mark.alike

HERE = "/courses/SMALL-1"
BASE_URL = "https://campus.test"
Browser = Callable[..., FlaskClient]


def booklet(course: CourseValue, text: str, language: str = "en", **values: object) -> Booklet:
    one = MaterialValue(
        MaterialKind.MODULE, "x", {"en": "A title", "fr": "Un titre"}, content={"text": {language: text}}, **values
    )
    return Booklet.of(course, one, language, Glossary([]), BASE_URL)


def booklets(course: CourseValue) -> list[Booklet]:
    """Every module and document of the course in every language."""
    glossary = glossary_of(course.id)
    return [
        Booklet.of(course, get_material(course.id, one.kind, one.key), language, glossary, BASE_URL)
        for one in list_materials(course.id, [MaterialKind.MODULE, MaterialKind.DOCUMENT])
        for language in course.languages
    ]


def words_of(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\u00a0", " ").split())


class _Loads(HTMLParser):
    """Collects what a page would load, and the tags that run."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag in {"script", "link", "img", "iframe", "object", "embed", "source", "video", "audio"}:
            self.loads.append(tag)
        self.loads += [name for name in named if name in {"src", "srcset", "background"} or name.startswith("on")]
        self.anchors |= {str(named["id"])} if "id" in named else set()
        self.links += [str(named["href"])] if "href" in named else []


def test_every_html_file_of_the_catalogue_needs_nothing_but_itself(app: Flask) -> None:
    for one in booklets(sample_course()):
        markup = as_file(one).decode()
        seen = _Loads(markup)
        assert seen.loads == [], one.address
        assert "url(" not in markup
        assert "@import" not in markup
        for link in seen.links:
            assert link.startswith((f"{BASE_URL}/courses/", "https://")) or link.removeprefix("#") in seen.anchors, link


def test_every_pdf_of_the_catalogue_holds_its_words_its_fonts_and_its_bookmarks(app: Flask) -> None:
    for one in booklets(sample_course()):
        pdf = as_pdf(one)
        reader = pypdf.PdfReader(io.BytesIO(pdf))
        words = words_of(pdf)
        assert " ".join(one.title.split()).replace("\u00a0", " ") in words
        assert "?" * 2 not in words
        headings = [heading for heading in one.outline.headings if heading.level == 2]
        for heading in headings:
            assert " ".join(heading.words.replace("\u00a0", " ").split()) in words, (one.address, heading.words)
        titles = [str(entry["/Title"]) for entry in reader.outline if not isinstance(entry, list)]
        assert titles[: len(headings)] == [" ".join(heading.words.split()) for heading in headings]
        assert reader.trailer["/Root"]["/Lang"] == one.language
        for page in reader.pages:
            for font in page["/Resources"]["/Font"].values():
                assert "+" in font.get_object()["/BaseFont"], "a font that is not inside"


def test_a_file_is_the_same_every_time(app: Flask) -> None:
    course = sample_course()
    glossary = glossary_of(course.id)
    case = get_material(course.id, MaterialKind.DOCUMENT, "case")
    first, again = (Booklet.of(course, case, "fr", glossary, BASE_URL) for _ in range(2))
    assert as_pdf(first) == as_pdf(again)
    assert as_file(first) == as_file(again)


def test_terms_lead_to_their_meaning_within_the_file(app: Flask) -> None:
    one = next(one for one in booklets(sample_course()) if one.language == "en" and one.terms)
    markup = as_file(one).decode()
    for key, term, _ in one.terms:
        assert f'href="#term-{key}"' in markup
        assert f'<dt id="term-{key}">{term}</dt>' in markup


def test_a_term_that_the_text_does_not_use_is_not_explained(course: CourseValue) -> None:
    give_texts(course)
    one = get_material(course.id, MaterialKind.DOCUMENT, "note")
    assert Booklet.of(course, one, "en", glossary_of(course.id), BASE_URL).terms == ()


HOSTILE = (
    "<img src='/etc/passwd'/>",
    "<font name='x'>",
    "</para><para>",
    '<a href="file:///etc/passwd">x</a>',
    "&lt;img src=x&gt; &amp;nbsp; &#0; &unknown;",
    "**<b>**",
    '[x](https://e.example/"><img src=x>)',
    "| <img src='/etc/passwd'/> |\n| --- |\n| <br/> |",
    "- <seq id='x'/>\n- <bullet>\n  1. x",
    "> <onDraw name='x'/>\n>\n> - a",
    "`<para>`\n\n```\n<para>&\n```",
    "\ufb01 \u202e \u0301 😀 漢字 → −",
    "# \n\n## \n\n---\n\n***",
    "a" * 3000,
)


@pytest.mark.parametrize("words", HOSTILE)
def test_whatever_people_write_is_only_words_on_paper(course: CourseValue, words: str) -> None:
    for one in (booklet(course, words), replace(booklet(course, "x"), title=words, source=words, course=words)):
        assert pypdf.PdfReader(io.BytesIO(as_pdf(one))).pages
        assert _Loads(as_file(one).decode()).loads == []


def test_no_file_is_opened_for_what_a_text_says(course: CourseValue, monkeypatch: pytest.MonkeyPatch) -> None:
    as_pdf(booklet(course, "words"))
    opened: list[object] = []
    monkeypatch.setattr("builtins.open", lambda *arguments, **_: opened.append(arguments))
    for words in HOSTILE:
        as_pdf(booklet(course, words))
    assert opened == []


def test_a_long_table_goes_on_with_its_head_on_the_next_page(course: CourseValue) -> None:
    rows = "".join(f"| row {number} | words |\n" for number in range(120))
    reader = pypdf.PdfReader(io.BytesIO(as_pdf(booklet(course, f"## T\n\n| Name | What |\n| --- | --- |\n{rows}"))))
    assert len(reader.pages) >= 3
    assert all("Name" in page.extract_text() for page in reader.pages)


def test_a_word_longer_than_a_column_does_not_break_the_page(course: CourseValue) -> None:
    table = f"| {'W' * 200} | b | c |\n| --- | --- | --- |\n| {'x' * 500} | y | z |\n"
    assert "y" in words_of(as_pdf(booklet(course, table)))


def test_a_table_of_many_columns_still_fits(course: CourseValue) -> None:
    table = f"|{'word|' * 60}\n|{'---|' * 60}\n|{'word|' * 60}\n"
    assert words_of(as_pdf(booklet(course, table)))


def test_the_downloads_are_files_of_their_own_name(participant: Browser) -> None:
    client = participant()
    pdf, html = client.get(f"{HERE}/modules/first.pdf"), client.get(f"{HERE}/modules/first.html?language=fr")
    assert pdf.mimetype == "application/pdf"
    assert pdf.headers["Content-Disposition"] == 'attachment; filename="SMALL-1-first-en.pdf"'
    assert "A migrant worker moves." in words_of(pdf.data)
    assert "Source: The manual, 1.1" in words_of(pdf.data)
    assert html.mimetype == "text/html"
    assert html.headers["Content-Disposition"] == 'attachment; filename="SMALL-1-first-fr.html"'
    assert "Un <a" in html.text
    assert client.get(f"{HERE}/documents/note.pdf").status_code == 200
    assert client.get(f"{HERE}/modules/first.docx").status_code == 404
    assert client.get(f"{HERE}/modules/nothing.pdf").status_code == 404


def test_who_has_the_file_already_is_not_sent_it_again(participant: Browser, texts: CourseValue) -> None:
    client = participant()
    for kind in ("pdf", "html"):
        tag = client.get(f"{HERE}/modules/first.{kind}").headers["ETag"]
        again = client.get(f"{HERE}/modules/first.{kind}", headers={"If-None-Match": tag})
        assert (again.status_code, again.data) == (304, b"")
        assert client.get(f"{HERE}/modules/first.{kind}?language=fr").headers["ETag"] != tag
    give_texts(
        texts,
        {
            **FILES,
            "modules/first.en.md": FILES["modules/first.en.md"].replace("A migrant", "Any migrant"),
        },
    )
    fresh = client.get(f"{HERE}/modules/first.html", headers={"If-None-Match": tag})
    assert fresh.status_code == 200
    assert "Any " in fresh.text


def test_links_in_a_file_lead_to_the_course_online(course: CourseValue) -> None:
    give_texts(course)
    one = get_material(course.id, MaterialKind.WEEK, "1")
    text = one.text["en"]
    markup = as_file(booklet(get_course(course.code), text)).decode()
    assert f'href="{BASE_URL}/courses/SMALL-1/modules/first"' in markup
    assert f'href="{BASE_URL}/courses/SMALL-1/quizzes/quiz_1"' in markup
    assert not re.search(r'href="(module|quiz):', markup)
