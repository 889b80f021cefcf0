"""GET /verify, /verify/<number>, POST /verify, /certificates/<number>.pdf: public, and no list anywhere."""

from __future__ import annotations

import pytest

from app.certificates import queries
from app.certificates.documents import render_certificate
from app.certificates.rules import Status, format_number
from tests.cast import csrf_token
from tests.certificates.cast import certificate_of, change, upload
from tests.certificates.samples import FACTS, NUMBER, codes_of, words_of
from tests.conftest import NOW

pytestmark = pytest.mark.alike

JSON = {"Accept": "application/json"}


@pytest.fixture
def certificate(issued):
    return certificate_of(issued, "Chloé")


def check_file(client, pdf):
    return client.post(
        "/verify",
        data={**upload(pdf), "csrf_token": csrf_token(client)},
        content_type="multipart/form-data",
        headers={"Accept": "text/html"},
    )


def test_anybody_can_check_a_number(client, certificate):
    page = client.get(f"/verify/{certificate.number}")

    assert page.status_code == 200
    for words in (
        "This certificate is valid.",
        "Chloé d’Almeida",
        "Certificat de réussite",
        format_number(certificate.number),
    ):
        assert words in page.text
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert page.headers["Cache-Control"] == "private, no-store"


def test_a_program_gets_the_same_facts_as_json(client, certificate):
    answer = client.get(f"/verify/{certificate.number}", headers=JSON)

    assert answer.json["status"] == "valid"
    assert answer.json["name"] == "Chloé d’Almeida"
    assert answer.json["course"]["code"] == "A9714776"
    assert answer.json["certificate"] == "achievement"
    assert "Accept" in answer.headers["Vary"]


def test_a_number_may_be_typed_as_it_is_printed(client, certificate):
    typed = format_number(certificate.number).lower()

    assert client.get("/verify", query_string={"number": f" {typed} "}).location == f"/verify/{certificate.number}"
    assert client.get(f"/verify/{typed}").status_code == 200


@pytest.mark.parametrize("number", [NUMBER, "nonsense", "-" * 300])
def test_an_unknown_number_gets_a_page_that_helps(client, certificate, number):
    page, answer = client.get(f"/verify/{number}"), client.get(f"/verify/{number}", headers=JSON)

    assert page.status_code == answer.status_code == 404
    assert 'name="number"' in page.text
    assert answer.mimetype == "application/problem+json"
    assert answer.json["code"] == "certificate_unknown"


def test_a_mistyped_number_is_kept_in_the_form(client, app):
    page = client.get("/verify", query_string={"number": "7K2MD-<b>"})

    assert page.status_code == 404
    assert "7K2MD-&lt;b&gt;" in page.text


def test_nothing_can_be_listed(client, certificate):
    assert "Chloé" not in client.get("/verify").text
    assert client.get("/certificates").status_code == 404
    assert client.get("/certificates/").status_code == 404


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"status": Status.SUPERSEDED.value}, "This certificate was replaced by a newer one."),
        ({"status": Status.REVOKED.value, "revoked_at": NOW}, "This certificate was revoked."),
    ],
)
def test_a_certificate_that_no_longer_counts_says_so(client, certificate, values, words):
    change(certificate, **values)

    assert words in client.get(f"/verify/{certificate.number}").text
    answer = client.get(f"/verify/{certificate.number}", headers=JSON)
    assert (answer.json["status"], answer.json["pdf"]) == (values["status"], None)
    paper = client.get(f"/certificates/{certificate.number}.pdf")
    assert (paper.status_code, paper.location) == (303, f"/verify/{certificate.number}")
    assert words in check_file(client, render_certificate(certificate.facts)).text


def test_the_paper_is_what_the_facts_make(client, certificate):
    paper = client.get(f"/certificates/{certificate.number}.pdf")

    assert (paper.status_code, paper.mimetype) == (200, "application/pdf")
    assert paper.data == render_certificate(certificate.facts)
    assert "Chloé d’Almeida" in words_of(paper.data)
    assert codes_of(paper.data) == [certificate.facts.verify_url]
    assert (
        paper.headers["Content-Disposition"] == f'inline; filename="certificate-A9714776-{certificate.number[:5]}.pdf"'
    )


def test_a_paper_that_does_not_exist_gets_the_page_that_helps(client, app):
    page = client.get(f"/certificates/{NUMBER}.pdf")

    assert page.status_code == 404
    assert "There is no certificate with this number." in page.text


def test_the_downloaded_file_is_genuine(client, certificate):
    page = check_file(client, client.get(f"/certificates/{certificate.number}.pdf").data)

    assert page.status_code == 200
    assert "This certificate is valid." in page.text


def test_a_changed_file_is_told_apart_and_the_record_shown(client, certificate):
    pdf = render_certificate(certificate.facts)
    page = check_file(client, pdf.replace(b"%%EOF", b"%%EOF "))

    assert "This file is not the certificate that we issued." in page.text
    assert "Chloé d’Almeida" in page.text


def test_every_changed_byte_is_noticed(app, certificate):
    pdf = render_certificate(certificate.facts)
    for at in range(0, len(pdf), 997):
        changed = pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]
        assert queries.verify_file(changed).verdict.value != "valid"


def test_a_forged_file_has_no_record(client, certificate):
    page = check_file(client, render_certificate(FACTS))

    assert page.status_code == 404
    assert "There is no certificate with this number." in page.text


@pytest.mark.parametrize("raw", [b"", b"%PDF-1.7 nothing", b"\x00" * 1000, b"/Keywords (nothing)"])
def test_what_is_no_certificate_is_said_to_be_none(client, app, raw):
    assert "This is not a certificate of ours." in check_file(client, raw).text


def test_without_a_file_the_form_says_what_is_missing(client, app):
    page = client.post("/verify", data={"csrf_token": csrf_token(client)}, headers={"Accept": "text/html"})

    assert page.status_code == 422
    assert "Choose the PDF file" in page.text


def test_a_huge_file_is_refused(client, app):
    head = f'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{csrf_token(client)}\r\n'
    file = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
    body = (head + file).encode() + b"x" * 5_100_000 + b"\r\n--x--\r\n"
    answer = client.post("/verify", data=body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 413
