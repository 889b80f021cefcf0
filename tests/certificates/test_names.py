"""Names as people write them: every script, every accent, any length, and what hostile people type."""

from __future__ import annotations

import shutil
import subprocess
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.certificates.documents import render_certificate, unprintable
from app.certificates.documents.fitting import Room, fit
from app.certificates.documents.fonts import Style
from app.certificates.documents.lettering import Hand
from app.certificates.documents.shaping import shape
from tests.certificates.samples import FACTS, NUMBER, information_of, words_of

NAMES = [
    "Didier L'Étang",
    "Chloé d’Almeida",
    "Inácio Macuácua",
    "Petrus !Gaeb",
    "ǀUi ǁKhumalo ǂNisa ǃXóõ",
    "Ƒofo Ŋgũgĩ Ɓala Ɛsi Ɔfori",
    "Ọlálékan Ọ̀ṣun Adébáyọ̀",
    "Nguyễn Thị Ngọc Ánh",
    "Łukasz Żółć-Ďurička",
    "Наталья Щербакова",
    "Αλέξανδρος Παπαδόπουλος",
    "Արմեն Սարգսյան",
    "გიორგი ბერიძე",
    "ሰላም ተስፋዬ",
    "محمد عبد الرحمن الهاشمي",
    "דוד בן־גוריון",
    "ߡߊߡߊߘߎ ߖߊߟߏ",
    "ⵎⵓⵃⴰ ⴰⵎⵣⵉⴰⵏ",
    "श्रीकृष्ण त्रिपाठी",
    "মোহাম্মদ শফিকুল",
    "தமிழ்ச்செல்வன்",
    "สมชาย ใจดี",
    "王小明",
    "山田 太郎",
    "김민준",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_printed_and_can_be_searched(name: str) -> None:
    pdf = render_certificate(replace(FACTS, name=name))
    assert unprintable(name) == frozenset()
    assert unicodedata.normalize("NFC", name) in " ".join(words_of(pdf).split())
    assert information_of(pdf)["Title"].endswith(unicodedata.normalize("NFC", name))


def test_arabic_letters_are_joined_and_run_from_right_to_left() -> None:
    joined, alone = shape("محمد", Style.MEDIUM), [shape(letter, Style.MEDIUM) for letter in "محمد"]
    drawn = [glyph.index for run in joined.runs for glyph in run.glyphs]
    assert set(drawn).isdisjoint({glyph.index for line in alone[:3] for run in line.runs for glyph in run.glyphs})


@pytest.mark.parametrize(("name", "language"), [("محمد عبد الرحمن الهاشمي", "ara"), ("श्रीकृष्ण त्रिपाठी", "hin")])
def test_a_reader_of_the_script_reads_the_name(name: str, language: str, tmp_path: Path) -> None:
    """Optical character recognition sees the drawn letters, not the text behind them."""
    tesseract = shutil.which("tesseract")
    if not tesseract or language not in subprocess.check_output([tesseract, "--list-langs"], text=True).split():
        pytest.skip(f"tesseract with its language {language} is not installed")
    page = pypdfium2.PdfDocument(render_certificate(replace(FACTS, name=name)))[0].render(scale=3).to_pil()
    width, height = page.size
    page.crop((width // 10, height // 3, width * 9 // 10, height * 46 // 100)).save(tmp_path / "name.png")
    command = [tesseract, str(tmp_path / "name.png"), "-", "-l", language, "--psm", "7"]
    assert subprocess.check_output(command, text=True, stderr=subprocess.DEVNULL).strip() == name


def test_a_latin_word_in_an_arabic_name_keeps_its_direction() -> None:
    order = [run.text.strip() for run in shape("فاطمة Fatima علي", Style.MEDIUM).runs if run.text.strip()]
    assert order == ["علي", "Fatima", "فاطمة"]


def test_devanagari_letters_are_shaped() -> None:
    assert len(shape("श्री", Style.MEDIUM).runs[0].glyphs) < len("श्री")


def test_accents_stand_over_their_letters() -> None:
    """EB Garamond would put the accent beside the letter; a name with such a letter is set in Noto Serif as a whole."""
    fitted = fit("Ọ̀ṣun", Hand(Style.MEDIUM, 40, None), 600, Room(1, 40, 20))  # type: ignore[arg-type]
    assert {run.face.name for line in fitted.lines for run in line.runs} == {"NotoSerif"}


def test_letters_are_kerned() -> None:
    assert shape("AVAT", Style.MEDIUM).width < sum(shape(letter, Style.MEDIUM).width for letter in "AVAT")


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ana\x00Maria", {"\x00"}),
        ("Bo \U0001f600", {"\U0001f600"}),
        ("A\u202eB", {"\u202e"}),
        ("\U00012000", {"\U00012000"}),
    ],
)
def test_what_cannot_be_printed_is_named(name: str, letters: set[str]) -> None:
    assert unprintable(name) == letters


@pytest.mark.parametrize(
    "name",
    [
        "Maria da Conceição Esperança dos Santos Nhamússua Chissano Macuácua de Albuquerque",
        "W" * 300,
        "Ọ̀" * 120,
        "م" * 400,
        "श्री" * 90,
        "a " * 500,
        "",
        " ",
    ],
)
def test_no_name_is_wider_than_its_place(name: str) -> None:
    fitted = fit(name, Hand(Style.MEDIUM, 42, None), 600, Room(1, 42, 28), Room(2, 30, 14))  # type: ignore[arg-type]
    assert len(fitted.lines) <= 2
    assert all(fitted.hand.width(line) <= 600.001 for line in fitted.lines)
    render_certificate(replace(FACTS, name=name))


class Watch:
    """Notes the files that are opened while it is on. Python keeps such a listener until it ends."""

    def __init__(self) -> None:
        self.on = False
        self.opened: list[str] = []
        sys.addaudithook(self._listen)

    def _listen(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.on and event in {"open", "socket.connect"}:
            self.opened.append(str(arguments[0]))


@pytest.fixture(scope="module")
def watch() -> Watch:
    """A watch, with every font loaded already."""
    render_certificate(FACTS)
    return Watch()


hostile = st.one_of(
    st.text(max_size=40),
    st.text(alphabet="<>&;/\"'()\\img src=file:etcpasswd%\x00\n\r\t", max_size=60),
    st.text(alphabet=st.characters(categories=("Mn", "Cf", "Lo", "Cc")), max_size=30),
)


@settings(max_examples=200, deadline=None)
@given(name=hostile)
@example(name='<img src="file:///etc/passwd"/>')
@example(name="&lt;para&gt; &#0; <b>")
@example(name=") Tj ET Q \\")
@example(name="Z" + "\u0335\u0321" * 100)
def test_no_name_breaks_the_page_or_opens_a_file(name: str, watch: Watch) -> None:
    watch.opened.clear()
    watch.on = True
    pdf = render_certificate(replace(FACTS, name=name))
    watch.on = False
    assert watch.opened == []
    assert NUMBER in pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded()


def test_markup_in_a_name_is_printed_as_it_is() -> None:
    assert '<img src="x"/> &amp;' in words_of(render_certificate(replace(FACTS, name='<img src="x"/> &amp;')))
