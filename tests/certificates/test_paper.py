"""The certificate on paper: what it says, in both languages, and that it is the same every time."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest

from app.certificates.documents import render_certificate
from app.certificates.documents.wording import day_in_words
from app.certificates.rules import CertificateKind, Signatory, normalise_number
from tests.certificates.samples import FACTS, NUMBER, codes_of, information_of, ink_of, words_of

PARTICIPATION = replace(
    FACTS,
    kind=CertificateKind.PARTICIPATION,
    title="Certificate of Participation",
    statement="has completed most of the assessments of the course and has taken part in",
)


def test_it_says_who_did_what_when_and_who_says_so() -> None:
    words = words_of(render_certificate(FACTS))
    for expected in (
        "INTERNATIONAL TRAINING CENTRE",
        "Certificate of Achievement",
        "is awarded to",
        "Béatrice Ilunga",
        FACTS.statement,
        FACTS.course_title,
        "from 14 February to 25 March 2022",
        "60 learning hours",
        "A9714776",
        "Miriam Boudraa",
        "Activity manager",
        "Certificate number 7K2MD-9QXV4-TBWZ3-FH8RN-C5GPEA",
        "Issued on 1 April 2022",
        FACTS.verify_url,
    ):
        assert expected in " ".join(words.replace("\xa0", " ").split())


def test_the_code_on_it_leads_to_the_page_that_verifies_it() -> None:
    assert codes_of(render_certificate(FACTS)) == [FACTS.verify_url]


def test_the_file_names_its_number_title_and_language() -> None:
    pdf = render_certificate(replace(FACTS, language="fr"))
    information = information_of(pdf)
    assert normalise_number(information["Keywords"]) == NUMBER
    assert information["Title"] == "Certificate of Achievement – Béatrice Ilunga"
    assert b"/Lang (fr)" in pdf


def test_it_is_one_page_of_landscape_a4_with_every_font_inside() -> None:
    pdf = render_certificate(FACTS)
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") == 1
    assert b"/MediaBox [ 0 0 841.8898 595.2756 ]" in pdf
    assert b"Helvetica" not in pdf


def test_achievement_and_participation_are_told_apart_at_a_glance() -> None:
    gold, green = ink_of(render_certificate(FACTS)), ink_of(render_certificate(PARTICIPATION))
    assert gold[0] > gold[2]
    assert green[2] > green[0]


def test_the_same_facts_make_the_same_bytes_also_in_threads() -> None:
    first = render_certificate(FACTS)
    with ThreadPoolExecutor(4) as pool:
        rendered = list(pool.map(render_certificate, [FACTS, PARTICIPATION] * 4))
    assert set(rendered[::2]) == {first}
    assert set(rendered[1::2]) == {render_certificate(PARTICIPATION)}


def test_the_same_facts_make_the_same_bytes_in_another_process() -> None:
    program = (
        "from hashlib import sha256; from app.certificates.documents import render_certificate; "
        "from tests.certificates.samples import FACTS; print(sha256(render_certificate(FACTS)).hexdigest())"
    )
    render_certificate(PARTICIPATION)
    other = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert other.stdout.strip() == sha256(render_certificate(FACTS)).hexdigest()


@pytest.mark.parametrize("signatories", range(6))
def test_up_to_four_people_sign(signatories: int) -> None:
    people = tuple(Signatory(f"Person Number{one}", "Role") for one in range(signatories))
    words = words_of(render_certificate(replace(FACTS, signatories=people)))
    assert words.count("Person Number") == min(signatories, 4)


def test_what_is_empty_is_left_out() -> None:
    bare = replace(FACTS, issuer="", hours=0, signatories=(), competences=(), starts_on=FACTS.ends_on)
    words = words_of(render_certificate(bare))
    assert "on 25 March 2022" in words
    assert "learning hours" not in words


@pytest.mark.parametrize(
    ("day", "language", "words"),
    [
        (date(2022, 3, 1), "en", "1 March 2022"),
        (date(2022, 3, 1), "fr", "1er mars 2022"),
        (date(2022, 8, 11), "fr", "11 août 2022"),
        (date(2022, 2, 21), "pt", "21 February 2022"),
    ],
)
def test_dates_are_written_in_words(day: date, language: str, words: str) -> None:
    assert day_in_words(day, language) == words
